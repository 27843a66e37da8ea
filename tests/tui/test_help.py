"""The help of an entry over the whole screen: its text, what the layers say, and every symbol with its value."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kconfig_index import MenuNode
from nixmenu.session import Session, SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.help import HelpScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.settings import settings_path
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


async def at(pilot: Pilot[None], settle: Steps, name: str, *keys: str) -> None:
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(session_of(pilot).kernel.symbols[name])
    await pilot.press(*keys)
    await settle(pilot)


def text(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app.screen, HelpScreen)
    return pilot.app.screen.query_one("#help", TextPane).text


def line(pilot: Pilot[None], region: str) -> str:
    return pilot.app.screen.query_one(region, PieceLine).text


def facts(pilot: Pilot[None]) -> dict[str, list[str]]:
    """What stands behind each name of the left column."""
    _, _, below = text(pilot).partition("What the Kconfig files say")
    found: dict[str, list[str]] = {}
    name = ""
    for row in below.splitlines()[1:]:
        name = row[:16].strip() or name
        found.setdefault(name, []).append(row[16:])
    return found


def test_help_comes_first_then_layers_then_every_value(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session = session_of(pilot)
        await at(pilot, settle, "DRM_RADEON", "h")
        symbol = session.kernel.symbols["DRM_RADEON"]
        assert text(pilot).startswith(symbol.help.rstrip())
        for sentence in session.explain(symbol):
            assert sentence in text(pilot)
        assert line(pilot, "#path").startswith("Help  DRM_RADEON · tristate · ")
        told = facts(pilot)
        assert session.prediction is not None
        values = session.prediction.values
        assert told["Symbol"] == [f"DRM_RADEON [={values['DRM_RADEON']}], tristate"]
        assert told["Depends on"] == [f"DRM [={values['DRM']}]", f"PCI [={values['PCI']}]"]
        assert f"I2C_ALGOBIT [={values['I2C_ALGOBIT']}]" in told["Selects"]
        assert told["Defined at"] == [f"{symbol.file}:{symbol.line}"]
        assert told["In the menu"][0].startswith("Device Drivers › ")

    drive(steps)


def test_who_selects_an_option_and_what_it_lacks_is_told(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "SOUND", "n")
        await at(pilot, settle, "SND_HDA_INTEL", "h")
        assert "✗ SOUND [=n]" in facts(pilot)["Depends on"]
        assert "Hidden: needs " in text(pilot)
        await pilot.press("escape", "slash", *"drm_ttm", "down", "h")
        await settle(pilot)
        told = facts(pilot)
        assert any(each.startswith("DRM_RADEON [=") for each in told["Selected by"])
        assert told["Question"] == ["none: nobody is asked"]

    drive(steps)


@pytest.mark.parametrize("key", ["escape", "left", "backspace", "h", "enter"])
def test_it_leads_back_to_the_same_row(drive: Drive, settle: Steps, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "DRM_RADEON", "h")
        before = pilot.app.screen_stack[-2]
        assert isinstance(before, MainScreen)
        place = (before.menu, before.rows.cursor, before.rows.top)
        await pilot.press(key)
        await settle(pilot)
        assert pilot.app.screen is before
        assert (before.menu, before.rows.cursor, before.rows.top) == place
        assert not session_of(pilot).dirty

    drive(steps)


def test_an_answer_can_be_given_there_and_the_text_follows(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "DRM_RADEON", "h")
        pane = pilot.app.screen.query_one("#help", TextPane)
        pane.scroll_end(animate=False)
        await settle(pilot)
        place = pane.scroll_offset.y
        assert place > 0
        await pilot.press("n")
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"DRM_RADEON"}
        assert "Result: n." in text(pilot)
        assert facts(pilot)["Symbol"] == ["DRM_RADEON [=n], tristate"]
        assert abs(pane.scroll_offset.y - place) <= 2
        await pilot.press("u")
        await settle(pilot)
        assert not session_of(pilot).dirty
        assert "Result: m." in text(pilot)

    drive(steps, (80, 16))


def test_space_scrolls_and_answers_nothing(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "DRM_RADEON", "h", "space")
        assert pilot.app.screen.query_one("#help", TextPane).scroll_offset.y > 0
        assert not session_of(pilot).dirty

    drive(steps, (80, 16))


def test_why_source_and_search_are_reached_from_there(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "DRM_RADEON", "h", "w")
        assert isinstance(pilot.app.screen, WhyScreen)
        assert pilot.app.screen.explained == "DRM_RADEON"
        await pilot.press("h")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("i")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol is not None
        assert node.symbol.name == "DRM_RADEON"

    drive(steps)


def test_choices_menus_and_remarks_have_their_facts_too(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "PREEMPT_VOLUNTARY", "escape", "h")
        assert line(pilot, "#path").startswith("Help  choice · ")
        assert "(X) PREEMPT_VOLUNTARY" in facts(pilot)["Members"]
        assert "( ) PREEMPT_NONE" in facts(pilot)["Members"]
        await pilot.press("escape", "escape", "home", "h")
        await settle(pilot)
        assert line(pilot, "#path") == "Help  menu · General setup"
        assert text(pilot).startswith("There is no help text for it.")
        assert facts(pilot)["In the menu"] == ["the top one"]

    drive(steps)


def test_in_a_field_it_is_a_letter(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", "h")
        assert isinstance(pilot.app.screen, SearchScreen)
        assert pilot.app.screen.query_one("#search", Input).value == "h"
        await pilot.press("escape", "l", "h")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)

    drive(steps)


@pytest.mark.parametrize("key", ["p", "C", "w", "K"])
def test_it_is_help_on_every_screen_and_back_on_none(drive: Drive, settle: Steps, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await at(pilot, settle, "DRM_RADEON", "n")
        await pilot.press(key)
        await settle(pilot)
        screen = pilot.app.screen
        assert not isinstance(screen, MainScreen)
        screen.query_one(RowList).action_last()
        await pilot.press("h")
        await settle(pilot)
        assert screen in pilot.app.screen_stack
        helped = pilot.app.screen
        assert isinstance(helped, HelpScreen) or "no single entry" in line(pilot, "#status")
        if isinstance(helped, HelpScreen):
            node: MenuNode | None = helped.selected()
            assert node is not None

    drive(steps)


def test_the_keys_can_be_changed_back(options: SessionOptions, settle: Steps) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('[keys]\ntree.back = ["escape", "left", "h"]\noption.help = "f2"\n')
    app = NixmenuApp(options)
    assert app.key_map.complaints == ()

    async def session() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await at(pilot, settle, "DRM_RADEON", "h")
            assert line(pilot, "#path") == "Device Drivers › Graphics"
            await pilot.press("f2")
            await settle(pilot)
            assert isinstance(pilot.app.screen, HelpScreen)

    asyncio.run(session())
