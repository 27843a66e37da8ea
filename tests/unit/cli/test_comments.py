"""What common-config says beside an option is shown with what NixOS answers."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

LONG = "long " * 100
COMMON = f"""\
{{ lib, ... }}:
with lib.kernel;
let
options.network = {{
  BONDING = module; # bonds \x1b[31mare\x07 there
  # Two
  # lines
  MII = yes;
  DUMMY = module; # {LONG}
  NET = yes;
}};
in options.network
"""


@pytest.fixture
def shown(run: Run, session_words: list[str], tmp_path: Path) -> Run:
    """Runs a command with a common-config of its own."""
    path = tmp_path / "common-config.nix"
    path.write_text(COMMON)
    words = [str(path) if word.endswith(".json") else word for word in session_words]
    return lambda *command: run(*command, *words, session=False)


@pytest.mark.parametrize("command", ["show", "why"])
def test_it_is_told(shown: Run, command: str) -> None:
    outcome = shown(command, "BONDING")
    assert outcome.status == 0, outcome.err
    assert "NixOS's comment there: bonds [31mare there\n" in outcome.out
    assert "NixOS's comment there: Two lines\n" in shown(command, "MII").out
    assert "comment" not in shown(command, "NET").out


def test_a_long_one_is_cut(shown: Run) -> None:
    (line,) = [line for line in shown("show", "DUMMY").out.splitlines() if "comment" in line]
    assert line.endswith("long long …")
    assert len(line) < 350


def test_it_is_in_the_facts(shown: Run) -> None:
    assert json.loads(shown("show", "MII", "--json").out)["comment"] == "Two lines"
    assert json.loads(shown("show", "NET", "--json").out)["comment"] is None


def test_without_a_comment_nothing_is_told(run: Run) -> None:
    assert "comment" not in run("show", "BONDING").out
