"""Commands run in this process on the small kernel."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nixmenu.cli.main import main
from tests.unit.causes.conftest import open_session

__all__ = ["open_session"]


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def session_words(small_kernel: Path, small_facts: Path, tmp_path: Path) -> list[str]:
    """Session options for the small kernel."""
    patches = tmp_path / "kernel-patches.nix"
    words = ["--kernel", small_kernel, "--arch", "x86_64", "--common-config", small_facts]
    return [str(word) for word in (*words, "--patches", patches, "--no-cache", "--no-shell")]


@pytest.fixture
def run(
    session_words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """Run a command with the session options of the small kernel behind it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)

    def run(*words: str, session: bool = True) -> Outcome:
        status = main([*words, *(session_words if session else [])])
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run
