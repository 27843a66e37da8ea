"""Saving: all or nothing, with the file's mode, owner and links kept, whatever goes wrong on the way."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix import real, write
from nixmenu.nix.edit import Plan, Wanted, plan
from nixmenu.nix.write import save

TEXT = '{ lib, ... }:\n[\n  {\n    name = "slim";\n    structuredExtraConfig.A = lib.kernel.yes;\n  }\n]\n'
CHANGED = TEXT.replace("yes", "no")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to change; Nix stays out of it (tests/nix asks it)."""
    monkeypatch.setattr(write, "nix_instantiate", lambda: None)
    file = tmp_path / "patches.nix"
    file.write_text(TEXT)
    return file


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir())


def change(path: Path) -> Plan:
    return plan(path, "slim", {"A": Wanted("n")})


def test_what_was_planned_is_saved_and_nothing_else_is_left(path: Path) -> None:
    save(change(path))
    assert path.read_text() == CHANGED
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640, 0o444, 0o755])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    save(change(path))
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == CHANGED


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give a file away")
def test_the_owner_is_kept(path: Path) -> None:
    os.chown(path, 1234, 4321)
    path.chmod(0o640)
    save(change(path))
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 4321, 0o640)


def test_a_new_file_gets_the_usual_mode(path: Path) -> None:
    new = path.with_name("new.nix")
    before = os.umask(0o027)
    try:
        save(plan(new, "slim", {"A": Wanted("n")}))
    finally:
        os.umask(before)
    assert stat.S_IMODE(new.stat().st_mode) == 0o640
    assert names(path.parent) == ["new.nix", "patches.nix"]


