"""Edits by name that are one step, another reading of the file, and what a thread may look into."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import Definition
from nixmenu.session import Session, SessionOptions
from nixmenu.user_say import UserSay

TWO = """{ lib, ... }: {
  boot.kernelPatches = [
    { name = "nixmenu"; patch = null; structuredExtraConfig = with lib.kernel; { BONDING = yes; }; }
    { name = "other"; patch = null; structuredExtraConfig = with lib.kernel; { DUMMY = no; }; }
  ];
}
"""


@pytest.fixture
def session(small_kernel: Path, small_facts: Path, tmp_path: Path) -> Session:
    """A session with its first result."""
    opened = Session.open(
        SessionOptions(
            kernel=small_kernel,
            arch="x86_64",
            common_config=str(small_facts),
            patches=tmp_path / "kernel-patches.nix",
            cache=None,
            run_shell=False,
        )
    )
    assert opened.accept(opened.predict())
    return opened


def test_many_edits_one_by_one_are_merged_when_it_is_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A merge after each of thousands of edits takes minutes."""
    merges = 0
    real = UserSay.answers_of

    def counted(self: UserSay, definitions: Sequence[Definition]) -> Mapping[str, Answer]:
        nonlocal merges
        merges += 1
        return real(self, definitions)

    monkeypatch.setattr(UserSay, "answers_of", counted)
    session.prediction = None  # as in a command that has no use for one yet
    symbols = [
        each for each in session.kernel.symbols.values() if each.type in ("bool", "tristate") and each.prompt
    ]
    for value in ("y", "n"):
        for symbol in symbols:
            session.edit(symbol, value)
    assert len(session.history) > len(symbols) > 3
    assert merges == 0
    assert {name for name, answer in session.you.items() if answer.value == "n"} >= {"NET", "BONDING"}
    assert session.you
    assert merges == 1


def said(session: Session) -> dict[str, tuple[str | None, int]]:
    return {
        name: (change.new.tristate, change.new.priority)
        for name, change in session.changes.items()
        if change.new is not None
    }


def test_several_edits_are_taken_back_at_once(session: Session) -> None:
    assert session.do([("NET", "n"), ("BONDING", "y"), ("UNKNOWN", "m")]) is None
    assert said(session) == {"NET": ("n", 50), "BONDING": ("y", 100), "UNKNOWN": ("m", 100)}
    assert session.undo()
    assert not session.dirty
    assert not session.can_undo


def test_an_empty_value_takes_the_answer_away_whoever_gives_it(session: Session) -> None:
    assert session.do([("NET", "")]) is None
    assert said(session) == {"NET": (None, 50)}


def test_what_the_file_gives_anyway_needs_no_definition(session: Session) -> None:
    assert session.do([("NET", "n")]) is None
    assert session.do([("NET", "y")]) is None
    assert not session.dirty


def test_none_of_them_is_done_if_one_is_refused(session: Session) -> None:
    refusal = session.do([("BONDING", "y"), ("MII", None)])
    assert refusal == "your entry 'nixmenu' says nothing about MII"
    assert not session.dirty


def test_an_entry_that_does_say_something_is_named(session: Session) -> None:
    session.patches_path.write_text(TWO)
    session.reload()
    refusal = session.do([("DUMMY", None)])
    place = f"{session.patches_path}:4"
    assert refusal == f"your entry 'nixmenu' says nothing about DUMMY; entry 'other' does, at {place}"


def test_reading_again_takes_other_entries_and_keeps_unsaved_edits(session: Session) -> None:
    assert session.do([("DUMMY", "y")]) is None
    revision = session.revision
    session.patches_path.write_text(TWO)
    session.reload()
    assert session.revision > revision
    answers = {name: answer.value for name, answer in session.you.items()}
    assert answers["BONDING"] == "y"
    assert "DUMMY" in session.changes
    assert list(session.changes) == ["DUMMY"]
    assert session.undo()
    assert session.you["DUMMY"].value == "n"


def test_the_saved_state_is_tried_without_the_edits(session: Session) -> None:
    before = session.prediction
    assert before is not None
    assert session.do([("NET", "n")]) is None
    assert session.trial_of_saved().dot_config == before.dot_config
    assert session.predict().dot_config != before.dot_config


def test_a_snapshot_stays_as_it_was(session: Session) -> None:
    still = session.snapshot()
    assert session.do([("BONDING", "y")]) is None
    session.accept(session.predict())
    assert "BONDING" not in still.you
    assert still.prediction is not None
    assert session.prediction is not None
    assert still.prediction.dot_config != session.prediction.dot_config
    assert still.prediction.config is not session.prediction.config
