"""A session on a small kernel: what the layers say, what an edit becomes, what comes of it."""

import gc
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.session import Session, SessionOptions


@pytest.fixture
def options(small_kernel: Path, small_facts: Path, tmp_path: Path) -> SessionOptions:
    return SessionOptions(
        kernel=small_kernel,
        arch="x86_64",
        common_config=str(small_facts),
        patches=tmp_path / "kernel-patches.nix",
        cache=None,
        run_shell=False,
    )


@pytest.fixture
def session(options: SessionOptions) -> Session:
    """A session with its first result."""
    opened = Session.open(options)
    assert opened.accept(opened.predict())
    return opened


def edit(session: Session, name: str, value: str | None) -> str | None:
    return session.edit(session.kernel.symbols[name], value)


def said(session: Session) -> dict[str, str]:
    """The unsaved changes in short: value, with ! for force and - for a withdrawal."""
    short: dict[str, str] = {}
    for name, change in session.changes.items():
        new = change.new
        if new is None:
            short[name] = "-"
        else:
            value = new.freeform if new.freeform is not None else new.tristate or "unset"
            short[name] = value + ("!" if new.priority == 50 else "")
    return short


def settle(session: Session) -> None:
    assert session.accept(session.predict())


def test_opening_names_what_it_found(session: Session) -> None:
    assert session.kernel.version == "6.12.9"
    assert session.system == "x86_64-linux"
    assert session.base_name == "x86_64_defconfig"
    assert session.nixos["NR_CPUS"].value == "384"
    assert dict(session.you) == {}
    assert not session.dirty
    assert "Linux 6.12.9 x86_64" in session.basis


def test_rows_show_every_layer(session: Session) -> None:
    net, dummy, hidden, key = (
        session.layers(session.kernel.symbols[name]) for name in ("NET", "DUMMY", "HIDDEN", "KEY")
    )
    assert (net.base, net.nixos, net.you, net.result) == ("y", "y", None, "y")
    assert net.forced
    assert not net.auto
    assert (dummy.base, dummy.nixos, dummy.result) == ("n", "m", "m")
    assert dummy.auto
    assert not dummy.forced
    assert (hidden.base, hidden.nixos, hidden.result) == ("y", None, "y")
    assert (key.base, key.nixos, key.result) == ("key.pem", "", "")
    assert key.forced
    assert not net.stale


def test_before_the_first_result_rows_are_stale(options: SessionOptions) -> None:
    opened = Session.open(options)
    row = opened.layers(opened.kernel.symbols["NET"])
    assert row.stale
    assert row.result is None


def test_turning_off_what_nixos_only_makes_a_module_needs_no_force(session: Session) -> None:
    assert edit(session, "BONDING", "n") is None
    assert said(session) == {"BONDING": "n"}
    row = session.layers(session.kernel.symbols["BONDING"])
    assert row.edited
    assert row.stale
    assert not row.overridden
    assert row.nixos == "m"
    settle(session)
    assert session.layers(session.kernel.symbols["BONDING"]).result == "n"


def test_turning_off_what_nixos_answers_needs_force(session: Session) -> None:
    assert edit(session, "NET", "n") is None
    assert said(session) == {"NET": "n!"}
    assert session.layers(session.kernel.symbols["NET"]).overridden


def test_a_default_of_nixos_needs_no_force(session: Session) -> None:
    assert edit(session, "MII", "y") is None
    assert said(session) == {"MII": "y"}


def test_numbers_are_free_text_and_forced_where_nixos_says_another(session: Session) -> None:
    assert edit(session, "NR_CPUS", "16") is None
    assert edit(session, "BASE_ADDRESS", "0x2000") is None
    assert said(session) == {"NR_CPUS": "16!", "BASE_ADDRESS": "0x2000"}


def test_what_nixos_says_anyway_is_not_written(session: Session) -> None:
    edit(session, "NET", "n")
    assert edit(session, "NET", "y") is None
    assert said(session) == {}


def test_an_edit_that_changes_nothing_makes_no_result_stale(session: Session) -> None:
    edit(session, "BONDING", "n")
    settle(session)
    revision = session.revision
    assert edit(session, "BONDING", "n") is None
    assert edit(session, "NET", "y") is None
    assert session.revision == revision
    assert not session.layers(session.kernel.symbols["BONDING"]).stale


