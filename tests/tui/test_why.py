"""Reasons: in the details as the cursor rests, and as a tree of links that can be followed and gone back."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from kconfig_index import Symbol
from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.reason_rows import told
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.why import Why, why

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def symbol(pilot: Pilot[None], name: str) -> Symbol:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    found = pilot.app.session.kernel.symbol(name)
    assert found is not None
    return found


async def explain(pilot: Pilot[None], settle: Steps, name: str) -> WhyScreen:
    """Put the cursor on an option and ask why."""
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(symbol(pilot, name))
    await settle(pilot)
    await pilot.press("w")
    await settle(pilot)
    assert isinstance(pilot.app.screen, WhyScreen)
    return pilot.app.screen


def texts(screen: WhyScreen) -> list[str]:
    return [row.text for row in screen.told]


def path(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#path", PieceLine).text


def details(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#details", TextPane).text


def test_w_tells_the_reasons_with_values_and_places(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        assert path(pilot) == "Why BACKLIGHT_CLASS_DEVICE"
        assert texts(screen)[0] == "BACKLIGHT_CLASS_DEVICE is m:"
        radeon = next(row for row in screen.told if row.name == "DRM_RADEON")
        assert (radeon.value, radeon.depth) == ("m", 1)
        assert radeon.place is not None
        file, line = radeon.place
        source = symbol(pilot, "DRM_RADEON").kernel.srctree / file
        assert source.read_text().splitlines()[line - 1].strip() == "select BACKLIGHT_CLASS_DEVICE"
        assert screen.told[screen.rows.cursor] == radeon, "the first reason that leads on is under the cursor"
        assert f"{file}:{line}" in details(pilot)
        assert "select BACKLIGHT_CLASS_DEVICE" in details(pilot)

    drive(steps)


def test_enter_follows_a_reason_and_backspace_finds_the_way_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await explain(pilot, settle, "CIFS_POSIX")
        place = next(index for index, row in enumerate(screen.told) if row.name)
        await pilot.press("down", "up", "enter")
        await settle(pilot)
        assert screen.explained == "CIFS_ALLOW_INSECURE_LEGACY"
        assert path(pilot) == "Why CIFS_POSIX › CIFS_ALLOW_INSECURE_LEGACY"
        assert texts(screen)[0].startswith("CIFS_ALLOW_INSECURE_LEGACY is n")
        await pilot.press("backspace")
        await settle(pilot)
        assert screen.explained == "CIFS_POSIX"
        assert screen.rows.cursor == place
        await pilot.press("backspace")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_escape_leaves_from_any_depth(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_a_row_without_a_link_says_so(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        await pilot.press("home", "enter")
        await pilot.pause()
        status = pilot.app.screen.query_one("#status", PieceLine).text
        assert status == "This row leads to no option; › marks those that do."

    drive(steps)


def test_i_shows_the_option_of_the_reason_in_its_menu(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        await pilot.press("i")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol == symbol(pilot, "DRM_RADEON")

    drive(steps)


def test_an_option_is_changed_from_its_reason_and_the_reasons_follow(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        assert any(row.name == "DRM_RADEON" for row in screen.told)
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        assert pilot.app.session.layers(symbol(pilot, "DRM_RADEON")).you == "n"
        assert not any(row.name == "DRM_RADEON" for row in screen.told)
        assert any(row.name == "DRM_AMDGPU" for row in screen.told)

    drive(steps)


def test_a_click_on_the_selected_reason_follows_it(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        await pilot.click("#reasons", offset=(30, 1))
        await pilot.pause(0.6)
        assert screen.rows.cursor == 1
        await pilot.click("#reasons", offset=(30, 2))
        await pilot.pause(0.6)
        assert screen.rows.cursor == 2
        assert screen.explained == "BACKLIGHT_CLASS_DEVICE"
        await pilot.click("#reasons", offset=(30, 2))
        await settle(pilot)
        assert screen.explained == "DRM_RADEON"

    drive(steps)


# The reason among the details


def test_the_details_tell_the_first_reason(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen.go_to(symbol(pilot, "CIFS_POSIX"))
        await settle(pilot)
        assert (
            "Why it is not asked for: CIFS_POSIX depends on CIFS_ALLOW_INSECURE_LEGACY, which is n"
            in details(pilot)
        )

    drive(steps, (120, 40))


def test_keys_are_taken_while_reasons_are_looked_for_and_old_ones_are_never_shown(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread is held; an edit makes what it finds old, so that only the reason by the new result appears."""
    free = threading.Event()
    asked: list[tuple[str, int]] = []

    def held(session: Session, name: str) -> Why | None:
        found = why(session, name)
        asked.append((name, session.revision))
        free.wait(30)
        return found

    async def steps(pilot: Pilot[None]) -> None:
        monkeypatch.setattr("nixmenu.why.why", held)
        assert isinstance(pilot.app, NixmenuApp)
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen.go_to(symbol(pilot, "DRM_RADEON"))
        async with asyncio.timeout(30):
            while not asked:
                await pilot.pause(0.01)
            await pilot.press("n")
            while pilot.app.view is None or pilot.app.view.stale:
                await pilot.pause(0.01)
        assert "Why it is m" not in details(pilot)
        assert "Why: …" in details(pilot)
        free.set()
        await settle(pilot)
        assert asked == [("DRM_RADEON", 0), ("DRM_RADEON", 1)]
        assert "Why it is n: you answer n" in details(pilot)

    try:
        drive(steps)
    finally:
        free.set()


# The rows


def test_every_sentence_of_why_has_its_row(view: SessionView) -> None:
    found = why(view.session, "CIFS_POSIX")
    assert found is not None
    rows = [row.text for row in told(found)]
    for advice in found.todo:
        assert any(advice.text[1:] in row for row in rows)
        assert set(advice.lines) <= set(rows)
    assert {*found.layers, *(message.text for message in found.messages)} <= set(rows)


def test_rows_drawn_per_key_do_not_grow_with_the_reasons(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await explain(pilot, settle, "BACKLIGHT_CLASS_DEVICE")
        before = screen.rows.rows_drawn
        await pilot.press("down")
        await settle(pilot)
        assert screen.rows.rows_drawn - before <= 2

    drive(steps)
