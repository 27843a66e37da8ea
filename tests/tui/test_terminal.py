"""The whole program in a real pseudo-terminal: what is on disk afterwards, and whether the terminal is itself again."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
CURSOR_SHOWN = b"\x1b[?25h"
ESCAPE = "\x1b"
CTRL_C = "\x03"

Start = Callable[..., "pexpect.spawn[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `nixmenu demo` on a file in the test's own directory."""
    children: list[pexpect.spawn[bytes]] = []

    def run(*arguments: str) -> "pexpect.spawn[bytes]":
        environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(tmp_path)}
        command = ["-m", "nixmenu", "demo", "--patches", "kernel-patches.nix", *arguments]
        child = pexpect.spawn(
            sys.executable, command, dimensions=(24, 100), timeout=30, env=environment, cwd=str(tmp_path)
        )
        children.append(child)
        child.expect("General setup")
        return child

    yield run
    for child in children:
        child.close(force=True)


def rest_of(child: "pexpect.spawn[bytes]") -> bytes:
    """What is written until the program ends."""
    child.expect(pexpect.EOF)
    child.close()
    return bytes(child.before or b"")


def is_terminal_restored(written: bytes) -> bool:
    """Whether the program left its own screen and gave the cursor back."""
    return LEFT_ALTERNATE_SCREEN in written and CURSOR_SHOWN in written


def search(child: "pexpect.spawn[bytes]", name: str) -> None:
    """Go to an option by its name."""
    child.send("/")
    child.expect("earch names")  # the cursor stands on the first letter
    child.send(name)
    child.expect(name.upper())
    child.send("\r")
    child.expect(" Graphics ")


def test_open_search_edit_save_reopen(start: Start, tmp_path: Path) -> None:
    child = start()
    search(child, "drm_radeon")
    child.send("n")
    child.expect("1 unsaved")
    child.send("s")
    child.expect("DRM_RADEON = no;")
    child.send("y")
    child.expect("Saved 1 option")
    child.send("q")
    assert is_terminal_restored(rest_of(child))
    assert child.exitstatus == 0
    saved = (tmp_path / "kernel-patches.nix").read_text()
    assert "DRM_RADEON = no;" in saved

    child = start()
    search(child, "drm_radeon")
    child.expect("You: n by your entry")
    child.send("q")
    rest_of(child)
    assert child.exitstatus == 0
    assert (tmp_path / "kernel-patches.nix").read_text() == saved


def test_ctrl_c_twice_leaves_the_terminal_sane_and_writes_nothing(start: Start, tmp_path: Path) -> None:
    child = start()
    search(child, "drm_radeon")
    child.send("n")
    child.expect("1 unsaved")
    child.send(CTRL_C)
    child.expect("Leave nixmenu")
    child.send(CTRL_C)
    assert is_terminal_restored(rest_of(child))
    assert child.exitstatus == 130
    assert list(tmp_path.glob("*.nix")) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_sane(start: Start, number: signal.Signals) -> None:
    child = start()
    child.kill(number)
    assert is_terminal_restored(rest_of(child))
    assert child.exitstatus == 128 + number


def test_no_color_means_none(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    child = start()
    written = bytes(child.before or b"")
    child.send("q")
    written += rest_of(child)
    codes = {code for sequence in re.findall(rb"\x1b\[([0-9;]+)m", written) for code in sequence.split(b";")}
    assert codes <= {b"0", b"1", b"2", b"3", b"4", b"7", b"39", b"49"}
    assert b"7" in codes


def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    command = ["-m", "nixmenu", "--kernel", str(tmp_path)]
    written, status = pexpect.run(
        " ".join([sys.executable, *command]),
        withexitstatus=True,
        timeout=30,
        cwd=str(tmp_path),
        env=os.environ,
    )
    assert status == 2
    assert b"Traceback" not in written
    assert str(tmp_path).encode() in written


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_unsaved_edits_survive_a_closed_terminal(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    child = start()
    search(child, "drm_radeon")
    child.send("n")
    child.expect("1 unsaved")
    if number == signal.SIGKILL:  # nothing can be done then but before
        while not list(tmp_path.rglob("unsaved/*.json")):
            time.sleep(0.05)
    child.kill(number)
    rest_of(child)

    child = start()
    child.expect("nixmenu ended with 1 change")
    child.send("y")
    child.expect("1 unsaved")
    child.send("q")
    child.expect("Leave nixmenu")
    child.send("d")
    rest_of(child)
    assert child.exitstatus == 0
    assert list(tmp_path.rglob("unsaved/*.json")) == []
