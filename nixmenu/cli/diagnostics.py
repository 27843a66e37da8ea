"""What is said on stderr, and what the exit code tells: stdout belongs to data alone."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from kconfig_index import KconfigError
from nixmenu.errors import NixmenuError

CLEAN = 0
"""Done, and nothing is wrong."""
PROBLEMS = 1
"""Done, and there are problems."""
FAILED = 2
"""Could not be done; one sentence says why."""
INTERRUPTED = 130
"""Ended by Ctrl-C, as shells count it."""
PIPE_CLOSED = 141
"""Ended because nobody reads on, as shells count it."""

_PROGRESS_AFTER = 0.5
"""Seconds of work that nobody needs to be told about."""


def say(text: str) -> None:
    """Tell people something beside the data."""
    print(text, file=sys.stderr, flush=True)


def say_notes(notes: Iterable[str]) -> None:
    """Tell what is not as one might expect, one line each."""
    for note in notes:
        say(f"note: {note}")


def guarded(action: Callable[[], int]) -> int:
    """Run a command; whatever it raises becomes one sentence and an exit code, never a traceback.

    A fault of nixmenu itself is told too; with NIXMENU_TRACEBACK set in the environment, in full.
    """
    try:
        status = action()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more when it ends, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (NixmenuError, KconfigError) as error:
        say(f"nixmenu: {error}")
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        say(f"nixmenu: {place}{error.strerror or error}")
    except Exception as error:
        if os.environ.get("NIXMENU_TRACEBACK"):
            import traceback

            traceback.print_exc()
        say(
            f"nixmenu: a fault of nixmenu itself, please report it: {type(error).__name__}: {error}"
            " (NIXMENU_TRACEBACK=1 shows where)"
        )
    else:
        return status
    return FAILED


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Tell what is waited for, on a terminal, once it takes long enough to be noticed."""
    # Imported here because most commands wait for nothing.
    import threading

    progress = ProgressLine()
    timer = threading.Timer(_PROGRESS_AFTER, progress, (what, 0, 0))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        progress.clear()


class ProgressLine:
    """One line on a terminal that tells how far long work has come, and is gone when it is done."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = False
        self._terminal = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell what is being done, if it has been long."""
        if not self._terminal or time.monotonic() - self._started < _PROGRESS_AFTER:
            return
        count = f" {done}/{total}" if total else f" {done}" if done else ""
        self._write(f"{what}{count}")
        self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")
            self._shown = False

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
