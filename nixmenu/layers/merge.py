"""How the module system merges the definitions of all layers into one answer per option.

Source: nixpkgs `lib/modules.nix` (priorities) and `nixos/modules/system/boot/kernel_config.nix` (the fields).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import DEFAULT, FORCED, PLAIN, Definition, Fields

_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Definitions of equal priority that disagree, at which Nix stops evaluating."""

    name: str
    definitions: tuple[Definition, ...]

    def __str__(self) -> str:
        said = " and ".join(described(definition) for definition in self.definitions)
        return f"conflicting definitions of {self.name}: {said}; {self.way_out}"

    @property
    def way_out(self) -> str:
        """What the user can do: only the user's own definitions can be changed."""
        priority = self.definitions[0].priority
        if priority > FORCED:
            stronger = "put lib.mkForce before the one that shall win"
        else:
            stronger = f"put lib.mkOverride {priority - 1} before the one that shall win, in place of its own priority"
        yours = [one for one in self.definitions if one.origin is None or one.origin.layer == "you"]
        return f"{stronger}, or take one of them out" if len(yours) > 1 else stronger


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers in byte order of the names, as nixpkgs lists them, and what stops the evaluation."""

    answers: Mapping[str, Answer]
    conflicts: tuple[Conflict, ...]


def merge(definitions: Iterable[Definition]) -> Merged:
    """Merge definitions, given in the order of the layers, option by option."""
    by_name: dict[str, list[Definition]] = {}
    for definition in definitions:
        by_name.setdefault(definition.name, []).append(definition)
    answers: dict[str, Answer] = {}
    conflicts: list[Conflict] = []
    for name in sorted(by_name):
        answer, conflict = merge_option(by_name[name])
        answers[name] = answer
        if conflict is not None:
            conflicts.append(conflict)
    return Merged(answers, tuple(conflicts))


def merge_option(definitions: Sequence[Definition]) -> tuple[Answer, Conflict | None]:
    """Merge the definitions of one option: the strongest priority counts, and there all must agree.

    That holds for items, and then for each field of those that are left. On a conflict the answer is that of the
    first definition, so that there is something to show.
    """
    strongest = min(_fields(definition).item for definition in definitions)
    winners = tuple(definition for definition in definitions if _fields(definition).item == strongest)
    tristates = _strongest([(_fields(one).tristate, one.tristate) for one in winners], None)
    freeforms = _strongest([(_fields(one).freeform, one.freeform) for one in winners], None)
    optional = all(_strongest([(_fields(one).optional, one.optional) for one in winners], False))
    agreed = len(set(tristates)) <= 1 and len(set(freeforms)) <= 1
    conflict = None if agreed else Conflict(winners[0].name, winners)
    priority = min(winner.priority for winner in winners)
    freeform = next((text for text in freeforms if text is not None), None)
    if freeform is not None:
        return Answer(freeform, "freeform", optional, priority, winners), conflict
    value = tristates[0]
    if value is None:
        return Answer("", "unset", optional, priority, winners), conflict
    return Answer(value, "tristate", optional, priority, winners), conflict


def _fields(definition: Definition) -> Fields:
    """What an item is put together of; those of `lib.kernel` have their value and `optional`."""
    if definition.fields is not None:
        return definition.fields
    freeform = definition.freeform is not None
    tristate = definition.tristate is not None or not freeform
    return Fields(definition.priority, PLAIN if tristate else None, PLAIN if freeform else None, PLAIN)


def _strongest(said: Sequence[tuple[int | None, _Said]], default: _Said) -> list[_Said]:
    """What the strongest definitions of a field say; its default is one of them."""
    there = [*((priority, value) for priority, value in said if priority is not None), (DEFAULT, default)]
    strongest = min(priority for priority, _ in there)
    return [value for priority, value in there if priority == strongest]


def described(definition: Definition) -> str:
    """A definition in words: what it says, who says it and where, so that people can find it."""
    said = definition.tristate or "unset"
    if definition.freeform is not None:
        said = f'"{definition.freeform}"'
    origin = definition.origin
    if origin is None:
        return said
    who = f"NixOS ({origin.label})" if origin.layer == "nixos" else f"your entry {origin.label!r}"
    if origin.path is None:
        return f"{said} by {who}"
    place = f"{origin.path}:{origin.line}" if origin.line is not None else f"{origin.path}"
    return f"{said} by {who} at {place}"
