"""The application: opens the session, keeps its prediction fresh, and leads from screen to screen."""

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.color import ColorSystem
from textual import on, work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer
from textual.worker import get_current_worker

from kconfig_index import Symbol
from kconfig_index.errors import KconfigError
from nixmenu.differences import differences
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.layer_table import LayerTable
from nixmenu.prediction import Prediction
from nixmenu.session import Session, SessionOptions
from nixmenu.tui import theme, unsaved
from nixmenu.tui.bindings import bind
from nixmenu.tui.commands import commands
from nixmenu.tui.key_map import bindings_of
from nixmenu.tui.preferences import apply_settings
from nixmenu.tui.screens.changes import ChangesScreen
from nixmenu.tui.screens.keys import KeysScreen
from nixmenu.tui.screens.layer_table import LayerTableScreen
from nixmenu.tui.screens.loading import LoadingScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.screens.paste import PasteScreen
from nixmenu.tui.screens.problems import ProblemsScreen
from nixmenu.tui.screens.quit import Answer, QuitScreen
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.screens.session_screen import Edited, GoTo, SessionScreen, SourceAsked, WhyAsked
from nixmenu.tui.screens.source import SourceScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.settings import settings_path
from nixmenu.tui.unsaved import Unsaved
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted

if TYPE_CHECKING:
    from nixmenu.nix.planning import Plan

PREDICTION_DELAY = 0.08
"""Seconds without a change before the result is computed anew: a burst of keys costs one prediction."""

WIDE_EFFECT = 20
"""Options beside those that were edited from which a change is worth a word: it may not be meant."""

MOST_NAMED = 5
"""Options that are named where there are many."""

PROGRESS_INTERVAL = 0.05
"""Seconds between two reports of the loading worker: more would only slow it down."""

WIDE = 150
"""Cells from which details stand beside the rows: with them below, marks and columns would be far apart."""

EXPLAINED = (
    MainScreen,
    RowList,
    SearchScreen,
    WhyScreen,
    ProblemsScreen,
    LayerTableScreen,
    SourceScreen,
    ChangesScreen,
)
"""What help explains the keys of, beside the application's own."""

INTERRUPTED = 130
"""The exit code of a program that was interrupted."""


