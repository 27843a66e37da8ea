"""Unsaved edits on disk: what is kept is found again, and what anybody may have written does no harm."""

import json
from pathlib import Path

import pytest

from nixmenu.edits import Said
from nixmenu.layers.definition import FORCED, Definition
from nixmenu.recovery import LARGEST, MOST_EDITS, Recovery
from nixmenu.session import Session, SessionOptions

KEPT: dict[str, Said] = {
    "XFS_FS": (Definition("XFS_FS", "n", None),),
    "TMPFS": (Definition("TMPFS", "n", None, True, FORCED),),
    "DEFAULT_HOSTNAME": (Definition("DEFAULT_HOSTNAME", None, "nixos"),),
    "FUSE_FS": (Definition("FUSE_FS", None, None),),
    "SWAP": (),
}


@pytest.fixture
def recovery(tmp_path: Path) -> Recovery:
    return Recovery(tmp_path / "state", Path("/kernel"), Path("/kernel-patches.nix"), "nixmenu")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    opened = Session.open(SessionOptions(demo=True, patches=tmp_path / "kernel-patches.nix"))
    assert opened.accept(opened.predict())
    return opened


def rewritten(recovery: Recovery, **changed: object) -> None:
    content = json.loads(recovery.path.read_text())
    recovery.path.write_text(json.dumps({**content, **changed}))


def test_what_is_kept_is_found(recovery: Recovery) -> None:
    assert recovery.keep(KEPT)
    kept = recovery.find()
    assert kept is not None
    assert kept.edits == KEPT


def test_only_the_owner_reads_it(recovery: Recovery) -> None:
    recovery.keep(KEPT)
    assert recovery.path.stat().st_mode & 0o077 == 0
    assert recovery.path.parent.stat().st_mode & 0o077 == 0
    assert list(recovery.path.parent.iterdir()) == [recovery.path]


def test_keeping_nothing_takes_the_file_away(recovery: Recovery) -> None:
    recovery.keep(KEPT)
    recovery.keep({})
    assert not recovery.path.exists()
    assert recovery.find() is None


@pytest.mark.parametrize("other", [("/other", "/kernel-patches.nix"), ("/kernel", "/other.nix")])
def test_it_is_for_one_kernel_and_one_nix_file(
    recovery: Recovery, tmp_path: Path, other: tuple[str, str]
) -> None:
    recovery.keep(KEPT)
    kernel, patches = map(Path, other)
    assert Recovery(tmp_path / "state", kernel, patches, "nixmenu").find() is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 200_000,
        '"text"',
        '{"version": 1}',
        "\N{SNOWMAN}",
        " " * (LARGEST + 1),
    ],
    ids=["empty", "cut", "list", "deep", "string", "nothing", "not ascii", "large"],
)
def test_a_file_that_is_none_is_nothing(recovery: Recovery, text: str) -> None:
    recovery.keep(KEPT)
    recovery.path.write_text(text)
    assert recovery.find() is None


GOOD = {"tristate": "y", "freeform": None, "optional": False, "priority": 100}


@pytest.mark.parametrize(
    "edits",
    [
        {"XFS_FS": [{**GOOD, "tristate": "x"}]},
        {"XFS_FS": [{**GOOD, "freeform": "both"}]},
        {"XFS_FS": [{**GOOD, "tristate": None, "freeform": "a\nb"}]},
        {"XFS_FS": [{**GOOD, "tristate": None, "freeform": "a" * 5000}]},
        {"XFS_FS": [{**GOOD, "optional": 1}]},
        {"XFS_FS": [{**GOOD, "priority": True}]},
        {"XFS_FS": [{**GOOD, "priority": -1}]},
        {"XFS_FS": [{"tristate": "y"}]},
        {"XFS_FS": [GOOD, GOOD]},
        {"XFS_FS": {}},
        {"X; rm": [GOOD]},
        {"X" * 200: [GOOD]},
        {f"A{number}": [] for number in range(MOST_EDITS + 1)},
        [],
        {},
    ],
)
def test_edits_out_of_order_are_nothing(recovery: Recovery, edits: object) -> None:
    recovery.keep(KEPT)
    rewritten(recovery, edits=edits)
    assert recovery.find() is None


@pytest.mark.parametrize("changed", [{"version": 2}, {"version": "1"}, {"kernel": "/other"}, {"entry": "x"}])
def test_another_format_or_session_is_nothing(recovery: Recovery, changed: dict[str, object]) -> None:
    recovery.keep(KEPT)
    rewritten(recovery, **changed)
    assert recovery.find() is None


def test_a_disk_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recovery = Recovery(tmp_path / "file", Path("/kernel"), Path("/k.nix"), "nixmenu")
    assert not recovery.keep(KEPT)
    assert not recovery.claim()
    assert recovery.find() is None
    recovery.forget()


def test_only_one_session_at_a_time(recovery: Recovery, tmp_path: Path) -> None:
    other = Recovery(tmp_path / "state", Path("/kernel"), Path("/kernel-patches.nix"), "nixmenu")
    assert recovery.claim()
    assert not other.claim()
    recovery.release()
    assert other.claim()
    other.release()


def test_unsaved_edits_of_one_session_are_taken_up_by_another(session: Session, tmp_path: Path) -> None:
    for name, value in (("XFS_FS", "n"), ("TMPFS", "n"), ("DEFAULT_HOSTNAME", "nixos")):
        symbol = session.kernel.symbol(name)
        assert symbol is not None
        assert session.edit(symbol, value) is None
    other = Session.open(SessionOptions(demo=True, patches=tmp_path / "kernel-patches.nix"))
    assert other.take_up(session.unsaved) == 3
    assert other.predict().dot_config == session.predict().dot_config
    assert other.plan().diff == session.plan().diff
    assert other.undo()
    assert not other.dirty


def test_edits_that_do_not_fit_the_kernel_are_left_out(session: Session) -> None:
    edits: dict[str, Said] = {
        "NO_SUCH_OPTION": (Definition("NO_SUCH_OPTION", "y", None),),
        "SWAP": (Definition("SWAP", "m", None),),
        "NR_CPUS": (Definition("NR_CPUS", "y", None),),
        "XFS_FS": (Definition("XFS_FS", None, "text"),),
        "FUSE_FS": (Definition("FUSE_FS", "n", None),),
    }
    assert session.take_up(edits) == 1
    assert session.changes.keys() == {"FUSE_FS"}
