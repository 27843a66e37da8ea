"""The application: leads from screen to screen, saves and leaves."""

import asyncio
import signal
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from rich.color import ColorSystem
from textual import on
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import Screen
from textual.theme import Theme

from kconfig_index import Symbol
from nixmenu.early_opening import Opening
from nixmenu.layer_table import LayerTable
from nixmenu.session import SessionOptions
from nixmenu.tui import theme
from nixmenu.tui.bindings import bind
from nixmenu.tui.commands import commands
from nixmenu.tui.drawn_lines import forget_drawn_lines
from nixmenu.tui.key_map import bindings_of
from nixmenu.tui.preferences import apply_settings
from nixmenu.tui.replacing import load_base
from nixmenu.tui.saving import save
from nixmenu.tui.screens.changes import ChangesScreen
from nixmenu.tui.screens.help import HelpScreen
from nixmenu.tui.screens.keys import KeysScreen
from nixmenu.tui.screens.layer_table import LayerTableScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.messages import GoTo, HelpAsked, SourceAsked, WhyAsked
from nixmenu.tui.screens.problems import ProblemsScreen
from nixmenu.tui.screens.quit import Answer, QuitScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.screens.source import SourceScreen
from nixmenu.tui.screens.tree_screen import TreeScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.session_app import SessionApp
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.settings import settings_path
from nixmenu.tui.widgets.field import Field
from nixmenu.tui.widgets.row_list import RowList

WIDE = 150
"""Cells from which details stand beside the rows: with them below, marks and columns would be far apart."""

LOW = 12
"""Lines from which there is room for details: with fewer, all of them are for the rows."""

EXPLAINED = (
    RowList,
    Field,
    TreeScreen,
    MainScreen,
    SearchScreen,
    WhyScreen,
    ProblemsScreen,
    LayerTableScreen,
    SourceScreen,
    HelpScreen,
    ChangesScreen,
)
"""What help explains the keys of, beside the application's own."""

INTERRUPTED = 130
"""The exit code of a program that was interrupted."""


def run_app(opening: Opening) -> int:
    """Show the interface until the user leaves; returns the exit code.

    Raises NixmenuError or KconfigError, when the terminal is itself again, if the session cannot be opened.
    """
    app = NixmenuApp(opening.options, opening)
    try:
        app.run()
    finally:
        app.keep_unsaved()
        app.finish_opening()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


