"""Walking from menu to menu: which one is shown, one's place in each, and how that is carried over to other rows."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kconfig_index import Kernel, MenuNode
from nixmenu.tui import finding
from nixmenu.tui.menu import Entry, Visible, entries, everything, is_empty, menu_of
from nixmenu.tui.rows import RowSource
from nixmenu.tui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was in a menu."""

    cursor: MenuNode | None
    top: int | None
    """The first row on screen; None puts the cursor in the middle."""


class MenuWalk:
    """What screens that show the entries of a menu inherit beside what kind of screen they are."""

    menu: MenuNode
    entries: list[Entry]
    places: dict[MenuNode, Place]

    @property
    @abstractmethod
    def rows(self) -> RowList:
        """The list of rows."""

    @abstractmethod
    def present_entries(self) -> list[Entry]:
        """What there is to show of the menu."""

    @abstractmethod
    def menu_rows(self) -> RowSource:
        """The rows of what is shown."""

    def begin_at(self, menu: MenuNode) -> None:
        """Stand in a menu that is not shown yet."""
        self.menu = menu
        self.entries = []
        self.places = {}

    def put(self, menu: MenuNode, place: Place | None = None, *, hold: bool = False) -> None:
        """Show a menu, at `place` or where one was in it last; `hold` is as in `RowList.show`."""
        self.menu = menu
        self.entries = self.present_entries()
        place = place or self.places.get(menu) or Place(None, 0)
        cursor = index_of(place.cursor, self.entries)
        top = max(0, cursor - self.rows.size.height // 2) if place.top is None else place.top
        self.rows.show(self.menu_rows(), cursor, top, hold=hold)

    def selected_entry(self) -> Entry | None:
        """What is under the cursor, as it is shown."""
        cursor = self.rows.cursor
        return self.entries[cursor] if cursor < len(self.entries) else None

    def selected(self) -> MenuNode | None:
        """The entry under the cursor."""
        entry = self.selected_entry()
        return entry.node if entry is not None else None

    def nodes_shown(self) -> Sequence[MenuNode]:
        """The entry of each row."""
        return [entry.node for entry in self.entries]

    def place(self) -> Place:
        """Where one is now."""
        return Place(self.selected(), max(0, self.rows.top))

    def remember(self) -> None:
        """Come back here when this menu is shown again."""
        self.places[self.menu] = self.place()

    def to_letter(self, letter: str) -> None:
        """Put the cursor on the next entry that begins with a letter."""
        row = finding.find(self.nodes_shown(), letter, self.rows.cursor + 1, 1, at_start=True)
        if row is not None:
            self.rows.cursor = row

    def above(self) -> tuple[MenuNode, Place]:
        """The menu around this one, with the cursor on the entry of this one."""
        upper = menu_of(self.menu)
        known = self.places.get(upper)
        return upper, Place(self.menu, known.top if known is not None else None)


@dataclass(frozen=True, slots=True)
class Walked:
    """Where one was in the menus before it was known what of them is visible."""

    menu: MenuNode
    places: Mapping[MenuNode, Place]
    """Of every menu that one was in, this one included."""
    keys_wait: bool = False
    """Keys that are for the entry under the cursor, or for what comes after it, were not taken yet."""

    @property
    def cursor(self) -> MenuNode | None:
        """The entry under the cursor."""
        return self.places[self.menu].cursor

    def on(self, kernel: Kernel) -> "Walked":
        """The same among the entries of `kernel`, which have the same numbers."""

        def there(node: MenuNode) -> MenuNode:
            return MenuNode(kernel, node.index)

        places = {
            there(menu): Place(place.cursor and there(place.cursor), place.top)
            for menu, place in self.places.items()
        }
        return Walked(there(self.menu), places, self.keys_wait)

    def among(self, visible: Visible) -> "Walked":
        """The same where only the visible entries are shown: what is under the cursor keeps its line, or the nearest
        that remains takes it; from a menu of which nothing remains one is back in the one around it.
        """
        menu = self.menu
        while menu.parent is not None and is_empty(visible, menu):
            menu = menu_of(menu)
        places = {each: _among(place, each, visible) for each, place in self.places.items()}
        return Walked(menu, places, self.keys_wait)


def _among(place: Place, menu: MenuNode, visible: Visible) -> Place:
    before, after = entries(everything, menu), entries(visible, menu)
    old = index_of(place.cursor, before)
    node = nearest_remaining(before, old, after)
    return Place(node, None if place.top is None else place.top + index_of(node, after) - old)


def index_of(node: MenuNode | None, shown: Sequence[Entry]) -> int:
    """The row of an entry; the first one if it has none."""
    return next((index for index, entry in enumerate(shown) if entry.node == node), 0)


def nearest_remaining(before: Sequence[Entry], cursor: int, after: Sequence[Entry]) -> MenuNode | None:
    """The entry at `cursor`, or the closest above it that is still there."""
    remaining = {entry.node for entry in after}
    return next((entry.node for entry in reversed(before[: cursor + 1]) if entry.node in remaining), None)
