"""The parts of Nix's builtins and of nixpkgs' `lib` that kernel configurations are written with.

Whatever is not here is Unknown. Sources: nixpkgs `lib/kernel.nix` (the answers), `lib/modules.nix` (the
properties), `lib/attrsets.nix`, `lib/lists.nix`, `lib/strings.nix`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from nixmenu.nix.operators import updated
from nixmenu.nix.values import (
    Attributes,
    Builtin,
    Conditional,
    Lazy,
    ListValue,
    Member,
    Merged,
    Ordered,
    Override,
    SearchPathValue,
    Unknown,
    Value,
    known,
)

_T = TypeVar("_T")
_VERSION_PART = re.compile(r"[0-9]+|[^0-9.-]+")


class Caller(Protocol):
    """What a builtin needs of the evaluator."""

    def call(self, function: Value, argument: Lazy) -> Value:
        """`function argument`."""


def _set(
    members: Mapping[str, Value], rest: str | None = None, absent: frozenset[str] = frozenset()
) -> Attributes:
    unknown = None if rest is None else Unknown(rest)
    return Attributes({name: Member(known(value)) for name, value in members.items()}, (), unknown, absent)


def _wanted(lazy: Lazy, kind: type[_T], what: str) -> _T | Unknown:
    """An argument that has to be of one kind; Unknown, with the reason, if it is not."""
    value = lazy.force()
    if isinstance(value, Unknown):
        return value
    return (
        value if isinstance(value, kind) else Unknown(f"a function wants {what} and is given something else")
    )


# The answers of lib.kernel


def _answer(tristate: str | None) -> Attributes:
    return _set({"tristate": tristate, "optional": False})


def _freeform(_: Caller, text: Lazy) -> Value:
    return Attributes({"freeform": Member(text), "optional": Member(known(False))})


def _option(_: Caller, answer: Lazy) -> Value:
    return updated(answer.force(), _set({"optional": True}))


def _version_parts(version: str) -> list[tuple[int, int, str]]:
    """A version as what it sorts by: numbers above words, `pre` below all.

    Source: Nix manual, `builtins.compareVersions`.
    """
    parts = []
    for part in _VERSION_PART.findall(version):
        if part.isdigit():
            parts.append((2, int(part[:18]), ""))
        else:
            parts.append((-1 if part == "pre" else 1, 0, part))
    return parts


def _is_older(first: Lazy, second: Lazy) -> bool | Unknown:
    texts = []
    for lazy in (first, second):
        text = _wanted(lazy, str, "a version")
        if isinstance(text, Unknown):
            return text
        texts.append(_version_parts(text))
    longest = max(map(len, texts))
    older, newer = ([*parts, *[(0, 0, "")] * (longest - len(parts))] for parts in texts)
    return older < newer


def _is_at_least(first: Lazy, second: Lazy) -> bool | Unknown:
    older = _is_older(first, second)
    return older if isinstance(older, Unknown) else not older


def _when_helpers(_: Caller, version: Lazy) -> Value:
    def at_least(_: Caller, low: Lazy, content: Lazy) -> Value:
        return Conditional(known(_is_at_least(version, low)), content)

    def older(_: Caller, high: Lazy, content: Lazy) -> Value:
        return Conditional(known(_is_older(version, high)), content)

    def between(_: Caller, low: Lazy, high: Lazy, content: Lazy) -> Value:
        lower = _is_at_least(version, low)
        return Conditional(known(_is_older(version, high) if lower is True else lower), content)

    return _set(
        {
            "whenAtLeast": Builtin("whenAtLeast", 2, at_least),
            "whenOlder": Builtin("whenOlder", 2, older),
            "whenBetween": Builtin("whenBetween", 3, between),
        }
    )


# Properties of the module system


def _override(priority: int) -> Callable[[Caller, Lazy], Value]:
    return lambda _, content: Override(priority, content)


def _make_override(_: Caller, priority: Lazy, content: Lazy) -> Value:
    number = _wanted(priority, int, "a number")
    return number if isinstance(number, Unknown) else Override(number, content)


def _if(_: Caller, condition: Lazy, content: Lazy) -> Value:
    return Conditional(condition, content)


def _ordered(_: Caller, content: Lazy) -> Value:
    return Ordered(content)


def _make_order(_: Caller, _priority: Lazy, content: Lazy) -> Value:
    return Ordered(content)


def _merged(_: Caller, contents: Lazy) -> Value:
    return Merged(contents)


# Sets and lists


def _optional_attributes(_: Caller, condition: Lazy, attributes: Lazy) -> Value:
    holds = condition.force()
    if holds is False:
        return _set({})
    value = attributes.force()
    if holds is True or not isinstance(value, Attributes):
        return value
    reason = holds if isinstance(holds, Unknown) else Unknown("its condition is no boolean")
    return Attributes(
        {name: Member(known(reason)) for name in value.members}, rest=value.rest, absent=value.absent
    )


def _optionals(_: Caller, condition: Lazy, items: Lazy) -> Value:
    holds = condition.force()
    if holds is False:
        return ListValue(())
    value = items.force()
    if holds is True or not isinstance(value, ListValue):
        return value
    return ListValue(tuple(_under(condition, item) for item in value.items), (), value.unread)


def _optional(_: Caller, condition: Lazy, item: Lazy) -> Value:
    holds = condition.force()
    if holds is False:
        return ListValue(())
    return ListValue((item if holds is True else _under(condition, item),))


def _under(condition: Lazy, item: Lazy) -> Lazy:
    return known(Conditional(condition, item))


def _singleton(_: Caller, item: Lazy) -> Value:
    return ListValue((item,))


def _map(caller: Caller, function: Lazy, items: Lazy) -> Value:
    given = _wanted(items, ListValue, "a list")
    if isinstance(given, Unknown):
        return given
    called = tuple(_delayed_call(caller, function.force(), item) for item in given.items)
    return ListValue(called, (), given.unread)


def _map_attributes(caller: Caller, function: Lazy, attributes: Lazy) -> Value:
    given = _wanted(attributes, Attributes, "an attribute set")
    if isinstance(given, Unknown):
        return given
    members = {
        name: Member(_delayed_call(caller, caller.call(function.force(), known(name)), member.value))
        for name, member in given.members.items()
    }
    return Attributes(members, (), given.rest, given.absent)


def _generate_attributes(caller: Caller, names: Lazy, function: Lazy) -> Value:
    given = _wanted(names, ListValue, "a list")
    if isinstance(given, Unknown):
        return given
    members: dict[str, Member] = {}
    rest = given.unread[0] if given.unread else None
    for lazy in given.items:
        name = _wanted(lazy, str, "a name")
        if isinstance(name, Unknown):
            rest = name
        else:
            members[name] = Member(_delayed_call(caller, function.force(), known(name)))
    return Attributes(members, (), rest)


def _delayed_call(caller: Caller, function: Value, argument: Lazy) -> Lazy:
    return Lazy(lambda: caller.call(function, argument))


def _import(_: Caller, file: Lazy) -> Value:
    place = file.force()
    if isinstance(place, SearchPathValue):
        if place.name == "nixpkgs":
            return Builtin("nixpkgs", 1, lambda _, _arguments: PACKAGES)
        if place.name == "nixpkgs/lib":
            return LIBRARY
    if isinstance(place, Unknown):
        return place
    return Unknown("it is written in another file (open that one with --patches)")


def _get(_: Caller, name: Lazy, attributes: Lazy) -> Value:
    wanted, given = _wanted(name, str, "a name"), _wanted(attributes, Attributes, "an attribute set")
    if isinstance(wanted, Unknown):
        return wanted
    if isinstance(given, Unknown):
        return given
    found = given.get(wanted)
    if found is None and wanted not in given.members:
        return Unknown(f"there is no attribute `{wanted}`")
    return found


def _names(_: Caller, attributes: Lazy) -> Value:
    given = _wanted(attributes, Attributes, "an attribute set")
    if isinstance(given, Unknown):
        return given
    return given.rest or ListValue(tuple(known(name) for name in sorted(given.members)))


KERNEL = _set(
    {
        "yes": _answer("y"),
        "no": _answer("n"),
        "module": _answer("m"),
        "unset": _answer(None),
        "freeform": Builtin("freeform", 1, _freeform),
        "option": Builtin("option", 1, _option),
        "whenHelpers": Builtin("whenHelpers", 1, _when_helpers),
    }
)
"""`lib.kernel`."""

FORCE = Builtin("mkForce", 1, _override(50))
"""`lib.mkForce`."""

_FUNCTIONS: dict[str, Value] = {
    builtin.name: builtin
    for builtin in (
        FORCE,
        Builtin("mkDefault", 1, _override(1000)),
        Builtin("mkOptionDefault", 1, _override(1500)),
        Builtin("mkImageMediaOverride", 1, _override(60)),
        Builtin("mkVMOverride", 1, _override(10)),
        Builtin("mkOverride", 2, _make_override),
        Builtin("mkIf", 2, _if),
        Builtin("mkMerge", 1, _merged),
        Builtin("mkBefore", 1, _ordered),
        Builtin("mkAfter", 1, _ordered),
        Builtin("mkOrder", 2, _make_order),
        Builtin("optionalAttrs", 2, _optional_attributes),
        Builtin("optionals", 2, _optionals),
        Builtin("optional", 2, _optional),
        Builtin("singleton", 1, _singleton),
        Builtin("map", 2, _map),
        Builtin("mapAttrs", 2, _map_attributes),
        Builtin("genAttrs", 2, _generate_attributes),
        Builtin("attrNames", 1, _names),
        Builtin("getAttr", 2, _get),
        Builtin("versionAtLeast", 2, lambda _, first, second: _is_at_least(first, second)),
        Builtin("versionOlder", 2, lambda _, first, second: _is_older(first, second)),
        Builtin("id", 1, lambda _, value: value.force()),
        Builtin("const", 2, lambda _, value, _ignored: value.force()),
        Builtin("flip", 3, lambda caller, function, first, second: _flipped(caller, function, first, second)),
    )
}


def _flipped(caller: Caller, function: Lazy, first: Lazy, second: Lazy) -> Value:
    return caller.call(caller.call(function.force(), second), first)


LIBRARY = _set(
    {**_FUNCTIONS, "kernel": KERNEL},
    rest="nixmenu does not evaluate this function of nixpkgs' lib",
    absent=frozenset(KERNEL.members),
)
"""`lib`, of which it is known that it has none of the names of `lib.kernel` itself."""

PACKAGES = _set({"lib": LIBRARY}, rest="`pkgs` is known only to the system")
"""`pkgs`, for its `lib`."""

_BUILTINS = ("map", "mapAttrs", "attrNames", "getAttr")
_NOT_EVALUATED = (
    "abort baseNameOf break derivation derivationStrict dirOf fetchGit fetchMercurial fetchTarball fetchTree "
    "fromTOML isNull placeholder removeAttrs scopedImport throw toString"
)

ROOT_NAMES: Mapping[str, Lazy] = {
    name: known(value)
    for name, value in {
        **{name: Unknown(f"nixmenu does not evaluate `{name}`") for name in _NOT_EVALUATED.split()},
        "true": True,
        "false": False,
        "null": None,
        "import": Builtin("import", 1, _import),
        "map": _FUNCTIONS["map"],
        "builtins": _set(
            {name: _FUNCTIONS[name] for name in _BUILTINS},
            rest="nixmenu does not evaluate this builtin function",
        ),
    }.items()
}
"""The names that every Nix expression sees."""
