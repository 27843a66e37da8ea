"""Saves are remembered across processes, for the very text they left; what is kept is bounded and not trusted."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix import journal, write
from nixmenu.nix.edit import Freeform, Wanted, plan
from nixmenu.nix.intention import Changes
from nixmenu.nix.journal import Journal
from nixmenu.nix.planning import Plan
from nixmenu.nix.saves import Saves
from nixmenu.nix.write import save, save_all

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # graphics
        DRM_RADEON   =   lib.mkForce   no; # never works
        ABC  = freeform ''12'';
      };
    }
  ];
}
"""
LINE = "        DRM_RADEON   =   lib.mkForce   no; # never works\n"
WAS: Changes = {"DRM_RADEON": Wanted("n", force=True)}


@pytest.fixture(autouse=True)
def _without_nix(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Nix says to a save is tested elsewhere, and takes its time."""
    monkeypatch.setattr(write, "nix_instantiate", lambda: None)


@pytest.fixture
def path(nix_file: Callable[[str], Path]) -> Path:
    return nix_file(TEXT)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state" / "saves"


def process(state: Path, path: Path, changes: Changes, entry: str = "slim") -> Plan:
    """What one process does: plan, save, end."""
    saves = Saves(Journal(state))
    planned = saves.plan(path, entry, changes)
    save(planned)
    saves.saved(planned)
    return planned


def kept(state: Path) -> Path:
    (file,) = state.iterdir()
    return file


def test_a_later_process_gives_the_bytes_back(state: Path, path: Path) -> None:
    process(state, path, {"DRM_RADEON": None})
    process(state, path, {"ABC": Wanted(Freeform("13")), "KVM": Wanted("y")})
    process(state, path, WAS)
    assert LINE in path.read_text()
    process(state, path, {"ABC": Wanted(Freeform("12")), "KVM": None})
    assert path.read_text() == TEXT


def test_without_it_the_words_are_lost(path: Path, tmp_path: Path) -> None:
    for changes in ({"DRM_RADEON": None}, WAS):
        save(plan(path, "slim", changes))
    assert "DRM_RADEON = lib.mkForce no;\n" in path.read_text()


def test_a_changed_file_ignores_it(state: Path, path: Path) -> None:
    process(state, path, {"DRM_RADEON": None})
    path.write_text(path.read_text() + "# mine\n")
    process(state, path, WAS)
    assert LINE not in path.read_text()
    assert "DRM_RADEON = lib.mkForce no;\n" in path.read_text()


def test_another_file_with_the_same_text_ignores_it(state: Path, path: Path, tmp_path: Path) -> None:
    process(state, path, {"DRM_RADEON": None})
    other = tmp_path / "other.nix"
    other.write_bytes(path.read_bytes())
    process(state, other, WAS)
    assert LINE not in other.read_text()


def test_a_link_to_the_file_is_the_file(state: Path, path: Path, tmp_path: Path) -> None:
    process(state, path, {"DRM_RADEON": None})
    link = tmp_path / "link.nix"
    link.symlink_to(path)
    process(state, link, WAS)
    assert path.read_text() == TEXT


def nothing(_: Any) -> None:
    """The memory as it was written."""


def set_version(data: Any) -> None:
    data["version"] = 0


def shift_mark(data: Any) -> None:
    data["texts"][-1]["marks"][0]["end"] = 1 << 20


def claim_answer(data: Any) -> None:
    data["texts"][-1]["marks"][0]["said"][0][2] = {"tristate": "maybe"}


def lose_texts(data: Any) -> None:
    data["texts"] = []


def nest(data: Any) -> None:
    mark = {"start": 0, "end": 0, "old": "", "said": [], "step": 1, "buried": []}
    for _ in range(100):
        mark = {**mark, "buried": [mark]}
    data["texts"][-1]["marks"] = [mark]


@pytest.mark.parametrize("damage", [nothing, set_version, shift_mark, claim_answer, lose_texts, nest])
def test_one_that_is_not_in_order_is_not_looked_at(
    state: Path, path: Path, damage: Callable[[Any], None]
) -> None:
    process(state, path, {"DRM_RADEON": None})
    data = json.loads(kept(state).read_text())
    damage(data)
    kept(state).write_text(json.dumps(data))
    process(state, path, WAS)
    assert (LINE in path.read_text()) is (damage is nothing)


@pytest.mark.parametrize("text", ["", "[" * 100_000, "{}", "null", "\xff"])
def test_one_that_is_no_memory_at_all_is_no_error(state: Path, path: Path, text: str) -> None:
    process(state, path, {"DRM_RADEON": None})
    kept(state).write_text(text)
    process(state, path, WAS)
    assert LINE not in path.read_text()


def test_one_that_others_may_write_is_not_believed(state: Path, path: Path) -> None:
    process(state, path, {"DRM_RADEON": None})
    kept(state).chmod(0o666)
    process(state, path, WAS)
    assert LINE not in path.read_text()


def test_only_the_user_may_read_it(state: Path, path: Path) -> None:
    process(state, path, {"DRM_RADEON": None})
    assert kept(state).stat().st_mode & 0o777 == 0o600


def test_a_directory_that_cannot_be_written_is_no_error(path: Path, tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    process(occupied, path, {"DRM_RADEON": None})
    assert "DRM_RADEON" not in path.read_text()


def test_it_stays_small(state: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST", 20_000)
    for number in range(60):
        process(state, path, {f"X{number % 7}": Wanted("y" if number % 2 else "m")})
        process(state, path, {f"X{number % 7}": Wanted(Freeform(f"{number}"))})
        assert kept(state).stat().st_size <= 20_000
    assert 1 < len(json.loads(kept(state).read_text())["order"]) < 60


def test_old_states_give_way_to_new_ones(state: Path, path: Path) -> None:
    for number in range(2 * journal.MOST_STATES):
        process(state, path, {"ABC": Wanted(Freeform(str(number)))})
    data = json.loads(kept(state).read_text())
    assert len(data["order"]) == journal.MOST_STATES


def test_only_so_many_files_are_remembered(
    state: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_FILES", 3)
    for number in range(5):
        other = tmp_path / f"{number}.nix"
        other.write_text(TEXT)
        process(state, other, {"DRM_RADEON": None})
        os.utime(max(state.iterdir(), key=lambda file: file.stat().st_mtime_ns), (number, number))
    assert len(list(state.iterdir())) == 3
    process(state, other, WAS)
    assert other.read_text() == TEXT


# Files that nixmenu made


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "kernel-patches.nix"


def test_a_file_that_was_made_goes_away_with_all_that_it_says(state: Path, new: Path) -> None:
    process(state, new, {"A": Wanted("y")})
    process(state, new, {"B": Wanted("m")})
    process(state, new, {"A": None})
    assert new.exists()
    planned = process(state, new, {"B": None})
    assert not new.exists()
    assert planned.diff.startswith(f"--- {new}\n+++ /dev/null\n")
    assert planned.removes
    assert list(state.iterdir()) == []


def test_the_same_in_one_session_and_again(new: Path) -> None:
    saves = Saves()
    texts = []
    for changes in ({"A": Wanted("y")}, {"A": None}, {"A": Wanted("y")}):
        planned = saves.plan(new, "slim", changes)
        save(planned)
        saves.saved(planned)
        texts.append(new.read_bytes() if new.exists() else None)
    assert texts[0] == texts[2]
    assert texts[1] is None


@pytest.mark.parametrize("change", ["# mine\n", "\n"])
def test_a_file_that_somebody_changed_stays(state: Path, new: Path, change: str) -> None:
    saves = Saves(Journal(state))
    planned = saves.plan(new, "slim", {"A": Wanted("y")})
    save(planned)
    saves.saved(planned)
    new.write_text(new.read_text() + change)
    save(saves.plan(new, "slim", {"A": None}))
    assert new.read_text().endswith(change)
    assert "A = yes" not in new.read_text()


def test_a_file_with_another_entry_stays(state: Path, new: Path) -> None:
    process(state, new, {"A": Wanted("y")})
    process(state, new, {"B": Wanted("y")}, entry="other")
    process(state, new, {"A": None})
    assert 'name = "other"' in new.read_text()


def test_an_empty_file_that_was_there_stays(state: Path, path: Path) -> None:
    path.write_text("{ lib, ... }: { }\n")
    process(state, path, {"A": Wanted("y")})
    process(state, path, {"A": None})
    assert path.read_text() == "{ lib, ... }: { }\n"


def test_the_inverse_of_a_file_that_is_made_is_its_removal(new: Path) -> None:
    planned = plan(new, "slim", {"A": Wanted("y")})
    save(planned)
    back = planned.inverse()
    save(back)
    assert not new.exists()
    save(back.inverse())
    assert new.read_bytes() == planned.after


def test_a_file_that_changed_is_not_removed(new: Path) -> None:
    planned = plan(new, "slim", {"A": Wanted("y")})
    save(planned)
    new.write_bytes(planned.after + b"# mine\n")
    with pytest.raises(NixmenuError, match="changed by someone else"):
        save(planned.inverse())
    assert new.read_bytes() == planned.after + b"# mine\n"


def test_a_removed_file_is_put_back_if_a_later_save_fails(new: Path, tmp_path: Path) -> None:
    planned = plan(new, "slim", {"A": Wanted("y")})
    save(planned)
    other = tmp_path / "other.nix"
    other.write_text(TEXT)
    broken = plan(other, "slim", {"A": Wanted("y")})
    other.write_text("{ }")
    with pytest.raises(NixmenuError):
        save_all([planned.inverse(), broken])
    assert new.read_bytes() == planned.after


def test_the_link_to_a_removed_file_stays(new: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.nix"
    link.symlink_to(new)
    planned = plan(link, "slim", {"A": Wanted("y")})
    save(planned)
    assert new.exists()
    save(planned.inverse())
    assert link.is_symlink()
    assert not new.exists()
