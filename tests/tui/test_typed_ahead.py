"""Keys typed while the kernel is loaded: none is lost, none comes too early, and leaving works at once."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.opening import Progress
from nixmenu.session import Session, SessionOptions
from nixmenu.tui import ordered_keys, unsaved
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.loading import LoadingScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.screens.search import SearchScreen

Steps = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The kernel is there when this is set."""
    go_on = threading.Event()
    real = Session.open

    def slow_open(options: SessionOptions, progress: Progress | None = None, *more: Any) -> Session:
        if progress is not None:
            progress("Reading Kconfig files", 1, 2)
        assert go_on.wait(30)
        return real(options, progress, *more)

    monkeypatch.setattr(Session, "open", slow_open)
    yield go_on
    go_on.set()


def run(options: SessionOptions, steps: Steps) -> NixmenuApp:
    app = NixmenuApp(options)

    async def session() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            async with asyncio.timeout(30):
                while not isinstance(app.screen, LoadingScreen):
                    await pilot.pause(0.01)
            await steps(pilot)

    asyncio.run(session())
    return app


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await pilot.pause(0.01)
    await pilot.pause()


def changes(pilot: Pilot[None]) -> set[str]:
    assert isinstance(pilot.app, NixmenuApp)
    return set(pilot.app.session.changes) if pilot.app.session is not None else set()


def test_they_are_taken_in_their_order_when_the_menus_are_there(
    options: SessionOptions, loaded: threading.Event, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"drm_radeon", "enter", "n", "slash", *"xfs_fs", "down")
        assert isinstance(pilot.app.screen, LoadingScreen)
        loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        await until(pilot, lambda: pilot.app.screen.query_one("#search", Input).value == "xfs_fs")
        assert changes(pilot) == {"DRM_RADEON"}
        await pilot.press("n")  # what is typed now comes after what was typed before
        await settle(pilot)
        assert changes(pilot) == {"DRM_RADEON", "XFS_FS"}

    run(options, steps)


@pytest.mark.parametrize(("key", "code"), [("ctrl+c", 130), ("ctrl+q", 0)])
def test_leaving_waits_for_nothing(
    options: SessionOptions, loaded: threading.Event, key: str, code: int
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("n", "down", key)
        await until(pilot, lambda: not pilot.app.is_running)
        assert not loaded.is_set()
        loaded.set()

    assert (run(options, steps).return_code or 0) == code


def test_there_is_a_bound(
    options: SessionOptions, loaded: threading.Event, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordered_keys, "MOST_KEPT", 3)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*["down"] * 8)
        loaded.set()
        await settle(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        await until(pilot, lambda: screen.rows.cursor > 0)
        await settle(pilot)
        assert screen.rows.cursor == 3

    run(options, steps)


def test_they_answer_no_question_that_was_not_there(
    options: SessionOptions, loaded: threading.Event, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The offer of unsaved edits: "d" would throw them away, and Enter take them up."""
    monkeypatch.setattr(unsaved, "KEEP_DELAY", 0.001)

    async def edit(pilot: Pilot[None]) -> None:
        loaded.set()
        await settle(pilot)
        await pilot.press("slash", *"xfs_fs", "enter", "n")
        await settle(pilot)
        assert changes(pilot) == {"XFS_FS"}
        await pilot.pause(0.05)

    async def type_ahead(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"drm_radeon", "enter", "d", "n")
        loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, RecoveredScreen))
        await settle(pilot)
        assert isinstance(pilot.app.screen, RecoveredScreen)
        assert changes(pilot) == set()
        await pilot.press("y")
        await until(pilot, lambda: changes(pilot) == {"XFS_FS", "DRM_RADEON"})
        await settle(pilot)

    run(options, edit)
    loaded.clear()
    run(options, type_ahead)
