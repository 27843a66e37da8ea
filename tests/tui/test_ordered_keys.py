"""Keys that arrive at once: each is for what the ones before it opened, as if they had come one by one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.screens.search import SearchScreen

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

NAMES = {"/": "slash", "_": "underscore"}


def burst(pilot: Pilot[None], *keys: str) -> None:
    """Posts keys as a terminal's one write does, without a pause."""
    for key in keys:
        name = NAMES.get(key, key)
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await pilot.pause(0.005)
    await pilot.pause()


def test_letters_behind_the_search_key_are_searched_for(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        burst(pilot, *"/sound")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        await until(pilot, lambda: pilot.app.screen.query_one("#search", Input).value == "sound")
        assert not session_of(pilot).dirty

    drive(steps)


@pytest.mark.parametrize(
    ("keys", "changed"),
    [
        ((*"/drm_radeon", "enter", "n"), {"DRM_RADEON"}),
        ((*"/drm_radeon", "down", "n"), {"DRM_RADEON"}),
        ((*"/drm_radeon", "down", "n", "escape", "q", "escape"), {"DRM_RADEON"}),
        ((*"/drm_radeon", "enter", "n", *"/xfs_fs", "enter", "n"), {"DRM_RADEON", "XFS_FS"}),
        ((*"/drm_radeon", "enter", "n", "/", "escape", "u"), set()),
        ((*"/log_buf_shift", "enter", "enter", "backspace", "backspace", *"19", "enter"), {"LOG_BUF_SHIFT"}),
        ((*"/drm_radeon", "enter", "n", *"s", "escape", "down", "up"), {"DRM_RADEON"}),
    ],
)
def test_a_burst_is_the_same_as_single_keys(
    drive: Drive, settle: Steps, keys: Sequence[str], changed: set[str]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        burst(pilot, *keys)
        await pilot.pause(0.05)
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        await until(pilot, lambda: not app.keys_under_way)
        await settle(pilot)
        await until(pilot, lambda: set(session_of(pilot).changes) == changed)
        assert isinstance(pilot.app.screen, MainScreen | SearchScreen)

    drive(steps)


def test_a_burst_reaches_the_diff(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        burst(pilot, *"/xfs_fs", "enter", *"ns")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
        assert set(session_of(pilot).changes) == {"XFS_FS"}

    drive(steps)


def test_every_one_of_many_keys_counts(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        burst(pilot, *["down"] * 5, *["up"] * 3, *["down", "up"] * 50)
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        await pilot.pause(0.05)
        await until(pilot, lambda: not app.keys_under_way)
        assert screen.rows.cursor == 2

    drive(steps)
