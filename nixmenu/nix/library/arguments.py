"""How a function of the library takes its arguments: each of one kind, and Unknown where one cannot be told."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from nixmenu.nix.budget import Budget
from nixmenu.nix.values import (
    Attributes,
    Builtin,
    Lazy,
    ListValue,
    Member,
    Unknown,
    Value,
    known,
)

_T = TypeVar("_T")

Kind = Callable[[Lazy], object]
"""Gives an argument as what the function wants; an Unknown ends the call."""


class Caller(Protocol):
    """What a function of the library needs of the evaluator."""

    budget: Budget

    def call(self, function: Value, argument: Lazy) -> Value:
        """`function argument`."""

    def imported(self, file: Value) -> Value:
        """What the file at a place evaluates to."""


def function(name: str, *kinds: Kind) -> Callable[[Callable[..., Value]], Builtin]:
    """Makes a builtin of a Python function, which is called with the evaluator and its arguments.

    The arguments are taken from left to right; the first that is Unknown is the result.
    """

    def made(run: Callable[..., Value]) -> Builtin:
        def checked(caller: Caller, *lazies: Lazy) -> Value:
            arguments = []
            for kind, lazy in zip(kinds, lazies, strict=True):
                argument = kind(lazy)
                if isinstance(argument, Unknown):
                    return argument
                arguments.append(argument)
            return run(caller, *arguments)

        return Builtin(name, len(kinds), checked)

    return made


def wanted(lazy: Lazy, kind: type[_T], what: str) -> _T | Unknown:
    """An argument that has to be of one type; Unknown, with the reason, if it is not."""
    value = lazy.force()
    if isinstance(value, Unknown):
        return value
    return (
        value if isinstance(value, kind) else Unknown(f"a function wants {what} and is given something else")
    )


def unforced(lazy: Lazy) -> Lazy:
    """Any argument, not looked at."""
    return lazy


def anything(lazy: Lazy) -> Value:
    """Any argument that can be told."""
    return lazy.force()


def text(lazy: Lazy) -> str | Unknown:
    """A string."""
    return wanted(lazy, str, "a string")


def number(lazy: Lazy) -> int | Unknown:
    """An integer."""
    value = wanted(lazy, int, "a number")
    return Unknown("a function wants a number and is given a boolean") if isinstance(value, bool) else value


def boolean(lazy: Lazy) -> bool | Unknown:
    """A boolean."""
    return wanted(lazy, bool, "a boolean")


def part_list(lazy: Lazy) -> ListValue | Unknown:
    """A list, of which parts may be unread."""
    return wanted(lazy, ListValue, "a list")


def items(lazy: Lazy) -> tuple[Lazy, ...] | Unknown:
    """The items of a list that is known as a whole."""
    value = part_list(lazy)
    if isinstance(value, Unknown):
        return value
    return value.unread[0] if value.unread else value.items


def part_set(lazy: Lazy) -> Attributes | Unknown:
    """An attribute set, which may have attributes that cannot be told."""
    return wanted(lazy, Attributes, "an attribute set")


def whole_set(lazy: Lazy) -> Attributes | Unknown:
    """An attribute set that is known as a whole."""
    value = part_set(lazy)
    if isinstance(value, Unknown):
        return value
    return value if value.rest is None else value.rest


def texts(lazy: Lazy) -> list[str] | Unknown:
    """A list of strings."""
    found = items(lazy)
    if isinstance(found, Unknown):
        return found
    result = []
    for item in found:
        one = text(item)
        if isinstance(one, Unknown):
            return one
        result.append(one)
    return result


def called(caller: Caller, function: Value, *arguments: Value | Lazy) -> Value:
    """`function argument …`."""
    for argument in arguments:
        function = caller.call(function, argument if isinstance(argument, Lazy) else known(argument))
    return function


def later(caller: Caller, function: Value, *arguments: Value | Lazy) -> Lazy:
    """The same, once it is needed."""
    return Lazy(lambda: called(caller, function, *arguments))


def made_set(
    members: Mapping[str, Value], rest: str | None = None, absent: frozenset[str] = frozenset()
) -> Attributes:
    """An attribute set of known values; `rest` tells why others that are asked for are unknown."""
    unknown = None if rest is None else Unknown(rest)
    return Attributes({name: Member(known(value)) for name, value in members.items()}, (), unknown, absent)


def made_list(values: "list[Value] | list[str]") -> ListValue:
    """A list of known values."""
    return ListValue(tuple(known(value) for value in values))
