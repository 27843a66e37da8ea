"""Nix's operators on values, each of which may be unknown."""

from collections.abc import Iterable
from typing import TypeVar

from nixmenu.nix.alternatives import replacing
from nixmenu.nix.budget import Budget
from nixmenu.nix.values import (
    Attributes,
    Lazy,
    ListValue,
    Member,
    Property,
    SearchPathValue,
    Unknown,
    Value,
    known,
)

_T = TypeVar("_T")

MAXIMUM_LENGTH = 1_000_000
"""Characters of a string, items of a list: doubling grows fast, and no configuration needs more."""

_LARGEST_INTEGER = 2**63 - 1
_MAXIMUM_DEPTH = 60
_QUICKER = 16
"""How many items of a list are copied in the time that one of a set takes."""


def unary(operator: str, operand: Value) -> Value:
    """`!x` and `-x`."""
    if isinstance(operand, Unknown):
        return operand
    if operator == "!" and isinstance(operand, bool):
        return not operand
    if operator == "-" and isinstance(operand, int | float) and not isinstance(operand, bool):
        return -operand
    return _unfit(operator)


def binary(operator: str, left: Lazy, right: Lazy, budget: Budget) -> Value:
    """Any operator with two sides; the logical ones look at the right one only if they have to."""
    match operator:
        case "&&":
            return _logical(left, right, decides=False)
        case "||":
            return _logical(left, right, decides=True)
        case "->":
            return _logical(known(unary("!", left.force())), right, decides=True)
        case "++":
            return concatenated(left.force(), right.force(), budget)
        case "//":
            return updated(left.force(), right.force(), budget)
    first, second = left.force(), right.force()
    if isinstance(first, Unknown):
        return first
    if isinstance(second, Unknown):
        return second
    if operator in ("==", "!="):
        same = equal(first, second, budget)
        return same if isinstance(same, Unknown) else same is (operator == "==")
    return _arithmetic(operator, first, second)


def _logical(left: Lazy, right: Lazy, *, decides: bool) -> Value:
    first = left.force()
    if first is decides:
        return decides
    second = right.force()
    if isinstance(first, Unknown):
        return first
    if not isinstance(first, bool) or not isinstance(second, bool | Unknown):
        return Unknown("a logical operator is given something that is no boolean")
    return second


def _arithmetic(operator: str, first: Value, second: Value) -> Value:
    if isinstance(first, bool) or isinstance(second, bool):
        return _unfit(operator)
    if operator == "+" and isinstance(first, SearchPathValue) and isinstance(second, str):
        return SearchPathValue(first.name + second)
    if isinstance(first, str) and isinstance(second, str):
        if operator == "+":
            too_long = len(first) + len(second) > MAXIMUM_LENGTH
            return Unknown("it is a text too long to work out") if too_long else first + second
        first_bytes, second_bytes = (text.encode(errors="surrogateescape") for text in (first, second))
        return _compared(operator, (first_bytes > second_bytes) - (first_bytes < second_bytes))
    if isinstance(first, int | float) and isinstance(second, int | float):
        match operator:
            case "+":
                return _in_range(first + second)
            case "-":
                return _in_range(first - second)
            case "*":
                return _in_range(first * second)
            case "/":
                return _divided(first, second)
            case _:
                return _compared(operator, (first > second) - (first < second))
    return _unfit(operator)


def _in_range(number: float) -> Value:
    if isinstance(number, int) and abs(number) > _LARGEST_INTEGER:
        return Unknown("a number is too large for Nix")
    return number


def _divided(first: float, second: float) -> Value:
    if second == 0:
        return Unknown("something is divided by zero")
    if isinstance(first, int) and isinstance(second, int):
        quotient = abs(first) // abs(second)
        return quotient if (first < 0) == (second < 0) else -quotient
    return first / second


def _compared(operator: str, order: int) -> Value:
    match operator:
        case "<":
            return order < 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0
        case ">=":
            return order >= 0
    return _unfit(operator)


def _unfit(operator: str) -> Unknown:
    return Unknown(f"`{operator}` is used on values it does not fit")


def equal(first: Value, second: Value, budget: Budget, depth: int = 0) -> bool | Unknown:
    """`==`, as deep as the values go; `depth` tells how deep it is already."""
    if depth > _MAXIMUM_DEPTH:
        return Unknown("what is compared is nested too deeply")
    if (too_much := budget.spend(1)) is not None:
        return too_much
    if isinstance(first, Unknown):
        return first
    if isinstance(second, Unknown):
        return second
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, ListValue) and isinstance(second, ListValue):
        if first.unread or second.unread:
            return (first.unread + second.unread)[0]
        if len(first.items) != len(second.items):
            return False
        return _all_equal(zip(first.items, second.items, strict=True), budget, depth)
    if isinstance(first, Attributes) and isinstance(second, Attributes):
        unknown = first.rest or second.rest
        if unknown is not None:
            return unknown
        if first.members.keys() != second.members.keys():
            return False
        pairs = ((first.members[name].value, second.members[name].value) for name in first.members)
        return _all_equal(pairs, budget, depth)
    plain = (str, int, float, type(None))
    if isinstance(first, plain) and isinstance(second, plain):
        return first == second
    return Unknown("functions and properties cannot be compared")


def _all_equal(pairs: Iterable[tuple[Lazy, Lazy]], budget: Budget, depth: int) -> bool | Unknown:
    unknown: Unknown | None = None
    for first, second in pairs:
        same = equal(first.force(), second.force(), budget, depth + 1)
        if same is False:
            return False
        if isinstance(same, Unknown):
            unknown = same
    return True if unknown is None else unknown


def concatenated(left: Value, right: Value, budget: Budget) -> Value:
    """`left ++ right`: what can be read of a side is kept, what cannot is told."""
    parts = []
    for side in (left, right):
        if isinstance(side, ListValue):
            parts.append(side)
        elif isinstance(side, Unknown):
            parts.append(ListValue((), unread=(side,)))
        else:
            return Unknown("`++` joins something that is no list")
    first, second = parts
    if len(first.items) + len(second.items) > MAXIMUM_LENGTH:
        return Unknown("it is a list too long to work out")
    if (too_much := budget.spend((len(first.items) + len(second.items)) // _QUICKER)) is not None:
        return too_much
    homes, unread = _joined(first.homes, second.homes), _joined(first.unread, second.unread)
    return ListValue(first.items + second.items, homes, unread)


def _joined(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    """Both without what the second repeats."""
    return tuple(dict.fromkeys(first + second))


def updated(left: Value, right: Value, budget: Budget) -> Value:
    """`left // right`: an unknown right side may change every attribute of the left one."""
    if isinstance(left, Unknown):
        left = Attributes({}, rest=left)
    if isinstance(right, Unknown):
        right = Attributes({}, rest=right)
    if isinstance(left, Property) and isinstance(right, Attributes):
        return left if right.rest is None else right.rest
    if not isinstance(left, Attributes) or not isinstance(right, Attributes):
        return Unknown("`//` joins something that is no attribute set")
    if (too_much := budget.spend(len(left.members) + len(right.members))) is not None:
        return too_much
    members = dict(left.members)
    if right.rest is not None:
        for name in members.keys() - right.absent:
            members[name] = Member(known(right.rest))
    for name, member in right.members.items():
        members[name] = replacing(members[name], member) if name in members else member
    absent = right.absent if left.rest is None else left.absent
    if left.rest is not None and right.rest is not None:
        absent = left.absent & right.absent
    return Attributes(
        members, _joined(left.homes, right.homes), right.rest or left.rest, absent - members.keys()
    )
