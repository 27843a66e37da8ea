"""Edits that were not saved are offered again, however the session ended."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nixmenu.session import SessionOptions
from nixmenu.tui import unsaved
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.recovered import RecoveredScreen

Steps = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "KEEP_DELAY", 0.001)


def run(options: SessionOptions, settle: Steps, steps: Steps) -> None:
    """One session, from start to a sudden end."""

    async def session() -> None:
        app = NixmenuApp(options)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await steps(pilot)
            await pilot.pause(0.05)
        if app._unsaved is not None:
            app._unsaved.end()  # the lock goes with the process

    asyncio.run(session())


def kept_files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "state" / "nixmenu" / "unsaved").glob("*.json"))


def changes(pilot: Pilot[None]) -> set[str]:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return set(pilot.app.session.changes)


async def edit(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, NixmenuApp)
    assert isinstance(app.screen, MainScreen)
    assert app.session is not None
    symbol = app.session.kernel.symbol("XFS_FS")
    assert symbol is not None
    app.screen.go_to(symbol)
    await pilot.press("n")


def test_edits_are_offered_and_taken_up(options: SessionOptions, settle: Steps, tmp_path: Path) -> None:
    async def take_up(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, RecoveredScreen)
        await pilot.press("y")
        await settle(pilot)
        assert changes(pilot) == {"XFS_FS"}
        await pilot.press("u")
        assert changes(pilot) == set()

    run(options, settle, edit)
    assert len(kept_files(tmp_path)) == 1
    run(options, settle, take_up)
    assert kept_files(tmp_path) == []


def test_thrown_away_edits_are_not_offered_again(
    options: SessionOptions, settle: Steps, tmp_path: Path
) -> None:
    async def throw_away(pilot: Pilot[None]) -> None:
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        assert changes(pilot) == set()

    run(options, settle, edit)
    run(options, settle, throw_away)
    assert kept_files(tmp_path) == []


def test_saving_takes_the_file_away(options: SessionOptions, settle: Steps, tmp_path: Path) -> None:
    async def save(pilot: Pilot[None]) -> None:
        await edit(pilot)
        await settle(pilot)
        await pilot.press("s", "y")
        await pilot.pause()

    run(options, settle, save)
    assert (tmp_path / "kernel-patches.nix").exists()
    assert kept_files(tmp_path) == []


def test_discarding_takes_the_file_away(options: SessionOptions, settle: Steps, tmp_path: Path) -> None:
    async def discard(pilot: Pilot[None]) -> None:
        await edit(pilot)
        await settle(pilot)
        await pilot.press("q", "d")

    run(options, settle, discard)
    assert kept_files(tmp_path) == []


def test_the_demo_on_its_own_file_keeps_nothing(settle: Steps, tmp_path: Path) -> None:
    run(SessionOptions(demo=True), settle, edit)
    assert kept_files(tmp_path) == []
