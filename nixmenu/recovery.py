"""Unsaved edits, kept beside the session so that a crash or a closed terminal loses none of them.

One small file per kernel source and Nix file, in the user's state directory. It is read as what it is: text that
anybody may have written.
"""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from nixmenu.edits import Said
from nixmenu.layers.definition_data import NAME, data_of, definition_of

VERSION = 1
"""Of the file's format; a file of another one is left alone and not offered."""
LARGEST = 4 << 20
"""Bytes; a larger file is not read."""
MOST_EDITS = 20_000


@dataclass(frozen=True, slots=True)
class Kept:
    """Edits of a session that ended before they were saved."""

    edits: Mapping[str, Said]
    """What the entry shall say, by option."""
    time: datetime
    """When they were kept, in local time."""


class Recovery:
    """The file for one kernel source, Nix file and entry; no method raises because of the disk."""

    def __init__(self, directory: Path, kernel: Path, patches: Path, entry: str) -> None:
        self._about = {"kernel": str(kernel), "patches": str(patches), "entry": entry}
        self._lock: TextIO | None = None
        key = hashlib.sha256("\0".join(self._about.values()).encode("utf-8", "surrogateescape"))
        self.path = directory / f"{key.hexdigest()[:32]}.json"

    def claim(self) -> bool:
        """Whether no other session is at work on the same; holds until this process ends or `release`."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = self.path.with_suffix(".lock").open("w", encoding="ascii")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let another session have it."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def keep(self, edits: Mapping[str, Said]) -> bool:
        """Write `edits`, whole or not at all; nothing to keep takes the file away. Tells whether it worked."""
        if not edits:
            self.forget()
            return True
        content = {
            "version": VERSION,
            **self._about,
            "edits": {name: [data_of(one) for one in said] for name, said in edits.items()},
        }
        try:
            text = json.dumps(content, ensure_ascii=True)
            if len(edits) > MOST_EDITS or len(text) > LARGEST:
                return False
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".unsaved-", dir=self.path.parent)
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(text)
                Path(name).replace(self.path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Take the file away: the edits are saved, or not wanted."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def find(self) -> Kept | None:
        """What an earlier session left behind; None if there is nothing, or nothing that can be made out."""
        try:
            status = self.path.stat()
            if not self.path.is_file() or status.st_size > LARGEST:
                return None
            content = json.loads(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError, RecursionError):
            return None
        edits = self._edits(content)
        return Kept(edits, datetime.fromtimestamp(status.st_mtime).astimezone()) if edits else None

    def _edits(self, content: Any) -> Mapping[str, Said]:
        if not isinstance(content, dict) or content.get("version") != VERSION:
            return {}
        if any(content.get(name) != value for name, value in self._about.items()):
            return {}
        edits = content.get("edits")
        if not isinstance(edits, dict) or len(edits) > MOST_EDITS:
            return {}
        found: dict[str, Said] = {}
        for name, data in edits.items():
            said = _said(name, data)
            if said is None:
                return {}
            found[name] = said
        return found


def _said(name: str, data: Any) -> Said | None:
    """What the entry shall say to an option; None if it is not in order."""
    if not NAME.fullmatch(name) or not isinstance(data, list) or len(data) > 1:
        return None
    definitions = [definition_of(name, one) for one in data]
    known = tuple(one for one in definitions if one is not None and (one.freeform or "").isprintable())
    return known if len(known) == len(data) else None
