"""Finding the user's nixpkgs as their Nix does, without asking it. Source: Nix manual, NIX_PATH."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

COMMON_CONFIG = "pkgs/os-specific/linux/kernel/common-config.nix"
"""The file in a nixpkgs that says what NixOS answers for every kernel."""
_CHANNELS = "var/nix/profiles/per-user/root/channels"
_LARGEST_REGISTRY = 1 << 20


def find_nixpkgs(environment: Mapping[str, str], root: Path = Path("/")) -> Path | None:
    """Where the user's Nix finds `<nixpkgs>`: NIX_PATH, else the usual channels; None if it is nowhere.

    A place that would have to be downloaded (`channel:…`, a URL) is not looked at.
    """
    for place in _places(environment, root):
        with contextlib.suppress(OSError):
            if (place / "default.nix").is_file() and (place / "lib").is_dir():
                return place
    return None


def _places(environment: Mapping[str, str], root: Path) -> Iterator[Path]:
    home = environment.get("HOME", "")
    named = environment.get("NIX_PATH")
    if named is None:
        if home.startswith("/"):
            yield Path(home) / ".nix-defexpr/channels/nixpkgs"
        channels = root / "nix" / _CHANNELS
        yield from (channels / "nixpkgs", channels / "nixos")
        return
    # A colon divides the places; that of `flake:nixpkgs` and `channel:…` divides them, too, and does no harm.
    for entry in named.split(":"):
        name, sign, value = entry.partition("=")
        if sign and name == "nixpkgs" and value == "flake":
            yield from _registered(root)
        elif sign and name == "nixpkgs":
            yield Path(value)
        elif not sign and entry.startswith("/"):
            yield Path(entry) / "nixpkgs"


def _registered(root: Path) -> Iterator[Path]:
    """What the system's flake registry has for `flake:nixpkgs`, if that is on this machine."""
    path = root / "etc/nix/registry.json"
    try:
        if path.stat().st_size > _LARGEST_REGISTRY:
            return
        flakes = json.loads(path.read_text("utf-8"))["flakes"]
        for flake in flakes:
            if flake["from"].get("id") == "nixpkgs" and flake["to"].get("type") == "path":
                yield Path(flake["to"]["path"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
