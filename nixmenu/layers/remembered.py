"""What a nixpkgs answered, kept on disk: only for one in the Nix store, where nothing changes."""

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from nixmenu import __version__

_LARGEST = 16 << 20
_STORE = Path("/nix/store")


def place(directory: Path | None, nixpkgs: Path, question: bytes, system: str, version: str) -> Path | None:
    """The file for one answer; None if it must not be kept, because that nixpkgs may change.

    `question` is the text of the expression that is evaluated.
    """
    resolved = nixpkgs.resolve()
    if directory is None or _STORE not in resolved.parents:
        return None
    parts = [__version__.encode(), question, os.fsencode(resolved), system.encode(), version.encode()]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return directory / f"nixos-{digest[:32]}.json"


def recall(path: Path) -> dict[str, Any] | None:
    """What is kept there; None if there is nothing, or nothing that this user wrote."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.getuid() or status.st_size > _LARGEST:
                return None
            found = json.loads(file.read(_LARGEST))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def remember(path: Path, data: dict[str, Any]) -> None:
    """Keep `data` there, whole or not at all; that it cannot be kept is no error."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(data, file)
        Path(temporary).replace(path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
