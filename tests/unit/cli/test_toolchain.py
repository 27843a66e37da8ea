"""`nixmenu toolchain` and --toolchain: a prediction rests on the builder's compiler, not on the one here."""

import json
from pathlib import Path

import pytest

from nixmenu.cli.main import main
from tests.unit.cli.conftest import Run

_TREE = """
config CC_VERSION_TEXT
	string
	default "$(CC_VERSION_TEXT)"

config HAS_FLAG
	def_bool $(shell,{ $(CC) -fflag; } >/dev/null 2>&1 && echo "y" || echo "n")
"""


def compiler(folder: Path, name: str, status: int) -> None:
    """Puts a compiler into a directory that takes -fflag or not."""
    folder.mkdir(exist_ok=True)
    program = folder / "testcc"
    program.write_text(f"#!/bin/sh\necho '{name}'\n[ \"$1\" != -fflag ] || exit {status}\n")
    program.chmod(0o755)


@pytest.fixture
def words(
    session_words: list[str], small_kernel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Session options for the small kernel, whose Kconfig asks the compiler; a compiler that takes the flag."""
    with (small_kernel / "Kconfig").open("a") as file:
        file.write(_TREE)
    compiler(tmp_path / "bin", "testcc 14.2", 0)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("CC", "testcc")
    monkeypatch.setenv("LD", "testcc")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return [word for word in session_words if word != "--no-shell"]


def facts(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    assert main(["show", "HAS_FLAG", "--json", *words]) == 0
    found: dict[str, str] = json.loads(capsys.readouterr().out)
    return found


def test_saved_answers_are_taken_instead_of_the_compiler_here(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "builder.json"
    assert main(["toolchain", "--save", str(saved), *words]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(
        f"saved the toolchain's answers to Linux 6.12.9 x86_64 in {saved}; they are taken with --toolchain {saved}\n"
    )
    compiler(tmp_path / "bin", "testcc 9.1", 1)
    here = facts(capsys, *words)
    assert (here["result"], "testcc 9.1, NixOS facts" in here["basis"]) == (None, True)
    for more in ([], ["--no-shell"]):
        there = facts(capsys, *words, "--toolchain", str(saved), *more)
        assert there["result"] == "y"
        assert f"testcc 14.2 as told in {saved}, NixOS facts" in there["basis"]


def test_nothing_is_saved_without_a_compiler_or_without_commands(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "builder.json"
    assert main(["toolchain", "--save", str(saved), *words, "--no-shell"]) == 2
    assert "commands of this tree were not run, so there is nothing to save" in capsys.readouterr().err
    (tmp_path / "bin/testcc").unlink()
    assert main(["toolchain", "--save", str(saved), *words]) == 2
    assert "testcc and testcc not found" in capsys.readouterr().err
    assert not saved.exists()


def test_a_file_that_is_none_of_a_toolchain_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    outcome = run("predict", "--toolchain", "x.json")
    assert outcome.status == 2
    assert outcome.err.startswith("nixmenu: ")
    assert "x.json" in outcome.err
    assert run("predict", "--toolchain", "none.json").status == 2
