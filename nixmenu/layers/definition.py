"""One answer to one option, and where it was given: what reading Nix hands to the layers.

It stands alone because the readers produce it, the merge consumes it, and neither should import the other.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PLAIN = 100
"""The module system's priority of a definition without wrapper; weaker ones have higher numbers.

Source of both: nixpkgs `lib/modules.nix`.
"""
FORCED = 50
"""The priority that lib.mkForce gives."""
DEFAULT = 1500
"""The priority of lib.mkOptionDefault, which the defaults of an item's fields have too."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a definition: nixmenu names it because Nix's own conflict error does not."""

    layer: Literal["nixos", "you"]
    label: str
    """The entry's name, or "common-config"."""
    path: Path | None
    line: int | None
    """1-based."""


@dataclass(frozen=True, slots=True)
class Fields:
    """How an item that was not built by `lib.kernel` is put together: its own priority and those of its fields.

    A field that is not there has None, and no say.
    """

    item: int = PLAIN
    tristate: int | None = None
    freeform: int | None = None
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition of an item of nixpkgs' kernel configuration type, before the module system merges it.

    Source: nixpkgs `lib/kernel.nix` (the items) and `lib/modules.nix` (the priorities).
    """

    name: str
    """Without CONFIG_."""
    tristate: str | None
    """"y", "m", "n" or None; None together with no `freeform` is `unset`: no answer at all."""
    freeform: str | None
    optional: bool = False
    priority: int = PLAIN
    """The module system's: mkForce 50, plain 100, mkDefault 1000, mkOptionDefault 1500; the lowest wins.

    Where it stands on a field, this is that field's.
    """
    origin: Origin | None = None
    fields: Fields | None = None
    """None: `lib.kernel` built it, from its value and `optional`."""
    conditions: tuple[str, ...] = ()
    """What only the system can tell and it depends on, as written; whether it counts is not known then."""
