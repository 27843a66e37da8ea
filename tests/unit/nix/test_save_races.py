"""Saves that something comes between: another program, another save, a file system that gives little or nothing."""

import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix import write
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.replacement import ChangedMeanwhileError, replace_file
from nixmenu.nix.write import NotWritableError, save, save_all

TEXT = '{ lib, ... }:\n[\n  {\n    name = "slim";\n    structuredExtraConfig.A = lib.kernel.yes;\n  }\n]\n'
CHANGED = TEXT.replace("yes", "no")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(write, "nix_instantiate", lambda: None)
    file = tmp_path / "patches.nix"
    file.write_text(TEXT)
    return file


def left(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


@pytest.mark.parametrize("theirs", ["mine\n", None], ids=["changed", "removed"])
def test_what_happens_while_nix_is_asked_is_seen(path: Path, theirs: str | None) -> None:
    def meanwhile(_temporary: Path) -> None:
        path.unlink()
        if theirs is not None:
            path.write_text(theirs)

    with pytest.raises(ChangedMeanwhileError):
        replace_file(path, TEXT.encode(), CHANGED.encode(), approve=meanwhile)
    assert (path.read_text() if theirs is not None else path.exists()) == (theirs or False)
    assert left(path) == ([path.name] if theirs is not None else [])


def test_a_file_that_grew_by_its_end_is_not_overwritten(path: Path) -> None:
    planned = plan(path, "slim", {"A": Wanted("n")})
    with path.open("a") as file:
        file.write("# mine\n")
    with pytest.raises(NixmenuError, match="was changed by someone else"):
        save(planned)
    assert path.read_text() == TEXT + "# mine\n"


def test_a_write_that_takes_a_few_bytes_at_a_time_is_completed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: writing(descriptor, data[:7]))
    save(plan(path, "slim", {"A": Wanted("n")}))
    monkeypatch.undo()
    assert path.read_text() == CHANGED


def test_nobody_else_may_read_the_new_text_before_it_has_the_old_mode(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.chmod(0o600)
    seen = []
    opening = os.open

    def watch(name: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = opening(name, flags, mode)
        seen.append(os.fstat(descriptor).st_mode & 0o077)
        return descriptor

    monkeypatch.setattr(os, "open", watch)
    save(plan(path, "slim", {"A": Wanted("n")}))
    assert seen[0] == 0


def test_another_name_that_comes_in_between_stops_the_save(path: Path) -> None:
    planned = plan(path, "slim", {"A": Wanted("n")})
    other = path.with_name("other.nix")
    os.link(path, other)
    with pytest.raises(NixmenuError, match="hard links"):
        save(planned)
    assert (path.read_text(), other.read_text()) == (TEXT, TEXT)
    assert left(path) == sorted([path.name, other.name])


def test_a_directory_in_its_place_is_left_alone(path: Path) -> None:
    planned = plan(path, "slim", {"A": Wanted("n")})
    path.unlink()
    path.mkdir()
    with pytest.raises(NixmenuError, match=r"cannot be saved|no ordinary file"):
        save(planned)
    assert left(path) == [path.name]


def test_a_pipe_in_its_place_is_left_alone(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.write(descriptor, TEXT.encode() + b"#")
        with pytest.raises(ChangedMeanwhileError, match="is no ordinary file"):
            replace_file(path, TEXT.encode(), CHANGED.encode())
    finally:
        os.close(descriptor)
    assert path.is_fifo()


def test_the_directory_is_synced_after_the_rename(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    syncing, renaming = os.fsync, os.rename

    def sync(descriptor: int) -> None:
        done.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        syncing(descriptor)

    def rename(source: Path, target: Path) -> None:
        done.append("rename")
        renaming(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "rename", rename)
    save(plan(path, "slim", {"A": Wanted("n")}))
    assert done == ["file", "rename", "directory"]


def test_nothing_is_written_through_a_link_under_the_name_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = path.with_name("precious")
    precious.write_text("precious")
    monkeypatch.setattr(secrets, "token_hex", lambda _length: "guessed")
    for make in (os.link, os.symlink):
        make(precious, path.with_name(".patches.nix.guessed.tmp"))
        with pytest.raises(NixmenuError, match="cannot be saved, and is as it was: File exists"):
            save(plan(path, "slim", {"A": Wanted("n")}))
        assert (precious.read_text(), path.read_text()) == ("precious", TEXT)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
@pytest.mark.parametrize("call", ["open", "rename"])
def test_what_may_not_be_written_is_given_to_paste(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, call: str
) -> None:
    planned = plan(path, "slim", {"A": Wanted("n")})

    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(NotWritableError, match="cannot be saved, and is as it was") as caught:
        save(planned)
    monkeypatch.undo()
    assert caught.value.paste == '{\n  name = "slim";\n  structuredExtraConfig.A = lib.kernel.no;\n}\n'
    assert path.read_text() == TEXT
    assert left(path) == [path.name]


def test_a_second_file_that_fails_takes_the_first_back(path: Path) -> None:
    second = path.with_name("second.nix")
    second.write_text(TEXT)
    plans = [plan(one, "slim", {"A": Wanted("n")}) for one in (path, second)]
    second.write_text(TEXT + "# mine\n")
    with pytest.raises(NixmenuError, match="was changed by someone else"):
        save_all(plans)
    assert path.read_text() == TEXT


def in_child(action: Callable[[], object]) -> int:
    """Starts something in a process of its own, which ends with 0, or 2 for a sentence; gives its number."""
    child = os.fork()
    if child == 0:
        try:
            action()
        except NixmenuError:
            os._exit(2)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return child


@pytest.mark.parametrize("new", [False, True], ids=["changed", "new"])
def test_of_saves_at_the_same_time_one_counts_and_the_others_are_told(path: Path, new: bool) -> None:
    for _ in range(5):
        path.unlink(missing_ok=True)
        if not new:
            path.write_text(TEXT)
        plans = [plan(path, "slim", {"A": Wanted(answer)}) for answer in ("n", "m")]
        children = [in_child(lambda planned=planned: save(planned)) for planned in plans]  # type: ignore[misc]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        assert set(codes) <= {0, 2}
        assert 0 in codes
        winners = [planned.after for planned, code in zip(plans, codes, strict=True) if code == 0]
        assert path.read_bytes() in winners
        assert left(path) == [path.name]
