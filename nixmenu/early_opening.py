"""A session that is opened in a thread of its own, begun before there is an interface to show it.

A kernel that is not in the cache is read by a process of its own (`reading_ahead`), which nobody waits for before the
interface is there. Where that is not possible, the thread reads it. Two threads that both read files hand Python's lock
back and forth at every file: who means to import much then waits until the files of the tree are read (`until_read`),
and does it while the commands answer.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kconfig_index import Kernel
from kconfig_index.loader import READING
from nixmenu.generator import CancelledError
from nixmenu.opening import Outlined, Progress
from nixmenu.reading_ahead import NOTHING, Ahead
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions

if TYPE_CHECKING:
    from kconfig_index.reading_process import ReadingProcess

_LEAVING = 0.5
"""Seconds that a cancelled opening has to put its things away."""


class Opening:
    """A session on its way; `session` hands it over. `ahead` is what there is of its kernel already."""

    def __init__(self, options: SessionOptions, ahead: Ahead = NOTHING) -> None:
        self.options = options
        self._kernel, self._process = ahead
        self._listener: Progress | None = None
        self._cancelled = False
        self._read = threading.Event()
        self._done = threading.Event()
        self._session: Session | None = None
        self._failure: BaseException | None = None
        self._outline: Kernel | None = None
        self._outlined: Outlined | None = None
        self._has_outline = False
        self._outlining = threading.Lock()
        self._left: list[Callable[[], None]] = []
        self._finishing = threading.Lock()
        self._thread = threading.Thread(target=self._open, name="opening", daemon=True)
        self._thread.start()

    def until_read(self, progress: Progress) -> None:
        """Wait until no files of the tree are read in this process, or there is nothing to wait for any more.

        Raises what `session` raises if the session cannot be opened.
        """
        self._listener = progress
        try:
            self._read.wait()
        finally:
            self._listener = None
        if self._failure is not None:
            self.session()

    def session(self, progress: Progress | None = None, outlined: Outlined | None = None) -> Session:
        """Wait for the session, which is handed out once; raises NixmenuError, KconfigError, or CancelledError.

        The last is what comes after `cancel`. `outlined` is called at most once, in any thread and before the session
        is there, with a kernel of which only the menus are known (`kconfig_index.outline`).
        """
        self._listener = progress
        self._show_outline(outlined)
        self._done.wait()
        if self._failure is not None:
            raise self._failure
        session, self._session, self._listener = self._session, None, None
        if session is None:
            raise CancelledError
        return session

    def cancel(self) -> None:
        """Do not go on with it, and let nobody wait for it any more."""
        self._cancelled = True
        if self._process is not None:
            self._process.stop()
        self._done.set()

    def finish(self) -> None:
        """Do what the opening has put off, which is to write the cache; in any thread, and done once.

        One that was cancelled gets a moment to end its commands before that. Afterwards no process reads any more.
        """
        if self._cancelled:
            self._thread.join(_LEAVING)
        if self._process is not None:
            self._process.end()
        with self._finishing:
            while self._left:
                self._left.pop(0)()

    def _open(self) -> None:
        try:
            if self._process is not None:
                self._follow(self._process)
            self._session = Session.open(
                self.options, self._tell, self._kernel, self._left.append, self._keep_outline
            )
        except BaseException as failure:  # whoever asks for the session gets it
            self._failure = failure
        finally:
            self._read.set()
            self._done.set()

    def _follow(self, process: "ReadingProcess") -> None:
        """Wait until the kernel is in the cache, or nobody but this process reads it."""
        self._read.set()
        if not process.follow(self._tell, self._keep_outline):
            process.end()
        if self._cancelled:
            raise CancelledError

    def _keep_outline(self, outline: Kernel) -> None:
        with self._outlining:
            if self._has_outline:
                return
            self._has_outline = True
            self._outline = outline
        self._show_outline(self._outlined)

    def _show_outline(self, outlined: Outlined | None) -> None:
        """Hand the outline over when it is there and somebody wants it, once."""
        with self._outlining:
            self._outlined = outlined
            outline = self._outline
            if outline is None or outlined is None:
                return
            self._outline = self._outlined = None
        outlined(outline)

    def _tell(self, step: str, done: int, total: int) -> None:
        if self._cancelled:
            raise CancelledError
        if step != READING:
            self._read.set()
        listener = self._listener
        if listener is not None:
            listener(step, done, total)