def test_a_link_is_followed_to_its_target(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "linked.nix"
    link.symlink_to("../patches.nix")
    save(change(link))
    assert link.is_symlink()
    assert path.read_text() == CHANGED
    assert names(folder) == ["linked.nix"]


def test_a_link_to_nothing_gets_its_target(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.nix"
    link.symlink_to(tmp_path / "target.nix")
    save(plan(link, "slim", {"A": Wanted("n")}))
    assert link.is_symlink()
    assert "A = no;" in (tmp_path / "target.nix").read_text()


def test_a_save_of_nothing_does_not_touch_the_file(path: Path) -> None:
    before = path.stat()
    save(plan(path, "slim", {"A": Wanted("y")}))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize("text", ["", TEXT + "\n", TEXT[:-1], TEXT.replace("A", "B")])
def test_a_file_changed_meanwhile_is_not_overwritten(path: Path, text: str) -> None:
    planned = change(path)
    path.write_text(text)
    with pytest.raises(NixmenuError, match="was changed by someone else"):
        save(planned)
    assert path.read_text() == text
    assert names(path.parent) == [path.name]


def test_a_file_removed_meanwhile_is_not_made_again(path: Path) -> None:
    planned = change(path)
    path.unlink()
    with pytest.raises(NixmenuError, match="was removed since"):
        save(planned)
    assert names(path.parent) == []


def test_a_file_made_meanwhile_is_not_overwritten(path: Path) -> None:
    new = path.with_name("new.nix")
    planned = plan(new, "slim", {"A": Wanted("n")})
    new.write_text("mine")
    with pytest.raises(NixmenuError, match="was changed by someone else"):
        save(planned)
    assert new.read_text() == "mine"


def test_a_file_made_at_the_last_moment_is_not_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = path.with_name("new.nix")
    planned = plan(new, "slim", {"A": Wanted("n")})
    linking = os.link

    def late(source: Path, target: Path) -> None:
        new.write_text("mine")
        linking(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(NixmenuError, match="cannot be saved, and is as it was: File exists"):
        save(planned)
    assert new.read_text() == "mine"
    assert names(path.parent) == ["new.nix", "patches.nix"]


def test_a_file_system_without_hard_links_is_good_enough(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    new = path.with_name("new.nix")
    save(plan(new, "slim", {"A": Wanted("n")}))
    assert "A = no;" in new.read_text()
    assert names(path.parent) == ["new.nix", "patches.nix"]


def test_a_missing_directory_is_an_ordinary_error(path: Path) -> None:
    planned = plan(path.parent / "none" / "new.nix", "slim", {"A": Wanted("n")})
    with pytest.raises(NixmenuError, match="cannot be saved, and is as it was: No such file"):
        save(planned)


def test_a_plan_that_was_tampered_with_is_stopped(path: Path) -> None:
    planned = change(path)
    wrong = Plan(
        path=planned.path,
        before=planned.before,
        after=planned.after.replace(b"no", b"module"),
        diff="",
        entry=planned.entry,
        created=False,
        changed=["A"],
        intention=planned.intention,
    )
    with pytest.raises(NixmenuError, match="A would not get the answer that was asked for"):
        save(wrong)
    assert path.read_text() == TEXT


STEPS = [
    (os, "open"),
    (os, "write"),
    (os, "close"),
    (os, "setxattr"),
    (os, "fchmod"),
    (os, "fsync"),
    (os, "fstat"),
    (os, "rename"),
    (write, "_ask_nix"),
]


@pytest.mark.parametrize("step", STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize(
    "failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stop"]
)
@pytest.mark.parametrize("call", [0, 1])
def test_a_failure_at_any_step_leaves_the_old_file_or_the_new_one(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[object, str],
    failure: BaseException,
    call: int,
) -> None:
    planned = change(path)
    owner, name = step
    original: Callable[..., object] = getattr(owner, name)
    calls = iter(range(10))

    def fail(*arguments: object, **named: object) -> object:
        if next(calls) == call:
            raise failure
        return original(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fail)
        with suppress(KeyboardInterrupt, NixmenuError):
            save(planned)
    assert path.read_text() in (TEXT, CHANGED)
    assert names(path.parent) == [path.name]


def test_a_full_disk_is_told_and_the_old_file_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NixmenuError, match="cannot be saved, and is as it was: No space left on device"):
        save(change(path))
    assert path.read_text() == TEXT
    assert names(path.parent) == [path.name]


def test_what_nix_refuses_is_not_saved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_program: Path, file: Path) -> None:
        assert file.read_text() == CHANGED
        raise real.RealNixError("Nix says: no")

    monkeypatch.setattr(write, "nix_instantiate", lambda: Path("/nix"))
    monkeypatch.setattr(write, "check_syntax", refuse)
    with pytest.raises(NixmenuError, match=r"not taken by Nix, and nothing is written\. Nix says: no"):
        save(change(path))
    assert path.read_text() == TEXT
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("through_link", [False, True])
def test_a_file_with_other_names_is_refused(path: Path, tmp_path: Path, through_link: bool) -> None:
    other = tmp_path / "elsewhere.nix"
    other.hardlink_to(path)
    link = tmp_path / "link.nix"
    link.symlink_to(path)
    with pytest.raises(
        NixmenuError, match=r"2 names \(hard links\), and a save would part it .* Nothing is written"
    ):
        save(change(link if through_link else path))
    assert path.samefile(other)
    assert path.read_text() == TEXT
    assert names(tmp_path) == ["elsewhere.nix", "link.nix", "patches.nix"]
    other.unlink()
    save(change(path))
    assert path.read_text() == CHANGED


def test_a_file_with_other_names_is_not_removed(path: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.nix"
    planned = plan(new, "slim", {"A": Wanted("y")})
    save(planned)
    (tmp_path / "elsewhere.nix").hardlink_to(new)
    with pytest.raises(NixmenuError, match="hard links"):
        save(planned.inverse())
    assert new.read_bytes() == planned.after


def test_what_a_killed_save_left_is_no_other_name(path: Path, tmp_path: Path) -> None:
    (tmp_path / f".{path.name}.0123456789ab.tmp").hardlink_to(path)
    another = tmp_path / f".{path.name}.another.tmp"
    another.write_text(TEXT)
    save(change(path))
    assert path.read_text() == CHANGED
    assert names(tmp_path) == [another.name, path.name]
