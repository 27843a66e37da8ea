"""Which file and entry the last save for a kernel source went to, so that the next session begins with them."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.whole_file import write_whole

LARGEST = 1 << 20
"""Bytes; a larger file is not read."""
MOST_KERNELS = 200
LONGEST = 4096
"""Characters of a path or name."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where edits go."""

    patches: Path
    """The file that the user's configuration begins with, absolute."""
    entry: str


class LastSaves:
    """The one file in the directory `state`; no method raises because of the disk."""

    def __init__(self, state: Path) -> None:
        self._path = state / "last-saves.json"

    def recall(self, kernel: Path) -> Target | None:
        """Where the last save for a kernel source went, if that file is still there."""
        target = self._read().get(str(kernel.resolve()))
        return target if target is not None and os.path.isfile(target.patches) else None  # noqa: PTH113  (Path.is_file() may raise)

    def remember(self, kernel: Path, target: Target) -> None:
        """Take down a save; the kernels that were saved for the longest time ago go first."""
        known = dict(self._read())
        known.pop(str(kernel.resolve()), None)
        known[str(kernel.resolve())] = target
        self._write(dict(list(known.items())[-MOST_KERNELS:]))

    def renamed(self, patches: Path, old: str, new: str) -> None:
        """Follow an entry that got another name."""
        known = self._read()
        followed = {
            kernel: Target(target.patches, new) if target == Target(patches.absolute(), old) else target
            for kernel, target in known.items()
        }
        if followed != known:
            self._write(followed)

    def _read(self) -> Mapping[str, Target]:
        """What is known, by kernel source; what is not in order is left out."""
        try:
            if not self._path.is_file() or self._path.stat().st_size > LARGEST:
                return {}
            data = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError, RecursionError):
            return {}
        found = {}
        for kernel, one in data.items() if isinstance(data, dict) else ():
            match one:
                case {"patches": str() as patches, "entry": str() as entry} if entry.isprintable():
                    if (
                        patches.startswith("/")
                        and "\0" not in patches
                        and max(len(patches), len(entry)) <= LONGEST
                    ):
                        found[kernel] = Target(Path(patches), entry)
        return found

    def _write(self, known: Mapping[str, Target]) -> None:
        data = {kernel: {"patches": str(one.patches), "entry": one.entry} for kernel, one in known.items()}
        with suppress(OSError, NixmenuError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(data, ensure_ascii=True, indent=1).encode("ascii"))
