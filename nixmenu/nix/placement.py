"""Where new text goes in a file, and what goes with text that is removed.

Lines of their own where the neighbours have such, the neighbours' indentation, comments left with what they
belong to. Nothing here knows what the text means.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nixmenu.nix.parse import Tree
from nixmenu.nix.splice import Splice

_BLANK = b" \t"


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text for one binding or item, its further lines indented as if it stood at the left margin."""

    text: str
    remark: str = ""
    """A comment for the line it ends; it is left out where the text gets no line of its own."""


def indentation_unit(tree: Tree) -> bytes:
    """What one more level of indentation is in this file: the commonest step; two spaces if there is none."""
    steps: Counter[bytes] = Counter()
    above = b""
    for line in tree.source.data.split(b"\n"):
        if not line.strip():
            continue
        indentation = line[: len(line) - len(line.lstrip(_BLANK))]
        if indentation.startswith(above) and 0 < len(indentation) - len(above) <= 8:
            steps[indentation[len(above) :]] += 1
        above = indentation
    return max(steps, key=lambda step: (steps[step], -len(step)), default=b"  ")


class Layout:
    """Places text in one file."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._source = tree.source
        self._data = tree.source.data
        self.unit = indentation_unit(tree)

    def after(self, neighbour: int, end: int, closing: int, insertions: Sequence[Insertion]) -> Splice:
        """`insertions` after a neighbour (its offsets) inside brackets that close at `closing`."""
        line_end = self._own_line_end(end, closing)
        if line_end is None:
            return Splice(end, end, b"".join(b" " + self._inline(new, neighbour) for new in insertions))
        indentation = self._indentation_beside(neighbour)
        return Splice(line_end, line_end, self._lines(insertions, indentation))

    def leading(self, start: int, insertion: Insertion) -> Splice:
        """`insertion` right before what begins there."""
        return Splice(start, start, self._inline(insertion, start))

    def below(self, start: int, end: int, insertion: Insertion) -> Splice:
        """`insertion` on the line below what stands on lines of its own (its offsets)."""
        line_end = self._source.line_end(end)
        return Splice(line_end, line_end, self._lines([insertion], self._source.indentation(start)))

    def before_first(self, first: int, opened: int, closing: int, insertions: Sequence[Insertion]) -> Splice:
        """`insertions` before the first thing inside brackets, ahead of the comments that stand above it."""
        line_end = self._own_line_end(opened, closing)
        if line_end is None or not self._leads_line(first):
            return Splice(first, first, b"".join(self._inline(new, first) + b" " for new in insertions))
        return Splice(line_end, line_end, self._lines(insertions, self._source.indentation(first)))

    def into_empty(
        self, opened: int, closing: int, insertions: Sequence[Insertion], *, on_lines: bool
    ) -> Splice:
        """`insertions` into brackets that hold nothing but blanks and comments."""
        outer = self._source.indentation(closing if self._source.opens_line(closing) else opened)
        if not self._tree.comments_between(opened, closing):
            if not on_lines:
                text = b"".join(b" " + self._inline(new, opened) for new in insertions) + b" "
                return Splice(opened, closing, text)
            text = self._lines(insertions, outer + self.unit)
            return Splice(opened, closing, self._source.newline + text + outer)
        if self._source.opens_line(closing):
            start = self._source.line_start(closing)
            return Splice(start, start, self._lines(insertions, outer + self.unit))
        text = b"".join(self._inline(new, opened) + b" " for new in insertions)
        separator = b"" if self._data[closing - 1 : closing].isspace() else b" "
        return Splice(closing, closing, separator + text)

    def replaced(self, start: int, end: int, insertion: Insertion) -> Splice:
        """Another text in place of a binding or item."""
        return Splice(start, end, self._inline(insertion, start))

    def removal(self, start: int, end: int, opened: int) -> Splice:
        """Takes away a run of bindings, with their lines and the comment behind if they have such.

        `opened` is where the brackets around them begin: the first thing in these takes the blanks behind it
        along, any other the blanks before it, just as they came.
        """
        line_end = self._own_line_end(end, len(self._data))
        if self._source.opens_line(start) and line_end is not None:
            return Splice(self._source.line_start(start), line_end, b"")
        rest = self._data[end : self._source.line_end(end)]
        is_first = not self._data[opened:start].strip()
        if is_first and rest.strip() and not rest.lstrip().startswith((b"}", b"#", b"/*")):
            return Splice(start, end + len(rest) - len(rest.lstrip(_BLANK)), b"")
        while self._data[start - 1 : start] in (b" ", b"\t"):
            start -= 1
        return Splice(start, end, b"")

    def emptied(self, opened: int, closing: int, splices: Sequence[Splice]) -> list[Splice]:
        """The removal of all that brackets hold; they are closed up if nothing is left on their lines."""
        left = bytearray()
        position = opened
        for splice in splices:
            left += self._data[position : splice.start]
            position = splice.end
        left += self._data[position:closing]
        if left.strip() or b"\n" not in left:
            return list(splices)
        return [Splice(opened, closing, b" ")]

    def blank_line_before(self, start: int) -> bool:
        """Is there an empty line above the line of `start`?"""
        above = self._source.line_start(start) - 1
        return above > 0 and not self._data[self._source.line_start(above) : above].strip()

    def _own_line_end(self, end: int, closing: int) -> int | None:
        """Where the line ends, if nothing but comments follows `end` in it; None if something does."""
        line_end = self._source.line_end(end)
        for comment in self._tree.comments:
            if end <= comment.start < line_end and not self._data[end : comment.start].strip():
                end = comment.end
                line_end = self._source.line_end(end)
        if self._data[end:line_end].strip() or not self._data[end:line_end].endswith(b"\n"):
            return None
        return line_end if line_end <= closing else None

    def _leads_line(self, offset: int) -> bool:
        """Do only blanks and comments stand before `offset` in its line?"""
        start = self._source.line_start(offset)
        for comment in reversed(self._tree.comments_between(start, offset)):
            if self._data[comment.end : offset].strip():
                return False
            offset = comment.start
        return not self._data[start:offset].strip()

    def _indentation_beside(self, neighbour: int) -> bytes:
        if self._leads_line(neighbour):
            return self._source.indentation(neighbour)
        return self._source.indentation(neighbour) + self.unit

    def _lines(self, insertions: Sequence[Insertion], indentation: bytes) -> bytes:
        lines = []
        for insertion in insertions:
            text = insertion.text + (f" # {insertion.remark}" if insertion.remark else "")
            lines += [indentation + line if line else b"" for line in self._encoded(text)]
        return b"".join(line + self._source.newline for line in lines)

    def _inline(self, insertion: Insertion, beside: int) -> bytes:
        first, *rest = self._encoded(insertion.text)
        indentation = self._source.indentation(beside)
        return self._source.newline.join([first, *(indentation + line if line else b"" for line in rest)])

    def _encoded(self, text: str) -> list[bytes]:
        """The lines of a text, with this file's unit of indentation in place of two spaces."""
        lines = []
        for line in text.split("\n"):
            levels = (len(line) - len(line.lstrip(" "))) // 2
            lines.append(self.unit * levels + line.lstrip(" ").encode("utf-8", "surrogateescape"))
        return lines
