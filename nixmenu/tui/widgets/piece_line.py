"""One line with a left and a right end: header, breadcrumb and status."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from nixmenu.tui.cells import cells, cut
from nixmenu.tui.rows import ROLES, Piece
from nixmenu.tui.wrapping import Line, wrapped

MOST_LINES = 4
"""Of a sentence that is told whole; what is longer than that is cut."""


class PieceLine(Widget):
    """Draws pieces of text on one line; the left end gives way to the right one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"piece-line--{role}" for role in ROLES}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._left: Line = ()
        self._right: Line = ()
        self._wrap = False
        self._lines: list[Line] = [()]

    def show(self, left: Line, right: Line = (), *, wrap: bool = False) -> None:
        """Show other text; with `wrap` what is longer than the line takes several."""
        if (left, right, wrap) != (self._left, self._right, self._wrap):
            self._left, self._right, self._wrap = left, right, wrap
            self._lay_out()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self._wrap:
            self._lay_out()

    def _lay_out(self) -> None:
        room = self.app.size.width - 2
        lines = wrapped(self._left, room) if self._wrap and room > 0 else [self._left]
        if len(lines) > MOST_LINES:
            rest = " ".join(piece.text for line in lines[MOST_LINES - 1 :] for piece in line)
            lines[MOST_LINES - 1 :] = [(Piece(rest, lines[0][-1].role),)]
        if len(lines) != len(self._lines):
            self.styles.height = len(lines)
        self._lines = lines
        self.refresh()

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "".join(piece.text for piece in (*self._left, *self._right))

    def render_line(self, y: int) -> Strip:
        """The line, with a cell free at either end."""
        width = self.size.width
        right = self._right if y == 0 else ()
        right_width = sum(cells(piece.text) for piece in right)
        room = width - 2 - right_width - (1 if right else 0)
        segments = [Segment(" ", self.rich_style)]
        for piece in self._lines[y] if y < len(self._lines) else ():
            text = cut(piece.text, max(0, room))
            room -= cells(text)
            segments.append(Segment(text, self.get_component_rich_style(f"piece-line--{piece.role}")))
        segments.append(Segment(" " * max(0, room + (1 if right else 0)), self.rich_style))
        segments += [
            Segment(piece.text, self.get_component_rich_style(f"piece-line--{piece.role}")) for piece in right
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
