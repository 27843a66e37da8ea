"""A session opened in a thread: who waits for what, and what is left when it is given up."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kconfig_index import KconfigError, Kernel
from kconfig_index.loader import READING
from kconfig_index.outline import is_of
from nixmenu.early_opening import Opening
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.opening import Progress
from nixmenu.session import Session, SessionOptions
from tests.left_behind import all_gone, files_below, mark

KCONFIG = """config MODULES
\tbool "Modules"
\tmodules
config CHECKED
\tdef_bool $(shell,echo $$ >>{0}/ran; while test ! -e {0}/go; do sleep 0.01; done; echo y)
"""
PATIENCE = 20


@pytest.fixture
def options(tmp_path: Path) -> SessionOptions:
    """A kernel with a command that answers when there is a file `go`."""
    tree = tmp_path / "linux"
    for directory in ("scripts/kconfig", "arch/x86/configs"):
        (tree / directory).mkdir(parents=True)
    (tree / "Kconfig").write_text(KCONFIG.format(tmp_path))
    (tree / "Makefile").write_text("VERSION = 6\nPATCHLEVEL = 12\n")
    (tree / "arch/x86/Kconfig").touch()
    (tree / "arch/x86/Makefile").write_text("KBUILD_DEFCONFIG := x86_64_defconfig\n")
    (tree / "arch/x86/configs/x86_64_defconfig").write_text("CONFIG_MODULES=y\n")
    return SessionOptions(
        kernel=tree,
        arch="x86_64",
        common_config="none",
        patches=tmp_path / "kernel-patches.nix",
        cache=tmp_path / "cache",
    )


def nobody(_step: str, _done: int, _total: int) -> None:
    """Hears what is done."""


def test_files_are_read_before_commands_have_answered(tmp_path: Path, options: SessionOptions) -> None:
    opening = Opening(options)
    opening.until_read(nobody)
    (tmp_path / "go").touch()
    session = opening.session()
    assert session.base.value(session.kernel.symbols["CHECKED"]) == "y"


def test_the_menus_are_handed_over_before_the_session(tmp_path: Path, options: SessionOptions) -> None:
    seen: list[Kernel] = []

    def outlined(kernel: Kernel) -> None:
        seen.append(kernel)
        (tmp_path / "go").touch()  # without which there is no session

    session = Opening(options).session(outlined=outlined)
    (outline,) = seen
    assert is_of(outline, session.kernel)


def test_menus_that_are_there_already_are_handed_over_at_once(
    tmp_path: Path, options: SessionOptions
) -> None:
    (tmp_path / "go").touch()
    opening = Opening(options)
    for thread in threading.enumerate():
        if thread.name == "opening":
            thread.join()
    seen: list[Kernel] = []
    session = opening.session(outlined=seen.append)
    assert len(seen) == 1
    assert is_of(seen[0], session.kernel)


AHEAD = """
import os, signal, sys
from pathlib import Path
from nixmenu.reading_ahead import read_ahead
from nixmenu.session_options import SessionOptions

work, killed = Path(sys.argv[1]), sys.argv[2] == "killed"
options = SessionOptions(kernel=work / "linux", arch="x86_64", common_config="none", cache=work / "cache",
                         patches=work / "kernel-patches.nix")
ahead = read_ahead(options)
assert ahead.process is not None and ahead.kernel is None

from nixmenu.early_opening import Opening

seen = []

def outlined(kernel):
    seen.append(kernel)
    if killed:
        os.kill(int((work / "ran").read_text().split()[0]), signal.SIGKILL)
    (work / "go").touch()

