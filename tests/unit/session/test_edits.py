"""The history of edits, property by property."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from nixmenu.edits import Edits, Said, Written, same_said
from nixmenu.layers.definition import Definition

NAMES = st.sampled_from(["A", "B", "C"])
SAYINGS = st.one_of(st.just(()), st.sampled_from("ymn").map(lambda value: (Definition("X", value, None),)))
STATES = st.dictionaries(NAMES, SAYINGS.filter(bool))
STEPS = st.lists(st.dictionaries(NAMES, SAYINGS, min_size=1), max_size=8)


def nowhere(_: Written, __: Mapping[str, Said]) -> None:
    """No entry is written at once here."""
    raise AssertionError


def state(edits: Edits) -> dict[str, Said]:
    return {name: edits.said(name) for name in "ABC" if edits.said(name)}


@given(STATES, STEPS)
def test_undo_retraces_every_step_and_redo_returns(
    saved: dict[str, Said], steps: list[dict[str, Said]]
) -> None:
    edits = Edits(saved, nowhere)
    states = [state(edits), *(state(edits) for step in steps if edits.make(step))]
    for earlier in reversed(states[:-1]):
        assert edits.can_undo
        assert edits.undo()
        assert state(edits) == earlier
    assert not edits.undo()
    assert edits.changes == {}
    for later in states[1:]:
        assert edits.redo()
        assert state(edits) == later
    assert not edits.can_redo


@given(STATES, STEPS)
def test_changes_are_the_difference_to_the_file(saved: dict[str, Said], steps: list[dict[str, Said]]) -> None:
    edits = Edits(saved, nowhere)
    for step in steps:
        edits.make(step)
    for name in "ABC":
        differs = not same_said(saved.get(name, ()), edits.said(name))
        assert edits.is_changed(name) is differs
        assert (name in edits.changes) is differs
    edits.saved_as(state(edits), edits.snapshot())
    assert edits.changes == {}


@given(STATES, STEPS, STEPS)
def test_what_is_edited_between_plan_and_save_stays_an_edit(
    saved: dict[str, Said], before: list[dict[str, Said]], between: list[dict[str, Said]]
) -> None:
    edits = Edits(saved, nowhere)
    for step in before:
        edits.make(step)
    planned = edits.snapshot()
    for step in between:
        edits.make(step)
    wanted = state(edits)
    edits.saved_as(planned, planned)
    assert state(edits) == wanted
    assert {name for name in "ABC" if edits.is_changed(name)} == {
        name for name in "ABC" if not same_said(planned.get(name, ()), wanted.get(name, ()))
    }


def test_saying_the_same_again_is_no_step() -> None:
    edits = Edits({"A": (Definition("A", "y", None),)}, nowhere)
    assert not edits.make({"A": (Definition("A", "y", None),), "B": ()})
    assert not edits.can_undo
