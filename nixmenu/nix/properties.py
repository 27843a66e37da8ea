"""Unpacking what the module system wraps definitions in: priorities, conditions, merges.

Source: nixpkgs `lib/modules.nix`, `dischargeProperties` and `filterOverrides`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nixmenu.nix.values import (
    Conditional,
    Lazy,
    ListValue,
    Merged,
    Ordered,
    Override,
    Unknown,
    Value,
    known,
)

PLAIN = 100
"""The priority of a definition without a wrapper."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What stands around a definition: its priority, and the conditions it depends on."""

    priority: int = PLAIN
    conditions: tuple[str, ...] = ()
    """As they are written."""
    holds: bool | None = True
    """None: a condition can be told only by the system."""

    def under(self, condition: Lazy) -> "Guard":
        """This guard with one more condition."""
        value = condition.force()
        text = written(condition) or "a condition"
        holds = False if value is False or self.holds is False else self.holds if value is True else None
        return replace(self, conditions=(*self.conditions, text), holds=holds)


def written(lazy: Lazy) -> str | None:
    """The text that an expression is written as, on one line."""
    if lazy.node is None or lazy.scope is None or lazy.scope.tree is None:
        return None
    return " ".join(lazy.scope.tree.source.text(lazy.node.start, lazy.node.end).split())


def discharge(lazy: Lazy, guard: Guard) -> Iterator[tuple[Lazy, Value, Guard]]:
    """Every value inside the properties of `lazy`, with what guards it."""
    value = lazy.force()
    match value:
        case Conditional(condition=condition, content=content):
            yield from discharge(content, guard.under(condition))
        case Merged(contents=contents):
            yield from _merged(contents, guard)
        case Ordered(content=content):
            yield from discharge(content, guard)
        case Override(priority=priority, content=content):
            inner = content.force()
            if isinstance(inner, Override | Conditional | Merged):
                inner = Unknown(
                    "`mkIf`, `mkMerge` or a priority inside `mkForce` or its like does not work in Nix"
                )
                content = known(inner)
            yield from discharge(content, replace(guard, priority=priority))
        case _:
            yield lazy, value, guard


def _merged(contents: Lazy, guard: Guard) -> Iterator[tuple[Lazy, Value, Guard]]:
    definitions = contents.force()
    if not isinstance(definitions, ListValue):
        reason = definitions if isinstance(definitions, Unknown) else Unknown("`mkMerge` is given no list")
        yield contents, reason, guard
        return
    for item in definitions.items:
        yield from discharge(item, guard)
    for unread in definitions.unread:
        yield contents, unread, guard
