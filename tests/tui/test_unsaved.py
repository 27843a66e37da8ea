"""Edits that were not saved are offered again, however the session ended."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.session import SessionOptions
from nixmenu.tui import unsaved
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.widgets.text_pane import TextPane

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


def test_an_end_at_the_offer_loses_nothing(options: SessionOptions, settle: Steps, tmp_path: Path) -> None:
    async def look_only(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, RecoveredScreen)

    run(options, settle, edit)
    (file,) = kept_files(tmp_path)
    before = json.loads(file.read_text())
    run(options, settle, look_only)
    assert json.loads(file.read_text()) == before


# Another entry, where there are edits that were never saved


def other(options: SessionOptions) -> SessionOptions:
    return replace(options, entry="other")


async def answer(pilot: Pilot[None], name: str, value: str) -> None:
    app = pilot.app
    assert isinstance(app, NixmenuApp)
    assert isinstance(app.screen, MainScreen)
    assert app.session is not None
    symbol = app.session.kernel.symbol(name)
    assert symbol is not None
    app.screen.go_to(symbol)
    await pilot.press(value)


async def move(pilot: Pilot[None], settle: Steps) -> None:
    """Have the edits written to the entry "other", up to the offer of what was left there."""
    await settle(pilot)
    await pilot.press("s", "e")
    pilot.app.screen.query_one("#name", Input).value = "other"
    await pilot.press("enter")
    async with asyncio.timeout(30):
        while not isinstance(pilot.app.screen, RecoveredScreen):
            await pilot.pause(0.01)


def of(pilot: Pilot[None]) -> dict[str, str | None]:
    """What the edits say, by option."""
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    found = pilot.app.session.changes
    return {name: change.new.tristate if change.new else None for name, change in found.items()}


def on_disk(tmp_path: Path, entry: str) -> set[str]:
    kept = [json.loads(file.read_text()) for file in kept_files(tmp_path)]
    return {name for content in kept if content["entry"] == entry for name in content["edits"]}


def test_edits_left_at_the_place_that_edits_move_to_are_offered(
    options: SessionOptions, settle: Steps, tmp_path: Path
) -> None:
    async def move_there(pilot: Pilot[None]) -> None:
        await answer(pilot, "DRM_RADEON", "n")
        await move(pilot, settle)
        assert on_disk(tmp_path, "other") == {"XFS_FS", "DRM_RADEON"}
        assert on_disk(tmp_path, "nixmenu") == set()
        await pilot.press("y")
        async with asyncio.timeout(30):
            while not isinstance(pilot.app.screen, SaveScreen):
                await pilot.pause(0.01)
        diff = pilot.app.screen.query_one("#diff", TextPane).text
        assert "DRM_RADEON = no" in diff
        assert "XFS_FS = no" in diff
        await pilot.press("escape")
        assert of(pilot) == {"DRM_RADEON": "n", "XFS_FS": "n"}
        await pilot.press("u")
        assert of(pilot) == {"DRM_RADEON": "n"}

    run(other(options), settle, edit)
    run(options, settle, move_there)


def test_the_newer_of_two_answers_stays_and_the_older_one_is_a_step_before_it(
    options: SessionOptions, settle: Steps
) -> None:
    async def move_there(pilot: Pilot[None]) -> None:
        await answer(pilot, "XFS_FS", "y")
        await move(pilot, settle)
        await pilot.press("y")
        async with asyncio.timeout(30):
            while not isinstance(pilot.app.screen, SaveScreen):
                await pilot.pause(0.01)
        await pilot.press("escape")
        assert of(pilot) == {"XFS_FS": "y"}
        await pilot.press("u")
        assert of(pilot) == {"XFS_FS": "n"}

    run(other(options), settle, edit)
    run(options, settle, move_there)


@pytest.mark.parametrize(("keys", "expected"), [((), {"XFS_FS", "DRM_RADEON"}), (("d",), {"DRM_RADEON"})])
def test_a_crash_after_a_move_loses_none_of_both(
    options: SessionOptions, settle: Steps, tmp_path: Path, keys: tuple[str, ...], expected: set[str]
) -> None:
    """Thrown away are only those that were offered."""

    async def move_there(pilot: Pilot[None]) -> None:
        await answer(pilot, "DRM_RADEON", "n")
        await move(pilot, settle)
        await pilot.press(*keys)
        await pilot.pause(0.05)
        assert on_disk(tmp_path, "other") == expected

    run(other(options), settle, edit)
    run(options, settle, move_there)
    assert on_disk(tmp_path, "other") == expected
