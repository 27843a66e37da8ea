"""`nixmenu check` on a small kernel: text, JSON and exit codes."""

import json
from pathlib import Path

from nixmenu.cli.cause_tree import WIDTH
from tests.unit.cli.conftest import Run

ENTRY = """{{ lib, ... }}: {{ boot.kernelPatches = [ {{
name = "mine"; patch = null;
structuredExtraConfig = with lib.kernel; {{
{lines}
}}; }} ]; }}
"""


def write(directory: Path, *lines: str) -> None:
    (directory / "kernel-patches.nix").write_text(ENTRY.format(lines="\n".join(lines)))


def test_notes_alone_are_clean(run: Run) -> None:
    outcome = run("check")
    assert outcome.status == 0
    assert outcome.out.startswith("note: NixOS answers GONE, which Linux 6.12.9 for x86 does not have.\n")
    assert "1 finding; NixOS prints 0 errors and 1 warning (Linux 6.12.9 x86_64" in outcome.err
    assert "--fix" not in outcome.err


def test_the_users_problems_exit_1(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce no;", "BONDING = module;", "DUMMY = option module;")
    outcome = run("check")
    assert outcome.status == 1
    assert "error: 2 options are never asked for, because you answer n to NET (entry" in outcome.out
    assert "      BONDING DUMMY\n" in outcome.out
    assert "nixmenu check --fix finds the lines to add" in outcome.err
    # BONDING; DUMMY and the GONE that NixOS itself answers. It does not print what systemd needs.
    assert "3 findings; NixOS prints 1 error and 2 warnings (" in outcome.err
    assert "warning: NET is n and has to be y or m: NixOS's system/boot/systemd.nix" in outcome.out
    assert all(len(line) <= WIDTH or "/" in line for line in outcome.out.splitlines())


def test_a_death_is_a_problem_too(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce module;")
    outcome = run("check")
    assert outcome.status == 1
    assert outcome.out.startswith("error: NET takes y or n, not 'm'") or "refuses m" in outcome.out


def test_long_lists_are_cut_short_unless_all_is_asked_for(run: Run, tmp_path: Path) -> None:
    names = [f"NONE_{number}" for number in range(40)]
    answers = tmp_path / "answers"
    answers.write_text("".join(f"{name} y\n" for name in names))
    short, full = run("check", "--answers", "answers"), run("check", "--answers", "answers", "--all")
    assert "NONE_39" not in short.out
    assert "and 16 more" in short.out
    assert "NONE_39" in full.out


def test_as_json(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "NET = lib.mkForce no;", "BONDING = module;")
    facts = json.loads(run("check", "--json").out)
    (unused,) = [each for each in facts["findings"] if each["kind"] == "unused"]
    assert unused["names"] == ["BONDING"]
    assert unused["roots"] == [{"name": "NET", "who": "you", "wanted": "y"}]
    assert unused["file"] == str(tmp_path / "kernel-patches.nix")
    assert unused["line"] == 4
    assert unused["messages"] == ["error: unused option: BONDING"]
    assert "6.12.9" in facts["basis"]
