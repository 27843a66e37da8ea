"""Below 80×24: what gives way, and what stays."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from nixmenu.tui.app import LOW, NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def main_screen(pilot: Pilot[None]) -> MainScreen:
    assert isinstance(pilot.app.screen, MainScreen)
    return pilot.app.screen


@pytest.mark.parametrize("height", [6, LOW - 1, LOW, 18])
def test_rows_have_the_lines_that_details_would_not_leave_them(drive: Drive, height: int) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = main_screen(pilot)
        details = screen.query_one("#details", TextPane)
        assert details.display == (height >= LOW)
        assert screen.rows.size.height >= min(4, height - 4)

    drive(steps, (60, height))


def test_details_come_back_with_the_lines_for_them(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = main_screen(pilot)
        before = screen.query_one("#details", TextPane).text
        await pilot.resize_terminal(30, 6)
        await settle(pilot)
        assert not screen.query_one("#details", TextPane).display
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert screen.query_one("#details", TextPane).display
        assert screen.query_one("#details", TextPane).text == before

    drive(steps)


def test_what_is_not_saved_is_told_at_any_width(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "n")
        await settle(pilot)
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        assert pilot.app.session.dirty
        screen = main_screen(pilot)
        assert "1 unsaved" in screen.query_one("#header", PieceLine).render_line(0).text

    drive(steps, (40, 12))
