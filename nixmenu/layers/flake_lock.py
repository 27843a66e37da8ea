"""The nixpkgs that a flake.lock pins, where it is in this machine's Nix store already.

Nothing is downloaded: the lock has the hash of the source, and that names its place in the store. Sources: Nix manual,
"Lock files"; Nix `store-api.cc`, `makeFixedOutputPath`, for a source that is addressed by its contents.
"""

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

_LARGEST = 4 << 20
_MOST_STEPS = 20
_DIGITS = "0123456789abcdfghijklmnpqrsvwxyz"
_STORE = Path("/nix/store")


def locked_nixpkgs(directory: Path, store: Path = _STORE) -> Path | None:
    """The store path of the input `nixpkgs` of the flake that `directory` is in; None if there is none here."""
    directory = directory.absolute()
    for place in (directory, *directory.parents):
        lock = place / "flake.lock"
        if os.path.isfile(lock):  # noqa: PTH113  (Path.is_file() raises where a directory may not be searched)
            return _locked(lock, store)
    return None


def _locked(lock: Path, store: Path) -> Path | None:
    try:
        if lock.stat().st_size > _LARGEST:
            return None
        nodes = json.loads(lock.read_text("utf-8"))
        algorithm, _, digest = _input(nodes, "nixpkgs")["locked"]["narHash"].partition("-")
        if algorithm != "sha256":
            return None
        path = store / f"{store_hash(base64.b64decode(digest, validate=True))}-source"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return path if os.path.isdir(path) else None  # noqa: PTH112  (likewise)


def _input(lock: dict[str, Any], name: str) -> dict[str, Any]:
    """The node of an input of the flake itself; a list of names is the way to an input of another flake."""
    nodes: dict[str, Any] = lock["nodes"]
    root: str = lock["root"]
    node, way = root, [name]
    for _ in range(_MOST_STEPS):
        if not way:
            found: dict[str, Any] = nodes[node]
            return found
        target = nodes[node]["inputs"][way[0]]
        if isinstance(target, str):
            node, way = target, way[1:]
        else:
            node, way = root, [*target, *way[1:]]
    raise ValueError("the inputs follow each other without end")


def store_hash(nar: bytes) -> str:
    """The first part of the store path of a flake's source whose NAR has this SHA-256."""
    text = f"source:sha256:{nar.hex()}:{_STORE}:source"
    folded = bytearray(20)
    for place, byte in enumerate(hashlib.sha256(text.encode()).digest()):
        folded[place % 20] ^= byte
    number = int.from_bytes(folded, "little")
    return "".join(_DIGITS[number >> (5 * place) & 31] for place in reversed(range(32)))
