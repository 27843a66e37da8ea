"""Search finds as one types; its results are rows like any other."""

import asyncio
import subprocess
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Label

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.pattern_search import PatternError, PatternSearch
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def search_of(pilot: Pilot[None]) -> SearchScreen:
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


def names(pilot: Pilot[None]) -> list[str]:
    return [symbol.name for symbol in search_of(pilot).found]


def selected_in_tree(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    node = screen.selected()
    assert node is not None
    return node.symbol.name if node.symbol is not None else node.prompt or ""


def test_names_prompts_and_help_are_searched(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"radeon")
        assert names(pilot)[0] == "DRM_RADEON"
        assert "DRM_AMDGPU" in names(pilot)
        search_of(pilot).query_one(Input).value = "penguin"
        await pilot.pause()
        assert names(pilot) == ["LOGO"]
        search_of(pilot).query_one(Input).value = "uname"
        await pilot.pause()
        assert "LOCALVERSION" in names(pilot)

    drive(steps)


def test_no_letter_lays_out_the_screen_anew(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is found, the list keeps its place: a layout of everything would cost as much as the drawing."""
    laid_out: list[str] = []
    refresh = Widget.refresh

    def counted(self: Widget, *regions: Region, layout: bool = False, **others: bool) -> Widget:
        if layout and isinstance(self, RowList):
            laid_out.append(repr(self))
        return refresh(self, *regions, layout=layout, **others)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"dr")
        monkeypatch.setattr(Widget, "refresh", counted)
        found: set[int] = set()
        for key in ("m", "_", "a", "m", *["backspace"] * 4, "x", "x"):
            await pilot.press(key)
            found.add(len(names(pilot)))
        assert len(found) > 3
        assert laid_out == []

    drive(steps, (120, 60))


def test_an_empty_text_finds_nothing(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", "a", "backspace")
        assert names(pilot) == []

    drive(steps)


def test_enter_shows_the_first_result_in_its_menu(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"wireguard", "enter")
        await pilot.pause()
        assert selected_in_tree(pilot) == "WIREGUARD"
        assert pilot.app.screen.query_one("#path", PieceLine).text == "Device Drivers › Network devices"

    drive(steps)


def test_a_result_can_be_changed_in_place(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"drm_radeon", "down", "n")
        await settle(pilot)
        line = search_of(pilot).results.render_line(0).text
        assert line.startswith("+1< > DRM_RADEON")
        assert line.rstrip().endswith("n        n")

    drive(steps)


def test_escape_returns_to_where_one_was(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("enter", "down", "down")
        before = selected_in_tree(pilot)
        await pilot.press("slash", *"wire", "escape")
        assert selected_in_tree(pilot) == before

    drive(steps)


def test_back_from_a_result_leads_to_the_results_and_then_to_where_one_was(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("down", "slash", *"drm", "down", "down", "down", "enter")
        await pilot.pause()
        found = selected_in_tree(pilot)
        await pilot.press("escape")
        await pilot.pause()
        search = search_of(pilot)
        assert search.query_one(Input).value == "drm"
        assert search.results.has_focus
        assert search.found[search.results.cursor].name == found
        await pilot.press("escape")
        assert selected_in_tree(pilot) == "MODULES"

    drive(steps)


def test_a_hidden_option_is_shown_when_one_goes_there(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"hid_apple", "enter")
        await pilot.pause()
        assert selected_in_tree(pilot) == "HID_APPLE"
        assert "HID_APPLE is hidden" in pilot.app.screen.query_one("#status", PieceLine).text

    drive(steps)


def test_an_option_nobody_is_asked_about_has_no_place(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"drm_ttm", "enter")
        await pilot.pause()
        assert "has no place in the menus" in pilot.app.screen.query_one("#status", PieceLine).text

    drive(steps)


def test_slash_returns_to_the_text(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"drm", "down", "slash", "x")
        assert search_of(pilot).query_one(Input).value == "x"

    drive(steps)


def test_a_search_asked_for_over_a_search_is_the_same(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"drm", "down", "p")
        await pilot.pause()
        await pilot.press("slash")
        await pilot.pause()
        assert search_of(pilot).query_one(Input).value == "drm"
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_an_option_that_was_searched_stands_in_the_middle(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"initrd", "enter")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        assert abs(screen.rows.cursor - screen.rows.top - screen.rows.size.height // 2) <= 1

    drive(steps)


async def typed(pilot: Pilot[None], text: str) -> SearchScreen:
    """The search after a regular expression was typed and tried."""
    await pilot.press("slash")
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    screen.query_one("#search", Input).value = text
    await pilot.pause()
    await until(pilot, lambda: not screen.is_searching)
    return screen


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await pilot.pause(0.005)
    await pilot.pause()


def test_a_leading_slash_makes_it_a_regular_expression(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await typed(pilot, "/^e1000.$")
        assert [symbol.name for symbol in screen.found] == ["E1000E"]

    drive(steps)


def test_a_key_makes_it_words_again(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await typed(pilot, "e1000e")
        await pilot.press("ctrl+g")
        assert screen.query_one("#search", Input).value == "/e1000e"
        await pilot.press("ctrl+g")
        assert screen.query_one("#search", Input).value == "e1000e"

    drive(steps)


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [("/[", "Not a regular expression yet"), ("/" + "a" * 201, "more than 200 characters")],
)
def test_what_is_wrong_with_a_pattern_is_told(drive: Drive, pattern: str, complaint: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await typed(pilot, pattern)
        assert complaint in screen.query_one("#status", PieceLine).text

    drive(steps)


ENDLESS = r"(.*)*(.*)*(.*)*(.*)*\d\d\d\dx$"
"""Tries more ways through one line than there are seconds."""


def test_a_pattern_that_tries_everything_is_given_up(view: SessionView) -> None:
    with pytest.raises(PatternError, match="too long"):
        PatternSearch(ENDLESS, 200, seconds=0.3).run(view.session.texts)


def test_a_pattern_can_be_cancelled_at_once(view: SessionView) -> None:
    search = PatternSearch(ENDLESS, 200, seconds=20)
    begin = monotonic()
    threading.Timer(0.3, search.cancel).start()
    assert search.run(view.session.texts) == []
    assert monotonic() - begin < 10


async def endless(pilot: Pilot[None]) -> SearchScreen:
    """The search while such a pattern is being tried, after another one was."""
    screen = await typed(pilot, "/^e1000.$")
    screen.query_one("#search", Input).value = f"/{ENDLESS}"
    await until(pilot, lambda: screen._pattern is not None and screen._pattern._process is not None)
    return screen


def test_keys_are_taken_while_a_pattern_comes_to_no_end(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await endless(pilot)
        process = screen._pattern._process if screen._pattern is not None else None
        assert process is not None
        sign = screen.query_one("#search-sign", Label)
        assert str(sign.content) == "…"
        assert [symbol.name for symbol in screen.found] == ["E1000E"]  # as long as nothing else is known
        await pilot.press("down")
        assert screen.results.has_focus
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)
        await pilot.press("down", "down")
        assert pilot.app.screen.rows.cursor == 2
        assert process.poll() is None, "it came to an end: nothing was tried here"
        await pilot.press("slash", *"sound")
        assert str(sign.content) == "/"
        assert names(pilot)[0] == "SOUND"
        await until(pilot, lambda: process.poll() is not None)

    drive(steps)


def test_what_takes_too_long_is_told_and_the_old_results_stay(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await endless(pilot)
        monkeypatch.setattr("nixmenu.tui.screens.search.PatternSearch", partial(PatternSearch, seconds=0.3))
        screen.query_one("#search", Input).value = f"/{ENDLESS}$"
        await until(pilot, lambda: not screen.is_searching)
        assert "too long" in screen.query_one("#status", PieceLine).text
        assert [symbol.name for symbol in screen.found] == ["E1000E"]

    drive(steps)


def test_enter_waits_for_what_a_pattern_finds(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"sound")
        screen = search_of(pilot)
        screen.query_one("#search", Input).value = "/^e1000.$"
        await pilot.press("enter")
        assert pilot.app.screen is screen
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        assert selected_in_tree(pilot) == "E1000E"

    drive(steps)


def test_leaving_the_program_ends_what_is_being_tried(drive: Drive) -> None:
    processes: list[subprocess.Popen[bytes] | None] = []

    async def steps(pilot: Pilot[None]) -> None:
        screen = await endless(pilot)
        processes.append(screen._pattern._process if screen._pattern is not None else None)

    begin = monotonic()
    drive(steps)
    assert monotonic() - begin < 20
    assert all(process is not None and process.wait(5) is not None for process in processes)


def test_numbers_lead_to_the_first_results(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"sound", "down")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        second = screen.found[1]
        assert screen.results.source.row(1).sign.text.endswith("2")
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol == second

    drive(steps)


def test_slash_begins_a_new_text_and_other_screens_lead_back_to_the_rows(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"sound", "down", "down")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert screen.focused is screen.results
        assert screen.results.cursor == 1
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("slash", *"xfs")
        await settle(pilot)
        assert screen.query_one("#search", Input).value == "xfs"

    drive(steps)