class NixmenuApp(SessionApp):
    """Has the keys, colours and screens."""

    CSS_PATH = "styles.tcss"
    TITLE = "nixmenu"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]  # noqa: RUF012  as below
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  Textual declares it on the instance
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "ctrl+t",
            "next_theme",
            "app.theme",
            "Change the colours: dark, light, high contrast, the terminal's",
        ),
        bind("ctrl+c", "interrupt", "app.interrupt", "Leave; twice: at once", priority=True),
    ]

    def __init__(self, options: SessionOptions, opening: Opening | None = None) -> None:
        super().__init__(options, opening)
        self._table: LayerTable | None = None
        for colours in theme.ALL:
            self.register_theme(colours)
        self.theme = self._fitting_theme().name
        apply_settings(self)

    def on_mount(self) -> None:
        """Textual calls the handler of the base class by itself."""
        if not self.is_headless:
            self._leave_on_signals()

    def show_first(self, view: SessionView) -> None:
        """Show the menus; where there were some before, the option that the cursor was on."""
        before = next((screen for screen in self.screen_stack if isinstance(screen, MainScreen)), None)
        node = before.selected() if before is not None else None
        symbol = view.session.kernel.symbols.get(node.symbol.name) if node and node.symbol else None
        main = MainScreen(view, self.walked(view.session.kernel))
        while len(self.screen_stack) > 2:  # what is below the top one shows the session before
            self.pop_screen()
        if len(self.screen_stack) > 1:
            self.switch_screen(main)
        else:
            self.push_screen(main)
        if self.is_screen_installed("search"):
            search = self.get_screen("search")
            self.uninstall_screen(search)
            if search.is_running:
                search.remove()
        self.install_screen(SearchScreen(view), "search")
        self._table = None
        if symbol is not None:
            self.call_after_refresh(main.go_to, symbol)
        for complaint in self.key_map.complaints[:1]:
            self.call_after_refresh(self.say, complaint)

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen, and let what was drawn there go with it."""
        popped = super().pop_screen()
        forget_drawn_lines()
        return popped

    def _fitting_theme(self) -> Theme:
        """The terminal's own colours where there are only sixteen of them or none are wanted."""
        few = self.console.color_system in (None, ColorSystem.STANDARD.name.lower())
        return theme.TERMINAL if few or self.no_color else theme.DARK

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        return commands(self, screen, self.key_map)

    def action_next_theme(self) -> None:
        """Change the colours."""
        names = [each.name for each in theme.ALL]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.say(
            f'Colours: {self.theme}. To keep them: theme = "{self.theme}" in {settings_path()}', good=True
        )

    def _leave_on_signals(self) -> None:
        """Put the terminal in order before dying of a signal."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    # From screen to screen

    def action_search(self, *, back: bool = False) -> None:
        """Search; what is chosen there is shown in its menu. `back` goes on in the results."""
        while any(isinstance(screen, SearchScreen) for screen in self.screen_stack[:-1]):
            self.pop_screen()
        if not isinstance(self.screen, SearchScreen):
            search = self.get_screen("search")
            assert isinstance(search, SearchScreen)
            search.begin = "results" if back else "field"
            self.push_screen(search, self._go_to_found)

    def _go_to_found(self, symbol: Symbol | None) -> None:
        if symbol is not None:
            self._main_screen().go_to(symbol, from_search=True)

    @on(MainScreen.BackToSearch)
    def _search_again(self) -> None:
        self.action_search(back=True)

    def action_problems(self) -> None:
        """List the problems; what is chosen there is shown in its menu."""
        if self.view is not None:
            self.push_screen(ProblemsScreen(self.view))

    def action_layer_table(self) -> None:
        """List all options."""
        if self.view is None:
            return
        if self._table is None or self._table.session is not self.view.session:
            self._table = LayerTable(self.view.session)
        if not isinstance(self.screen, LayerTableScreen):
            self.push_screen(LayerTableScreen(self.view, self._table))

    @on(WhyAsked)
    def _tell_why(self, message: WhyAsked) -> None:
        if self.view is not None:
            self.push_screen(WhyScreen(self.view, message.name))

    @on(HelpAsked)
    def _show_help(self, message: HelpAsked) -> None:
        if self.view is not None:
            self.push_screen(HelpScreen(self.view, message.node))

    @on(SourceAsked)
    def _show_source(self, message: SourceAsked) -> None:
        if self.view is not None:
            self.push_screen(SourceScreen(self.view, message.symbol, message.place))

    def action_changes(self) -> None:
        """List what changed."""
        if self.view is not None and not isinstance(self.screen, ChangesScreen):
            self.push_screen(ChangesScreen(self.view))

    @on(GoTo)
    def _go_to(self, message: GoTo) -> None:
        while not isinstance(self.screen, MainScreen):
            self.pop_screen()
        self.screen.go_to(message.symbol)

    def _main_screen(self) -> MainScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, MainScreen))

    def action_keys(self) -> None:
        """Explain keys, marks and columns."""
        self.push_screen(KeysScreen(self.key_map.applied(bindings_of(*EXPLAINED, type(self)))))

    # Saving and leaving

    def action_load_base(self) -> None:
        """Load another base."""
        load_base(self)

    def action_save(self) -> None:
        """Show the diff; write it after a yes."""
        save(self, leave=False)

    async def action_quit(self) -> None:
        """Leave; with unsaved changes only after asking."""
        if self.session is None or not self.session.dirty:
            self.exit()
            return

        def leave(answer: Answer | None) -> None:
            if answer == "discard":
                self.discard_unsaved()
                self.exit()
            elif answer == "save":
                save(self, leave=True)

        self.push_screen(QuitScreen(len(self.session.changes)), leave)

    async def action_interrupt(self) -> None:
        """Leave as `q` does; pressed again at the question, leave at once."""
        if self.session is None or isinstance(self.screen, QuitScreen):
            self.exit(return_code=INTERRUPTED)
        else:
            await self.action_quit()
