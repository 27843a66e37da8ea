"""Threads share one heap of the C library: each with its own would keep what it freed."""

import subprocess
import sys
from ctypes import CDLL

import pytest

COUNT_HEAPS = """
from ctypes import CDLL, c_void_p
from threading import Barrier, Thread
from nixmenu.tui.heap import keep_heap_small
if {small}:
    keep_heap_small()
barrier = Barrier(4)
def work():
    barrier.wait()
    kept = [bytes(100_000) for _ in range(20)]
    barrier.wait()
threads = [Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library = CDLL(None)
out = c_void_p.in_dll(library, "stdout")
library.malloc_info(0, out)
library.fflush(out)
"""


@pytest.mark.skipif(not hasattr(CDLL(None), "malloc_info"), reason="tells of glibc's heaps")
def test_threads_share_a_heap() -> None:
    assert heaps(small=True) == 1
    assert heaps(small=False) > 1, "they would do so by themselves"


def heaps(*, small: bool) -> int:
    """How many heaps there are after four threads were at work at the same time."""
    script = COUNT_HEAPS.format(small=small)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.count("<heap nr=")