def run_app(options: SessionOptions) -> int:
    """Show the interface until the user leaves; returns the exit code.

    Raises NixmenuError or KconfigError, when the terminal is itself again, if the session cannot be opened.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual draws on stderr
        raise NixmenuError(
            'The menus need a terminal; in a script, use "nixmenu predict", "show" or "set" instead.'
        )
    app = NixmenuApp(options)
    try:
        app.run()
    finally:
        app.keep_unsaved()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


class NixmenuApp(App[None]):
    """Owns the session: screens change it, workers compute from it, message handlers alone touch widgets."""

    CSS_PATH = "styles.tcss"
    TITLE = "nixmenu"
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

    class LoadProgress(Message):
        """The loading worker begins another piece of work, or is further with it."""

        def __init__(self, step: str, done: int, total: int) -> None:
            super().__init__()
            self.step, self.done, self.total = step, done, total

    class Loaded(Message):
        """The session is there."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    class LoadFailed(Message):
        """The session cannot be opened."""

        def __init__(self, failure: NixmenuError | KconfigError) -> None:
            super().__init__()
            self.failure = failure

    class Predicted(Message):
        """A prediction is finished."""

        def __init__(self, prediction: Prediction) -> None:
            super().__init__()
            self.prediction = prediction

    class PredictionFailed(Message):
        """There is no prediction, for a reason that can be told."""

        def __init__(self, failure: NixmenuError | KconfigError) -> None:
            super().__init__()
            self.failure = failure

    def __init__(self, options: SessionOptions) -> None:
        # Textual turns colours into greys unless it is told, before it starts, to leave them to the terminal.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.options = options
        self._options_before = options
        self.session: Session | None = None
        self.view: SessionView | None = None
        self.failure: NixmenuError | KconfigError | None = None
        self._prediction_timer: Timer | None = None
        self._unsaved: Unsaved | None = None
        self._keep_timer: Timer | None = None
        self._table: LayerTable | None = None
        for colours in theme.ALL:
            self.register_theme(colours)
        self.theme = self._fitting_theme().name
        self._keys = apply_settings(self)

    def _fitting_theme(self) -> Theme:
        """The terminal's own colours where there are only sixteen of them or none are wanted."""
        few = self.console.color_system in (None, ColorSystem.STANDARD.name.lower())
        return theme.TERMINAL if few or self.no_color else theme.DARK

    # Loading

    def on_mount(self) -> None:
        """Show that something is done, and do it."""
        if not self.is_headless:
            self._leave_on_signals()
        self.push_screen(LoadingScreen())
        self._load()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        return commands(self, screen, self._keys)

    def action_next_theme(self) -> None:
        """Change the colours."""
        names = [each.name for each in theme.ALL]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self._say(
            f'Colours: {self.theme}. To keep them: theme = "{self.theme}" in {settings_path()}', good=True
        )

    def _leave_on_signals(self) -> None:
        """Put the terminal in order before dying of a signal."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    @work(thread=True, exclusive=True, group="loading")
    def _load(self) -> None:
        worker = get_current_worker()
        told = 0.0

        def progress(step: str, done: int, total: int) -> None:
            nonlocal told
            if worker.is_cancelled:
                raise CancelledError
            now = time.monotonic()
            if now - told >= PROGRESS_INTERVAL or done == total:
                told = now
                self.post_message(self.LoadProgress(step, done, total))

        try:
            session = Session.open(self.options, progress)
        except (NixmenuError, KconfigError) as failure:
            self.post_message(self.LoadFailed(failure))
        except CancelledError:
            return
        else:
            self.post_message(self.Loaded(session))

    @on(LoadProgress)
    def _show_progress(self, message: LoadProgress) -> None:
        if isinstance(self.screen, LoadingScreen):
            self.screen.show_step(message.step, message.done, message.total)

    def action_load_base(self) -> None:
        """Ask for another base and load it; unsaved edits come along."""
        session = self.session
        if session is None or self.options.demo:
            self._say("The demo has one base only.")
            return

        def load(name: str | None) -> None:
            if name is not None:
                self._options_before = self.options
                self.options = replace(self.options, base=name)
                self.push_screen(LoadingScreen())
                self._load()

        hint = "defconfig, tinyconfig, allnoconfig, NAME_defconfig, running or a .config. Unsaved edits come along."
        self.push_screen(NameScreen("Load another base", hint, self.options.base), load)

    def _replace_session(self, session: Session) -> None:
        """Go on with the other base: the edits are one step there."""
        edits = self.session.unsaved if self.session is not None else {}
        self.pop_screen()
        self.uninstall_screen("search")
        if self._unsaved is not None:
            self._unsaved.end()
        self._unsaved = Unsaved(session, self.options)
        session.take_up(edits)

    @on(LoadFailed)
    def _leave_with_failure(self, message: LoadFailed) -> None:
        if self.session is not None:
            self.options = self._options_before
            self.pop_screen()
            self._say(f"Not loaded: {message.failure}")
            return
        self.failure = message.failure
        self.exit(return_code=2)

    @on(Loaded)
    def _show_session(self, message: Loaded) -> None:
        another = self.session is not None
        if another:
            self._replace_session(message.session)
        gc.freeze()  # a full collection over a kernel's objects would stop the keys for a tenth of a second
        self.session = message.session
        self.view = SessionView(message.session)
        self.install_screen(SearchScreen(self.view), "search")
        self.switch_screen(MainScreen(self.view))
        self._predict()
        for complaint in self._keys.complaints[:1]:
            self.call_after_refresh(self._say, complaint)
        if not another:
            self._offer_unsaved(message.session)

    # What is not saved

    def _offer_unsaved(self, session: Session) -> None:
        """Keep edits from now on, and offer what an earlier session left behind."""
        keeper = self._unsaved = Unsaved(session, self.options)
        kept = keeper.find()
        if kept is None:
            return

        def answer(wanted: bool | None) -> None:
            if not wanted:
                keeper.forget()
                return
            count = session.take_up(kept.edits)
            self._say(f"Taken up: {counted(count, 'change')} not saved. u takes them back.", good=True)
            self._edited()

        self.push_screen(RecoveredScreen(kept), answer)

    def keep_unsaved(self) -> None:
        """Keep what is not saved now, however the program ends."""
        if self._unsaved is not None:
            self._unsaved.keep()

    def _discard_unsaved(self) -> None:
        if self._unsaved is not None:
            self._unsaved.forget()
            self._unsaved.end()

    # The result

    @on(Edited)
    def _edited(self) -> None:
        self._show_changes()
        if self._prediction_timer is not None:
            self._prediction_timer.stop()
        self._prediction_timer = self.set_timer(PREDICTION_DELAY, self._predict)
        if self._keep_timer is not None:
            self._keep_timer.stop()
        self._keep_timer = self.set_timer(unsaved.KEEP_DELAY, self.keep_unsaved)

    def _show_changes(self) -> None:
        """Let all screens show the session as it is now."""
        if self.view is None:
            return
        self.view.refresh()
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen):
                screen.session_changed()

    @work(thread=True, exclusive=True, group="prediction")
    def _predict(self) -> None:
        """Compute the result for the newest edits; a newer call cancels this one."""
        worker = get_current_worker()
        if self.session is None:
            return
        try:
            prediction = self.session.predict(lambda: worker.is_cancelled)
        except CancelledError:
            return
        except (NixmenuError, KconfigError) as failure:
            self.post_message(self.PredictionFailed(failure))
        else:
            self.post_message(self.Predicted(prediction))

    @on(Predicted)
    def _accept(self, message: Predicted) -> None:
        if self.session is not None and self.session.accept(message.prediction):
            self._show_changes()
            self._tell_cost(self.session)
            self._warm_search()

    @work(thread=True, exclusive=True, group="search")
    def _warm_search(self) -> None:
        """Have the index of all texts made before the first letter of a search waits for it."""
        if self.session is not None:
            _ = self.session.texts

    def _tell_cost(self, session: Session) -> None:
        """Say it if the newest edit changes much beside what was edited; what was taken back costs nothing."""
        screen, view, prediction = self.screen, self.view, session.prediction
        if view is None or prediction is None or not isinstance(screen, SessionScreen):
            return
        if session.can_redo or screen.has_told or not prediction.values:
            return
        found = differences(view.values_before, prediction.values)
        others = [each.name for each in found if each.name not in session.changes]
        if len(others) > WIDE_EFFECT:
            some = ", ".join(others[:MOST_NAMED])
            screen.say(f"{len(others)} other options change (u takes it back, C lists them): {some} …")

    @on(PredictionFailed)
    def _tell_failure(self, message: PredictionFailed) -> None:
        self._say(str(message.failure))

    def _say(self, text: str, *, good: bool = False) -> None:
        if isinstance(self.screen, SessionScreen):
            self.screen.say(text, "you" if good else "error")

    # From screen to screen

    def action_search(self) -> None:
        """Search; what is chosen there is shown in its menu."""
        while any(isinstance(screen, SearchScreen) for screen in self.screen_stack[:-1]):
            self.pop_screen()
        if not isinstance(self.screen, SearchScreen):
            self.push_screen("search", self._go_to_found)

    def _go_to_found(self, symbol: Symbol | None) -> None:
        if symbol is not None:
            self._main_screen().go_to(symbol, from_search=True)

    @on(MainScreen.BackToSearch)
    def _search_again(self) -> None:
        self.action_search()

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
        self.push_screen(KeysScreen(self._keys.applied(bindings_of(*EXPLAINED, type(self)))))

    # Saving and leaving

    def action_save(self) -> None:
        """Show the diff; write it after a yes."""
        self._save(leave=False)

    def _save(self, *, leave: bool) -> None:
        session = self.session
        if session is None:
            return
        if not session.dirty:
            self._say("Nothing to save: there are no changes.", good=True)
            return
        try:
            plan = session.plan()
        except NixmenuError as failure:
            self._say(str(failure))
            return

        # Imported here, as the session does, because the Nix grammar costs time that most starts need not spend.
        from nixmenu.nix.write import NotWritableError

        def write(plan: "Plan | None") -> None:
            if plan is None:
                return
            try:
                session.save(plan)
            except NotWritableError as failure:
                self.push_screen(PasteScreen(str(failure), failure.paste))
                return
            except NixmenuError as failure:
                self._say(f"Not saved: {failure}")
                return
            self.keep_unsaved()
            if leave:
                self.exit()
                return
            self._show_changes()
            self._say(f"Saved {counted(len(plan.changed), 'option')} to {plan.path}.", good=True)

        self.push_screen(SaveScreen(plan, lambda comments: session.plan(comments=comments)), write)

    async def action_quit(self) -> None:
        """Leave; with unsaved changes only after asking."""
        if self.session is None or not self.session.dirty:
            self.exit()
            return

        def leave(answer: Answer | None) -> None:
            if answer == "discard":
                self._discard_unsaved()
                self.exit()
            elif answer == "save":
                self._save(leave=True)

        self.push_screen(QuitScreen(len(self.session.changes)), leave)

    async def action_interrupt(self) -> None:
        """Leave as `q` does; pressed again at the question, leave at once."""
        if isinstance(self.screen, QuitScreen) or self.session is None:
            self.exit(return_code=INTERRUPTED)
        else:
            await self.action_quit()
