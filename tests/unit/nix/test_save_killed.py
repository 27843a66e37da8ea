"""A save that is killed at any of its steps: the old file or the new one, with all that belongs to it.

Once with the process ended before, within and after each call that nixmenu makes of the system, which works
everywhere; and once with strace, which kills it at each system call of whatever origin.
"""

import os
import shutil
import signal
import stat
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.nix import write
from nixmenu.nix.edit import Plan, Wanted, plan
from nixmenu.nix.write import save

TEXT = b'{ lib, ... }:\n[\n  {\n    name = "slim";\n    structuredExtraConfig.A = lib.kernel.yes;\n  }\n]\n'
CHANGED = TEXT.replace(b"yes", b"no")
CALLS = [
    *("open", "write", "close", "fsync", "fstat", "fchown", "fchmod", "rename", "link", "unlink"),
    *("listxattr", "getxattr", "setxattr", "removexattr"),
]
KILLED = 99
"""The exit code of a process that a test has ended."""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to change, alone in a directory."""
    monkeypatch.setattr(write, "nix_instantiate", lambda: None)
    file = tmp_path / "patches.nix"
    file.write_bytes(TEXT)
    file.chmod(0o640)
    return file


def killing_after(limit: int, when: str) -> None:
    """From now on the process ends at the call of that number."""
    counted = iter(range(1_000_000))

    def wrapped(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            if next(counted) != limit:
                return original(*arguments, **named)
            if when == "within" and name == "write":
                descriptor, data = arguments
                original(descriptor, data[: len(data) // 2])  # type: ignore[index,arg-type]
            elif when == "after":
                original(*arguments, **named)
            os._exit(KILLED)

        return call

    for name in CALLS:
        setattr(os, name, wrapped(name, getattr(os, name)))


def in_child(action: Callable[[], object]) -> int:
    """Run something in a process of its own; its exit code."""
    child = os.fork()
    if child == 0:
        try:
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def check(path: Path, before: bytes | None, after: bytes, mode: int) -> None:
    """The file is the old or the new one; beside it there is at most one file that Nix never looks at."""
    if before is None and not path.exists():
        names = set()
    else:
        assert path.read_bytes() in (before, after)
        assert stat.S_IMODE(path.stat().st_mode) == mode
        names = {path.name}
    left = {entry.name for entry in path.parent.iterdir()} - names
    assert len(left) <= 1
    for name in left:
        assert name.startswith(f".{path.name}.")
        assert name.endswith(".tmp")


def restore(path: Path, before: bytes | None, mode: int) -> None:
    for entry in path.parent.iterdir():
        entry.unlink()
    if before is not None:
        path.write_bytes(before)
        path.chmod(mode)


@pytest.mark.parametrize("when", ["before", "within", "after"])
@pytest.mark.parametrize("new", [False, True], ids=["changed", "new"])
def test_the_process_ends_at_any_call(path: Path, when: str, new: bool) -> None:
    before, mode = (None, 0o644) if new else (TEXT, 0o640)
    restore(path, before, mode)
    planned = plan(path, "slim", {"A": Wanted("n")})
    for limit in range(200):
        status = in_child(lambda limit=limit: (killing_after(limit, when), save(planned)))  # type: ignore[misc]
        assert status in (0, KILLED)
        check(path, before, planned.after, mode)
        if status == 0:
            break
        restore(path, before, mode)
    assert limit >= 6
    assert path.read_bytes() == planned.after
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def traced(action: Callable[[], object], log: Path, *options: str) -> int:
    """Run something in a process that strace looks at; its exit code, or the signal that ended it, negative."""
    child = os.fork()
    if child == 0:
        try:
            os.kill(os.getpid(), signal.SIGSTOP)
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    words = ["strace", "-qq", "-o", str(log), "-e", "trace=%file,%desc", *options, "-p", str(child)]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as tracer:
        status = Path(f"/proc/{child}/status")
        while tracer.poll() is None and "TracerPid:\t0\n" in status.read_text():
            time.sleep(0.001)
        os.kill(child, signal.SIGCONT if tracer.poll() is None else signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if tracer.wait() != 0 and ended != -signal.SIGKILL:
            pytest.fail(str(tracer.stderr and tracer.stderr.read()))
    return ended


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("new", [False, True], ids=["changed", "new"])
def test_the_process_is_killed_at_any_system_call(
    path: Path, new: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before, mode = (None, 0o644) if new else (TEXT, 0o640)
    restore(path, before, mode)
    planned = plan(path, "slim", {"A": Wanted("n")})
    log = tmp_path_factory.mktemp("trace") / "log"
    if traced(lambda: save(planned), log) != 0:
        pytest.skip("strace may not trace here")
    calls = [line.partition("(")[0] for line in log.read_text().splitlines() if "(" in line]
    assert {"openat", "write", "fsync", "unlink", "link" if new else "rename"} <= set(calls)
    for place, call in enumerate(calls):
        restore(path, before, mode)
        number = calls[: place + 1].count(call)
        ended = traced(lambda: save(planned), log, "-e", f"inject={call}:signal=KILL:when={number}")
        assert ended == -signal.SIGKILL
        check(path, before, planned.after, mode)


# What belongs to a file


def access_list(user: int) -> bytes:
    """An access list that lets one more user read, as Linux keeps it (`struct posix_acl_xattr_header`)."""
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), (2, 4, user), (4, 4, nobody), (16, 4, nobody), (32, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


@pytest.fixture
def with_attributes(path: Path) -> Path:
    """The file with an access list and an attribute of the user's."""
    try:
        os.setxattr(path, "user.origin", b"by hand")
        os.setxattr(path, "system.posix_acl_access", access_list(1234))
    except OSError as error:
        pytest.skip(f"this file system has no extended attributes: {error.strerror}")
    return path


