"""How the C library hands out memory to a program that computes in threads for hours."""

from collections.abc import Callable
from contextlib import suppress

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Parameters of glibc's `mallopt`, from its `malloc.h`."""
LARGE = 128 << 10
"""Bytes: glibc's own value at the start."""
_TRIMS: list[Callable[[int], int]] = []
"""glibc's `malloc_trim`, where it is there and the heap is kept small."""


def keep_heap_small() -> None:
    """Have what is freed used again, or given back; to be called before there are threads.

    glibc gives each thread a heap of its own, and what a thread frees there stays with it: each that predicts keeps
    megabytes of `.config` texts and values. One heap does, as only one thread runs Python at a time. Large pieces it
    takes from the system and gives back, until it has seen one freed: then it keeps all that are smaller. Elsewhere
    this does nothing.
    """
    with suppress(ImportError, OSError, AttributeError):
        from ctypes import CDLL

        library = CDLL(None)
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_MMAP_THRESHOLD, LARGE)
        _TRIMS[:] = [library.malloc_trim]


def give_back() -> None:
    """Give pages back to the system that nothing lies on any more, also in the middle of the heap."""
    for trim in _TRIMS:
        trim(0)
