"""What NixOS's own modules require of the kernel, from the facts shipped with nixmenu.

Source: nixpkgs' `system.requiredKernelConfig`, and `nixos/modules/system/boot/kernel.nix` for what the needs mean.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from nixmenu.errors import NixmenuError

Need = Literal["enabled", "yes", "module"]
_ACCEPTED: Mapping[Need, tuple[str, ...]] = {"enabled": ("y", "m"), "yes": ("y",), "module": ("m",)}
_ALWAYS = "system/boot/"
"""Modules from here are part of every system; the others are when their service is."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One option that one NixOS module requires."""

    name: str
    need: Need
    module: str
    """Its file below `nixos/modules`, "system/boot/systemd.nix"."""

    @property
    def accepted(self) -> tuple[str, ...]:
        """The values that will do, the first being the one to ask for."""
        return _ACCEPTED[self.need]

    @property
    def always(self) -> bool:
        """Whether every NixOS system has the module."""
        return self.module.startswith(_ALWAYS) and "loader" not in self.module


def bundled_requirements() -> Traversable:
    """The facts shipped with nixmenu."""
    return files("nixmenu") / "data" / "nixos" / "required-kernel-config.json"


def load_requirements(source: Traversable | Path) -> tuple[Requirement, ...]:
    """Read the requirements, in the order of the file; raises NixmenuError for a file that is none of these."""
    path = source if isinstance(source, Path) else None
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        return tuple(_read(data))
    except OSError as error:
        raise NixmenuError(f"cannot read what NixOS requires: {error.strerror}", path=path) from error
    except (ValueError, RecursionError) as error:
        raise NixmenuError(f"what NixOS requires is not JSON: {error}", path=path) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise NixmenuError(f"what NixOS requires lacks something: {error}", path=path) from error


def _read(data: Mapping[str, Any]) -> list[Requirement]:
    found = []
    for module, needs in data["modules"].items():
        for need, names in needs.items():
            if need not in _ACCEPTED:
                raise KeyError(f"an unknown need {need!r} of {module}")
            found += [Requirement(str(name), need, module) for name in names]
    return found
