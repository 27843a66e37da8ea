"""Two sources of the NixOS layer compared: where both are there they must agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from nixmenu.layers.definition import Definition
from nixmenu.layers.facts import NixosFacts
from nixmenu.layers.merge import described
from nixmenu.nix.strings import byte_order


@dataclass(frozen=True, slots=True)
class Difference:
    """An option that the two sources answer differently; no definitions: that one does not answer it."""

    name: str
    left: tuple[Definition, ...]
    right: tuple[Definition, ...]

    def sentence(self, left: str, right: str) -> str:
        """The difference in words; `left` and `right` are what people call the two sources."""
        return f"{self.name}: {left} says {_all(self.left)}, {right} says {_all(self.right)}"


def differences(left: NixosFacts, right: NixosFacts) -> list[Difference]:
    """Where two sources answer differently: another value, mark or priority; in byte order of the names.

    A definition without any answer (`unset`) and no definition at all are different things: only the first
    can clash with the user's.
    """
    mine, theirs = _by_name(left.definitions), _by_name(right.definitions)
    found = []
    for name in sorted(mine.keys() | theirs.keys(), key=byte_order):
        one, other = mine.get(name, []), theirs.get(name, [])
        if _said(one) != _said(other):
            found.append(Difference(name, tuple(one), tuple(other)))
    return found


def _by_name(definitions: Sequence[Definition]) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    for definition in definitions:
        found.setdefault(definition.name, []).append(definition)
    return found


def _said(definitions: Sequence[Definition]) -> list[tuple[str, str, bool, int]]:
    return sorted(
        (one.tristate or "", "" if one.freeform is None else f"={one.freeform}", one.optional, one.priority)
        for one in definitions
    )


def _all(definitions: Sequence[Definition]) -> str:
    if not definitions:
        return "nothing"
    return " and ".join(_one(definition) for definition in definitions)


def _one(definition: Definition) -> str:
    marks = ["optional"] if definition.optional else []
    if definition.priority != 100:
        marks.append(f"priority {definition.priority}")
    said = described(definition)
    return f"{said} ({', '.join(marks)})" if marks else said