def test_what_is_the_result_already_is_not_written(session: Session) -> None:
    assert edit(session, "DUMMY", "m") is None
    assert said(session) == {}
    assert not session.can_undo


def test_going_back_to_the_first_result_takes_the_edit_back(session: Session) -> None:
    edit(session, "DUMMY", "n")
    settle(session)
    assert edit(session, "DUMMY", "m") is None
    assert said(session) == {}


def test_moving_a_choice_silences_the_member_that_nixos_chose(session: Session) -> None:
    assert edit(session, "HZ_100", "y") is None
    assert said(session) == {"HZ_100": "y", "HZ_1000": "unset!"}
    settle(session)
    assert session.prediction is not None
    assert session.prediction.fatal is None
    assert session.prediction.values["HZ_100"] == "y"
    assert session.prediction.values["HZ_1000"] == "n"


def test_moving_a_choice_on_and_back_leaves_nothing(session: Session) -> None:
    edit(session, "HZ_100", "y")
    settle(session)
    assert edit(session, "HZ_250", "y") is None
    assert said(session) == {"HZ_250": "y", "HZ_1000": "unset!"}
    settle(session)
    assert edit(session, "HZ_1000", "y") is None
    assert said(session) == {}


def test_withdrawing_a_choice_gives_nixos_its_word_back(session: Session) -> None:
    edit(session, "HZ_100", "y")
    assert edit(session, "HZ_100", None) is None
    assert said(session) == {}


def test_a_member_of_a_choice_is_not_turned_off(session: Session) -> None:
    assert "one of a choice" in (edit(session, "HZ_1000", "n") or "")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("HIDDEN", "n", "no prompt"),
        ("NET", "m", "takes y or n"),
        ("NR_CPUS", "many", "whole number"),
        ("NR_CPUS", "07", "whole number"),
        ("NR_CPUS", "1000", "2 to 512"),
        ("BASE_ADDRESS", "0xg", "hexadecimal"),
        ("LOCALVERSION", "a#b", "'#'"),
        ("LOCALVERSION", " a", "space"),
        ("LOCALVERSION", "?", "help"),
        ("BONDING", None, "says nothing"),
    ],
)
def test_what_no_question_takes_is_refused(session: Session, name: str, value: str | None, why: str) -> None:
    assert why in (edit(session, name, value) or "")
    assert session.revision == 0
    assert not session.dirty


def test_what_is_not_offered_now_is_refused_only_while_the_result_is_fresh(session: Session) -> None:
    edit(session, "NET", "n")
    settle(session)
    assert "not asked" in (edit(session, "BONDING", "y") or "")
    assert edit(session, "NET", "y") is None
    assert edit(session, "BONDING", "y") is None


def test_a_selected_option_cannot_be_turned_off(session: Session) -> None:
    edit(session, "DUMMY", "y")
    settle(session)
    assert "another option selects it" in (edit(session, "MII", "n") or "")


def test_space_walks_through_the_values_on_offer(session: Session) -> None:
    dummy = session.kernel.symbols["DUMMY"]
    assert session.assignable(dummy) == ("n", "m", "y")
    assert session.value(dummy) == "m"
    assert session.cycle(dummy) is None
    assert session.value(dummy) == "y"
    assert session.cycle(dummy) is None
    assert session.value(dummy) == "n"
    assert "takes text" in (session.cycle(session.kernel.symbols["NR_CPUS"]) or "")
    assert "no prompt" in (session.cycle(session.kernel.symbols["HIDDEN"]) or "")
    assert "choose another" in (session.cycle(session.kernel.symbols["HZ_1000"]) or "")


def test_unset_makes_nobody_answer(session: Session) -> None:
    assert session.unset(session.kernel.symbols["NR_CPUS"]) is None
    assert said(session) == {"NR_CPUS": "unset!"}
    settle(session)
    assert session.layers(session.kernel.symbols["NR_CPUS"]).you == "unset"
    assert session.layers(session.kernel.symbols["NR_CPUS"]).result == "128"
    assert "nothing answers" in (session.unset(session.kernel.symbols["BONDING"]) or "")


