"""All options in one flat list with what every layer says: filtered, sorted, searched, edited in place, exported."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from kconfig_index import MenuNode, Symbol
from nixmenu.errors import NixmenuError
from nixmenu.layer_table import FILTERS, LayerTable, Order, export
from nixmenu.tui.bindings import bind
from nixmenu.tui.option_row import COLUMNS, SymbolRows, main_node
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.file_name import FileNameScreen
from nixmenu.tui.screens.many_screen import ManyScreen
from nixmenu.tui.screens.messages import GoTo
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.field import Field
from nixmenu.tui.widgets.filter_bar import FilterBar
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted


class LayerTableScreen(ManyScreen[None]):
    """Lists what a filter lets through.

    The list stays as it is while options change, so that no row goes away under the cursor; the key of the filter
    makes it anew.
    """

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        (f"layers.filter-{FILTERS[0].name}..layers.filter-{FILTERS[-1].name}", "filter"),
        ("layers.field", "find"),
        ("layers.sort", "sort"),
        ("list.open", "in its menu"),
        ("option.next-value option.yes option.no option.module", "set"),
        ("option.why", "why"),
        ("layers.export", "export"),
        ("layers.leave", "back"),
    )

    UNMARK = "layers.leave"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(
                str(number),
                f"filter({number - 1})",
                f"layers.filter-{each.name}",
                f"Filter {each.name}: {each.meaning}",
            )
            for number, each in enumerate(FILTERS, 1)
        ),
        bind("f", "next_filter(1)", "layers.next-filter", "The next filter"),
        bind("F", "next_filter(-1)", "layers.previous-filter", "The filter before"),
        bind("r", "sort", "layers.sort", "Sort by name, or in the order of the menus"),
        bind(
            "slash,shift+tab",
            "to_field",
            "layers.field",
            "To the field: only options with these words in name or prompt",
        ),
        bind("down,tab", "to_rows", "layers.rows", "From the field to the options"),
        bind("e", "export", "layers.export", "Write the list to a file, as text or comma-separated"),
        bind("escape,l", "leave", "layers.leave", "Back to where you were"),
    ]

    def __init__(self, view: SessionView, table: LayerTable) -> None:
        super().__init__(view)
        self.shown: Sequence[Symbol] = ()
        self.order: Order = "menu"
        self.filter = FILTERS[0]
        self._table = table

    def compose(self) -> ComposeResult:
        """Filters, field, options, details."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        yield FilterBar([(each.name, f"layers.filter-{each.name}") for each in FILTERS], id="filters")
        field = Field(placeholder="Words in name or prompt", id="layers-field")
        with Horizontal(id="search-line"):
            yield Label("/", id="search-sign")
            yield field
        rows = RowList(COLUMNS, id="layer-table", empty="No option is like that.")
        yield from self.compose_list(rows, "option")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Show all options."""
        self._show()
        self.set_focus(self.rows)

    @property
    def rows(self) -> RowList:
        """The list of options."""
        return self.query_one("#layer-table", RowList)

    @property
    def _field(self) -> Input:
        return self.query_one("#layers-field", Input)

    # Showing

    def _show(self, cursor: Symbol | None = None) -> None:
        """Make the list anew, with the cursor on an option if it is still in it."""
        self.shown = self._table.symbols(self.filter, self._field.value, self.order)
        place = next((row for row, symbol in enumerate(self.shown) if symbol == cursor), 0) if cursor else 0
        self.rows.show(SymbolRows(self.view, self.shown), place, max(0, place - self.rows.size.height // 2))
        self.query_one(FilterBar).choose(FILTERS.index(self.filter))
        self._show_path()

    def _show_path(self) -> None:
        order = "by name" if self.order == "name" else "in menu order"
        count = counted(len(self.shown), "option")
        self.query_one("#path", PieceLine).show(
            (Piece("Layers", "menu"), Piece(f"  {self.filter.meaning}", "quiet")),
            (Piece(f"{count} {order}", "quiet"),),
        )

    def refresh_rows(self) -> None:
        """Draw the options as the session is now."""
        self.query_one(ColumnTitles).set_busy("result" if self.view.stale else "")
        self.rows.update_rows()
        self.show_details()

    def show_details(self) -> None:
        """Show what there is to know about the option under the cursor."""
        node = self.selected()
        self.show_option(node, hidden=node is not None and not self.view.is_visible(node))

    def _symbol(self) -> Symbol | None:
        cursor = self.rows.cursor
        return self.shown[cursor] if cursor < len(self.shown) else None

    def selected(self) -> MenuNode | None:
        """The entry of the option under the cursor."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None else None

    def nodes_shown(self) -> Sequence[MenuNode]:
        """The entry of each row."""
        return [main_node(symbol) for symbol in self.shown]

    # Picking

    def action_filter(self, index: int) -> None:
        """Put a filter in force, also the one that is: then the list is made anew."""
        cursor = self._symbol()
        self.filter = FILTERS[index]
        self._show(cursor)

    def action_next_filter(self, step: int) -> None:
        """Go on to the next filter, or back."""
        self.action_filter((FILTERS.index(self.filter) + step) % len(FILTERS))

    @on(FilterBar.Chosen)
    def _filter_clicked(self, event: FilterBar.Chosen) -> None:
        self.action_filter(event.index)

    def action_sort(self) -> None:
        """Sort in the other way."""
        cursor = self._symbol()
        self.order = "menu" if self.order == "name" else "name"
        self._show(cursor)

    @on(Input.Changed, "#layers-field")
    def _find(self) -> None:
        self._show()

    def action_to_field(self) -> None:
        """To the field, its text selected."""
        self.set_focus(self._field)
        self._field.select_all()

    @on(Input.Submitted, "#layers-field")
    def action_to_rows(self) -> None:
        """Leave the field."""
        self.set_focus(self.rows)

    # Doing

    @on(RowList.Opened, "#layer-table")
    def _jump(self) -> None:
        symbol = self._symbol()
        if symbol is not None:
            self.post_message(GoTo(symbol))

    @on(RowList.MarkClicked, "#layer-table")
    def _toggle_clicked(self) -> None:
        self.action_next_value()

    def action_export(self) -> None:
        """Ask for a name, then write the list as it is shown."""
        symbols, session = self.shown, self.view.session

        def write(name: str | None) -> None:
            if name is None:
                return
            path = Path(name).expanduser()
            try:
                export(path, session, symbols)
            except NixmenuError as error:
                self.say(f"Not written: {error}", "error")
            else:
                self.say(f"Wrote {counted(len(symbols), 'option')} to {path}.", "you")

        hint = f"{counted(len(symbols), 'option')}: .csv is comma-separated, every other name plain text."
        self.app.push_screen(FileNameScreen("Export", hint, f"layers-{self.filter.name}.csv"), write)

    def action_leave(self) -> None:
        """From the field to the options; from there back to where one was, without marks first."""
        if self._field.has_focus:
            self.set_focus(self.rows)
        elif not self.clear_marks():
            self.dismiss(None)
