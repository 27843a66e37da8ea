"""The application while its session is opened: tells how that goes on, and shows the menus before their values."""

import os
import time
from abc import abstractmethod
from functools import partial

from textual import events, on, work
from textual.message import Message
from textual.worker import get_current_worker

from kconfig_index import Kernel
from kconfig_index.errors import KconfigError
from kconfig_index.outline import is_of
from nixmenu.early_opening import Opening
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions
from nixmenu.tui.delays import later
from nixmenu.tui.heap import keep_heap_small
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.menu_walk import Walked
from nixmenu.tui.screens.loading import LoadingScreen
from nixmenu.tui.screens.outline import OutlineScreen

PROGRESS_INTERVAL = 0.05
"""Seconds between two reports of the loading worker: more would only slow it down."""

LOADING_DELAY = 0.2
"""Seconds of loading before it is told about: a kernel in the cache is there sooner."""


class LoadingApp(KeyedApp):
    """Has a session opened in a thread; until it is there, keys are kept that need it."""

    AT_ONCE = frozenset({"interrupt", "quit", "answer('')"})

    class LoadProgress(Message):
        """The loading worker begins another piece of work, or is further with it."""

        def __init__(self, step: str, done: int, total: int) -> None:
            super().__init__()
            self.step, self.done, self.total = step, done, total

    class Outlined(Message):
        """The menus are known, and nothing else of the kernel."""

        def __init__(self, kernel: Kernel) -> None:
            super().__init__()
            self.kernel = kernel

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

    def __init__(self, options: SessionOptions, opening: Opening | None = None) -> None:
        # Textual turns colours into greys unless it is told, before it starts, to leave them to the terminal.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.options = options
        self.session: Session | None = None
        self.failure: NixmenuError | KconfigError | None = None
        self._opening = opening
        self._step = ("starting", 0, 0)
        """What is being done, how much of it is finished and how much there is."""
        self._outline: OutlineScreen | None = None
        """The menus without values, while one can walk in them."""
        self.keep_keys()

    @abstractmethod
    def show_session(self, session: Session) -> None:
        """Go on with the session."""

    @abstractmethod
    def stay(self, reason: str) -> None:
        """Go on with the session that is there: there is no other one, for a reason that can be told."""

    def on_mount(self) -> None:
        """Show that something is done, and do it."""
        keep_heap_small()
        later(self, LOADING_DELAY, self._show_loading)
        self.load(self.options)

    @work(thread=True, exclusive=True, group="loading")
    def load(self, options: SessionOptions, kernel: Kernel | None = None) -> None:
        """Open a session; on `kernel` if that is given."""
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

        def outlined(kernel: Kernel) -> None:
            self.post_message(self.Outlined(kernel))

        try:
            if kernel is not None:
                session = Session.open(options, progress, kernel)
            else:
                self._opening = self._opening or Opening(options)
                session = self._opening.session(progress, outlined)
        except (NixmenuError, KconfigError) as failure:
            self.post_message(self.LoadFailed(failure))
        except CancelledError:
            return
        else:
            self.post_message(self.Loaded(session))

    def finish_opening(self) -> None:
        """Do what opening the session has put off; that takes a moment, once."""
        if self._opening is not None:
            self._opening.finish()

    def on_unmount(self) -> None:
        """Open nothing any more."""
        if self._opening is not None and self.session is None:
            self._opening.cancel()

    # Until it is there

    @property
    def _is_waited_for(self) -> bool:
        """Whether there is neither a session, nor a reason why not, and somebody to tell of it."""
        return self.session is None and self.failure is None and not self._is_left

    @property
    def _is_left(self) -> bool:
        """Whether it is being left: Textual would show another screen without what is in it."""
        return self.return_code is not None or not self.screen_stack

    def _show_loading(self) -> None:
        if self._is_waited_for and not isinstance(self.screen, LoadingScreen | OutlineScreen):
            self.push_screen(LoadingScreen())

    @on(LoadProgress)
    def _show_progress(self, message: LoadProgress) -> None:
        self._step = message.step, message.done, message.total
        self._show_loading()
        if self.screen_stack and isinstance(self.screen, LoadingScreen | OutlineScreen):
            self.screen.show_step(*self._step)

    @on(Outlined)
    def _show_outline(self, message: Outlined) -> None:
        if not self._is_waited_for:
            return
        outline = OutlineScreen(message.kernel, self._step)
        if isinstance(self.screen, LoadingScreen):
            self.switch_screen(outline)
        else:
            self.push_screen(outline)
        outline.call_after_refresh(self._walk_in, outline)

    def _walk_in(self, outline: OutlineScreen) -> None:
        if self._is_waited_for and self.screen is outline:
            self._outline = outline
            self.take_some()

    @property
    def takes_some(self) -> bool:
        """One can walk in the menus before there are values."""
        return self._outline is not None

    def is_for_now(self, event: events.Key) -> bool:
        """Whether a key walks in them."""
        return self._outline is not None and self._outline.walks(event.key)

    def key_kept(self) -> None:
        """Say so, where one has seen that keys do something."""
        if self._outline is not None:
            self._outline.tell_keys_wait()

    def walked(self, kernel: Kernel) -> Walked | None:
        """Where one is in the menus that are there before their values, if they are those of `kernel`.

        If they are not, what was typed was for something else.
        """
        outline, self._outline = self._outline, None
        if outline is None:
            return None
        if not is_of(outline.kernel, kernel):
            self.drop_keys()
            return None
        return outline.walked()

    # What comes of it

    @on(Loaded)
    def _take_session(self, message: Loaded) -> None:
        if self._is_left:
            return
        if self.session is None:
            self.between_keys(partial(self.show_session, message.session))
        else:
            self.show_session(message.session)

    @on(LoadFailed)
    def _leave_with_failure(self, message: LoadFailed) -> None:
        if self.session is not None:
            self.stay(str(message.failure))
            return
        self.failure = message.failure
        self.exit(return_code=2)
