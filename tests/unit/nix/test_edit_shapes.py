"""Editing every shape that people write: what is asked for changes, and no other byte does."""

import difflib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.layers.definition import Definition
from nixmenu.nix.edit import UNSET, Freeform, Plan, Wanted, plan
from nixmenu.nix.read import read_entries
from nixmenu.nix.wanted import Answer

SHARED_LINES = {"one_line", "aligned"}
"""Shapes whose first option stands in the line of its brace: what is added before it goes there too."""


def edit(path: Path, changes: Mapping[str, Wanted | None], entry: str = "slim") -> Plan:
    """Plan an edit and put its text in place."""
    planned = plan(path, entry, changes)
    path.write_bytes(planned.after)
    return planned


def definitions(path: Path, entry: str = "slim") -> dict[str, Definition]:
    found = read_entries(path).entry(entry)
    assert found is not None
    return {definition.name: definition for definition in found.definitions}


def as_wanted(definition: Definition) -> Wanted:
    """The request that a definition fulfils already."""
    force = definition.priority < 100
    if definition.freeform is not None:
        return Wanted(Freeform(definition.freeform), force, definition.optional)
    match definition.tristate:
        case "y" | "m" | "n":
            return Wanted(definition.tristate, force, definition.optional)
    return Wanted(UNSET, force, definition.optional)


def changed_lines(before: bytes, after: bytes) -> list[str]:
    old, new = (text.decode().split("\n") for text in (before, after))
    return [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]


def test_asking_for_what_is_there_changes_no_byte(shape: Path) -> None:
    before = shape.read_bytes()
    for weaker in (False, True):
        wanted = {name: as_wanted(definition) for name, definition in definitions(shape).items()}
        if weaker:
            wanted = {name: Wanted(request.value, force=False) for name, request in wanted.items()}
        planned = plan(shape, "slim", {**wanted, "NOT_THERE": None})
        assert planned.after == before
        assert planned.diff == ""
        assert planned.changed == []


def test_a_changed_answer_changes_only_that_answer(shape: Path) -> None:
    before = shape.read_bytes()
    planned = edit(shape, {"NFSD": Wanted("m")})
    assert definitions(shape)["NFSD"].tristate == "m"
    assert planned.changed == ["NFSD"]
    words = [
        word
        for word in difflib.ndiff(before.decode().split(), planned.after.decode().split())
        if word[0] in "-+"
    ]
    assert [word.rsplit(".", 1)[-1].removeprefix("- ").removeprefix("+ ") for word in words] == [
        "yes;",
        "module;",
    ]


def test_a_forced_answer_stays_forced_when_it_changes(shape: Path) -> None:
    edit(shape, {"DRM_RADEON": Wanted("m", force=True)})
    definition = definitions(shape)["DRM_RADEON"]
    assert (definition.tristate, definition.priority) == ("m", 50)


def test_force_that_is_not_wanted_goes_with_the_old_answer(shape: Path) -> None:
    edit(shape, {"DRM_RADEON": Wanted("y", force=False)})
    definition = definitions(shape)["DRM_RADEON"]
    assert (definition.tristate, definition.priority) == ("y", 100)


def test_a_plain_answer_becomes_forced(shape: Path) -> None:
    before = definitions(shape)["NFSD"].priority
    edit(shape, {"NFSD": Wanted("n", force=True)})
    definition = definitions(shape)["NFSD"]
    assert (definition.tristate, definition.priority) == ("n", 50 if before == 100 else before)


def test_added_options_are_there_and_their_removal_restores_every_byte(shape: Path) -> None:
    before = shape.read_bytes()
    added: dict[str, Wanted] = {
        "AAA": Wanted("y"),
        "9PNET": Wanted("m", force=True),
        "KVM": Wanted(Freeform("a b")),
        "KVM_INTEL": Wanted(UNSET, optional=True),
        "ZZZ": Wanted("n"),
    }
    planned = edit(shape, added)
    assert planned.changed == sorted(added)
    found = definitions(shape)
    assert {name: as_wanted(found[name]) for name in added} == added
    lines = changed_lines(before, planned.after)
    if shape.stem not in SHARED_LINES:
        assert len(lines) == len(added)
        assert all(line.startswith("+ ") for line in lines)
    edit(shape, dict.fromkeys(added))
    assert shape.read_bytes() == before


def test_all_options_removed_leave_a_valid_entry(shape: Path) -> None:
    others = [entry.name for entry in read_entries(shape).entries]
    edit(shape, dict.fromkeys(definitions(shape)))
    assert definitions(shape) == {}
    assert [entry.name for entry in read_entries(shape).entries] == others
    edit(shape, {"KVM": Wanted("y")})
    assert definitions(shape)["KVM"].tristate == "y"


def test_an_entry_of_another_name_is_added_beside(shape: Path) -> None:
    before = [str(entry.name) for entry in read_entries(shape).entries]
    planned = edit(shape, {"KVM": Wanted("y"), "KSM": Wanted("n", force=True)}, "nixmenu")
    found = definitions(shape, "nixmenu")
    assert (found["KVM"].tristate, found["KSM"].priority) == ("y", 50)
    names = [str(entry.name) for entry in read_entries(shape).entries]
    assert sorted(names) == sorted([*before, "nixmenu"])
    assert planned.diff.startswith(f"--- {shape}\n+++ {shape}\n")


ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.sampled_from(["y", "m", "n", UNSET]),
    st.text("ab1\"$\\{} \n'", max_size=6).map(Freeform),
)
SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.nix"))


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_added_or_changed_goes_back_without_memory_of_it(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    original = data.draw(st.sampled_from(SHAPES))
    path = tmp_path_factory.mktemp("edits") / original.name
    path.write_bytes(original.read_bytes())
    texts = [path.read_bytes()]
    undo: list[tuple[str, Wanted | None]] = []
    fixed = {"DRM_RADEON"} if original.stem == "alias" else set()
    for _ in range(data.draw(st.integers(1, 4))):
        found = definitions(path)
        names = sorted({"9PNET", "ABC", "KVM", "ZZZ", *found} - fixed)
        name = data.draw(st.sampled_from(names))
        old = found.get(name)
        answer = data.draw(ANSWERS)
        if old is None:
            wanted = Wanted(answer, data.draw(st.booleans()), data.draw(st.booleans()))
        else:
            wanted = Wanted(answer, old.priority < 100, old.optional)
        undo.append((name, None if old is None else as_wanted(old)))
        edit(path, {name: wanted})
        assert (definitions(path)[name].tristate, definitions(path)[name].freeform) == (
            wanted.tristate,
            wanted.freeform,
        )
        texts.append(path.read_bytes())
    for name, before in reversed(undo):
        assert path.read_bytes() == texts.pop()
        edit(path, {name: before})
    assert path.read_bytes() == texts.pop() == original.read_bytes()
