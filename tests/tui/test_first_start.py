"""The first start on a kernel in a real pseudo-terminal: a process reads the tree, and nothing of it is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.left_behind import PATIENCE, all_gone, files_below, mark, marked, wait_for

KCONFIG = """mainmenu "A kernel"
config MODULES
\tbool "Modules"
\tmodules
config CHECKED
\tbool "Checked by a command"
\tdefault $(shell,mktemp >/dev/null; echo $PPID >>{0}/ran; while test ! -e {0}/go; do sleep 0.01; done; echo y)
"""
ALTERNATE_SCREEN = r"\x1b\[\?1049h"
CTRL_C = "\x03"
VALUES_ARE_THERE = "predicting"
"""Stands beside the kernel's name then; the entries of the menus are shown before that."""


class FirstStart:
    """The program on a kernel with a command that answers when there is a file `go`."""

    def __init__(self, work: Path) -> None:
        self.work, self.tree, self.temporary = work, work / "linux", work / "tmp"
        for directory in ("tmp", "linux/scripts/kconfig", "linux/arch/x86/configs"):
            (work / directory).mkdir(parents=True)
        self.kconfig(KCONFIG.format(work))
        (self.tree / "Makefile").write_text("VERSION = 6\nPATCHLEVEL = 12\n")
        (self.tree / "arch/x86/Kconfig").touch()
        (self.tree / "arch/x86/Makefile").write_text("KBUILD_DEFCONFIG := x86_64_defconfig\n")
        (self.tree / "arch/x86/configs/x86_64_defconfig").write_text("CONFIG_MODULES=y\n")
        given = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        own = {"TERM": "xterm-256color", "HOME": str(work), "TMPDIR": str(self.temporary)}
        self.environment = {**given, **own, **mark()}
        self.arguments = ["-m", "nixmenu", "--kernel", str(self.tree), "--common-config", "none"]
        self.terminal: pexpect.spawn[bytes] | None = None

    def kconfig(self, text: str) -> None:
        """Give the tree another text."""
        (self.tree / "Kconfig").write_text(text)

    def start(self) -> "pexpect.spawn[bytes]":
        """Start the program in a terminal."""
        self.terminal = pexpect.spawn(
            sys.executable,
            self.arguments,
            dimensions=(24, 100),
            timeout=PATIENCE,
            env=self.environment,
            cwd=str(self.work),
        )
        return self.terminal

    def reader(self) -> int:
        """The process that has the command run, once it does."""
        wait_for(self.work / "ran")
        while not (found := (self.work / "ran").read_text().split()):
            pass
        return int(found[0])

    def leaves_nothing(self) -> bool:
        """Whether there is no process, no temporary file and no cache, not even a part of one."""
        cache = self.work / ".cache/kconfig-index"
        return all_gone(self.environment) and files_below(self.temporary) == files_below(cache) == []


@pytest.fixture
def first(tmp_path: Path) -> Iterator[FirstStart]:
    """A first start; what a test that fails leaves of it is ended."""
    made = FirstStart(tmp_path)
    yield made
    (tmp_path / "go").touch()
    if made.terminal is not None:
        made.terminal.close(force=True)
    for process in marked(made.environment):
        os.kill(process, signal.SIGKILL)


def rest_of(terminal: "pexpect.spawn[bytes]") -> bytes:
    """What is written until the program ends."""
    terminal.expect(pexpect.EOF)
    terminal.close()
    return bytes(terminal.before or b"")


@pytest.mark.parametrize("seen", [False, True], ids=["at once", "when the screen is there"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_while_the_tree_is_read_leaves_nothing(
    first: FirstStart, number: signal.Signals, seen: bool
) -> None:
    terminal = first.start()
    assert first.reader() != terminal.pid
    if seen:
        terminal.expect(ALTERNATE_SCREEN)
    terminal.kill(number)
    assert b"Traceback" not in rest_of(terminal)
    assert number in (terminal.signalstatus, (terminal.exitstatus or 0) - 128)
    assert first.leaves_nothing()


@pytest.mark.parametrize("seen", [False, True], ids=["at once", "when the screen is there"])
def test_ctrl_c_while_the_tree_is_read_leaves_nothing(first: FirstStart, seen: bool) -> None:
    terminal = first.start()
    first.reader()
    if seen:
        terminal.expect(ALTERNATE_SCREEN)
    terminal.send(CTRL_C)
    assert b"Traceback" not in rest_of(terminal)
    assert terminal.exitstatus == 130
    assert first.leaves_nothing()


def test_a_tree_whose_reader_is_killed_is_read_here(first: FirstStart) -> None:
    terminal = first.start()
    os.kill(first.reader(), signal.SIGKILL)
    (first.work / "go").touch()
    terminal.expect(VALUES_ARE_THERE)
    assert terminal.isalive()
    terminal.send("q")
    assert b"Traceback" not in rest_of(terminal)
    assert terminal.exitstatus == 0
    assert all_gone(first.environment)
    assert str(terminal.pid) in (first.work / "ran").read_text().split()


def test_what_was_read_is_there_at_the_second_start(first: FirstStart) -> None:
    (first.work / "go").touch()
    for _ in range(2):
        terminal = first.start()
        terminal.expect(VALUES_ARE_THERE)
        terminal.send("q")
        rest_of(terminal)
        assert terminal.exitstatus == 0
    (reader,) = (first.work / "ran").read_text().split()
    assert int(reader) != terminal.pid
    assert all_gone(first.environment)
    assert files_below(first.temporary) == []


def test_a_mistake_in_the_tree_is_told_as_every_command_tells_it(first: FirstStart) -> None:
    first.kconfig('config A\n\tbool "a"\n\tdefault $(shell,echo y)\nendmenu\n')
    other = subprocess.run(
        [sys.executable, "-m", "nixmenu", "predict", *first.arguments[2:]],
        cwd=first.work,
        env=first.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = other.stderr[other.stderr.index("nixmenu: ") :]
    assert "Kconfig:4" in said
    terminal = first.start()
    written = rest_of(terminal).decode()
    assert terminal.exitstatus == other.returncode == 2
    assert said in written.replace("\r\n", "\n")
    assert "Traceback" not in written
    assert first.leaves_nothing()
