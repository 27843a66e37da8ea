"""`nixmenu why` on a small kernel."""

import json

import pytest

from nixmenu.cli.cause_tree import WIDTH
from nixmenu.cli.why import why_text
from nixmenu.session import Session
from nixmenu.why import why
from tests.unit.causes.conftest import Open
from tests.unit.cli.conftest import Run


def text(session: Session, name: str) -> str:
    found = why(session, name)
    assert found is not None
    return "\n".join(why_text(found))


def test_a_chain_is_told_down_to_the_answer_and_what_to_change(open_session: Open) -> None:
    session = open_session("BUS = no;", nixos="PICTURES=y")
    lines = text(session, "PICTURES")
    path = session.patches_path
    assert "error: unused option: PICTURES" in lines
    assert "PICTURES is not asked for:\n  PICTURES depends on SENSOR, which is n (Kconfig:" in lines
    assert "\n    CAMERA would select it, but is n (Kconfig:" in lines
    assert '\n      CAMERA is in the menu "Drivers", which depends on BUS, which is n: you' in lines
    assert f"{path}:6" in lines
    assert "    PICTURES = lib.mkForce lib.kernel.unset;" in lines


def test_both_passes_are_told_where_they_differ(open_session: Open) -> None:
    lines = text(open_session(base="# CONFIG_BUS is not set\n"), "BUS")
    assert "Question, first pass: [N/m/y/?], answered m by auto-modules." in lines
    assert "Question, second pass: [M/n/y/?], kept as it is." in lines


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        pytest.param("FLAGGED", [], "TOOL_HAS_FLAG, which is n: a test of the toolchain", id="toolchain"),
        pytest.param("FOREIGN", [], "sparc has it", id="architecture"),
        pytest.param("SELECTED", ["SELECTED = no;"], "SELECTOR selects SELECTED, and is m", id="select"),
        pytest.param(
            "STICK", ["MODULES = lib.mkForce no;", "STICK = module;"], "is not asked for", id="none"
        ),
    ],
)
def test_reasons_of_many_kinds(open_session: Open, name: str, lines: list[str], expected: str) -> None:
    found = text(open_session(*lines), name)
    assert expected in " ".join(found.split())


def test_a_death_is_explained_where_it_happened(open_session: Open) -> None:
    session = open_session("SELECTED = no;")
    assert session.prediction is not None
    assert session.prediction.fatal == "repeated question: Selected"
    lines = text(session, "SELECTED")
    assert "SELECTED cannot be n: another option selects it:" in lines
    assert "auto-modules answers m" in lines
    assert "      SELECTOR = lib.kernel.no;" in lines
    assert "NixOS stops at SELECTED: repeated question: Selected" in text(session, "BUS")


def test_nothing_but_paths_is_wider_than_a_terminal(open_session: Open) -> None:
    session = open_session("BUS = no;", nixos="PICTURES=y STICK_FAST=y CAMERA=y")
    for name in session.kernel.symbols:
        for line in text(session, name).splitlines():
            assert len(line) <= WIDTH or "/" in line, line


def test_the_command_takes_many_names_with_and_without_prefix(run: Run) -> None:
    outcome = run("why", "CONFIG_NET", "BONDING")
    assert outcome.status == 0
    assert outcome.out.startswith("NET: Networking support\n")
    assert "\n\nBONDING: Bonding driver\n" in outcome.out


def test_the_command_explains_an_answered_name_that_the_kernel_does_not_know(run: Run) -> None:
    outcome = run("why", "GONE")
    assert outcome.status == 0
    assert "Linux 6.12.9 for x86 has no option GONE" in outcome.out
    assert "GONE = lib.mkForce lib.kernel.unset;" in outcome.out


def test_an_unknown_name_is_refused_with_the_nearest(run: Run) -> None:
    outcome = run("why", "BONDIG")
    assert (outcome.status, outcome.out) == (2, "")
    assert "has no option BONDIG; did you mean BONDING?" in outcome.err


def test_as_json(run: Run) -> None:
    (facts,) = json.loads(run("why", "MII", "--json").out)
    assert (facts["name"], facts["result"]) == ("MII", "m")
    assert facts["asked"][0] == {"alternatives": "M/y/?", "answer": "m", "by": "answer"}
    (because,) = [each for each in facts["because"] if each["name"] == "DUMMY"]
    assert (because["file"], because["value"]) == ("Kconfig", "m")
    assert because["because"][0]["root"] == {"name": "DUMMY", "who": "auto", "wanted": "n"}
