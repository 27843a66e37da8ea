"""A session opened in a thread: who waits for what, and what is left when it is given up."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from kconfig_index import KconfigError
from kconfig_index.loader import READING
from nixmenu.early_opening import Opening
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.opening import Progress
from nixmenu.session import Session, SessionOptions

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
