"""The layer table: filters, order, field, editing in place, export, and how little is drawn."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.layer_table import FILTERS, LayerTable
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.file_name import FileNameScreen
from nixmenu.tui.screens.layer_table import LayerTableScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.filter_bar import FilterBar
from nixmenu.tui.widgets.piece_line import PieceLine

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


async def table(pilot: Pilot[None], settle: Steps) -> LayerTableScreen:
    await pilot.press("l")
    await settle(pilot)
    assert isinstance(pilot.app.screen, LayerTableScreen)
    return pilot.app.screen


def names(screen: LayerTableScreen) -> list[str]:
    return [symbol.name for symbol in screen.shown]


def line(pilot: Pilot[None], region: str) -> str:
    return pilot.app.screen.query_one(region, PieceLine).text


@pytest.mark.parametrize("number", range(1, len(FILTERS) + 1))
def test_each_number_is_a_filter(drive: Drive, settle: Steps, number: int) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        await pilot.press(str(number))
        assert screen.filter is FILTERS[number - 1]
        wanted = LayerTable(screen.view.session).symbols(FILTERS[number - 1])
        assert list(screen.shown) == list(wanted)
        assert FILTERS[number - 1].meaning in line(pilot, "#path")

    drive(steps)


def test_f_goes_through_the_filters_and_around(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        await pilot.press("F")
        assert screen.filter is FILTERS[-1]
        await pilot.press("f", "f")
        assert screen.filter is FILTERS[1]

    drive(steps)


def test_a_click_chooses_a_filter(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        bar = screen.query_one(FilterBar)
        text = "".join(segment.text for segment in bar.render_line(0))
        await pilot.click(FilterBar, offset=(text.index("unused") + 1, 0))
        await pilot.pause()
        assert screen.filter.name == "unused"
        assert names(screen) == ["CIFS_POSIX"]

    drive(steps)


def test_r_sorts_and_the_cursor_stays_on_its_option(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        await pilot.press(*["down"] * 7)
        option = screen.shown[7]
        await pilot.press("r")
        assert names(screen) == sorted(names(screen))
        assert screen.shown[screen.rows.cursor] == option
        assert line(pilot, "#path").endswith("by name")

    drive(steps)


def test_typing_narrows_the_list_and_enter_leads_to_it(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        await pilot.press("slash", *"drm_radeon", "space", *"cards")
        await pilot.pause()
        assert names(screen) == ["DRM_RADEON"]
        await pilot.press("enter")
        assert screen.rows.has_focus
        await pilot.press("n")
        await settle(pilot)
        symbol = screen.shown[0]
        assert screen.view.session.layers(symbol).you == "n"

    drive(steps)


def test_options_are_edited_in_place_and_stay_in_the_list(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        await pilot.press("3")
        before = names(screen)
        place = before.index("DRM_RADEON")
        await pilot.press(*["down"] * place, "n")
        await settle(pilot)
        assert names(screen) == before
        assert screen.rows.cursor == place
        await pilot.press("3")
        assert "DRM_RADEON" not in names(screen)
        await pilot.press("4")
        assert names(screen) == ["DRM_RADEON"]

    drive(steps)


def test_enter_shows_the_option_in_its_menu_and_escape_goes_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        await pilot.press("6", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol is not None
        assert node.symbol.name == "CIFS_POSIX"
        screen = await table(pilot, settle)
        await pilot.press("slash", "a", "escape")
        assert screen.rows.has_focus
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_the_list_is_exported_under_the_name_that_is_given(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await table(pilot, settle)
        await pilot.press("6", "e")
        assert isinstance(pilot.app.screen, FileNameScreen)
        pilot.app.screen.query_one(Input).value = "mine.csv"
        await pilot.press("enter")
        await pilot.pause()
        assert line(pilot, "#status") == "Wrote 1 option to mine.csv."
        await pilot.press("e")
        pilot.app.screen.query_one(Input).value = "mine.csv"
        await pilot.press("enter")
        await pilot.pause()
        assert "exists already" in line(pilot, "#status")
        await pilot.press("e", "escape")

    drive(steps)
    assert Path("mine.csv").read_text().splitlines()[1].startswith("CIFS_POSIX,,y,,,")
    assert [path.name for path in Path().glob("*.csv")] == ["mine.csv"]


def test_only_rows_on_screen_are_drawn_when_it_opens_and_two_per_key(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await table(pilot, settle)
        height = screen.rows.size.height
        assert len(screen.shown) > height
        assert screen.rows.rows_drawn <= 2 * (height + 2)
        before = screen.rows.rows_drawn
        await pilot.press("down")
        await settle(pilot)
        assert screen.rows.rows_drawn - before <= 2
        before = screen.rows.rows_drawn
        await pilot.press("pagedown")
        await settle(pilot)
        assert screen.rows.rows_drawn - before <= height + 2

    drive(steps)
