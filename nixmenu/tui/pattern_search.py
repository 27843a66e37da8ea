"""Regular expressions as people type them, which may be no good yet, or never come to an end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kconfig_index import Symbol
from kconfig_index.search import Search

LONGEST = 200
"""Characters of a pattern."""
SECONDS = 0.5
"""A pattern that has not gone through all texts by then is given up."""


class PatternError(Exception):
    """What is wrong with a pattern, as a sentence."""


def find_pattern(search: Search, pattern: str, limit: int, seconds: float = SECONDS) -> list[Symbol]:
    """Symbols that a pattern fits, from the main thread; raises PatternError if it is none or takes too long."""
    if len(pattern) > LONGEST:
        raise PatternError(f"A regular expression of more than {LONGEST} characters is not tried.")
    try:
        with _at_most(seconds):
            return search.find_pattern(pattern, limit)
    except ValueError as error:
        raise PatternError(f"Not a regular expression yet: {error}.") from None
    except TimeoutError:
        raise PatternError("This regular expression takes too long: say more of what you look for.") from None


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds.

    Python's engine looks for signals while it matches, so an alarm ends even a pattern that tries everything.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("only the main thread gets alarms")

    def too_long(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
