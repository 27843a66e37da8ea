"""However many saves there were, asking for what an entry said at first gives the first file, byte by byte."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.errors import NixmenuError
from nixmenu.nix.journal import Journal
from nixmenu.nix.read import Context, read_entries
from nixmenu.nix.saves import Saves
from nixmenu.nix.specialisations import qualified
from nixmenu.nix.wanted import Wanted
from tests.unit.nix.test_inverse import FILES, WANTED, copied, written

OPTIONS = ("9PNET", "ABC", "KVM", "ZZZ")
Undo = dict[str, Wanted | None]


def names(path: Path) -> list[str]:
    """The entries that can be named, and one that is not there."""
    file = read_entries(path)
    here = [entry.name for entry in file.entries if entry.name is not None and entry.path == path]
    return [*here, *(qualified(one.specialisation, one.name) for one in file.elsewhere), "own"]


def said(path: Path, name: str) -> dict[str, Wanted]:
    """What an entry says, also under a condition that only the system knows."""
    entry = read_entries(path, Context().of(name)).entry(name)
    if entry is None:
        return {}
    definitions = [*entry.definitions, *(one.definition for one in entry.conditional)]
    return {one.name: Wanted.of(one) for one in definitions}


def saved(path: Path, name: str, changes: Undo, open_saves: Callable[[], Saves]) -> bool:
    """One save; False if the edit is refused, which leaves everything as it is."""
    saves = open_saves()
    try:
        planned = saves.plan(path, name, changes, comments={"ABC": "A prompt"})
    except NixmenuError:
        return False
    written(saves, planned)
    return True


def edits(path: Path, name: str, data: st.DataObject, open_saves: Callable[[], Saves]) -> Undo:
    """Random saves of one entry; returns what it said before to all that they touched."""
    first = said(path, name)
    touched: Undo = {}
    choice = st.sampled_from(sorted({*OPTIONS, *first}))
    for _ in range(data.draw(st.integers(1, 6))):
        changes = data.draw(st.dictionaries(choice, st.none() | WANTED, min_size=1, max_size=4))
        if saved(path, name, changes, open_saves):
            touched.update({option: first.get(option) for option in changes})
    return touched


SOME = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("original", FILES, ids=lambda path: path.stem)
@given(data=st.data())
@SOME
def test_one_save_takes_back_many(
    original: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder, session = tmp_path_factory.mktemp("edits"), Saves()
    path = copied(original, folder)
    journal = Journal(folder / "state")
    processes = data.draw(st.booleans(), label="a process of its own for each edit")

    def open_saves() -> Saves:
        return Saves(journal) if processes else session

    name = data.draw(st.sampled_from(names(path)))
    undo = edits(path, name, data, open_saves)
    if undo:
        assert saved(path, name, undo, open_saves)
    assert path.read_bytes() == original.read_bytes()


@pytest.mark.parametrize("original", FILES, ids=lambda path: path.stem)
@given(data=st.data())
@SOME
def test_one_option_after_the_other_in_any_order(
    original: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder, session = tmp_path_factory.mktemp("edits"), Saves()
    path = copied(original, folder)
    name = data.draw(st.sampled_from(names(path)))
    undo = edits(path, name, data, lambda: session)
    for option in data.draw(st.permutations(sorted(undo))):
        assert saved(path, name, {option: undo[option]}, lambda: session)
    assert path.read_bytes() == original.read_bytes()
