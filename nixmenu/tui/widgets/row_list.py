"""A list of one-line rows with a cursor: the tree, search results and problems are all shown in it."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nixmenu.tui.bindings import bind
from nixmenu.tui.cells import cells, cut, filled
from nixmenu.tui.columns import GAP, Column, Placed, place, total
from nixmenu.tui.rows import ROLES, NoRows, Role, Row, RowSource
from nixmenu.tui.widgets.terminal_cursor import follow_layout, place_terminal_cursor

SIGN_WIDTH = 2
"""The gutter: a sign and a space."""
LABEL_WIDTH = 44
"""What marks and labels have before columns shrink."""
TIGHT_LABEL_WIDTH = 26
"""What they keep before columns are dropped."""
QUIET: tuple[Role, ...] = ("quiet", "comment", "hidden")
"""What is as bright as other text on the cursor's row: that is the one being read, and its ground is brighter, too."""
KEPT_ROWS = 256
"""Drawn lines that are kept: more than a screen has. Each takes kilobytes, with all that Textual keeps beside it."""


class RowList(ScrollView, can_focus=True):
    """Draws the rows that are on screen and nothing else; knows nothing of kernels.

    Built on the line API because a widget per row, or measuring labels, takes seconds on a real kernel.
    Drawn lines are kept by row, cursor and width until rows may look different, so moving the cursor draws two anew.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", *(f"row-list--{role}" for role in ROLES)}

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up,k", "cursor_by(-1)", "list.up", "To the row above"),
        bind("down,j", "cursor_by(1)", "list.down", "To the row below"),
        bind("pageup,ctrl+b", "page(-1)", "list.page-up", "One screen up"),
        bind("pagedown,ctrl+f", "page(1)", "list.page-down", "One screen down"),
        bind("home,g", "first", "list.first", "To the first row"),
        bind("end,G", "last", "list.last", "To the last row"),
        bind("enter", "open", "list.open", "Open or choose the row"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The selected row, counted from 0."""
    virtual_size: reactive[Size] = reactive(Size(0, 0), repaint=False)
    """Of all rows, which change none of the list's own: Textual would lay out the whole screen anew for them."""

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row, or the rows changed under it."""

        row_list: "RowList"
        index: int
        moved: bool
        """The cursor was moved, as opposed to the rows."""

        @property
        def control(self) -> "RowList":
            """The list it happened in, for `@on(…, "#id")`."""
            return self.row_list

    @dataclass
    class Opened(Message):
        """Enter, or a second click on the selected row."""

        row_list: "RowList"
        index: int

        @property
        def control(self) -> "RowList":
            """The list it happened in, for `@on(…, "#id")`."""
            return self.row_list

    @dataclass
    class MarkClicked(Message):
        """A click on the mark of a row."""

        row_list: "RowList"
        index: int

        @property
        def control(self) -> "RowList":
            """The list it happened in, for `@on(…, "#id")`."""
            return self.row_list

    def __init__(
        self,
        columns: tuple[Column, ...] = (),
        *,
        labels: tuple[int, int] = (LABEL_WIDTH, TIGHT_LABEL_WIDTH),
        id: str | None = None,  # noqa: A002  Textual's name
        empty: str = "",
    ) -> None:
        super().__init__(id=id)
        self.columns = columns
        self._labels = labels
        self.empty = empty
        """What stands in place of the rows when there are none."""
        self.source: RowSource = NoRows()
        self.rows_drawn = 0
        """How many rows were made and drawn since the start; tests hold it down."""
        self._strips: LRUCache[tuple[int, bool, bool, int], Strip] = LRUCache(KEPT_ROWS)
        self._styles: dict[tuple[Role, bool], Style] = {}
        self._inside: tuple[Size | None, int] = (None, 0)
        """Cells that a row has, and with which size: what Textual asks many styles for."""
        self._placed: tuple[int, list[Placed]] = (-1, [])
        self._lead = 0
        """Empty lines above the first row, where rows went that stood above the cursor."""
        self._held: int | None = None
        """The first row on screen that is to be held there as soon as there is a size."""
        self.takes_clicks = True
        """Whether a click moves the cursor, and does more where it is."""

    # What is shown

    def show(self, source: RowSource, cursor: int = 0, top: int | None = None, *, hold: bool = False) -> None:
        """Show other rows, with the cursor on one of them and `top` as the first on screen if it can be.

        `hold` has it there in any case, also where that leaves lines above or below the rows empty: so the cursor's
        row stays in its line of the screen when rows come or go by themselves.
        """
        top = self.top if top is None else top
        self._held = top if hold and not self.size.height else None
        self.source = source
        self._strips.clear()
        self._lead = max(0, -top) if hold else 0
        # Before there is a size, room for more than the rows that will be on screen.
        self._set_extent(top + (self.size.height or self.app.size.height) if hold else 0)
        self.set_reactive(RowList.cursor, self._clamped(cursor))
        self._scroll_to_row(top)
        self._scroll_to_cursor()
        self.refresh()
        self._report(moved=False)

    def update_rows(self) -> None:
        """Draw every row anew: their number is the same, their content may not be."""
        self._strips.clear()
        self.refresh()

    @property
    def top(self) -> int:
        """The first row on screen; negative where there are empty lines above it."""
        return self.scroll_offset.y - self._lead

    def _set_extent(self, end: int = 0) -> None:
        """Have room for the lines above the rows, the rows, and what is empty below them up to row `end`."""
        self.virtual_size = Size(self.size.width, self._lead + max(1, len(self.source), end))

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar show it; its place is kept where there is none."""
        if not self.is_mounted or not self.size.height:
            return
        self.show_vertical_scrollbar = size.height > self.size.height
        self.vertical_scrollbar.display = self.show_vertical_scrollbar
        self.vertical_scrollbar.window_virtual_size = size.height
        self.vertical_scrollbar.window_size = self.size.height

    def _scroll_to_row(self, row: int) -> None:
        # Forced, because there may not have been a scroll bar for the rows before.
        self.scroll_to(y=row + self._lead, animate=False, force=True)

    def placed_columns(self) -> list[Placed]:
        """The columns that fit now, shared with the titles above the list."""
        width = self._row_width()
        if self._placed[0] != width:
            self._placed = (width, place(self.columns, width - SIGN_WIDTH, *self._labels))
        return self._placed[1]

    def _row_width(self) -> int:
        """Cells that a row has, beside those that are kept for a scroll bar."""
        if self._inside[0] != self.size:
            self._inside = (self.size, int(self.scrollable_content_region.width))
        return self._inside[1]

    # The cursor

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return self._clamped(cursor)

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows concerned, and tell."""
        if old == new:
            return
        self.refresh_line(old + self._lead)
        self.refresh_line(new + self._lead)
        self._scroll_to_cursor()
        self._report(moved=True)

    def action_cursor_by(self, rows: int) -> None:
        """Move up or down."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move by what is on screen, less one row to keep one's place by."""
        self.cursor += pages * max(1, self.size.height - 1)

    def action_first(self) -> None:
        """Move to the first row, and have it in the first line."""
        if self._lead:
            self._lead = 0
            self._set_extent()
            self.refresh()
            self._place_terminal_cursor()
        self.cursor = 0

    def action_last(self) -> None:
        """Move to the last row."""
        self.cursor = len(self.source) - 1

    def action_open(self) -> None:
        """Tell that the selected row is to be opened."""
        if len(self.source):
            self.post_message(self.Opened(self, self.cursor))

    def _clamped(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.source) - 1))

    def _report(self, *, moved: bool) -> None:
        self._place_terminal_cursor()
        self.post_message(self.Highlighted(self, self.cursor, moved))

    def _scroll_to_cursor(self) -> None:
        height = self.size.height
        if self.cursor < self.top:
            self._scroll_to_row(self.cursor)
        elif height and self.cursor >= self.top + height:
            self._scroll_to_row(self.cursor - height + 1)

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's own cursor on the selected row: screen readers read the line it is on."""
        place_terminal_cursor(self, self._cursor_place())

    def _cursor_place(self) -> Offset:
        return self.content_region.offset + Offset(SIGN_WIDTH, self.cursor - self.top)

    # Events

    def on_mount(self) -> None:
        """Take the terminal's cursor again after a dialog had it."""
        follow_layout(self, self._cursor_place)

    def on_unmount(self) -> None:
        """Let go of the rows: what is left of a closed screen waits for the next search for garbage."""
        self.source = NoRows()
        self._strips.clear()

    def on_resize(self) -> None:
        """Keep the selected row on screen."""
        if self._held is not None and self.size.height:
            self.show(self.source, self.cursor, self._held, hold=True)
            return
        self._lead = 0
        self._set_extent()
        self._scroll_to_cursor()
        self.call_after_refresh(self._place_terminal_cursor)

    def on_focus(self) -> None:
        """Take the terminal's cursor."""
        self._place_terminal_cursor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Let the terminal's cursor follow the row when the wheel moves it."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; on its mark, toggle it; on the selected row, open it."""
        offset = event.get_content_offset(self)
        if offset is None or not self.takes_clicks:
            return
        index = offset.y + self.top
        if not 0 <= index < len(self.source):
            return
        was_selected = index == self.cursor
        self.cursor = index
        mark = self.source.row(index).mark.text
        if SIGN_WIDTH <= offset.x < SIGN_WIDTH + cells(mark.rstrip()):
            self.post_message(self.MarkClicked(self, index))
        elif was_selected:
            self.post_message(self.Opened(self, index))

    def notify_style_update(self) -> None:
        """Forget lines drawn in the old colours."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()
        self._inside = (None, 0)

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they were drawn: where nothing is around the rows, Textual need not style them again."""
        filters = self.get_line_filters()
        background = self.background_colors[1] if filters else None
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for line_filter in filters:
                assert background is not None
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip.crop(*crop.column_span))
        return strips

    def render_line(self, y: int) -> Strip:
        """The line `y` of the widget: the row that is scrolled there, or nothing."""
        width = self.size.width
        index = y + self.top
        if not 0 <= index < len(self.source):
            text = self.empty if y == 0 and not len(self.source) else ""
            style = self._style("quiet", False)
            return Strip([Segment(filled(" " * SIGN_WIDTH + text, width), style)], width)
        key = (index, index == self.cursor, self.has_focus, width)
        strip = self._strips.get(key)
        if strip is None:
            self.rows_drawn += 1
            strip = self._strips[key] = self._draw(self.source.row(index), index == self.cursor, width)
        return strip

    def _draw(self, row: Row, is_cursor: bool, width: int) -> Strip:
        """The sign, the mark and label, then the columns, each set to its width."""
        placed = self.placed_columns()
        label_width = max(0, self._row_width() - SIGN_WIDTH - total(placed))
        segments = [Segment(filled(row.sign.text, SIGN_WIDTH), self._style(row.sign.role, is_cursor))]
        tail = cut(row.tail.text, label_width)
        room = label_width - cells(tail)
        for piece in (row.mark, *row.label):
            text = cut(piece.text, room)
            room -= cells(text)
            segments.append(Segment(text, self._style(piece.role, is_cursor)))
        segments.append(Segment(tail + " " * room, self._style(row.tail.role, is_cursor)))
        for column in placed:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            text = "" if cell is None else cut(cell.fitting(column.width), column.width)
            style = self._style("quiet" if cell is None else cell.role, is_cursor)
            segments.append(Segment(filled(" " * GAP + text, column.width + GAP), style))
        used = SIGN_WIDTH + label_width + total(placed)
        if used < width:
            segments.append(Segment(" " * (width - used), self._style("plain", is_cursor)))
        return Strip(segments, max(used, width)).crop(0, width)

    def _style(self, role: Role, is_cursor: bool) -> Style:
        """How text of a role looks, on the ground of the cursor's row or of the others."""
        style = self._styles.get((role, is_cursor))
        if style is None:
            style = self.get_component_rich_style(f"row-list--{role}")
            if is_cursor:
                if role in QUIET:
                    style += Style(color=self.get_component_rich_style("row-list--plain").color, dim=False)
                style += self.get_component_rich_style("row-list--cursor", partial=True)
            self._styles[role, is_cursor] = style
        return style