def belongings(path: Path) -> tuple[int, dict[str, bytes]]:
    names = [name for name in os.listxattr(path) if not name.startswith("security.")]
    return path.stat().st_mode, {name: os.getxattr(path, name) for name in names}


def change(path: Path) -> Plan:
    return plan(path, "slim", {"A": Wanted("n")})


def test_access_list_and_attributes_are_kept(with_attributes: Path) -> None:
    before = belongings(with_attributes)
    assert set(before[1]) == {"user.origin", "system.posix_acl_access"}
    save(change(with_attributes))
    assert with_attributes.read_bytes() == CHANGED
    assert belongings(with_attributes) == before


def test_attributes_of_a_file_nobody_may_write_are_kept(with_attributes: Path) -> None:
    os.removexattr(with_attributes, "system.posix_acl_access")
    with_attributes.chmod(0o444)
    before = belongings(with_attributes)
    save(change(with_attributes))
    assert belongings(with_attributes) == before


def test_a_list_that_the_directory_hands_down_is_not_taken(with_attributes: Path) -> None:
    os.removexattr(with_attributes, "system.posix_acl_access")
    os.setxattr(with_attributes.parent, "system.posix_acl_default", access_list(4321))
    before = belongings(with_attributes)
    save(change(with_attributes))
    assert belongings(with_attributes) == before


def test_attributes_are_there_at_every_call(with_attributes: Path) -> None:
    before = belongings(with_attributes)
    planned = change(with_attributes)
    for limit in range(200):
        status = in_child(lambda limit=limit: (killing_after(limit, "after"), save(planned)))  # type: ignore[misc]
        assert status in (0, KILLED)
        assert belongings(with_attributes) == before
        if with_attributes.read_bytes() == CHANGED:
            break
    assert limit > 10


def test_a_system_without_extended_attributes_is_good_enough(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: object) -> list[str]:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "listxattr", refuse)
    save(change(path))
    assert path.read_bytes() == CHANGED