def test_undo_and_redo_go_all_the_way(session: Session) -> None:
    assert not session.undo()
    edit(session, "NET", "n")
    edit(session, "HZ_100", "y")
    revision = session.revision
    assert session.undo()
    assert said(session) == {"NET": "n!"}
    assert session.undo()
    assert said(session) == {}
    assert not session.can_undo
    assert session.redo()
    assert session.redo()
    assert said(session) == {"NET": "n!", "HZ_100": "y", "HZ_1000": "unset!"}
    assert not session.redo()
    assert session.revision > revision


def test_an_edit_forgets_what_was_undone(session: Session) -> None:
    edit(session, "NET", "n")
    session.undo()
    edit(session, "BONDING", "n")
    assert not session.can_redo


def test_a_result_that_an_edit_overtook_is_not_taken(session: Session) -> None:
    edit(session, "NET", "n")
    late = session.predict()
    session.undo()
    assert not session.accept(late)
    settle(session)
    assert session.prediction is not None
    assert session.prediction.values["NET"] == "y"


def test_a_prediction_that_nobody_wants_stops(session: Session) -> None:
    with pytest.raises(CancelledError):
        session.predict(lambda: True)


def test_what_is_predicted_does_not_touch_the_session(session: Session) -> None:
    before = session.base.dot_config()
    edit(session, "NET", "n")
    first, second = session.predict(), session.predict()
    assert first.dot_config == second.dot_config
    assert session.base.dot_config() == before


def test_a_save_writes_the_entry_and_undo_reaches_across_it(session: Session) -> None:
    edit(session, "NET", "n")
    edit(session, "HZ_100", "y")
    plan = session.plan()
    assert not session.patches_path.exists()
    session.save(plan)
    assert not session.dirty
    assert session.changes == {}
    text = session.patches_path.read_text()
    assert "NET = lib.mkForce no;" in text
    assert "HZ_1000 = lib.mkForce unset;" in text
    assert session.undo()
    assert said(session) == {"HZ_100": "-", "HZ_1000": "-"}


def test_what_is_edited_between_plan_and_save_is_not_lost(session: Session) -> None:
    edit(session, "NET", "n")
    plan = session.plan()
    edit(session, "LOCALVERSION", "-x")
    session.save(plan)
    assert said(session) == {"LOCALVERSION": "-x"}


def test_a_saved_entry_is_read_again(session: Session, options: SessionOptions) -> None:
    edit(session, "NR_CPUS", "16")
    edit(session, "BONDING", "y")
    session.save(session.plan())
    again = Session.open(options)
    assert {name: answer.value for name, answer in again.you.items()} == {"NR_CPUS": "16", "BONDING": "y"}
    assert again.layers(again.kernel.symbols["NR_CPUS"]).overridden
    assert edit(again, "BONDING", None) is None
    assert said(again) == {"BONDING": "-"}


