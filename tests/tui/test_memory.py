"""What was left is let go of: drawn lines of closed screens, and a session that another one took the place of."""

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from nixmenu.prediction import Prediction
from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.save import SaveScreen

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def strips() -> int:
    """How many drawn lines there are, those included that were there when the session's objects were left alone."""
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(each, Strip) for each in gc.get_objects())


def test_screens_that_were_left_keep_no_drawn_lines(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        async def look_around(times: int) -> int:
            for _ in range(times):
                for key in ("question_mark", "l", "p", "C", "K", "slash"):
                    await pilot.press(key)
                    await settle(pilot)
                    await pilot.press("escape")
                    await settle(pilot)
            return strips()

        first = await look_around(2)
        # Some more or fewer are there by chance; each screen that kept its lines would add 50.
        assert await look_around(6) < first + 36 * 50 / 4

    drive(steps)


def results() -> set[int]:
    """The revisions of the results that are still there."""
    gc.unfreeze()
    gc.collect()
    return {each.revision for each in gc.get_objects() if isinstance(each, Prediction)}


@pytest.mark.parametrize(
    "way",
    [
        ("slash", *"swap", "tab"),
        ("p", "right", "down"),
        ("p", "f", "escape"),
        ("l", "down"),
        ("C",),
        ("down", "enter", "down", "h", "w", "enter"),
    ],
)
def test_only_the_newest_result_is_there(drive: Drive, settle: Steps, way: tuple[str, ...]) -> None:
    """A wide change makes thousands of messages; a screen that kept one result would keep them."""

    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        assert app.session is not None
        for key in way:
            await pilot.press(key)
            await settle(pilot)
        while not isinstance(app.screen, MainScreen):
            await pilot.press("escape")
            await settle(pilot)
        await pilot.press("slash", *"sound", "escape", "end", "y", "m", "n")
        await settle(pilot)
        async with asyncio.timeout(30):
            while results() != {app.session.revision}:  # a thread may still look into another one
                await pilot.pause(0.05)

    drive(steps)


@pytest.mark.parametrize(
    "way", [("l", "C"), ("slash",), ("slash", *"swap", "tab", "w"), ("p", "K", "escape")]
)
def test_a_session_that_was_replaced_is_gone(drive: Drive, settle: Steps, way: tuple[str, ...]) -> None:
    before: list[weakref.ref[Session]] = []

    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        assert app.session is not None
        before.append(weakref.ref(app.session))
        kernel = app.session.kernel
        await pilot.press("slash", *"swap", "tab", "n", "escape")
        await settle(pilot)
        await pilot.press(*way)
        await settle(pilot)
        app.action_save()
        await pilot.pause()
        assert isinstance(app.screen, SaveScreen)
        await pilot.press("e")
        app.screen.query_one("#name", Input).value = "mine"
        await pilot.press("enter")
        await settle(pilot)
        async with asyncio.timeout(30):
            while not isinstance(app.screen, SaveScreen):
                await pilot.pause(0.01)
        assert sum(isinstance(screen, MainScreen) for screen in app.screen_stack) == 1
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, MainScreen)
        assert app.session.entry == "mine"
        assert app.session.kernel is kernel, "there are two of the largest things"
        async with asyncio.timeout(30):
            while before[0]() is not None:  # a thread may still look into it
                await pilot.pause(0.05)
                gc.collect()

    drive(steps)
    assert 'name = "mine";' in Path("kernel-patches.nix").read_text()
