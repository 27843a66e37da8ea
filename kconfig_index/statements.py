"""The statements of all files of a tree, each file parsed once, and kept in the cache directory between loads.

What a file's lines are cut into depends on its text alone, so that after a change to one file the statements of all
others still hold. A file counts as unchanged as it does for the index: same path, size and time of change.
"""

import os
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from kconfig_index.errors import KconfigError
from kconfig_index.parser import KEYWORDS, Statement, parse
from kconfig_index.source import SourceFiles

_WHAT = "statements"
_NUMBERS = {keyword: number for number, keyword in enumerate(KEYWORDS)}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file: where it is, what tells whether it changed, its statements, and its text when that is wanted.

    `carriage_returns` says that there were any, which the language has no use for.
    """

    path: str
    size: int
    changed: int
    statements: list[Statement]
    text: Callable[[], str]
    carriage_returns: bool = False


_Parts = tuple[bytes, bytes, bytes, bytes]
"""Keywords, lines, first and second operands of the statements of a file, each column by itself."""


class ParsedFiles:
    """The files of one load. `parsed` are the paths of those that had to be parsed.

    `kept` is the file that statements are kept in between loads, None for none.
    """

    def __init__(self, files: SourceFiles, kept: Path | None = None) -> None:
        self.parsed: list[str] = []
        self._files = files
        self._place = kept
        self._new: dict[str, tuple[int, int, list[Statement]]] = {}
        self._used: list[str] = []
        self._described: dict[str, list[int]] = {}
        self._body = memoryview(b"")
        if kept is not None:
            from kconfig_index import storage

            self._described, self._body = storage.read(kept, _WHAT) or ({}, memoryview(b""))

    def read(self, name: str) -> ParsedFile | None:
        """A file of the tree, None if there is none of that name.

        Raises KconfigError as `SourceFiles.read` does.
        """
        known = self._known(name) if self._described or self._new else None
        if known is not None:
            return known
        read = self._files.read(name)
        if read is None:
            return None
        text, path, status = read
        plain = text.replace("\r", "")
        statements = parse(plain)
        self.parsed.append(path)
        if self._place is not None and len(plain) == len(text):
            self._new[path] = (status.st_size, status.st_mtime_ns, statements)
        return ParsedFile(
            path, status.st_size, status.st_mtime_ns, statements, lambda: text, len(plain) != len(text)
        )

    def keep(self) -> None:
        """Keep the statements of the files of this load for the next one, if any of them is new."""
        if self._place is None or not self._new:
            return
        from kconfig_index import storage

        described: dict[str, list[int]] = {}
        sections: list[bytes | memoryview] = []
        position = 0
        for path in dict.fromkeys(self._used):
            size, changed, start, *lengths = self._described[path]
            sections.append(self._body[start : start + sum(lengths)])
            described[path] = [size, changed, position, *lengths]
            position += sum(lengths)
        for path, (size, changed, statements) in self._new.items():
            parts = _pack(statements)
            sections += parts
            described[path] = [size, changed, position, *map(len, parts)]
            position += sum(map(len, parts))
        storage.write(self._place, _WHAT, described, sections)

    def _known(self, name: str) -> ParsedFile | None:
        """A file whose statements are known and which has not changed since."""
        for path in self._files.candidates(name):
            try:
                status = os.stat(path)  # noqa: PTH116 - for every file of a tree
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                return None
            return self._as_known(name, path, status.st_size, status.st_mtime_ns)
        return None

    def _as_known(self, name: str, path: str, size: int, changed: int) -> ParsedFile | None:
        if path in self._new:
            known_size, known_changed, known = self._new[path]
            statements = known if (known_size, known_changed) == (size, changed) else None
        else:
            statements = self._from_cache(path, size, changed)
        if statements is None:
            return None
        return ParsedFile(path, size, changed, statements, lambda: self._text(name, path, size, changed))

    def _from_cache(self, path: str, size: int, changed: int) -> list[Statement] | None:
        try:
            known_size, known_changed, position, *lengths = self._described[path]
            if (known_size, known_changed) != (size, changed):
                return None
            ends = list(accumulate(lengths, initial=position))
            columns = [bytes(self._body[start:end]) for start, end in pairwise(ends)]
            statements = _unpack(*columns)
        except (KeyError, TypeError, ValueError, IndexError):
            return None
        self._used.append(path)
        return statements

    def _text(self, name: str, path: str, size: int, changed: int) -> str:
        """The text that known statements were made of.

        Raises KconfigError if the file changed since they were taken.
        """
        read = self._files.read(name)
        if read is None or (read[2].st_size, read[2].st_mtime_ns) != (size, changed):
            raise KconfigError("changed while it was being read; load it again", path)
        return read[0]


def _pack(statements: list[Statement]) -> _Parts:
    kinds, lines, firsts, seconds = zip(*statements, strict=True) if statements else ((), (), (), ())
    return (
        bytes([_NUMBERS[kind] for kind in kinds]),
        array("i", lines).tobytes(),
        "\0".join(firsts).encode("utf-8", "surrogateescape"),
        "\0".join(seconds).encode("utf-8", "surrogateescape"),
    )


def _unpack(kinds: bytes, lines: bytes, firsts: bytes, seconds: bytes) -> list[Statement]:
    """The statements again; ValueError or IndexError if the columns are not of the kind that `_pack` makes."""
    if not kinds:
        return []
    numbers = array("i")
    numbers.frombytes(lines)
    return list(
        zip(
            [KEYWORDS[kind] for kind in kinds],
            numbers,
            firsts.decode("utf-8", "surrogateescape").split("\0"),
            seconds.decode("utf-8", "surrogateescape").split("\0"),
            strict=True,
        )
    )
