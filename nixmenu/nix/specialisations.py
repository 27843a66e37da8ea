"""Entries of a NixOS specialisation: how they are named, and where a configuration defines them.

A specialisation is the system with some more configuration, booted only by choice. Its entries are no part of the
usual kernel, so they are read only when one of them is named. Source: nixpkgs
`nixos/modules/system/activation/specialisation.nix`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nixmenu.nix.properties import Guard, discharge
from nixmenu.nix.values import Attributes, Lazy

_QUALIFIED = re.compile(r"specialisation\.(?P<specialisation>[^:]+):(?P<name>.+)", re.DOTALL)


def qualified(specialisation: str | None, name: str) -> str:
    """What people call an entry: `specialisation.debug:slim`, or just `slim`."""
    return name if specialisation is None else f"specialisation.{specialisation}:{name}"


def specialisation_of(entry: str) -> str | None:
    """Which specialisation an entry is in, by what people call it; None for an entry of the system itself."""
    found = _QUALIFIED.fullmatch(entry)
    return None if found is None else found["specialisation"]


def plain_name(entry: str) -> str:
    """What an entry's `name` is, by what people call it."""
    found = _QUALIFIED.fullmatch(entry)
    return entry if found is None else found["name"]


@dataclass(frozen=True, slots=True, eq=False)
class Specialisation:
    """One definition of a specialisation."""

    name: str
    configuration: Lazy
    guard: Guard
    inherits: bool
    """It has the configuration of the system, too."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An entry of a specialisation, while the system itself is read."""

    specialisation: str
    name: str
    path: Path
    line: int


def specialisations(configuration: Attributes, guard: Guard) -> Iterator[Specialisation]:
    """All that a module defines, as far as that is written out."""
    member = configuration.members.get("specialisation")
    for _, value, outer in discharge(member.value, guard) if member is not None else ():
        for name, one in value.members.items() if isinstance(value, Attributes) else ():
            for _, content, inner in discharge(one.value, outer):
                if isinstance(content, Attributes) and "configuration" in content.members:
                    inherits = content.get("inheritParentConfig") is not False
                    yield Specialisation(name, content.members["configuration"].value, inner, inherits)
