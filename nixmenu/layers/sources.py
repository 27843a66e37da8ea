"""Where the NixOS layer comes from: the user's nixpkgs, a file, or the facts shipped with nixmenu."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.facts import NixosFacts, bundled, load_facts
from nixmenu.layers.finding_nixpkgs import COMMON_CONFIG, find_nixpkgs
from nixmenu.layers.flake_lock import locked_nixpkgs
from nixmenu.layers.nixos_configuration import NixosConfiguration
from nixmenu.layers.platforms import Platform
from nixmenu.nix.program import nix_instantiate


@dataclass(frozen=True, slots=True)
class NixosLayer:
    """What NixOS answers, and how people are told where that comes from."""

    facts: NixosFacts
    name: str


@dataclass(frozen=True, slots=True)
class Request:
    """Which NixOS layer is wanted, and for which kernel."""

    what: str
    """auto, nixpkgs, bundled, none, a common-config.nix, or a file of facts (.json)."""
    nixpkgs: Path | None
    """Where the user says that nixpkgs is."""
    platform: Platform
    version: str
    """The kernel's, "6.12.30"."""
    cache: Path | None
    """A directory to remember what a nixpkgs answered."""
    near: Path | None = None
    """The directory of the user's configuration, whose flake.lock may pin a nixpkgs."""
    nixos: NixosConfiguration | None = None
    """A NixOS configuration, whose own kernel is to answer."""

    def place(self) -> Path | None:
        """Where nixpkgs is: as the user says, as the flake is built with, or where NIX_PATH leads."""
        locked = locked_nixpkgs(self.near) if self.nixpkgs is None and self.near is not None else None
        return self.nixpkgs or locked or find_nixpkgs(os.environ)


def nixos_layer(request: Request, progress: Callable[[str, int, int], None] | None = None) -> NixosLayer:
    """The layer that is wanted.

    auto is the nixpkgs that the user names or that their Nix finds, as real Nix evaluates it; without one, or
    without Nix, it is the bundled facts. Raises NixmenuError for a file that cannot be used, and for a nixpkgs
    that was asked for and cannot be evaluated.
    """
    what, version = request.what, request.version
    system = request.platform.system
    if what == "none":
        return NixosLayer(NixosFacts((), {}, "", ()), "no NixOS layer")
    if request.nixos is not None and what not in ("auto", "nixpkgs"):
        raise NixmenuError(f"--configuration takes a nixpkgs to evaluate it with: it cannot go with {what!r}")
    if what == "nixpkgs" or (what == "auto" and (request.nixpkgs or request.nixos) is not None):
        return _asked(request, progress)
    if what == "auto":
        return _found(request, progress)
    if what == "bundled":
        return _bundled(request)
    path = Path(what)
    if path.suffix not in (".nix", ".json") and not path.is_dir():
        raise NixmenuError(
            f"no NixOS layer {what!r}: give auto, nixpkgs, bundled, none, a common-config.nix, or facts (.json)"
        )
    if path.suffix == ".json":
        return NixosLayer(load_facts(path, system, version), f"NixOS facts in {path}")
    # Imported here because the Nix grammar costs time that other sources need not spend.
    from nixmenu.layers.common_config import read_common_config

    path = path / "default.nix" if path.is_dir() else path
    return NixosLayer(read_common_config(path, request.platform, version), f"NixOS answers of {path}")


def other_layers(
    request: Request, used: NixosLayer, progress: Callable[[str, int, int], None] | None = None
) -> Iterator[NixosLayer]:
    """The other sources that are there, to compare `used` with.

    They are what the nixpkgs that is named or found answers, its common-config.nix as nixmenu reads it, and the
    bundled facts. Raises NixmenuError for a nixpkgs that cannot be evaluated.
    """
    path, program = used.facts.nixpkgs or request.place(), nix_instantiate()
    if path is not None:
        if program is not None and used.facts.platform is None:
            yield _evaluated(request, path, program, progress)
        # Imported here because the Nix grammar costs time that other sources need not spend.
        from nixmenu.layers.common_config import read_common_config

        file = path / COMMON_CONFIG
        name = f"NixOS answers of {file}"
        if file.is_file() and used.name != name:
            yield NixosLayer(read_common_config(file, request.platform, request.version), name)
    bundled_layer = _bundled(request)
    if used.name != bundled_layer.name:
        yield bundled_layer


def _bundled(request: Request) -> NixosLayer:
    facts = load_facts(bundled(), request.platform.system, request.version)
    return NixosLayer(facts, f"NixOS facts, bundled ({facts.release})")


def _asked(request: Request, progress: Callable[[str, int, int], None] | None) -> NixosLayer:
    way_on = "give --common-config bundled for the facts shipped with nixmenu"
    path = request.place()
    brings_its_own = request.nixos is not None and request.nixos.host is not None
    if path is None and not brings_its_own:
        raise NixmenuError(
            f"neither a flake.lock nor NIX_PATH leads to a nixpkgs here: name one with --nixpkgs PATH, or {way_on}"
        )
    program = nix_instantiate()
    if program is None:
        raise NixmenuError(
            f"a nixpkgs can only be asked by Nix, which is not installed (no nix-instantiate); {way_on}",
            path=path if request.nixos is None else request.nixos.path,
        )
    return _evaluated(request, path, program, progress)


def _found(request: Request, progress: Callable[[str, int, int], None] | None) -> NixosLayer:
    """What the user's Nix finds; a failure there is told, and the bundled facts stand in."""
    path = request.place()
    program = nix_instantiate() if path is not None else None
    if program is None:
        return _bundled(request)
    try:
        return _evaluated(request, path, program, progress)
    except NixmenuError as error:
        layer = _bundled(request)
        said = str(error).split("; give --common-config bundled", 1)[0]
        note = f"{said}; the facts shipped with nixmenu stand in for it (--common-config bundled says so)"
        return replace(layer, facts=replace(layer.facts, notes=(*layer.facts.notes, note)))


def _evaluated(
    request: Request, path: Path | None, program: Path, progress: Callable[[str, int, int], None] | None
) -> NixosLayer:
    # Imported here because the Nix grammar costs time that other sources need not spend.
    from nixmenu.layers.nixpkgs import read_nixpkgs

    if progress is not None:
        progress("asking nixpkgs", 0, 1)
    facts = read_nixpkgs(path, request.platform, request.version, program, request.cache, request.nixos)
    if progress is not None:
        progress("asking nixpkgs", 1, 1)
    kernel = "" if request.nixos is None else f"the kernel of {request.nixos}, "
    return NixosLayer(facts, f"{kernel}nixpkgs {facts.release} in {facts.nixpkgs}")
