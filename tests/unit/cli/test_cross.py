"""`nixmenu check --cross`: which sources are compared, what is printed, and the exit code."""

import json
import shutil
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

ANSWERS = Path(__file__).parents[1] / "layers" / "common-config.nix"


@pytest.fixture
def nixpkgs(tmp_path: Path) -> Path:
    """A directory of nixpkgs' shape, which no Nix is there to evaluate."""
    top = tmp_path / "nixpkgs"
    file = top / "pkgs/os-specific/linux/kernel/common-config.nix"
    file.parent.mkdir(parents=True)
    (top / "lib").mkdir()
    (top / "default.nix").write_text("{ }: { }")
    shutil.copy(ANSWERS, file)
    return top


@pytest.fixture(autouse=True)
def no_nix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_bundled_facts_are_compared_with(run: Run, tmp_path: Path) -> None:
    outcome = run("check", "--cross")
    assert outcome.status == 1
    name = f"NixOS facts in {tmp_path}/facts.json"
    assert (
        f"ACCESSIBILITY: {name} says nothing, NixOS facts, bundled (nixpkgs towards 26.11) says y by NixOS"
        " (common-config)\n" in outcome.out
    )
    assert "NR_CPUS: " not in outcome.out
    assert f" differences between {name} and NixOS facts, bundled" in outcome.err


def test_a_file_that_says_the_same_is_clean(run: Run, nixpkgs: Path, session_words: list[str]) -> None:
    file = nixpkgs / "pkgs/os-specific/linux/kernel/common-config.nix"
    other = nixpkgs / "copy.nix"
    shutil.copy(file, other)
    words = ("check", "--cross", "--json", *session_words, "--common-config", other, "--nixpkgs", nixpkgs)
    facts = json.loads(run(*map(str, words), session=False).out)
    assert facts["used"] == f"NixOS answers of {other}"
    same, bundled = facts["compared"]
    assert (same["with"], same["differences"]) == (f"NixOS answers of {file}", [])
    assert bundled["with"].startswith("NixOS facts, bundled")
    (net,) = (one for one in bundled["differences"] if one["name"] == "CPUS")
    assert net["used"][0]["origin"]["path"] == str(other)


def test_the_bundled_facts_alone_have_nothing_to_be_compared_with(run: Run, session_words: list[str]) -> None:
    outcome = run("check", "--cross", *session_words, "--common-config", "bundled", session=False)
    assert (outcome.status, outcome.out) == (0, "")
    assert "there is no other source to compare NixOS facts, bundled" in outcome.err
