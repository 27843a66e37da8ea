"""How little is drawn: no key makes a list draw more than the rows on screen and two, wherever it stands."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.widgets.row_list import RowList

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

SMALL = (80, 14)
"""Few rows are on screen, so that the demo's lists are longer."""

MANY_PROBLEMS = "".join(
    (
        '{ lib, ... }: { boot.kernelPatches = [ { name = "nixmenu"; patch = null; structuredExtraConfig = {',
        *(f" NOWHERE_{number} = lib.kernel.yes;" for number in range(20)),
        " }; } ]; }\n",
    )
)
"""A file that answers options which are not there."""

WALK = ("down", "down", "up", "pagedown", "down", "end", "up", "home", "pageup", "G", "k", "g", "j")


@pytest.mark.parametrize(
    ("there", "keys"),
    [
        ((), (*WALK, "enter", "down", "left", "z", *WALK)),
        (("z", "t"), (*WALK, "enter", *WALK, "enter", "left")),
        (("slash",), (*"i2c", "backspace", "backspace", "backspace", *"driver", "tab", *WALK)),
        (("slash", "slash"), (*".*o", "tab", *WALK)),
        (("l",), (*WALK, "2", "1", "r", *WALK)),
        (("p",), (*WALK, "right", *WALK, "left")),
        (("C", "4"), (*WALK, "o", *WALK)),
    ],
    ids=["menu", "one list", "search", "pattern", "layer table", "problems", "what changed"],
)
def test_a_key_draws_at_most_the_rows_on_screen_and_two(
    drive: Drive, settle: Steps, there: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    Path("kernel-patches.nix").write_text(MANY_PROBLEMS)
    longest = 0

    async def steps(pilot: Pilot[None]) -> None:
        nonlocal longest
        await pilot.press(*there)
        await settle(pilot)
        rows = pilot.app.screen.query_one(RowList)
        height = rows.size.height
        for number, key in enumerate(keys):
            before = rows.rows_drawn
            await pilot.press(key)
            await pilot.pause()
            drawn = rows.rows_drawn - before
            assert drawn <= height + 2, f"key {number}, {key}, draws {drawn} rows where {height} fit"
            longest = max(longest, len(rows.source) - height)

    drive(steps, SMALL)
    assert longest > 0, "the list fits on the screen: too few rows for a test"
