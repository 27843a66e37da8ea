"""How the module system merges the definitions of all layers into one answer per option.

Source: nixpkgs `lib/modules.nix` (priorities) and `nixos/modules/system/boot/kernel_config.nix` (the fields).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import FORCED, Definition


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

    On a conflict the answer is that of the first definition, so that there is something to show.
    """
    priority = min(definition.priority for definition in definitions)
    winners = tuple(definition for definition in definitions if definition.priority == priority)
    tristates = [winner for winner in winners if winner.freeform is None or winner.tristate is not None]
    freeforms = [winner for winner in winners if winner.freeform is not None]
    agreed = len({one.tristate for one in tristates}) <= 1 and len({one.freeform for one in freeforms}) <= 1
    conflict = None if agreed else Conflict(winners[0].name, winners)
    optional = all(winner.optional for winner in winners)
    if freeforms:
        return Answer(freeforms[0].freeform or "", "freeform", optional, priority, winners), conflict
    value = tristates[0].tristate
    if value is None:
        return Answer("", "unset", optional, priority, winners), conflict
    return Answer(value, "tristate", optional, priority, winners), conflict


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
