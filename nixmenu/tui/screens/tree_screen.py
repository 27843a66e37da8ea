"""Walking through the menus: which one is shown, or which are unfolded, and one's place in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.menu import Entry, entries, is_empty, menu_of, opens, path_to, tree
from nixmenu.tui.option_row import MenuRows, main_node
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.many_screen import ManyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import trail

HIDDEN_SHOWN = "hidden options shown"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was in a menu."""

    cursor: MenuNode | None
    top: int | None
    """The first row on screen; None puts the cursor in the middle."""


class TreeScreen(ManyScreen[None]):
    """Shows the entries of a menu and keeps one's place in each."""

    UNMARK = "tree.back"

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("right", "enter_menu", "tree.into", "Open the menu under the cursor"),
        bind(
            "escape,left,backspace", "back", "tree.back", "Back to the menu above, or to the search results"
        ),
        bind("z", "show_hidden", "tree.hidden", "Show or hide options whose dependencies are not met"),
        bind("t", "single_tree", "tree.single", "All menus in one list that unfolds, or one menu at a time"),
    ]

    class BackToSearch(Message):
        """Back was asked for in the place a search had led to."""

    def __init__(self, view: SessionView) -> None:
        super().__init__(view)
        self.menu: MenuNode = view.session.kernel.root
        self.hidden = False
        self.unfolded: set[MenuNode] | None = None
        """The open menus where all are in one list; None shows one menu at a time."""
        self._unfolded_before: set[MenuNode] = set()
        self.entries: list[Entry] = []
        self._places: dict[MenuNode, Place] = {}
        self._found_in: MenuNode | None = None
        """The menu a search led to, until one leaves it."""
        self._before_search: tuple[MenuNode, Place] | None = None

    @property
    def rows(self) -> RowList:
        """The list of rows."""
        return self.query_one("#tree", RowList)

    def selected(self) -> MenuNode | None:
        """The entry under the cursor."""
        entry = self._selected_entry()
        return entry.node if entry is not None else None

    def _selected_entry(self) -> Entry | None:
        cursor = self.rows.cursor
        return self.entries[cursor] if cursor < len(self.entries) else None

    def nodes_shown(self) -> Sequence[MenuNode]:
        """The entry of each row."""
        return [entry.node for entry in self.entries]

    # Showing

    def _show_menu(self, menu: MenuNode, place: Place | None = None) -> None:
        """Show a menu, at `place` or where one was in it last; what was told is about another place."""
        self.say("")
        self.menu = menu
        self.entries = self._present_entries()
        place = place or self._places.get(menu) or Place(None, 0)
        cursor = self._index_of(place.cursor)
        top = max(0, cursor - self.rows.size.height // 2) if place.top is None else place.top
        self.rows.show(self._menu_rows(), cursor, top)
        self._show_path()

    def _menu_rows(self) -> MenuRows:
        return MenuRows(self.view, self.entries, hidden=self.hidden, unfolded=self.unfolded)

    def _present_entries(self) -> list[Entry]:
        if self.unfolded is not None:
            return tree(self.view, self.menu, self.unfolded, hidden=self.hidden)
        return entries(self.view, self.menu, hidden=self.hidden)

    def _index_of(self, node: MenuNode | None) -> int:
        return next((index for index, entry in enumerate(self.entries) if entry.node == node), 0)

    def _show_path(self) -> None:
        titles = [step.prompt or "" for step in path_to(self.menu)[1:]] or [self.view.session.kernel.title]
        right = (Piece(HIDDEN_SHOWN, "comment"),) if self.hidden else ()
        room = self.app.size.width - 3 - (len(HIDDEN_SHOWN) if self.hidden else 0)
        self.query_one("#path", PieceLine).show((Piece(trail(titles, room), "menu"),), right)

    def refresh_rows(self, *, hold: bool = True) -> None:
        """Show the menu anew: the entry under the cursor stays where it is, if it is still there.

        With `hold` it stays on its line, whatever comes or goes around it.
        """
        self.query_one(ColumnTitles).set_busy("result" if self.view.stale else "")
        before = self.entries
        after = self._present_entries()
        if after == before:
            self.rows.update_rows()
        else:
            old = self.rows.cursor
            self.entries = after
            new = self._index_of(_nearest_remaining(before, old, after))
            self.rows.show(self._menu_rows(), new, self.rows.top + new - old, hold=hold)
        self.show_details()

    def show_details(self) -> None:
        """Show what there is to know about the entry under the cursor."""
        entry = self._selected_entry()
        self.show_option(None if entry is None else entry.node, hidden=entry is not None and entry.hidden)

    def on_resize(self) -> None:
        """Say as much of the path as fits; Textual calls the handler of the base class by itself."""
        self._show_path()

    # Moving

    def action_enter_menu(self) -> None:
        """Open the menu under the cursor."""
        node = self.selected()
        if node is None or not opens(node):
            return
        if is_empty(self.view, node, hidden=self.hidden):
            shows = f"{key(self, 'tree.hidden')} shows them."
            self.say(f"This menu is empty: its options depend on something that is off. {shows}")
            return
        if self.unfolded is not None:
            self.unfolded ^= {node}
            self.refresh_rows(hold=False)
            self.rows.refresh()
            return
        self._remember()
        self._show_menu(node)

    def action_back(self) -> None:
        """Take marks away, else leave the menu; from where a search led, back to its results."""
        if self.clear_marks():
            return
        if self._found_in == self.menu and self._before_search is not None:
            self._found_in = None
            self._show_menu(*self._before_search)
            self.post_message(self.BackToSearch())
            return
        if self.unfolded is not None:
            self._fold()
            return
        if self.menu.parent is None:
            self._tell_top()
            return
        self._remember()
        left = self.menu
        upper = menu_of(left)
        known = self._places.get(upper)
        self._show_menu(upper, Place(left, known.top if known is not None else None))

    def _fold(self) -> None:
        """Close the menu under the cursor, or go to the one around it."""
        node = self.selected()
        assert self.unfolded is not None
        if node in self.unfolded:
            self.unfolded.discard(node)
            self.refresh_rows(hold=False)
        elif node is not None and menu_of(node).parent is not None:
            self.rows.cursor = self._index_of(menu_of(node))
        else:
            self._tell_top()

    def _tell_top(self) -> None:
        self.say(f"This is the top menu; {key(self, 'session.quit')} leaves nixmenu.")

    def action_single_tree(self) -> None:
        """All menus in one list, or one menu at a time; the cursor stays where it is, on its line, too."""
        node, rows = self.selected(), self.rows
        line = rows.cursor - rows.top
        self._remember()
        if self.unfolded is None:
            self.unfolded = self._unfolded_before
            self._unfold_to(node)
            self._show_menu(self.view.session.kernel.root, Place(node, None))
        else:
            self._unfolded_before, self.unfolded = self.unfolded, None
            self._show_menu(menu_of(node) if node is not None else self.menu, Place(node, None))
        rows.show(rows.source, rows.cursor, max(0, rows.cursor - line))

    def _unfold_to(self, node: MenuNode | None) -> None:
        if self.unfolded is not None and node is not None:
            self.unfolded.update(path_to(menu_of(node))[1:])

    def _remember(self) -> None:
        self._places[self.menu] = self._place()

    def _place(self) -> Place:
        return Place(self.selected(), max(0, self.rows.top))

    def go_to(self, symbol: Symbol, *, from_search: bool = False) -> None:
        """Show the option in its menu; if it is hidden, hidden options are shown from now on."""
        node = main_node(symbol)
        if not node.prompt:
            self.say(f"{symbol.name} has no place in the menus: nobody is asked about it.")
            return
        self._remember()
        before = (self.menu, self._place())
        turns_up = not self.hidden and not self.view.is_visible(node)
        self.hidden = self.hidden or turns_up
        self._unfold_to(node)
        menu = menu_of(node) if self.unfolded is None else self.menu
        self._show_menu(menu, Place(node, None))
        if turns_up:
            self.say(f"{symbol.name} is hidden; {key(self, 'tree.hidden')} hides it and its like again.")
        self._found_in, self._before_search = (self.menu, before) if from_search else (None, None)

    def action_show_hidden(self) -> None:
        """Show or hide options whose dependencies are not met."""
        self.hidden = not self.hidden
        self.refresh_rows(hold=False)
        self._show_path()


def _nearest_remaining(before: list[Entry], cursor: int, after: list[Entry]) -> MenuNode | None:
    """The entry at `cursor`, or the closest above it that is still there."""
    remaining = {entry.node for entry in after}
    return next((entry.node for entry in reversed(before[: cursor + 1]) if entry.node in remaining), None)
