"""The memory of saves on disk, so that an edit in a later process gives an earlier one's bytes back, too.

One small file per Nix file, in the user's state directory. It holds only for the very text that the last save
left: what somebody else changes since makes it worthless, and it is not looked at. It is read as what it is, text
that anybody may have written; and whatever comes of it is read back and proved like any other edit.
"""

import hashlib
import json
import os
import stat
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from nixmenu.layers.definition import Definition
from nixmenu.layers.definition_data import data_of, definition_of
from nixmenu.nix.history import History, Marked, Option
from nixmenu.nix.marks import Mark, MarkedText

SAVES = "saves"
"""The directory for it below the one with all that nixmenu remembers."""
VERSION = 1
"""Of the format; a file of another one is not looked at."""
LARGEST = 1 << 20
"""Bytes of one file; the oldest states go first."""
MOST_FILES = 64
"""Those that were not written for the longest time go first."""
MOST_STATES = 32
DEEPEST = 16
"""Changes of one place that bury each other."""

_Mark = Mark[Option, Definition | None]


class Journal:
    """The files in one directory; no method raises because of the disk."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def recall(self, path: Path, text: bytes) -> History | None:
        """What is known of the saves of the file at `path`, if the last of them left `text`."""
        try:
            with self._place(path).open("rb") as file:
                status = os.fstat(file.fileno())
                own = stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid()
                if not own or status.st_mode & 0o022 or status.st_size > LARGEST:
                    return None
                data = json.loads(file.read(LARGEST + 1))
            history = _history(data)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return history if history.states[-1].text == text else None

    def keep(self, path: Path, history: History) -> None:
        """Remember the newest states of the file at `path`, as many as there is room for."""
        states = history.states[-MOST_STATES:]
        text = _written(states, created=history.created and len(states) == len(history.states))
        while len(text) > LARGEST and len(states) > 1:
            states = states[-(len(states) // 2) :]
            text = _written(states, created=False)
        if len(text) > LARGEST:
            self.forget(path)
            return
        with suppress(OSError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            _replace(self._place(path), text)
            self._tidy()

    def forget(self, path: Path) -> None:
        """Nothing is known of the file any more."""
        with suppress(OSError):
            self._place(path).unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
        return self._directory / f"{name}.json"

    def _tidy(self) -> None:
        files = sorted(self._directory.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        for file in files[:-MOST_FILES]:
            file.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".saves-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _written(states: Sequence[Marked], *, created: bool) -> str:
    different = list(dict.fromkeys(states))
    content = {
        "version": VERSION,
        "created": created,
        "texts": [_state_data(state) for state in different],
        "order": [different.index(state) for state in states],
    }
    return json.dumps(content, ensure_ascii=True)


def _state_data(state: Marked) -> dict[str, Any]:
    return {"text": _coded(state.text), "marks": [_mark_data(mark, DEEPEST) for mark in state.marks]}


def _mark_data(mark: _Mark, depth: int) -> dict[str, Any]:
    return {
        "start": mark.start,
        "end": mark.end,
        "old": _coded(mark.old),
        "said": [
            [entry, option, None if definition is None else data_of(definition)]
            for (entry, option), definition in mark.said.items()
        ],
        "step": mark.step,
        "buried": [_mark_data(one, depth - 1) for one in mark.buried] if depth else [],
    }


def _coded(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _history(data: Any) -> History:
    """Raises ValueError, KeyError, TypeError or AttributeError for what is not in order."""
    if data["version"] != VERSION or not isinstance(data["created"], bool) or not data["order"]:
        raise ValueError
    states = [_state(one) for one in data["texts"]]
    return History([states[_count(index, len(states) - 1)] for index in data["order"]], data["created"])


def _state(data: Any) -> Marked:
    text = b64decode(data["text"], validate=True)
    return MarkedText(text, _marks(data["marks"], len(text), DEEPEST))


def _marks(data: Any, length: int, depth: int) -> tuple[_Mark, ...]:
    """Marks in their order, in a text of `length` bytes."""
    if data and depth < 0:
        raise ValueError
    marks = []
    position = 0
    for one in data:
        end = _count(one["end"], length)
        start = _count(one["start"], end)
        old = b64decode(one["old"], validate=True)
        if start < position:
            raise ValueError
        position = end
        buried = _marks(one["buried"], len(old), depth - 1)
        marks.append(Mark(start, end, old, _said(one["said"]), _count(one["step"], 1 << 31), buried))
    return tuple(marks)


def _said(data: Any) -> Mapping[Option, Definition | None]:
    said: dict[Option, Definition | None] = {}
    for entry, option, definition in data:
        found = None if definition is None else definition_of(option, definition)
        if (
            not isinstance(entry, str)
            or not isinstance(option, str)
            or (found is None) != (definition is None)
        ):
            raise ValueError
        said[entry, option] = found
    return said


def _count(number: Any, most: int) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
        raise ValueError
    return number
