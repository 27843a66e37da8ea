"""Any two states of the result are compared: earlier ones, the layers alone, and files of the user's own."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from kconfig_index import config_file
from nixmenu.differences import differences
from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.changes import ChangesScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.screens.state import FILE, StateScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

EDITS = ("DRM_RADEON", "SOUND", "XFS_FS")


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


async def edited(pilot: Pilot[None], settle: Steps) -> list[dict[str, str]]:
    """Makes the edits and opens the comparison; gives the values of the opening and behind each edit."""
    values = []
    session = session_of(pilot)
    for name in (None, *EDITS):
        if name is not None:
            assert isinstance(pilot.app.screen, MainScreen)
            pilot.app.screen.go_to(session.kernel.symbols[name])
            await pilot.press("n")
            await settle(pilot)
        assert session.prediction is not None
        values.append(dict(session.prediction.values))
    await pilot.press("C")
    await settle(pilot)
    return values


async def choose(pilot: Pilot[None], settle: Steps, key: str, name: str) -> None:
    """Takes a state by what its row begins with."""
    await pilot.press(key)
    screen = pilot.app.screen
    assert isinstance(screen, StateScreen)
    names = [*(state.name for state in screen.states), FILE]
    screen.query_one(RowList).cursor = next(row for row, each in enumerate(names) if each.startswith(name))
    await pilot.press("enter")
    await settle(pilot)


def changes(pilot: Pilot[None]) -> ChangesScreen:
    assert isinstance(pilot.app.screen, ChangesScreen)
    return pilot.app.screen


def path(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#path", PieceLine).text


def test_any_two_steps_of_the_history_are_compared(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        values = await edited(pilot, settle)
        position = session_of(pilot).position
        for before, after in ((0, 2), (1, 3), (3, 1), (2, 2)):
            named = ["the opening", "edit 1", "edit 2", "edit 3"]
            await choose(pilot, settle, "b", named[before])
            await choose(pilot, settle, "a", named[after])
            assert list(changes(pilot).found) == list(differences(values[before], values[after]))
            assert named[before] in path(pilot)
            assert f"→ {named[after]}" in path(pilot)
        assert session_of(pilot).position == position
        assert set(session_of(pilot).changes) == set(EDITS)

    drive(steps, (120, 40))


@pytest.mark.parametrize("before", ["the base", "NixOS alone", "the last save", "now"])
@pytest.mark.parametrize("after", ["the base", "now", "NixOS alone"])
def test_layers_and_the_file_are_compared(drive: Drive, settle: Steps, before: str, after: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        values = await edited(pilot, settle)
        known = {
            "the base": session_of(pilot).base_values,
            "NixOS alone": values[0],
            "the last save": values[0],
            "now": values[-1],
        }
        await choose(pilot, settle, "b", before)
        await choose(pilot, settle, "a", after)
        assert list(changes(pilot).found) == list(differences(known[before], known[after]))

    drive(steps)


def test_the_other_way_round(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edited(pilot, settle)
        await pilot.press("4")
        await settle(pilot)
        forth = {(each.name, each.old, each.new) for each in changes(pilot).found}
        await pilot.press("o")
        await settle(pilot)
        assert {(each.name, each.new, each.old) for each in changes(pilot).found} == forth

    drive(steps)


def test_a_step_of_the_history_stays_what_it_was(drive: Drive, settle: Steps) -> None:
    """What is undone and replaced by another edit is still there to compare with."""

    async def steps(pilot: Pilot[None]) -> None:
        values = await edited(pilot, settle)
        await choose(pilot, settle, "b", "edit 3")
        await pilot.press("u", "u")
        await settle(pilot)
        session = session_of(pilot)
        assert session.prediction is not None
        assert list(changes(pilot).found) == list(differences(values[3], values[1]))
        assert session.prediction.values == values[1]

    drive(steps)


def test_a_file_of_ones_own_is_compared(drive: Drive, settle: Steps) -> None:
    text = 'CONFIG_SWAP=y\n# CONFIG_SOUND is not set\nCONFIG_OF_ANOTHER_KERNEL="x"\n'
    Path("mine.config").write_text(text)

    async def steps(pilot: Pilot[None]) -> None:
        values = await edited(pilot, settle)
        await choose(pilot, settle, "b", FILE)
        assert isinstance(pilot.app.screen, NameScreen)
        pilot.app.screen.query_one("#name", Input).value = "mine.config"
        await pilot.press("enter")
        await settle(pilot)
        assert list(changes(pilot).found) == list(differences(config_file.parse(text), values[-1]))
        assert "mine.config → now" in path(pilot)

    drive(steps)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "there is no such file"), ("int main;\n", "is no .config line"), ("", "")],
)
def test_a_file_that_is_none_is_refused_where_it_is_named(
    drive: Drive, settle: Steps, content: str | None, complaint: str
) -> None:
    if content is not None:
        Path("mine.config").write_text(content)

    async def steps(pilot: Pilot[None]) -> None:
        await edited(pilot, settle)
        await choose(pilot, settle, "b", FILE)
        pilot.app.screen.query_one("#name", Input).value = "mine.config"
        await pilot.press("enter")
        await settle(pilot)
        if complaint:
            assert complaint in str(pilot.app.screen.query_one("#name-hint", Static).content)
            await pilot.press("escape", "escape")
            assert path(pilot).startswith("Changes  what the newest edit changed")
        else:
            assert changes(pilot).rows.empty == "Nothing to compare: no result at “mine.config”."

    drive(steps)


def test_leaving_the_choice_changes_nothing(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edited(pilot, settle)
        found = list(changes(pilot).found)
        await pilot.press("b", "down", "down", "escape")
        await settle(pilot)
        assert list(changes(pilot).found) == found

    drive(steps)
