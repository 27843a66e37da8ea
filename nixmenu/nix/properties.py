"""Unpacking what the module system wraps definitions in: priorities, conditions, merges.

Source: nixpkgs `lib/modules.nix`, `dischargeProperties` and `filterOverrides`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nixmenu.layers.definition import PLAIN
from nixmenu.nix.values import (
    Condition,
    Conditional,
    Lazy,
    ListValue,
    Merged,
    Ordered,
    Override,
    Property,
    Unknown,
    Value,
    known,
)

_PLAIN_NAME = re.compile(r"[\w.'-]+")
_MAXIMUM_DEPTH = 60
_MAXIMUM_PARTS = 20_000


@dataclass(frozen=True, slots=True)
class Guard:
    """What stands around a definition: its priority, and the conditions it depends on."""

    priority: int = PLAIN
    conditions: tuple[str, ...] = ()
    """As they are written."""
    holds: bool | None = True
    """None: a condition can be told only by the system."""

    def under(self, condition: Condition) -> "Guard":
        """This guard with one more condition."""
        value = condition.expression.force()
        text = written(condition.expression) or "a condition"
        if condition.negated:
            text = f"!{text}" if _PLAIN_NAME.fullmatch(text) else f"!({text})"
            value = not value if isinstance(value, bool) else value
        holds = False if value is False or self.holds is False else self.holds if value is True else None
        return replace(self, conditions=(*self.conditions, text), holds=holds)

    def under_all(self, conditions: Iterable[Condition]) -> "Guard":
        """This guard with more conditions."""
        guard = self
        for condition in conditions:
            guard = guard.under(condition)
        return guard


def written(lazy: Lazy) -> str | None:
    """The text that an expression is written as, on one line."""
    if lazy.node is None or lazy.scope is None or lazy.scope.tree is None:
        return None
    return " ".join(lazy.scope.tree.source.text(lazy.node.start, lazy.node.end).split())


def discharge(lazy: Lazy, guard: Guard) -> Iterator[tuple[Lazy, Value, Guard]]:
    """Every value inside the properties of `lazy`, in order, with what guards it.

    The walk is bounded, because a definition may contain itself or grow by doubling.
    """
    pending = [(lazy, guard, 0)]
    for _ in range(_MAXIMUM_PARTS):
        if not pending:
            return
        lazy, guard, depth = pending.pop()
        value = lazy.force()
        if isinstance(value, Property) and depth >= _MAXIMUM_DEPTH:
            value = Unknown("it is wrapped too often to work out")
        match value:
            case Conditional(condition=condition, content=content, negated=negated):
                pending.append((content, guard.under(Condition(condition, negated)), depth + 1))
            case Ordered(content=content):
                pending.append((content, guard, depth + 1))
            case Merged(contents=contents):
                parts = _parts(contents)
                pending += [(part, guard, depth + 1) for part in reversed(parts)]
            case Override(priority=priority, content=content):
                pending.append((_overridden(content), replace(guard, priority=priority), depth + 1))
            case _:
                yield lazy, value, guard
    yield lazy, Unknown("it is merged from too many parts to work out"), guard


def _overridden(content: Lazy) -> Lazy:
    if isinstance(content.force(), Override | Conditional | Merged):
        return known(
            Unknown("`mkIf`, `mkMerge` or a priority inside `mkForce` or its like does not work in Nix")
        )
    return content


def _parts(contents: Lazy) -> list[Lazy]:
    """What `mkMerge` merges."""
    definitions = contents.force()
    if not isinstance(definitions, ListValue):
        reason = definitions if isinstance(definitions, Unknown) else Unknown("`mkMerge` is given no list")
        return [known(reason)]
    return [*definitions.items, *map(known, definitions.unread)]
