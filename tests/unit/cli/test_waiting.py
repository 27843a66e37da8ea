"""What takes long is told on a terminal while it lasts; what does not is not."""

import time

import pytest

from nixmenu.cli import diagnostics
from nixmenu.cli.diagnostics import waiting


@pytest.mark.parametrize(("seconds", "told"), [(0.0, ""), (0.4, "\r\x1b[KNix thinks\r\x1b[K")])
def test_only_a_noticeable_wait_is_told(
    seconds: float, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "_PROGRESS_AFTER", 0.1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with waiting("Nix thinks"):
        time.sleep(seconds)
    assert capsys.readouterr().err == told


def test_nothing_is_told_to_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "_PROGRESS_AFTER", 0.01)
    with waiting("Nix thinks"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_an_error_comes_through(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no"), waiting("Nix thinks"):
        raise ValueError("no")
    assert capsys.readouterr().err == ""
