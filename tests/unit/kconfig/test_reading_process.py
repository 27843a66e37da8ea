"""A tree that is read by a process of its own: the same kernel, and nothing left of the process."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest

import kconfig_index
from kconfig_index.graph import dependents
from kconfig_index.index import Texts
from kconfig_index.model import Kernel
from tests.left_behind import PATIENCE, all_gone, files_below, mark, marked, wait_for

ROOT = Path(__file__).parents[3]

SCRIPT = """
import json, sys, threading
from pathlib import Path
from kconfig_index.loader import prepared
from kconfig_index.outline import is_of
from kconfig_index.reading_process import ReadingProcess

tree, cache, run_shell = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "run"
loading = prepared(tree, "x86_64", cache=cache, run_shell=run_shell)
process = ReadingProcess.start(loading)
assert process is not None
print("started", process._number, flush=True)
steps, outlines = [], []

def progress(step, done, total):
    if step == "asking the toolchain":
        (cache.parent / "asking").touch()
    steps.append(step)

written = process.follow(progress, outlines.append)
process.end()
kernel = loading.cached()
print(json.dumps({
    "written": written,
    "steps": sorted(set(steps)),
    "outlines": [[node.prompt for node in each.nodes()] for each in outlines],
    "same": [is_of(each, kernel) for each in outlines if kernel is not None],
    "cached": kernel is not None,
}))
"""
"""Reads a tree in a process of its own and says what it was told."""

KCONFIG = """config A
\tbool "a"
\tdefault $(shell,mktemp >/dev/null; echo $$ >>{0}/ran; while test ! -e {0}/go; do sleep 0.01; done; echo y)
menu "Below"
config B
\tbool "b"
\tdepends on A
endmenu
"""


class Program:
    """The script above on a tree that is there or is made, with a directory of its own for temporary files."""

    def __init__(self, work: Path, kconfig: str | None, *, run_shell: bool = True) -> None:
        self.tree, self.cache, self.temporary = work / "tree", work / "cache", work / "tmp"
        self.temporary.mkdir()
        if kconfig is not None:
            self.tree.mkdir()
            (self.tree / "Kconfig").write_text(kconfig.format(self.tree))
        self.mark = mark()
        self._process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(self.tree), str(self.cache), "run" if run_shell else "no"],
            cwd=ROOT,
            env={**os.environ, **self.mark, "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def reader(self) -> int:
        """The number of the process that reads."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline().split()[1])

    def stop(self) -> None:
        """Have the one that waits do nothing any more."""
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End the one that waits, without a word."""
        self._process.kill()
        self._process.communicate()

    def told(self) -> dict[str, object]:
        """What it says in the end, which has to be all."""
        said, wrong = self._process.communicate(timeout=PATIENCE)
        assert wrong == ""
        return dict(json.loads(said.splitlines()[-1]))

    def leaves_nothing(self) -> bool:
        """Whether neither a process nor a temporary file is left, nor a part of a cache."""
        return all_gone(self.mark) and not files_below(self.temporary) and not list(self.cache.glob(".*"))


def test_the_menus_come_first_and_then_the_cache(tmp_path: Path) -> None:
    program = Program(tmp_path, KCONFIG)
    wait_for(tmp_path / "asking")
    (program.tree / "go").touch()
    told = program.told()
    assert told["written"]
    assert told["cached"]
    assert told["outlines"] == [["a", "Below", "b"]]
    assert told["same"] == [True]
    steps = told["steps"]
    assert isinstance(steps, list)
    assert {"asking the toolchain", "computing values"} <= set(steps)
    assert [Path(name).suffix for name in files_below(program.cache)] == [".index", ".statements"]
    assert program.leaves_nothing()


def fields_of(kernel: Kernel) -> dict[str, object]:
    """All of an index that a cache holds."""
    kernel.index.dependents = dependents(kernel.index)
    found = {field.name: getattr(kernel.index, field.name) for field in fields(kernel.index)}
    del found["in_order"]
    return {name: list(value) if isinstance(value, Texts) else value for name, value in found.items()}


def test_the_kernel_is_the_one_that_is_read_here(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "nixmenu/data/demo", tmp_path / "tree")
    program = Program(tmp_path, None, run_shell=False)
    assert program.told()["written"]
    here, there = (
        kconfig_index.load(program.tree, "x86_64", cache=cache, run_shell=False)
        for cache in (None, program.cache)
    )
    assert there.index.in_order != here.index.in_order  # it is from the cache
    assert fields_of(here) == fields_of(there)
    assert (here.probes, here.unanswered, here.assumptions) == (
        there.probes,
        there.unanswered,
        there.assumptions,
    )


def test_a_mistake_is_not_told_from_there(tmp_path: Path) -> None:
    program = Program(tmp_path, "config A\n\tbool\nendmenu\n")
    told = program.told()
    assert not told["written"]
    assert not told["cached"]
    assert program.leaves_nothing()


def test_a_process_that_is_killed_has_written_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path, KCONFIG)
    wait_for(program.tree / "ran")
    os.kill(program.reader(), signal.SIGKILL)
    assert not program.told()["written"]
    assert program.leaves_nothing()
    assert not program.cache.exists()


def test_the_process_ends_when_nobody_listens(tmp_path: Path) -> None:
    program = Program(tmp_path, KCONFIG)
    wait_for(tmp_path / "asking")
    assert len(marked(program.mark)) > 2
    program.kill()
    assert program.leaves_nothing()
    assert not program.cache.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_is_told_to_end_needs_nobody_for_it(tmp_path: Path, number: signal.Signals) -> None:
    program = Program(tmp_path, KCONFIG)
    wait_for(program.tree / "ran")
    reader = program.reader()
    program.stop()
    os.kill(reader, number)
    end = time.monotonic() + PATIENCE
    while files_below(program.temporary) and time.monotonic() < end:
        time.sleep(0.01)
    program.kill()
    assert program.leaves_nothing()


def test_an_interrupt_at_the_terminal_does_not_reach_it(tmp_path: Path) -> None:
    program = Program(tmp_path, KCONFIG)
    wait_for(program.tree / "ran")
    reader = program.reader()
    assert os.getpgid(reader) == reader != os.getpgid(0)
    streams = {str(Path(f"/proc/{reader}/fd/{number}").readlink()) for number in range(3)}
    assert streams == {os.devnull}
    (program.tree / "go").touch()
    assert program.told()["written"]


REFUSED = """
import os, sys, threading
from pathlib import Path
from kconfig_index.loader import prepared
from kconfig_index.reading_process import ReadingProcess

tree = Path(sys.argv[1])
for cache in (None, tree / "Kconfig" / "below a file"):
    assert ReadingProcess.start(prepared(tree, "x86_64", cache=cache)) is None
def full():
    raise BlockingIOError
before, open_files, os.fork = os.fork, len(os.listdir("/proc/self/fd")), full
assert ReadingProcess.start(prepared(tree, "x86_64", cache=tree / "cache")) is None
assert len(os.listdir("/proc/self/fd")) == open_files
os.fork = before
other = threading.Event()
threading.Thread(target=other.wait).start()
assert ReadingProcess.start(prepared(tree, "x86_64", cache=tree / "cache")) is None
other.set()
"""


def test_where_a_process_cannot_be_or_is_of_no_use_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "Kconfig").write_text("config A\n\tbool\n")
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", REFUSED, str(tmp_path)],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=PATIENCE,
    )
    assert files_below(tmp_path) == ["Kconfig"]
