"""What is found in sessions on a small kernel, how it is grouped, and how grave it is."""

from collections.abc import Sequence

import pytest

from nixmenu.check import check
from nixmenu.findings.finding import Finding
from nixmenu.generator import CancelledError
from nixmenu.session import Session
from tests.unit.causes.conftest import Open


def about(session: Session, *names: str) -> Finding:
    """The one finding about these options."""
    (found,) = [finding for finding in check(session) if set(finding.names) == set(names)]
    return found


def brief(findings: Sequence[Finding]) -> list[str]:
    return [f"{finding.severity} {finding.kind} {' '.join(finding.names)}" for finding in findings]


def test_nothing_wrong_is_nothing_found(open_session: Open) -> None:
    assert check(open_session("BUS = yes;", nixos="DISK=y")) == []


def test_one_answer_that_makes_three_unused_is_one_problem(open_session: Open) -> None:
    session = open_session("BUS = no;", nixos="CAMERA=m STICK=m PICTURES=y FLAGGED=y")
    found = check(session)
    assert brief(found) == ["error unused CAMERA PICTURES STICK", "error unused FLAGGED"]
    first, second = found
    path = session.patches_path
    assert first.title == (
        f"3 options are never asked for, because you answer n to BUS (entry 'mine', {path}:6)."
    )
    assert str(first.origin) == f"{path}:6"
    assert [(root.name, root.who) for root in first.roots] == [("BUS", "you")]
    assert first.todo[-1].lines == tuple(
        f"{name} = lib.mkForce lib.kernel.unset;" for name in ("CAMERA", "PICTURES", "STICK")
    )
    assert first.messages == tuple(
        f"error: unused option: {name}" for name in ("CAMERA", "PICTURES", "STICK")
    )
    assert "a test of the toolchain" in second.title
    assert second.origin is None


def test_what_only_nixos_loses_and_only_warns_is_a_note(open_session: Open) -> None:
    optional = check(open_session(nixos="FLAGGED=y?"))
    assert brief(optional) == ["note unused FLAGGED"]
    assert brief(check(open_session("FLAGGED = option yes;"))) == ["warning unused FLAGGED"]


def test_a_group_says_how_many_stop_the_build(open_session: Open) -> None:
    found = about(open_session("BUS = no;", nixos="CAMERA=m STICK=m?"), "CAMERA", "STICK")
    assert found.severity == "error"
    assert found.meaning == "NixOS's build stops with an error for 1 of them, and warns of the others."


def test_an_answer_that_comes_out_otherwise_names_what_made_it_so(open_session: Open) -> None:
    found = about(open_session("TURBO = yes;", "FAST = no;"), "TURBO")
    assert found.kind == "unused"
    assert [(root.name, root.who, root.wanted) for root in found.roots] == [("FAST", "you", "y")]


def test_a_refused_answer_is_explained_by_what_selects_it(open_session: Open) -> None:
    session = open_session("SELECTED = no;")
    (found,) = check(session)
    assert (found.severity, found.kind, found.names) == ("error", "stop", ("SELECTED",))
    assert found.title == (
        "The question for SELECTED refuses n ([M/y/?] was offered): SELECTED cannot be n: another option"
        " selects it."
    )
    assert found.todo[0].lines == ("SELECTOR = lib.kernel.no;",)
    assert found.messages == ("repeated question: Selected",)


def test_a_module_without_modules_is_put_down_to_modules(open_session: Open) -> None:
    (found,) = check(open_session("MODULES = no;", nixos="DISK=m"))
    assert found.kind == "stop"
    assert "DISK cannot be m, because MODULES is n" in found.title
    assert [(root.name, root.who) for root in found.roots] == [("MODULES", "you")]


@pytest.mark.parametrize(
    ("nixos", "line"), [("", "TURBO = lib.kernel.yes;"), ("TURBO=n", "TURBO = lib.mkForce lib.kernel.yes;")]
)
def test_a_module_of_a_bool_is_told_with_the_line_that_works(
    open_session: Open, nixos: str, line: str
) -> None:
    session = open_session("FAST = yes;", "TURBO = lib.mkForce module;", nixos=nixos)
    (found,) = check(session)
    assert (
        found.title == "The question for TURBO refuses m ([N/y/?] was offered): TURBO takes y or n, not 'm'."
    )
    assert found.todo[0].lines == (line,)


def test_a_number_out_of_range_is_refused(open_session: Open) -> None:
    (found,) = check(open_session('COUNT = freeform "12";'))
    assert "COUNT takes 1 to 9, not 12" in found.title


