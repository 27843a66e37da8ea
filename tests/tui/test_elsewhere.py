"""The predicted `.config` in a file that the user names."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.widgets.piece_line import PieceLine

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


@pytest.mark.parametrize("key", ["S", "E"])
def test_the_prediction_is_written_to_the_named_file(drive: Drive, tmp_path: Path, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(key)
        pilot.app.screen.query_one("#name", Input).value = str(tmp_path / "result")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        prediction = pilot.app.session.prediction
        assert prediction is not None
        assert prediction.config is not None
        wanted = prediction.dot_config if key == "S" else prediction.config.minimal_config()
        assert (tmp_path / "result").read_text() == wanted

    drive(steps)


def test_an_existing_file_is_replaced_only_after_asking(drive: Drive, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("S")
        pilot.app.screen.query_one("#name", Input).value = str(tmp_path / "there")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, NameScreen)
        assert "exists" in str(pilot.app.screen.query_one("#name-hint", Static).render())
        assert (tmp_path / "there").read_text() == "mine"
        await pilot.press("enter")
        await pilot.pause()
        assert (tmp_path / "there").read_text() != "mine"

    drive(steps)


def test_what_cannot_be_written_is_told(drive: Drive, tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("S")
        pilot.app.screen.query_one("#name", Input).value = str(tmp_path / "none" / "result")
        await pilot.press("enter")
        await pilot.pause()
        assert "Not saved" in pilot.app.screen.query_one("#status", PieceLine).text

    drive(steps)
