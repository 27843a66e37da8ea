"""`nixmenu check --fix` on a small kernel: text, JSON, saving and exit codes."""

import json
from pathlib import Path

from tests.unit.cli.conftest import Run
from tests.unit.cli.test_check import write


def test_nothing_to_fix(run: Run) -> None:
    outcome = run("check", "--fix")
    assert (outcome.status, outcome.out) == (0, "")
    assert "your entries cause no error" in outcome.err


def test_what_is_to_be_said_is_shown_with_its_reason_and_not_written(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce no;", "BONDING = no;")
    before = (tmp_path / "kernel-patches.nix").read_text()
    outcome = run("check", "--fix", "--entry", "mine")
    assert outcome.status == 0
    assert "no answer any more, because it is off with NET anyway:\n    BONDING\n" in outcome.out
    assert "BONDING = lib.mkForce unset; # off with NET" in outcome.out
    assert "1 error without, none with 1 more definition (replayed); --write saves it" in outcome.err
    assert (tmp_path / "kernel-patches.nix").read_text() == before


def test_saved_it_is_clean(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce no;", "BONDING = no;")
    assert run("predict").status == 1
    outcome = run("check", "--fix", "--write", "--entry", "mine")
    assert outcome.status == 0
    assert "entry 'mine-fallout' says so" in outcome.err
    assert run("predict").status == 0
    again = run("check", "--fix", "--entry", "mine")
    assert (again.status, "BONDING = " in again.out) == (0, False)


def test_wants_that_clash_are_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce no;", "BONDING = module;")
    before = (tmp_path / "kernel-patches.nix").read_text()
    outcome = run("check", "--fix", "--write", "--entry", "mine")
    assert outcome.status == 1
    assert outcome.out.startswith("no way for BONDING: BONDING is not asked for, because you answer n to NET")
    assert "nothing is written" in outcome.err
    assert (tmp_path / "kernel-patches.nix").read_text() == before


def test_as_json(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce no;", "BONDING = no;")
    facts = json.loads(run("check", "--fix", "--json", "--entry", "mine").out)
    assert facts["entry"] == "mine-fallout"
    assert (facts["clean"], facts["errors_before"]) == (True, 1)
    assert facts["lines"] == [
        {"name": "BONDING", "value": None, "priority": 50, "because": "it is off with NET anyway"}
    ]


def test_write_alone_is_refused(run: Run) -> None:
    outcome = run("check", "--write")
    assert outcome.status == 2
    assert "--write belongs to --fix" in outcome.err
