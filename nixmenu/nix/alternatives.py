"""Sets and lists that are there under a condition: `lib.optionalAttrs c { … }`, `if c then [ … ] else [ … ]`.

A condition that holds leaves them as they are, with the condition noted; of one that only the system knows,
every attribute and item keeps what it would be.
"""

from dataclasses import replace

from nixmenu.nix import syntax
from nixmenu.nix.values import (
    Attributes,
    Condition,
    Conditional,
    Either,
    Guarded,
    Lazy,
    ListValue,
    Member,
    Unknown,
    Value,
    known,
)


def holding(given: Attributes, condition: Condition) -> Attributes:
    """A set under a condition that is known to hold."""
    members = {
        name: Member(member.value, member.binding, member.home, (condition, *member.conditions))
        for name, member in given.members.items()
    }
    homes = tuple(replace(home, conditional=True) for home in given.homes)
    return Attributes(members, homes, given.rest, given.absent)


def holding_list(given: ListValue, condition: Condition) -> ListValue:
    """A list under a condition that is known to hold."""
    homes = tuple(replace(home, conditions=(condition, *home.conditions)) for home in given.homes)
    return ListValue(given.items, homes, given.unread)


def conditional_list(given: ListValue, condition: Condition) -> ListValue:
    """A list under a condition that is not known; nothing can be added there."""
    items = (known(Conditional(condition.expression, item, condition.negated)) for item in given.items)
    return ListValue(tuple(items), (), given.unread)


def guarded(given: Attributes, condition: Condition, reason: Unknown) -> Attributes:
    """A set under a condition of which `reason` tells why it is not known; nothing can be added there."""
    members = {
        name: Member(_guarded(member.value, condition, reason), member.binding, member.home)
        for name, member in given.members.items()
    }
    return Attributes(members, rest=given.rest, absent=given.absent)


def either(first: Value, second: Value, condition: Lazy, reason: Unknown) -> Value:
    """`if condition then first else second`, where the condition is not known."""
    if isinstance(first, ListValue) and isinstance(second, ListValue):
        one = conditional_list(first, Condition(condition))
        other = conditional_list(second, Condition(condition, negated=True))
        return ListValue(one.items + other.items, (), one.unread + other.unread)
    if isinstance(first, Attributes) and isinstance(second, Attributes):
        return _either_set(first, second, condition, reason)
    return reason


def _either_set(first: Attributes, second: Attributes, condition: Lazy, reason: Unknown) -> Attributes:
    one = guarded(first, Condition(condition), reason)
    other = guarded(second, Condition(condition, negated=True), reason)
    members = {**one.members, **other.members}
    for name in one.members.keys() & other.members.keys():
        parts = one.members[name].value, other.members[name].value
        shown = one.members[name]
        members[name] = Member(known(Either(reason.reason, parts)), shown.binding, shown.home)
    return Attributes(members, rest=one.rest or other.rest)


def replacing(before: Member, after: Member) -> Member:
    """What `//` makes of an attribute that both sides have."""
    value = after.value.force() if after.value.is_known else None
    if not isinstance(value, Guarded):
        return after
    condition = replace(value.condition, negated=not value.condition.negated)
    left = _guarded(before.value, condition, value)
    return Member(known(Either(value.reason, (after.value, left))), after.binding, after.home)


def is_written_out(node: syntax.Node) -> bool:
    """Is a branch of an `if` a set or a list that is written there?"""
    match node:
        case syntax.AttributeSet() | syntax.ListLiteral():
            return True
        case syntax.Parenthesized(inner=inner):
            return is_written_out(inner)
        case syntax.With(body=body) | syntax.Let(body=body):
            return is_written_out(body)
        case syntax.If(consequence=consequence, alternative=alternative):
            return is_written_out(consequence) and is_written_out(alternative)
    return False


def _guarded(value: Lazy, condition: Condition, reason: Unknown) -> Lazy:
    return known(Guarded(reason.reason, condition, value))
