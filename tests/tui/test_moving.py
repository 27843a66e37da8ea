"""One list of all menus, find in a list, first letters, and the list of edits."""

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.history import HistoryScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from tests.tui.places import main_screen, select

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def selected(pilot: Pilot[None]) -> str:
    node = main_screen(pilot).selected()
    assert node is not None
    return node.symbol.name if node.symbol is not None and node.symbol.name else node.prompt or ""


def prompts(pilot: Pilot[None]) -> list[str]:
    return [entry.node.prompt or "" for entry in main_screen(pilot).entries]


def changes(pilot: Pilot[None]) -> set[str]:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return set(pilot.app.session.changes)


def test_menus_unfold_and_fold_in_one_list(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        top = prompts(pilot)
        await pilot.press("t", "right")
        assert "Control groups" in prompts(pilot)
        assert prompts(pilot)[0] == top[0]
        await pilot.press("left")
        assert prompts(pilot) == top

    drive(steps)


def test_the_cursor_stays_on_its_option_in_either_mode(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        menu = main_screen(pilot).menu
        await pilot.press("t")
        assert selected(pilot) == "DRM_RADEON"
        assert "General setup" in prompts(pilot)
        await pilot.press("t")
        assert selected(pilot) == "DRM_RADEON"
        assert main_screen(pilot).menu == menu

    drive(steps)


def test_left_goes_to_the_menu_around_in_one_list(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("t", "left")
        assert selected(pilot) == "DRM"

    drive(steps)


def test_a_search_unfolds_what_it_leads_to(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("t", "slash", *"e1000e", "enter")
        await pilot.pause()
        assert selected(pilot) == "E1000E"
        assert "General setup" in prompts(pilot)

    drive(steps)


def test_find_leads_the_cursor_while_typing(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "EXT4_FS")
        await pilot.press("f", *"file s")
        await pilot.pause()
        assert selected(pilot) == "OVERLAY_FS"
        await pilot.press("down")
        assert selected(pilot) == "FUSE_FS"
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, MainScreen)
        assert selected(pilot) == "FUSE_FS"

    drive(steps)


def test_escape_ends_find_where_it_began(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "EXT4_FS")
        await pilot.press("f", *"xfs")
        await pilot.pause()
        assert selected(pilot) == "XFS_FS"
        await pilot.press("escape")
        assert selected(pilot) == "EXT4_FS"

    drive(steps)


def test_a_prefix_makes_any_letter_lead_to_what_begins_with_it(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        shown = prompts(pilot)
        for letter in ("n", "s", "p"):
            start = main_screen(pilot).rows.cursor
            await pilot.press("apostrophe", letter)
            cursor = main_screen(pilot).rows.cursor
            assert shown[cursor].lower().startswith(letter)
            assert cursor != start
        assert changes(pilot) == set()
        cursor = main_screen(pilot).rows.cursor
        await pilot.press("apostrophe", "escape", "home")
        assert main_screen(pilot).rows.cursor == 0
        assert changes(pilot) == set()

    drive(steps)


def test_a_letter_that_is_no_key_leads_to_what_begins_with_it(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("d")
        assert selected(pilot) == "Device Drivers"

    drive(steps)


def test_the_history_leads_to_any_state(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await pilot.press("n", "down", "n", "H")
        screen = pilot.app.screen
        assert isinstance(screen, HistoryScreen)
        rows = screen.query_one(RowList)
        assert len(rows.source) == 3
        assert "XFS_FS = n" in rows.render_line(1).text
        await pilot.press("up", "enter")
        await pilot.pause()
        assert changes(pilot) == {"XFS_FS"}
        await pilot.press("H", "down", "enter")
        await pilot.pause()
        assert changes(pilot) == {"XFS_FS", "OVERLAY_FS"}
        await pilot.press("H", "home", "enter")
        await pilot.pause()
        assert changes(pilot) == set()

    drive(steps)


def test_without_edits_there_is_no_history(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("H")
        assert pilot.app.screen.query_one("#status", PieceLine).text == "There are no edits yet."

    drive(steps)
