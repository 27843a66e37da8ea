"""Nothing moves under the cursor by itself: rows come and go around it, and dialogs give the terminal's cursor back."""

from collections.abc import Awaitable, Callable

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.menu import Entry
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from tests.tui.places import main_screen, select

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

TOP_OF_THE_LIST = Offset(2, 3)
"""Where the terminal's cursor is on the first row: below the header, the path and the titles, beside the sign."""


def under_cursor(screen: MainScreen) -> tuple[int, str, Offset]:
    """The line of the screen, the prompt that is drawn there, and the terminal's cursor."""
    rows, node = screen.rows, screen.selected()
    line = rows.cursor - rows.top
    assert node is not None
    assert node.prompt is not None
    assert node.prompt[:20] in rows.render_line(line).text
    return line, node.prompt, screen.app.cursor_position


def rows_above(screen: MainScreen) -> list[Entry]:
    return screen.entries[: screen.rows.cursor]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    ("name", "answer", "more"),
    [
        ("BPF_SYSCALL", "n", -1),
        ("HWMON", "n", -1),
        ("HID_AUTO", "n", 1),
        ("CIFS_ALLOW_INSECURE_LEGACY", "y", 1),
    ],
)
def test_rows_that_come_or_go_above_the_cursor_leave_it_on_its_line(
    drive: Drive, settle: Steps, name: str, answer: str, more: int, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, name)
        await settle(pilot)
        screen = main_screen(pilot)
        before, above = under_cursor(screen), rows_above(screen)
        await pilot.press(answer)
        await settle(pilot)
        assert len(rows_above(screen)) == len(above) + more
        assert under_cursor(screen) == before
        await pilot.press("u")
        await settle(pilot)
        assert rows_above(screen) == above
        assert under_cursor(screen) == before

    drive(steps, size)


def test_what_went_above_the_cursor_leaves_empty_lines_until_one_goes_to_the_first_row(
    drive: Drive, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "HWMON")
        rows = main_screen(pilot).rows
        assert rows.top == 0
        await pilot.press("n")
        await settle(pilot)
        assert rows.top == -1
        assert rows.render_line(0).text.strip() == ""
        await pilot.press("home")
        assert rows.top == 0
        first = main_screen(pilot).entries[0].node.prompt
        assert first is not None
        assert first in rows.render_line(0).text

    drive(steps, (80, 40))


def test_the_cursor_keeps_its_line_where_the_list_is_long_enough_in_either_mode(
    drive: Drive, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "XFS_FS")
        await settle(pilot)
        screen = main_screen(pilot)
        before = under_cursor(screen)
        await pilot.press("t")
        await settle(pilot)
        assert under_cursor(screen) == before

    drive(steps)


@pytest.mark.parametrize("key", ["S", "slash", "l", "question_mark", "f", "ctrl+p"])
def test_the_terminals_cursor_is_back_on_the_row_after_another_screen(
    drive: Drive, settle: Steps, key: str
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert pilot.app.cursor_position == TOP_OF_THE_LIST
        await pilot.press(key)
        await settle(pilot)
        await pilot.press(*"abc")
        await settle(pilot)
        while not isinstance(pilot.app.screen, MainScreen):
            await pilot.press("escape")
            await settle(pilot)
        assert pilot.app.cursor_position == TOP_OF_THE_LIST

    drive(steps)


@pytest.mark.parametrize("key", ["S", "slash", "f"])
def test_a_field_has_the_terminals_cursor_before_the_first_letter(
    drive: Drive, settle: Steps, key: str
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(key)
        await settle(pilot)
        field = pilot.app.screen.query_one(Input)
        assert field.region.contains_point(pilot.app.cursor_position)
        assert pilot.app.cursor_position == field.cursor_screen_offset

    drive(steps)


def test_a_long_sentence_is_told_whole_and_moves_nothing(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = main_screen(pilot)
        line = screen.query_one("#status", PieceLine)
        regions = {each: each.region for each in screen.query("#tree, #details")}
        text = " ".join(f"word{number}" for number in range(20))
        screen.say(text)
        await settle(pilot)
        assert line.size.height == 2
        assert line.region.bottom == 24
        told = [line.render_line(y).text.strip() for y in range(2)]
        assert " ".join(told) == text
        assert {each: each.region for each in screen.query("#tree, #details")} == regions
        await pilot.press("down")
        await settle(pilot)
        assert line.size.height == 1

    drive(steps)


def test_what_was_told_about_one_place_is_gone_in_another(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = main_screen(pilot)
        await pilot.press("escape")
        assert screen.has_told
        await pilot.press("p", "escape")
        await settle(pilot)
        assert not screen.has_told
        await pilot.press("escape")
        assert screen.has_told
        await select(pilot, "SOUND")
        assert not screen.has_told

    drive(steps)
