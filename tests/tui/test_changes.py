"""What changed between two states, and the word about a change with wide effects."""

from collections.abc import Awaitable, Callable, Mapping

import pytest
from textual.pilot import Pilot

from kconfig_index import Symbol
from nixmenu.differences import Difference, differences
from nixmenu.session import Session
from nixmenu.tui import session_app
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.changes import ChangesScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.filter_bar import FilterBar
from nixmenu.tui.widgets.piece_line import PieceLine

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


def values(session: Session) -> Mapping[str, str]:
    assert session.prediction is not None
    return session.prediction.values


def symbol(pilot: Pilot[None], name: str) -> Symbol:
    return session_of(pilot).kernel.symbols[name]


async def edit(pilot: Pilot[None], settle: Steps, name: str, key: str) -> None:
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(symbol(pilot, name))
    await pilot.press(key)
    await settle(pilot)


async def changes(pilot: Pilot[None], settle: Steps, *keys: str) -> ChangesScreen:
    await pilot.press("C", *keys)
    await settle(pilot)
    assert isinstance(pilot.app.screen, ChangesScreen)
    return pilot.app.screen


def line(pilot: Pilot[None], region: str) -> str:
    return pilot.app.screen.query_one(region, PieceLine).text


def test_the_newest_edit_is_compared_with_what_was_before(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "DRM_RADEON", "n")
        before = values(session_of(pilot))
        await edit(pilot, settle, "SOUND", "n")
        screen = await changes(pilot, settle)
        assert list(screen.found) == list(differences(before, values(session_of(pilot))))
        names = [each.name for each in screen.found]
        assert "SOUND" in names
        assert "DRM_RADEON" not in names
        assert line(pilot, "#path").endswith(f"{len(names)} options")

    drive(steps)


def test_unsaved_edits_are_compared_with_the_file(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        saved = values(session_of(pilot))
        await edit(pilot, settle, "DRM_RADEON", "n")
        await edit(pilot, settle, "SOUND", "n")
        screen = await changes(pilot, settle, "2")
        assert list(screen.found) == list(differences(saved, values(session_of(pilot))))
        assert {"SOUND", "DRM_RADEON"} <= {each.name for each in screen.found}
        await pilot.press("u", "u")
        await settle(pilot)
        assert screen.found == []

    drive(steps)


@pytest.mark.parametrize(("key", "index"), [("3", 2), ("4", 3)])
def test_other_states_are_compared_by_number_and_by_click(
    drive: Drive, settle: Steps, key: str, index: int
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        nixos = values(session_of(pilot))
        await edit(pilot, settle, "SOUND", "n")
        session = session_of(pilot)
        screen = await changes(pilot, settle, key)
        old = nixos if key == "3" else session.base_values
        wanted = list(differences(old, values(session)))
        assert list(screen.found) == wanted
        await pilot.press("1")
        await settle(pilot)
        bar = screen.query_one(FilterBar)
        text = "".join(segment.text for segment in bar.render_line(0))
        await pilot.click(FilterBar, offset=(text.index(str(index + 1)), 0))
        await settle(pilot)
        assert list(screen.found) == wanted

    drive(steps)


def test_enter_leads_to_the_menu_and_escape_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "DRM_RADEON", "n")
        screen = await changes(pilot, settle)
        place = [each.name for each in screen.found].index("DRM_RADEON")
        await pilot.press(*["down"] * place, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol == symbol(pilot, "DRM_RADEON")
        await changes(pilot, settle)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_without_an_edit_nothing_is_different(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await changes(pilot, settle)
        assert list(screen.found) == []
        assert screen.rows.empty == "Nothing is different."

    drive(steps)


def test_a_change_with_wide_effects_is_told_and_u_takes_it_back(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_app, "WIDE_EFFECT", 3)

    async def steps(pilot: Pilot[None]) -> None:
        before = values(session_of(pilot))
        await edit(pilot, settle, "SOUND", "n")
        found = differences(before, values(session_of(pilot)))
        others = [each.name for each in found if each.name != "SOUND"]
        assert len(others) > 3
        told = f"{len(others)} other options change (u takes it back, C lists them): {others[0]}, "
        assert line(pilot, "#status").startswith(told)
        await pilot.press("u")
        await settle(pilot)
        assert "other options change" not in line(pilot, "#status")
        assert values(session_of(pilot)) == before

    drive(steps, (120, 40))


def test_a_change_with_small_effects_is_not_worth_a_word(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "DRM_RADEON", "n")
        assert "other options change" not in line(pilot, "#status")

    drive(steps)


def test_no_line_counts_as_n() -> None:
    old = {"A": "y", "B": "n", "C": "m", "D": "1"}
    new = {"E": "n", "C": "y", "D": "1"}
    assert list(differences(old, new)) == [Difference("C", "m", "y"), Difference("A", "y", None)]


def test_rows_drawn_per_key_are_those_on_screen(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        rows = (await changes(pilot, settle, "4")).rows
        height = rows.size.height
        assert len(rows.source) > 2 * height
        for keys in (["down"], ["pagedown"], ["end"], ["up"], ["home"], ["n"], ["1"], ["4"]):
            before = rows.rows_drawn
            await pilot.press(*keys)
            await pilot.pause()
            assert rows.rows_drawn - before <= height + 2, keys
            await settle(pilot)

    drive(steps)
