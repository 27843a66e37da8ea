"""Walking through the menus: which one is shown, or which are unfolded, and one's place in each."""

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.menu import Entry, entries, everything, is_empty, menu_of, opens, path_to, titles, tree
from nixmenu.tui.menu_walk import MenuWalk, Place, Walked, index_of, nearest_remaining
from nixmenu.tui.option_row import MenuRows, main_node
from nixmenu.tui.screens.many_screen import ManyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.row_list import RowList

HIDDEN_SHOWN = "hidden options shown"


class TreeScreen(MenuWalk, ManyScreen[None]):
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
        self.begin_at(view.session.kernel.root)
        self.hidden = False
        self.unfolded: set[MenuNode] | None = None
        """The open menus where all are in one list; None shows one menu at a time."""
        self._unfolded_before: set[MenuNode] = set()
        self._found_in: MenuNode | None = None
        """The menu a search led to, until one leaves it."""
        self._before_search: tuple[MenuNode, Place] | None = None

    @property
    def rows(self) -> RowList:
        """The list of rows."""
        return self.query_one("#tree", RowList)

    # Showing

    def _show_menu(self, menu: MenuNode, place: Place | None = None) -> None:
        """Show a menu, at `place` or where one was in it last; what was told is about another place."""
        self.say("")
        self.put(menu, place)
        self._show_path()

    def go_on(self, walked: Walked) -> None:
        """Show the menu that one walked to before there were values, with the cursor on its line.

        If the entry there is hidden, and keys wait that were typed on it, hidden options are shown from now on: those
        keys are for no other entry.
        """
        walked = walked.on(self.view.session.kernel)
        cursor = walked.cursor
        self.hidden = walked.keys_wait and cursor is not None and not self.view.is_visible(cursor)
        walked = walked.among(everything if self.hidden else self.view.is_visible)
        self.places.update(walked.places)
        self.say("")
        self.show_header()
        self.put(walked.menu, hold=True)
        self._show_path()
        self.show_details()
        if self.hidden and cursor is not None:
            self._tell_hidden(f"“{cursor.prompt}”")

    def menu_rows(self) -> MenuRows:
        """The rows of what is shown."""
        return MenuRows(self.view, self.entries, hidden=self.hidden, unfolded=self.unfolded)

    def present_entries(self) -> list[Entry]:
        """What there is to show of the menu, or of all menus in one list."""
        visible = self.view.is_visible
        if self.unfolded is not None:
            return tree(visible, self.menu, self.unfolded, hidden=self.hidden)
        return entries(visible, self.menu, hidden=self.hidden)

    def _show_path(self) -> None:
        self.show_path(titles(self.menu), HIDDEN_SHOWN if self.hidden else "")

    def refresh_rows(self, *, hold: bool = True) -> None:
        """Show the menu anew: the entry under the cursor stays where it is, if it is still there.

        With `hold` it stays on its line, whatever comes or goes around it.
        """
        self.query_one(ColumnTitles).set_busy("result" if self.view.stale else "")
        before = self.entries
        after = self.present_entries()
        if after == before:
            self.rows.update_rows()
        else:
            old = self.rows.cursor
            self.entries = after
            new = index_of(nearest_remaining(before, old, after), after)
            self.rows.show(self.menu_rows(), new, self.rows.top + new - old, hold=hold)
        self.show_details()

    def show_details(self) -> None:
        """Show what there is to know about the entry under the cursor."""
        entry = self.selected_entry()
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
        if is_empty(self.view.is_visible, node, hidden=self.hidden):
            shows = f"{key(self, 'tree.hidden')} shows them."
            self.say(f"This menu is empty: its options depend on something that is off. {shows}")
            return
        if self.unfolded is not None:
            self.unfolded ^= {node}
            self.refresh_rows(hold=False)
            self.rows.refresh()
            return
        self.remember()
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
        self.remember()
        self._show_menu(*self.above())

    def _fold(self) -> None:
        """Close the menu under the cursor, or go to the one around it."""
        node = self.selected()
        assert self.unfolded is not None
        if node in self.unfolded:
            self.unfolded.discard(node)
            self.refresh_rows(hold=False)
        elif node is not None and menu_of(node).parent is not None:
            self.rows.cursor = index_of(menu_of(node), self.entries)
        else:
            self._tell_top()

    def _tell_top(self) -> None:
        self.say(f"This is the top menu; {key(self, 'session.quit')} leaves nixmenu.")

    def action_single_tree(self) -> None:
        """All menus in one list, or one menu at a time; the cursor stays where it is, on its line, too."""
        node, rows = self.selected(), self.rows
        line = rows.cursor - rows.top
        self.remember()
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

    def go_to(self, symbol: Symbol, *, from_search: bool = False) -> None:
        """Show the option in its menu; if it is hidden, hidden options are shown from now on."""
        node = main_node(symbol)
        if not node.prompt:
            self.say(f"{symbol.name} has no place in the menus: nobody is asked about it.")
            return
        self.remember()
        before = (self.menu, self.place())
        turns_up = not self.hidden and not self.view.is_visible(node)
        self.hidden = self.hidden or turns_up
        self._unfold_to(node)
        menu = menu_of(node) if self.unfolded is None else self.menu
        self._show_menu(menu, Place(node, None))
        if turns_up:
            self._tell_hidden(symbol.name)
        self._found_in, self._before_search = (self.menu, before) if from_search else (None, None)

    def _tell_hidden(self, name: str) -> None:
        self.say(f"{name} is hidden; {key(self, 'tree.hidden')} hides it and its like again.")

    def action_show_hidden(self) -> None:
        """Show or hide options whose dependencies are not met."""
        self.hidden = not self.hidden
        self.refresh_rows(hold=False)
        self._show_path()
