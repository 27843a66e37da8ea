"""Looks into a result that may take seconds, done in threads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from nixmenu.generator import CancelledError

_LOOKING = Lock()
_GLANCE = 0.05
"""Seconds between two looks at whether anybody still waits."""


@contextmanager
def one_at_a_time(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Wait until no other such look is under way: two at once take as long, and twice the memory.

    Raises CancelledError when `cancelled` says that nobody waits any more.
    """
    while not _LOOKING.acquire(timeout=_GLANCE):
        if cancelled():
            raise CancelledError
    try:
        yield
    finally:
        _LOOKING.release()
