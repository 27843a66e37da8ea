"""The menus before their values: what is there to walk in while the kernel is still being loaded."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kconfig_index import Kernel, MenuNode
from nixmenu.tui import details, heading
from nixmenu.tui.key_map import bindings_of
from nixmenu.tui.keyed_app import KeyedApp, key
from nixmenu.tui.menu import Entry, entries, everything, is_empty, opens, option_of, titles
from nixmenu.tui.menu_walk import MenuWalk, Place, Walked
from nixmenu.tui.option_row import COLUMNS, OutlineRows
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.framed_screen import FramedScreen
from nixmenu.tui.screens.loading import bar, numbers
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wrapping import Line

BAR_WIDTH = 20

WALKING = frozenset({"cursor_by(-1)", "cursor_by(1)", "page(-1)", "page(1)", "first", "last", "back"})
"""Actions that need no values."""

OPENING = frozenset({"open", "enter_menu"})
"""Actions that need none on a menu."""


class OutlineScreen(MenuWalk, FramedScreen[None]):
    """Looks as `MainScreen` will, with the same keys; those that need values are never taken here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(MainScreen)]

    def __init__(self, kernel: Kernel, step: tuple[str, int, int]) -> None:
        super().__init__()
        self.kernel = kernel
        self._step = step
        self._keys_wait = False
        self.begin_at(kernel.root)

    def compose(self) -> ComposeResult:
        """As on the main screen."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        yield from self.compose_list(RowList(COLUMNS, id="tree"), "option")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Show the top menu."""
        self.show_header()
        self._show_menu(self.menu)
        self._show_details()
        self.rows.focus()

    def on_resize(self) -> None:
        """Say as much of the path as fits; Textual calls the handler of the base class by itself."""
        self._show_path()

    @property
    def rows(self) -> RowList:
        """The list of rows."""
        return self.query_one("#tree", RowList)

    def present_entries(self) -> list[Entry]:
        """All that is ever asked in the menu: what of it is visible, values decide."""
        return entries(everything, self.menu)

    def menu_rows(self) -> OutlineRows:
        """The rows of what is shown."""
        return OutlineRows(self.entries)

    def show_header(self) -> None:
        """Which kernel; on what ground is not known yet."""
        left = (Piece("nixmenu", "menu"), Piece(f"  {heading.name(self.kernel)}"))
        self.query_one("#header", PieceLine).show(left, (Piece("loading …", "quiet"),))

    def _show_menu(self, menu: MenuNode, place: Place | None = None) -> None:
        self.say("")
        self.put(menu, place)
        self._show_path()

    def _show_path(self) -> None:
        self.show_path(titles(self.menu))

    # What is being done

    def show_step(self, step: str, done: int, total: int) -> None:
        """Say what is being done and how far it is."""
        self._step = step, done, total
        if self.is_mounted and not self.has_told:
            self.say("")

    def tell_keys_wait(self) -> None:
        """Say that what is typed is done later; until then clicks move nothing that it is for."""
        self._keys_wait = True
        self.rows.takes_clicks = False
        self.say("")

    def on_unmount(self) -> None:
        """Let go of the kernel: the session has its own."""
        self.entries.clear()
        self.places.clear()
        del self.kernel, self.menu

    def usual_status(self) -> Line:
        """What is being done, in as many words as there is room for."""
        name, done, total = self._step
        step, count = f"{name} …", numbers(done, total)
        kept = (
            f"What you typed follows with the values: {step}  {count}",
            "Your keys follow with the values.",
        )
        usual = (
            f"Values follow: {step}  {bar(done, total, BAR_WIDTH)}",
            f"Values follow: {step}  {count}",
            f"{step[:1].upper()}{step[1:]}  {count}",
        )
        told = kept if self._keys_wait else usual
        room = self.app.size.width - 2
        text = next((each for each in told if len(each) <= room), told[-1])
        return (Piece(text, "plain" if self._keys_wait else "quiet"),)

    # Walking

    def walks(self, name: str) -> bool:
        """Whether a key needs no values: it moves, opens or leaves a menu, or does nothing but go to a letter."""
        action = self._action(name)
        if action in OPENING:
            node = self.selected()
            return node is not None and opens(node)
        return not action or action in WALKING

    def _action(self, name: str) -> str:
        """What a key does on the main screen; empty if that is nothing."""
        active = self.active_bindings.get(name)
        if active is None:
            return ""
        if not active.binding.action.startswith("scroll_"):
            return active.binding.action
        # A list has Textual's keys for scrolling sideways, which leaves them to the screen where there is no way.
        assert isinstance(self.app, KeyedApp)
        own = Binding.make_bindings(self.app.key_map.applied(bindings_of(MainScreen)))
        return next((each.action for each in own if each.key == name), "")

    def walked(self) -> Walked:
        """Where one is, and was."""
        self.remember()
        return Walked(self.menu, dict(self.places), self._keys_wait)

    def action_enter_menu(self) -> None:
        """Open the menu under the cursor."""
        node = self.selected()
        if node is None or not opens(node):
            return
        if is_empty(everything, node):
            self.say("There is nothing in this menu.")
            return
        self.remember()
        self._show_menu(node)

    def action_back(self) -> None:
        """Leave the menu."""
        if self.menu.parent is None:
            self.say(f"This is the top menu; {key(self, 'session.quit')} leaves nixmenu.")
            return
        self.remember()
        self._show_menu(*self.above())

    def on_key(self, event: events.Key) -> None:
        """A letter that is no key leads to the next entry that begins with it."""
        letter = event.character
        if letter is not None and letter.isalnum() and event.key not in self.active_bindings:
            event.stop()
            self.to_letter(letter)

    @on(RowList.Highlighted)
    def _follow(self, event: RowList.Highlighted) -> None:
        """Name what is under the cursor."""
        if event.moved and self.has_told:
            self.say("")
        self._show_details()

    def _show_details(self) -> None:
        node = self.selected()
        text = [(Piece("Values and help follow.", "quiet"),)]
        self.query_one("#details", TextPane).show(text, "" if node is None else details.title(node))

    @on(RowList.Opened)
    def _open(self) -> None:
        node = self.selected()
        if node is not None and opens(node):
            self.action_enter_menu()
        else:
            self._press("list.open")

    @on(RowList.MarkClicked)
    def _answer(self) -> None:
        node = self.selected()
        if node is not None and option_of(node) is not None:
            self._press("option.next-value")

    def _press(self, identifier: str) -> None:
        """A click that needs values waits as the key for the same does."""
        bound = self.active_bindings.items()
        name = next((name for name, each in bound if each.binding.id == identifier), None)
        if name is not None:
            self.app.simulate_key(name)