FILE = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "nixmenu";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        NET = yes;
      };
    }
    {
      name = "other";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BONDING = lib.mkForce yes;
        DUMMY = no;
      };
      extraConfig = ''
        LOCALVERSION -x
      '';
    }
  ];
}
"""


@pytest.fixture
def two_entries(options: SessionOptions) -> Session:
    assert options.patches is not None
    options.patches.write_text(FILE)
    opened = Session.open(options)
    settle(opened)
    return opened


def test_other_entries_answer_too(two_entries: Session) -> None:
    values = {name: answer.value for name, answer in two_entries.you.items()}
    assert values == {"NET": "y", "BONDING": "y", "DUMMY": "n", "LOCALVERSION": "-x"}
    assert two_entries.prediction is not None
    assert two_entries.prediction.values["LOCALVERSION"] == "-x"


def test_another_entry_is_overridden_by_force(two_entries: Session) -> None:
    assert edit(two_entries, "DUMMY", "y") is None
    assert said(two_entries) == {"DUMMY": "y!"}


def test_what_another_entry_forces_is_out_of_reach(two_entries: Session) -> None:
    refusal = edit(two_entries, "BONDING", "n") or ""
    assert "forced elsewhere" in refusal
    assert "'other'" in refusal


def test_a_text_answer_beats_the_entry_and_edits_say_so(two_entries: Session) -> None:
    refusal = edit(two_entries, "LOCALVERSION", "-y") or ""
    assert "extraConfig of entry 'other'" in refusal
    assert not two_entries.dirty


def test_conflicts_end_the_prediction_with_their_places(options: SessionOptions) -> None:
    assert options.patches is not None
    options.patches.write_text(FILE.replace("NET = yes", "NET = no"))
    prediction = Session.open(options).predict()
    assert prediction.fatal is not None
    assert "conflicting definitions of NET" in prediction.fatal
    assert f"{options.patches}:8" in prediction.fatal
    assert [(message.kind, message.name) for message in prediction.messages] == [("conflict", "NET")]
    assert prediction.dot_config == ""


def test_after_a_death_the_users_word_is_shown_and_can_be_changed(options: SessionOptions) -> None:
    assert options.patches is not None
    options.patches.write_text(FILE.replace("NET = yes", "NET = lib.mkForce module"))
    session = Session.open(options)
    settle(session)
    assert session.prediction is not None
    assert session.prediction.fatal == "repeated question: Networking support"
    assert session.value(session.kernel.symbols["NET"]) == "m"
    assert session.explain(session.kernel.symbols["NET"])[-2:] == [
        "Result: none, because NixOS stops before there is a .config.",
        "repeated question: Networking support",
    ]
    assert edit(session, "NET", "y") is None
    settle(session)
    assert session.prediction.fatal is None
    assert session.value(session.kernel.symbols["NET"]) == "y"


def test_explanations_name_every_layer(session: Session) -> None:
    edit(session, "NET", "n")
    settle(session)
    assert session.explain(session.kernel.symbols["NET"]) == [
        "Base (x86_64_defconfig): y.",
        "NixOS: y (common-config, misc).",
        f"You: n by your entry 'nixmenu' at {session.patches_path}, over NixOS by force, not saved yet.",
        "Result: n.",
    ]
    dummy = session.explain(session.kernel.symbols["DUMMY"])
    assert "Result: not in the .config." in dummy


def test_answers_from_a_file_replace_the_layers_and_cannot_be_edited(
    small_kernel: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers"
    answers.write_text("NET n\nNR_CPUS? 3 # odd\n")
    session = Session.open(
        SessionOptions(kernel=small_kernel, arch="x86_64", answers=answers, cache=None, run_shell=False)
    )
    settle(session)
    row = session.layers(session.kernel.symbols["NR_CPUS"])
    assert (row.nixos, row.result) == ("3", "3")
    assert "change them there" in (edit(session, "NET", "y") or "")


def test_the_demo_needs_nothing() -> None:
    session = Session.open(SessionOptions(demo=True))
    prediction = session.predict()
    assert session.accept(prediction)
    assert prediction.fatal is None
    assert prediction.values
    assert session.notes == ()
    assert not session.patches_path.exists()


def test_the_demo_takes_a_file_that_is_named_and_keeps_none_of_its_own(tmp_path: Path) -> None:
    patches = tmp_path / "mine.nix"
    session = Session.open(SessionOptions(demo=True, patches=patches))
    assert session.patches_path == patches
    unnamed = Session.open(SessionOptions(demo=True))
    directory = unnamed.patches_path.parent
    assert directory.is_dir()
    del unnamed
    gc.collect()
    assert not directory.exists()


def test_a_directory_that_is_no_kernel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"not a kernel source: .* has no Kconfig"):
        Session.open(SessionOptions(kernel=tmp_path))


def test_a_fork_goes_its_own_way() -> None:
    session = Session.open(SessionOptions(demo=True))
    session.accept(session.predict())
    swap, sound = session.kernel.symbols["SWAP"], session.kernel.symbols["SOUND"]
    assert session.edit(swap, "n") is None
    apart = session.fork()
    assert apart.edit(sound, "n") is None
    assert session.edit(session.kernel.symbols["XFS_FS"], "n") is None
    assert set(apart.changes) == {"SWAP", "SOUND"}
    assert set(session.changes) == {"SWAP", "XFS_FS"}
    apart.go_to(0)
    assert not apart.dirty
    assert set(session.changes) == {"SWAP", "XFS_FS"}
    assert apart.predict().values["SWAP"] == "y"
    assert session.predict().values.get("SWAP", "n") == "n"
