"""A problem as data: what it is, what it means and what to do about it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nixmenu.causes.advice import Advice
from nixmenu.causes.cause import Cause
from nixmenu.causes.goals import Root
from nixmenu.layers.definition import Definition
from nixmenu.problems import Severity

FindingKind = Literal[
    "stop",
    "conflict",
    "unused",
    "not-set",
    "silent",
    "unknown-name",
    "prefix",
    "unsatisfiable",
    "required",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of somebody's Nix file."""

    path: Path
    line: int | None

    def __str__(self) -> str:
        return f"{self.path}" if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem with all options that it is about.

    `error`: NixOS stops. `warning`: it builds, and the user's own layer brought it about, or the system may not start.
    `note`: it builds, and nothing that the user said is to blame.
    """

    severity: Severity
    kind: FindingKind
    title: str
    """One sentence."""
    names: tuple[str, ...]
    meaning: str
    """What it leads to, in one or two sentences."""
    todo: tuple[Advice, ...]
    """Ways to deal with it; each of them would do."""
    origin: Place | None = None
    """Where it is said, if that is one place."""
    roots: tuple[Root, ...] = ()
    because: tuple[Cause, ...] = ()
    """The reasons, told for the first of `names`."""
    messages: tuple[str, ...] = ()
    """What nixpkgs prints about it."""


def place_of(definitions: tuple[Definition, ...]) -> Place | None:
    """The first place that is known of some definitions, the user's before others."""
    for layer in ("you", "nixos"):
        for definition in definitions:
            origin = definition.origin
            if origin is not None and origin.layer == layer and origin.path is not None:
                return Place(origin.path, origin.line)
    return None
