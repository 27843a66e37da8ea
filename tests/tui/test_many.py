"""Marks on options, one action on all of them, and whole menus."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import pytest
from textual.pilot import Pilot

from nixmenu.edits import Change, Edits
from nixmenu.many import answered
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.screens.whole_menu import WholeMenuScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def said(pilot: Pilot[None]) -> dict[str, str | None]:
    assert isinstance(pilot.app, NixmenuApp)
    session = pilot.app.session
    assert session is not None
    return {name: change.new.tristate if change.new else None for name, change in session.changes.items()}


def marked(pilot: Pilot[None]) -> list[str]:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.view is not None
    return list(pilot.app.view.marked)


def status(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#status", PieceLine).text


async def select(pilot: Pilot[None], name: str) -> None:
    app = pilot.app
    assert isinstance(app, NixmenuApp)
    assert app.session is not None
    symbol = app.session.kernel.symbol(name)
    assert symbol is not None
    assert isinstance(app.screen, MainScreen)
    app.screen.go_to(symbol)
    await pilot.pause()


async def planned(pilot: Pilot[None]) -> str:
    """What is left out, once that is known."""
    screen = pilot.app.screen
    assert isinstance(screen, WholeMenuScreen)
    async with asyncio.timeout(30):
        while screen._many is None:
            await pilot.pause(0.01)
    await pilot.pause()
    return screen.query_one(TextPane).text


def test_marks_go_down_the_list_and_one_answer_is_for_all(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await pilot.press("v", "v", "v")
        assert marked(pilot) == ["XFS_FS", "OVERLAY_FS", "FUSE_FS"]
        await pilot.press("n")
        assert said(pilot) == {"XFS_FS": "n", "OVERLAY_FS": "n", "FUSE_FS": "n"}
        assert marked(pilot) == []
        await pilot.press("u")
        assert said(pilot) == {}

    drive(steps)


def test_a_mark_is_taken_away_again(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await pilot.press("v", "up", "v")
        assert marked(pilot) == []

    drive(steps)


def test_a_range_is_marked_from_the_newest_mark(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await pilot.press("v", "down", "V")
        assert marked(pilot) == ["XFS_FS", "OVERLAY_FS", "FUSE_FS"]

    drive(steps)


def test_escape_takes_the_marks_away_and_stays_in_the_menu(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        menu = pilot.app.screen.menu  # type: ignore[attr-defined]
        await pilot.press("A")
        assert len(marked(pilot)) > 3
        await pilot.press("escape")
        assert marked(pilot) == []
        assert pilot.app.screen.menu == menu  # type: ignore[attr-defined]

    drive(steps)


def test_what_does_not_take_the_answer_is_told(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("v")
        await select(pilot, "XFS_FS")
        await pilot.press("v", "m")
        assert said(pilot) == {"XFS_FS": "m"}
        assert "Left out 1: SWAP takes y or n" in status(pilot)

    drive(steps)


def test_marked_results_of_a_search_are_answered_together(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"e1000e", "down")
        await pilot.press("v", "n")
        assert isinstance(pilot.app.screen, SearchScreen)
        assert said(pilot) == {"E1000E": "n"}

    drive(steps)


def test_a_menu_is_turned_off_except_what_is_in_use(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*("down",) * 7, "N")
        assert "TMPFS  NixOS asks for y" in await planned(pilot)
        await pilot.press("y")
        await pilot.pause()
        assert said(pilot)["XFS_FS"] == "n"
        assert "TMPFS" not in said(pilot)
        await pilot.press("u")
        assert said(pilot) == {}

    drive(steps)


def test_escape_leaves_the_menu_as_it_is(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*("down",) * 7, "N")
        await planned(pilot)
        await pilot.press("escape")
        assert said(pilot) == {}

    drive(steps)


def test_a_menu_is_given_back_to_nixos(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await pilot.press("n", "down", "n", "escape", "X")
        assert said(pilot) == {}
        assert "left to NixOS" in status(pilot)
        await pilot.press("u")
        assert len(said(pilot)) == 2

    drive(steps)


def test_only_menus_are_turned_off(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await pilot.press("N")
        assert status(pilot).strip() == "This is no menu: put the cursor on one."

    drive(steps)


def test_the_edits_are_gone_through_a_few_times_however_many_there_are(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look once for each option that changes took minutes for thousands of edits."""
    looked = 0
    real = Edits.changes.fget
    assert real is not None

    def counted(self: Edits) -> Mapping[str, Change]:
        nonlocal looked
        looked += 1
        found: Mapping[str, Change] = real(self)
        return found

    async def steps(pilot: Pilot[None]) -> None:
        nonlocal looked
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        assert app.session is not None
        drivers = [symbol for symbol in app.session.kernel.symbols.values() if symbol.type == "tristate"]
        assert app.session.do(answered(app.session, drivers, "n").edits) is None
        looked = 0
        app.post_message(Edited())
        await settle(pilot)
        assert len(said(pilot)) > 50
        assert looked < 25

    monkeypatch.setattr(Edits, "changes", property(counted))
    drive(steps)
