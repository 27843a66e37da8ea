"""The NixOS layer from recorded facts: which common-config answers hold for a system and a kernel series."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition, Origin
from nixmenu.layers.platforms import Platform

Series = tuple[int, int]
"""A kernel series as it orders: (6, 12)."""

_LABEL = "common-config"


@dataclass(frozen=True, slots=True)
class NixosFacts:
    """What NixOS answers on one system for one kernel, and where that comes from."""

    definitions: tuple[Definition, ...]
    groups: Mapping[str, str]
    """The heading that nixpkgs puts the option under, "networking"."""
    release: str
    notes: tuple[str, ...]
    """What is not exactly known here, one sentence each: a kernel or system the facts were not made for."""
    comments: Mapping[str, str] = field(default_factory=dict)
    """What stands beside the option where nixpkgs answers it, without the comment signs."""
    platform: Platform | None = None
    """How this nixpkgs itself configures kernels on the platform, where it was asked."""
    texts: tuple[str, ...] = ()
    """The `extraConfig` strings of NixOS's own, which beat every structured answer."""
    nixpkgs: Path | None = None
    """The nixpkgs that was asked, if one was."""


def bundled() -> Path:
    """The facts shipped with nixmenu."""
    return Path(__file__).parents[1] / "data" / "nixos" / "common-config.json"


def kernel_series(version: str) -> Series:
    """The series of a kernel version such as "6.12.117" or "7.3-rc2"; raises NixmenuError otherwise."""
    match = re.match(r"(\d+)\.(\d+)", version)
    if match is None:
        raise NixmenuError(f"{version!r} is no kernel version")
    return int(match[1]), int(match[2])


def load_facts(path: Path, system: str, version: str) -> NixosFacts:
    """Choose the rules that hold for `system` ("x86_64-linux") and kernel `version`.

    A rule holds for series in [since, before) and for its systems. A kernel outside the series that the
    facts were made for gets the nearest series' rules, and a note. Raises NixmenuError for a file that is
    no facts file.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _choose(data, system, version)
    except OSError as error:
        raise NixmenuError(f"cannot read the NixOS facts: {error.strerror}", path=path) from error
    except ValueError as error:
        raise NixmenuError(f"the NixOS facts are not JSON: {error}", path=path) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise NixmenuError(f"the NixOS facts lack something: {error}", path=path) from error


def _choose(data: Mapping[str, Any], system: str, version: str) -> NixosFacts:
    meta = data["meta"]
    series = kernel_series(version)
    known = sorted(kernel_series(text) for text in meta["kernel_series"])
    notes: list[str] = []
    nearest = min(max(series, known[0]), known[-1])
    if nearest != series:
        side, bound = ("newer", known[-1]) if series > nearest else ("older", known[0])
        notes.append(
            f"Linux {version} is {side} than the NixOS facts; the rules for {bound[0]}.{bound[1]} are used"
        )
    if system not in meta["systems"]:
        notes.append(f"the NixOS facts do not cover {system}; only the rules for all systems are used")
    origin = Origin("nixos", _LABEL, None, None)
    definitions: list[Definition] = []
    groups: dict[str, str] = {}
    for name, option in data["options"].items():
        for rule in option["rules"]:
            if _holds(rule, system, nearest):
                definitions.append(_definition(name, rule, origin))
                groups[name] = option["group"]
    return NixosFacts(tuple(definitions), groups, meta.get("release", ""), tuple(notes))


def _holds(rule: Mapping[str, Any], system: str, series: Series) -> bool:
    systems = rule.get("systems")
    if systems is not None and system not in systems:
        return False
    since, before = rule.get("since"), rule.get("before")
    if since is not None and series < kernel_series(since):
        return False
    return before is None or series < kernel_series(before)


def _definition(name: str, rule: Mapping[str, Any], origin: Origin) -> Definition:
    freeform = bool(rule.get("freeform", False))
    return Definition(
        name=name,
        tristate=None if freeform else rule["value"],
        freeform=rule["value"] if freeform else None,
        optional=bool(rule.get("optional", False)),
        priority=rule.get("priority", 100),
        origin=origin,
    )
