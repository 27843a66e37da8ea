"""The bytes of one Nix file, and the only place where offsets become lines and columns.

Everything else in `nixmenu.nix` speaks of byte offsets, because an edit is a splice of bytes.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from nixmenu.errors import NixmenuError

MAXIMUM_SIZE = 4 * 1024 * 1024
"""Bytes; hand-written files have a few kilobytes, so more is a mistake, not somebody's configuration."""

_CARET_WIDTH = 160


@dataclass(eq=False)
class Source:
    """A file's path and its bytes, as they were read."""

    path: Path
    data: bytes
    _line_starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [0]
        position = self.data.find(b"\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.data.find(b"\n", position + 1)
        self._line_starts = starts

    @cached_property
    def newline(self) -> bytes:
        """What ends the file's lines: of the first line, for a file does not mix them on purpose."""
        return b"\r\n" if self.data[: self.data.find(b"\n") + 1].endswith(b"\r\n") else b"\n"

    def text(self, start: int, end: int) -> str:
        """The text between two offsets; bytes that are not UTF-8 survive the way back (surrogateescape)."""
        return self.data[start:end].decode("utf-8", "surrogateescape")

    def line(self, offset: int) -> int:
        """The 1-based line that `offset` is in."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, offset: int) -> int:
        """Where the line of `offset` begins."""
        return self._line_starts[self.line(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Where the line of `offset` ends, after its newline if it has one."""
        line = self.line(offset)
        return self._line_starts[line] if line < len(self._line_starts) else len(self.data)

    def indentation(self, offset: int) -> bytes:
        """The white space that the line of `offset` begins with."""
        line = self.data[self.line_start(offset) : self.line_end(offset)]
        return line[: len(line) - len(line.lstrip(b" \t"))]

    def opens_line(self, offset: int) -> bool:
        """Does nothing but white space stand before `offset` in its line?"""
        return not self.data[self.line_start(offset) : offset].strip()

    def error(self, sentence: str, offset: int) -> NixmenuError:
        """An error about `offset`: the sentence, then the line with a caret below."""
        start = self.line_start(offset)
        line = self.text(start, self.line_end(offset)).rstrip("\r\n")
        column = len(self.text(start, offset))
        if column > _CARET_WIDTH // 2:
            cut = column - _CARET_WIDTH // 2
            line, column = "…" + line[cut + 1 :], column - cut
        line = "".join(character if character.isprintable() else " " for character in line[:_CARET_WIDTH])
        return NixmenuError(
            f"{sentence}\n    {line}\n    {' ' * column}^", path=self.path, line=self.line(offset)
        )


def read_source(path: Path) -> Source:
    """The file at `path`.

    Raises NixmenuError if it cannot be read, is larger than MAXIMUM_SIZE, or is not a text file.
    """
    try:
        if path.exists() and not path.is_file():
            raise NixmenuError("is no ordinary file; name a Nix file", path=path)
        with path.open("rb") as file:
            data = file.read(MAXIMUM_SIZE + 1)
    except OSError as error:
        raise NixmenuError(f"cannot be read: {error.strerror or error}", path=path) from error
    return make_source(path, data)


def make_source(path: Path, data: bytes) -> Source:
    """`data` as the content of `path`, after the checks of `read_source`."""
    if len(data) > MAXIMUM_SIZE:
        raise NixmenuError(
            f"is larger than {MAXIMUM_SIZE // 1024 // 1024} MiB: that is no hand-written Nix file; "
            "name another one with --patches",
            path=path,
        )
    if b"\0" in data:
        raise NixmenuError("is not a text file (it contains a zero byte)", path=path)
    return Source(path, data)
