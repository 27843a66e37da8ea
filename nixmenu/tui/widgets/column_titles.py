"""The line above a row list that names its columns."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from nixmenu.tui.cells import filled
from nixmenu.tui.columns import GAP, total
from nixmenu.tui.widgets.row_list import SIGN_WIDTH, RowList


class ColumnTitles(Widget):
    """Names each column at the place where the list puts it."""

    def __init__(self, row_list: RowList, label: str) -> None:
        super().__init__()
        self._row_list = row_list
        self._label = label
        self._busy = ""

    def set_busy(self, title: str) -> None:
        """Mark the column called `title` as being recomputed; the empty string marks none."""
        if title != self._busy:
            self._busy = title
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The titles; a column under way says so with "…"."""
        width = self._row_list.scrollable_content_region.width
        placed = self._row_list.placed_columns()
        text = filled(" " * SIGN_WIDTH + self._label, max(0, width - total(placed)))
        for column in placed:
            title = self._row_list.columns[column.index].title
            shown = f"{title} …" if title == self._busy else title
            text += filled(" " * GAP + shown, column.width + GAP)
        return Strip([Segment(filled(text, self.size.width), self.rich_style)], self.size.width)
