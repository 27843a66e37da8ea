"""The whole program on a real kernel in a real pseudo-terminal: open, search, edit, save, reopen, be cut off."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from tests.kernel.conftest import real_kernel

Start = Callable[..., "pexpect.spawn[bytes]"]

SHOWN = b"\x1b[?1049h"
"""What takes the terminal's own screen away."""
LEFT = b"\x1b[?1049l"
"""What gives the terminal its own screen back."""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts nixmenu on the kernel, with the user's file in the test's own directory."""
    children: list[pexpect.spawn[bytes]] = []
    kernel = str(real_kernel("6.12").source)

    def run(columns: int = 80, lines: int = 24) -> "pexpect.spawn[bytes]":
        own = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        environment = {**own, "TERM": "xterm-256color", "HOME": str(tmp_path)}
        command = ["-m", "nixmenu", "--kernel", kernel, "--arch", "x86_64", "--common-config", "bundled"]
        child = pexpect.spawn(
            sys.executable,
            command,
            dimensions=(lines, columns),
            timeout=120,
            env=environment,
            cwd=str(tmp_path),
        )
        children.append(child)
        return child

    yield run
    for child in children:
        child.close(force=True)


def left(child: "pexpect.spawn[bytes]") -> int | None:
    """Waits for the end; gives the exit code."""
    child.expect(re.escape(LEFT))
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_search_edit_save_and_reopen(start: Start, tmp_path: Path) -> None:
    child = start()
    child.expect("General setup")
    child.expect("✗".encode())  # the first result is there
    child.send("/ks8995\r")  # in one write, as a quick typist's keys arrive
    child.expect("SPI_KS8995|Micrel")
    child.send("n")
    child.expect("1 unsaved")
    child.setwinsize(15, 60)
    child.expect("result")
    child.setwinsize(40, 120)
    child.expect("Result: n")
    child.send("s")
    child.expect("KS8995MA? = no;")
    child.send("y")
    child.expect("Saved 1 option")
    child.send("q")
    assert left(child) == 0
    text = (tmp_path / "kernel-patches.nix").read_text()
    assert re.search(r"KS8995MA? = no;", text)

    child = start(120, 40)
    child.expect("General setup")
    child.send("/ks8995\r")
    child.expect("You: n by your entry")
    child.send("q")
    assert left(child) == 0
    assert (tmp_path / "kernel-patches.nix").read_text() == text


def test_a_terminal_that_is_closed_loses_nothing(start: Start, tmp_path: Path) -> None:
    child = start()
    child.expect("General setup")
    child.expect("✗".encode())
    child.send("/ks8995\r")
    child.expect("SPI_KS8995|Micrel")
    child.send("n")
    child.expect("1 unsaved")
    child.kill(signal.SIGHUP)
    child.expect(pexpect.EOF)
    child.close()
    assert not list(tmp_path.glob("*.nix"))

    child = start()
    child.expect("nixmenu ended with 1 change")
    child.send("y")
    child.expect("1 unsaved")
    child.send("q")
    child.expect("Leave nixmenu")
    child.send("d")
    assert left(child) == 0
    assert list(tmp_path.rglob("unsaved/*.json")) == []


def test_what_is_typed_while_the_kernel_is_read_is_not_lost(start: Start, tmp_path: Path) -> None:
    """Nothing is in the cache, so that reading takes seconds; everything is typed before the first menu is there."""
    child = start()
    child.expect(re.escape(SHOWN))
    child.send("/ks8995\r")
    child.send("n")
    child.expect("General setup")
    child.expect("SPI_KS8995|Micrel")
    child.expect("1 unsaved")
    child.send("s")
    child.expect("KS8995MA? = no;")
    child.send("y")
    child.expect("Saved 1 option")
    child.send("q")
    assert left(child) == 0
    assert re.search(r"KS8995MA? = no;", (tmp_path / "kernel-patches.nix").read_text())


def test_ctrl_c_leaves_while_the_kernel_is_read(start: Start, tmp_path: Path) -> None:
    child = start()
    child.expect(re.escape(SHOWN))
    child.send("n\x03")
    assert left(child) == 130
    assert b"General setup" not in bytes(child.before or b"")
    assert not list(tmp_path.glob("*.nix"))