def test_two_of_a_choice_are_named_with_the_way_out(open_session: Open) -> None:
    (found,) = check(open_session("FAST = yes;", nixos="SLOW=y"))
    assert found.title == "SLOW and FAST are options of one choice, and all of them are answered y."
    assert found.todo[0].lines == ("SLOW = lib.mkForce lib.kernel.unset;",)


def test_a_conflict_is_told_with_the_line_that_wins(open_session: Open) -> None:
    session = open_session("BUS = no;", nixos="BUS=y")
    (found,) = check(session)
    assert (found.severity, found.kind, str(found.origin)) == (
        "error",
        "conflict",
        f"{session.patches_path}:6",
    )
    assert found.todo[0].lines == ("BUS = lib.mkForce lib.kernel.no;",)


def test_a_line_of_a_dot_config_is_rewritten(open_session: Open) -> None:
    session = open_session(text="CONFIG_BUS=y\n")
    (found,) = check(session)
    assert found.todo[0].text == "write `BUS y`"
    assert str(found.origin) == f"{session.patches_path}:4"


def test_prefixes_are_found_in_both_kinds_of_entries(open_session: Open) -> None:
    session = open_session("CONFIG_BUS = yes;", text="CONFIG_DISK y\n")
    found = check(session)
    assert brief(found) == ["error prefix CONFIG_BUS", "error prefix CONFIG_DISK"]
    assert [str(each.origin).rpartition(":")[2] for each in found] == ["7", "3"]
    assert found[0].todo[0].text == "write BUS in its place"


def test_unknown_names_come_with_the_nearest(open_session: Open) -> None:
    found = about(open_session("PICTURE = yes;"), "PICTURE")
    assert found.kind == "unknown-name"
    assert found.todo[0].text == "did you mean PICTURES?"
    assert "sparc has it" in about(open_session("SPARKLE = yes;"), "SPARKLE").title


def test_unknown_names_of_nixos_are_one_problem(open_session: Open) -> None:
    session = open_session(nixos="GONE=y LOST=y")
    found = about(session, "GONE", "LOST")
    assert found.title == "NixOS answers 2 options that Linux 6.12.9 for x86 does not have."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("HAVE_ENGINE = yes;", "HAVE_ENGINE has no prompt", id="no prompt"),
        pytest.param("ENGINE = module;", "ENGINE takes y or n, not 'm'", id="m of a bool"),
    ],
)
def test_an_answer_that_cannot_be_is_told_as_such(open_session: Open, line: str, expected: str) -> None:
    (found,) = check(open_session(line))
    assert (found.severity, found.kind) == ("error", "unsatisfiable")
    assert found.title.startswith(expected)


def test_an_answer_without_prompt_that_comes_true_anyway_is_no_problem(open_session: Open) -> None:
    assert check(open_session("CAMERA = yes;", "SENSOR = yes;", "BUS = yes;")) == []


def test_a_lost_answer_of_nixos_without_prompt_goes_to_its_root(open_session: Open) -> None:
    found = about(open_session("BUS = no;", nixos="SENSOR=m CAMERA=m"), "SENSOR", "CAMERA")
    assert [(root.name, root.who) for root in found.roots] == [("BUS", "you")]


def test_a_number_that_silently_does_not_stick_counts_if_the_user_gave_it(open_session: Open) -> None:
    found = about(open_session('LEVEL = freeform "5";'), "LEVEL")
    assert (found.severity, found.kind) == ("warning", "unsatisfiable")
    assert found.messages == ("note: option silently not set: LEVEL (wanted '5', got '0')",)
    (silent,) = check(open_session(nixos="LEVEL=5"))
    assert (silent.severity, silent.kind, silent.names) == ("note", "silent", ("LEVEL",))
    assert silent.meaning.startswith("NixOS does not report it")


def test_what_would_be_there_by_default_needs_no_question(open_session: Open) -> None:
    found = about(open_session("BUS = no;", nixos="SPARE=y"), "SPARE")
    assert [(root.name, root.who) for root in found.roots] == [("BUS", "you")]


def test_what_nixos_requires_and_the_user_turned_off_is_a_warning(open_session: Open) -> None:
    found = about(open_session("MODULES = no;"), "MODULES")
    assert (found.severity, found.kind) == ("warning", "required")
    assert found.title == "MODULES is n and has to be y: NixOS's system/boot/kernel.nix requires it."


def test_nobody_who_waits_any_more_gets_anything(open_session: Open) -> None:
    session = open_session("BUS = no;", nixos="CAMERA=m STICK=m")
    looks = iter([False, True])
    with pytest.raises(CancelledError):
        check(session, lambda: next(looks))
