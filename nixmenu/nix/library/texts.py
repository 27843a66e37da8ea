"""Strings. Sources: Nix manual, "Built-in Functions"; nixpkgs `lib/strings.nix`."""

from pathlib import Path

from nixmenu.nix.library.arguments import (
    Caller,
    anything,
    boolean,
    called,
    function,
    items,
    made_list,
    number,
    text,
    texts,
    unforced,
)
from nixmenu.nix.operators import MAXIMUM_LENGTH
from nixmenu.nix.values import Lazy, ListValue, Unknown, Value, known


def _bounded(result: str) -> Value:
    return result if len(result) <= MAXIMUM_LENGTH else Unknown("it is a text too long to work out")


@function("toString", anything)
def _to_string(caller: Caller, value: Value) -> Value:
    text = _as_text(caller, value, 0)
    return _bounded(text) if isinstance(text, str) else text


def _as_text(caller: Caller, value: Value, depth: int) -> str | Unknown:
    match value:
        case Unknown() | str():
            return value
        case bool() | None:
            return "1" if value else ""
        case int() | Path():
            return str(value)
        case float():
            return f"{value:f}"
        case ListValue() if depth < 60 and not value.unread:
            return _items_as_text(caller, value, depth)
    return Unknown("something is turned into a string that nixmenu cannot write as text")


def _items_as_text(caller: Caller, value: ListValue, depth: int) -> str | Unknown:
    """Each item and a space; none after a list without items. Source: Nix `eval.cc`, `coerceToString`."""
    pieces = []
    for place, item in enumerate(value.items):
        part = _as_text(caller, item.force(), depth + 1)
        too_much = caller.budget.spend(1 + (len(part) if isinstance(part, str) else 0) // 16)
        if too_much is not None or isinstance(part, Unknown):
            return too_much or part
        pieces.append(part)
        inner = item.force()
        if place + 1 < len(value.items) and not (isinstance(inner, ListValue) and not inner.items):
            pieces.append(" ")
    return "".join(pieces)


@function("concatStrings", texts)
def _concat(_: Caller, given: list[str]) -> Value:
    return _bounded("".join(given))


@function("concatStringsSep", text, texts)
def _concat_with(_: Caller, separator: str, given: list[str]) -> Value:
    return _bounded(separator.join(given))


@function("concatLines", texts)
def _lines(_: Caller, given: list[str]) -> Value:
    return _bounded("".join(f"{line}\n" for line in given))


def _mapped(caller: Caller, change: Value, given: tuple[Lazy, ...]) -> list[str] | Unknown:
    found = []
    for item in given:
        one = text(known(called(caller, change, item)))
        if isinstance(one, Unknown):
            return one
        found.append(one)
    return found


@function("concatMapStrings", anything, items)
def _concat_map(caller: Caller, change: Value, given: tuple[Lazy, ...]) -> Value:
    found = _mapped(caller, change, given)
    return found if isinstance(found, Unknown) else _bounded("".join(found))


@function("concatMapStringsSep", text, anything, items)
def _concat_map_with(caller: Caller, separator: str, change: Value, given: tuple[Lazy, ...]) -> Value:
    found = _mapped(caller, change, given)
    return found if isinstance(found, Unknown) else _bounded(separator.join(found))


@function("optionalString", boolean, unforced)
def _optional(_: Caller, condition: bool, content: Lazy) -> Value:
    return content.force() if condition else ""


@function("boolToString", boolean)
def _from_boolean(_: Caller, value: bool) -> Value:
    return "true" if value else "false"


@function("hasPrefix", text, text)
def _has_prefix(_: Caller, prefix: str, whole: str) -> Value:
    return whole.startswith(prefix)


@function("hasSuffix", text, text)
def _has_suffix(_: Caller, suffix: str, whole: str) -> Value:
    return whole.endswith(suffix)


@function("hasInfix", text, text)
def _has_infix(_: Caller, part: str, whole: str) -> Value:
    return part in whole


@function("removePrefix", text, text)
def _remove_prefix(_: Caller, prefix: str, whole: str) -> Value:
    return whole.removeprefix(prefix)


@function("removeSuffix", text, text)
def _remove_suffix(_: Caller, suffix: str, whole: str) -> Value:
    return whole.removesuffix(suffix)


@function("splitString", text, text)
def _split(_: Caller, separator: str, whole: str) -> Value:
    return made_list(whole.split(separator)) if separator else Unknown("a text is split at nothing")


def _translated(whole: str, first: str, last: str, distance: int) -> str:
    return "".join(chr(ord(one) + distance) if first <= one <= last else one for one in whole)


@function("toUpper", text)
def _upper(_: Caller, whole: str) -> Value:
    return _translated(whole, "a", "z", -32)


@function("toLower", text)
def _lower(_: Caller, whole: str) -> Value:
    return _translated(whole, "A", "Z", 32)


@function("stringLength", text)
def _length(_: Caller, whole: str) -> Value:
    return len(whole.encode("utf-8", "surrogateescape"))


@function("substring", number, number, text)
def _substring(_: Caller, start: int, length: int, whole: str) -> Value:
    if start < 0:
        return Unknown("a part of a text begins before it")
    data = whole.encode("utf-8", "surrogateescape")
    part = data[start:] if length < 0 else data[start : start + length]
    return part.decode("utf-8", "surrogateescape")


@function("replaceStrings", texts, texts, text)
def _replace(caller: Caller, old: list[str], new: list[str], whole: str) -> Value:
    """At each place the first that fits; what was put in is not looked at again."""
    if len(old) != len(new) or "" in old:
        return Unknown("`replaceStrings` is given lists that nixmenu does not follow")
    if (too_much := caller.budget.spend(len(whole) * (1 + len(old)) // 8)) is not None:
        return too_much
    pieces = []
    place = 0
    while place < len(whole):
        for before, after in zip(old, new, strict=True):
            if whole.startswith(before, place):
                pieces.append(after)
                place += len(before)
                break
        else:
            pieces.append(whole[place])
            place += 1
    return _bounded("".join(pieces))


FUNCTIONS = {
    builtin.name: builtin
    for builtin in (
        _to_string,
        _concat,
        _concat_with,
        _lines,
        _concat_map,
        _concat_map_with,
        _optional,
        _from_boolean,
        _has_prefix,
        _has_suffix,
        _has_infix,
        _remove_prefix,
        _remove_suffix,
        _split,
        _upper,
        _lower,
        _length,
        _substring,
        _replace,
    )
}
"""By the names that `lib` has them under."""

BUILTINS = ("toString", "concatStringsSep", "stringLength", "substring", "replaceStrings")
"""Those that `builtins` has as well."""