opening = Opening(options, ahead)
opening.until_read(print)
session = opening.session(None, outlined)
opening.finish()
print(len(seen), session.base.value(session.kernel.symbols["CHECKED"]))
assert read_ahead(options).kernel is not None
"""


@pytest.mark.parametrize("how", ["lives", "killed"])
def test_a_process_that_reads_ahead_is_waited_for_or_replaced(
    tmp_path: Path, options: SessionOptions, how: str
) -> None:
    assert options.kernel is not None
    kconfig = options.kernel / "Kconfig"
    kconfig.write_text(kconfig.read_text().replace("echo $$ ", "echo $PPID "))
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, **mark(), "TMPDIR": str(tmp_path / "tmp")}
    done = subprocess.run(
        [sys.executable, "-c", AHEAD, str(tmp_path), how],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (done.stdout, done.stderr) == ("1 y\n", "")
    assert len((tmp_path / "ran").read_text().split()) == (1 if how == "lives" else 2)
    assert all_gone(environment)
    assert files_below(tmp_path / "tmp") == []
    assert len(files_below(tmp_path / "cache")) == 2


def test_the_cache_is_written_when_there_is_time(tmp_path: Path, options: SessionOptions) -> None:
    (tmp_path / "go").touch()
    opening = Opening(options)
    opening.session()
    assert not (tmp_path / "cache").exists()
    opening.finish()
    (kept,) = (tmp_path / "cache").glob("*.index")
    written = kept.stat().st_mtime_ns
    opening.finish()
    assert kept.stat().st_mtime_ns == written
    again = Opening(options)
    again.session()
    again.finish()
    assert kept.stat().st_mtime_ns == written
    assert len((tmp_path / "ran").read_text().split()) == 1


def test_a_kernel_is_kept_where_something_else_fails(tmp_path: Path, options: SessionOptions) -> None:
    (tmp_path / "go").touch()
    (tmp_path / "kernel-patches.nix").write_text("{ boot.kernelPatches = [ }")
    opening = Opening(options)
    with pytest.raises(NixmenuError, match=r"kernel-patches\.nix"):
        opening.session()
    opening.cancel()  # as an application does that ends without a session
    opening.finish()
    assert len(list((tmp_path / "cache").glob("*.index"))) == 1


def test_two_that_finish_at_once_write_one_cache(tmp_path: Path, options: SessionOptions) -> None:
    (tmp_path / "go").touch()
    opening = Opening(options)
    opening.session()
    both = [threading.Thread(target=opening.finish) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
        assert len(list((tmp_path / "cache").iterdir())) == 2  # the index and the statements


def test_what_is_given_up_ends_its_shells(tmp_path: Path, options: SessionOptions) -> None:
    opening = Opening(options)
    opening.until_read(nobody)
    while not (tmp_path / "ran").exists():
        time.sleep(0.01)
    opening.cancel()
    with pytest.raises(CancelledError):
        opening.session()
    opening.finish()
    (shell,) = (tmp_path / "ran").read_text().split()
    assert not Path(f"/proc/{shell}").exists()
    assert not (tmp_path / "cache").exists()
    (tmp_path / "go").touch()


def test_it_is_told_how_many_commands_have_answered(tmp_path: Path, options: SessionOptions) -> None:
    told: list[tuple[str, int, int]] = []

    def listen(step: str, done: int, total: int) -> None:
        told.append((step, done, total))
        if len(told) > 2:
            (tmp_path / "go").touch()

    Opening(options).session(listen)
    counts = [(done, total) for step, done, total in told if step == "asking the toolchain"]
    assert all(done < total == 3 for done, total in counts)  # two are asked for every tree
    assert len(counts) > 1


def test_progress_goes_to_who_waits_at_the_time(
    monkeypatch: pytest.MonkeyPatch, options: SessionOptions
) -> None:
    go_on = threading.Event()
    told: list[tuple[str, str]] = []

    def slow(_options: SessionOptions, progress: Progress, *_: object) -> Session:
        progress(READING, 1, 2)
        progress("asking the toolchain", 0, 0)
        go_on.wait(PATIENCE)
        progress("computing values", 0, 0)
        raise KconfigError("enough")

    def listen(step: str, _done: int, _total: int) -> None:
        told.append(("first", step))

    def listen_later(step: str, _done: int, _total: int) -> None:
        told.append(("second", step))

    monkeypatch.setattr(Session, "open", slow)
    opening = Opening(options)
    opening.until_read(listen)
    go_on.set()
    with pytest.raises(KconfigError, match="enough"):
        opening.session(listen_later)
    assert ("second", "computing values") in told
    assert ("first", "computing values") not in told


def test_what_cannot_be_opened_is_told_before_there_is_an_interface(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match="not a kernel source"):
        Opening(SessionOptions(kernel=tmp_path)).until_read(nobody)


def test_an_interrupt_while_files_are_read_gives_it_up(
    monkeypatch: pytest.MonkeyPatch, options: SessionOptions
) -> None:
    ended = threading.Event()

    def long(_options: SessionOptions, progress: Progress, *_: object) -> Session:
        time.sleep(0.5)  # until it is waited for
        os.kill(os.getpid(), signal.SIGINT)
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                progress(READING, 1, 2)
                time.sleep(0.001)
            raise TimeoutError("nobody gives it up")
        finally:
            ended.set()

    monkeypatch.setattr(Session, "open", long)
    # Who starts the tests in the background has them ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        opening = Opening(options)
        with pytest.raises(KeyboardInterrupt):
            opening.until_read(nobody)
    finally:
        signal.signal(signal.SIGINT, before)
    opening.cancel()
    assert ended.wait(PATIENCE)
