"""One line with a left and a right end: header, breadcrumb and status."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from nixmenu.tui.rows import ROLES, Piece
from nixmenu.tui.widgets.row_list import cut


class PieceLine(Widget):
    """Draws pieces of text on one line; the left end gives way to the right one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"piece-line--{role}" for role in ROLES}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._left: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def show(self, left: tuple[Piece, ...], right: tuple[Piece, ...] = ()) -> None:
        """Show other text."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "".join(piece.text for piece in (*self._left, *self._right))

    def render_line(self, y: int) -> Strip:
        """The line, with a cell free at either end."""
        width = self.size.width
        right_width = sum(cell_len(piece.text) for piece in self._right)
        room = width - 2 - right_width - (1 if self._right else 0)
        segments = [Segment(" ", self.rich_style)]
        for piece in self._left:
            text = cut(piece.text, max(0, room))
            room -= cell_len(text)
            segments.append(Segment(text, self.get_component_rich_style(f"piece-line--{piece.role}")))
        segments.append(Segment(" " * max(0, room + (1 if self._right else 0)), self.rich_style))
        segments += [
            Segment(piece.text, self.get_component_rich_style(f"piece-line--{piece.role}"))
            for piece in self._right
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
