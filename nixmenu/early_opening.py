"""A session that is opened in a thread of its own, begun before there is an interface to show it.

The compiler's answers are what a first start waits for longest, so the commands begin before the interface's library is
imported. Two threads that both read files hand Python's lock back and forth at every file: who means to import much
therefore waits until the files of the tree are read (`until_read`), and does it while the commands answer.
"""

import threading
from collections.abc import Callable

from kconfig_index import Kernel
from kconfig_index.loader import READING
from nixmenu.generator import CancelledError
from nixmenu.opening import Outlined, Progress, SessionOptions
from nixmenu.session import Session

_LEAVING = 0.5
"""Seconds that a cancelled opening has to put its things away."""


class Opening:
    """A session on its way; `session` hands it over."""

    def __init__(self, options: SessionOptions) -> None:
        self.options = options
        self._listener: Progress | None = None
        self._cancelled = False
        self._read = threading.Event()
        self._done = threading.Event()
        self._session: Session | None = None
        self._failure: BaseException | None = None
        self._outline: Kernel | None = None
        self._outlined: Outlined | None = None
        self._outlining = threading.Lock()
        self._left: list[Callable[[], None]] = []
        self._finishing = threading.Lock()
        self._thread = threading.Thread(target=self._open, name="opening", daemon=True)
        self._thread.start()

    def until_read(self, progress: Progress) -> None:
        """Wait until the files of the tree are read, or there is nothing to wait for any more.

        Raises what `session` raises if the session cannot be opened. A KeyboardInterrupt cancels the opening.
        """
        self._listener = progress
        try:
            self._read.wait()
        except KeyboardInterrupt:
            self.cancel()
            self.finish()
            raise
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
        self._done.set()

    def finish(self) -> None:
        """Do what the opening has put off, which is to write the cache; in any thread, and done once.

        One that was cancelled gets a moment to end its commands before that.
        """
        if self._cancelled:
            self._thread.join(_LEAVING)
        with self._finishing:
            while self._left:
                self._left.pop(0)()

    def _open(self) -> None:
        try:
            self._session = Session.open(
                self.options, self._tell, None, self._left.append, self._keep_outline
            )
        except BaseException as failure:  # whoever asks for the session gets it
            self._failure = failure
        finally:
            self._read.set()
            self._done.set()

    def _keep_outline(self, outline: Kernel) -> None:
        with self._outlining:
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
