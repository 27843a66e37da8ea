"""Threads share one heap of the C library, as each with its own would keep what it freed, and the heap gives back."""

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


GIVE_BACK = """
from pathlib import Path
from nixmenu.tui.heap import give_back, keep_heap_small
def resident():
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
if {small}:
    keep_heap_small()
kept = [bytes(20_000) for _ in range(2_000)]
del kept[:-1]
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(not hasattr(CDLL(None), "malloc_trim"), reason="glibc's heap gives pages back")
def test_what_was_freed_below_other_things_is_given_back() -> None:
    assert given_back(small=True) > 30_000
    assert given_back(small=False) < 1_000, "it is done for a heap that is kept small"


def given_back(*, small: bool) -> int:
    """Kilobytes that go of 40 MB, above which something is kept."""
    script = GIVE_BACK.format(small=small)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return int(done.stdout)
