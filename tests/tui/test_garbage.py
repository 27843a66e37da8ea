"""Full searches for garbage wait for a pause, so that no key waits for one, and come then."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from nixmenu.tui import garbage
from nixmenu.tui.app import NixmenuApp

Drive = Callable[..., NixmenuApp]
KEYS = ("down", "slash", *"sound", *["backspace"] * 5, *"net", "escape") * 6


@pytest.fixture
def searches() -> Iterator[Callable[[], int]]:
    """How many full searches for garbage there were."""
    found: list[str] = []

    def note(phase: str, told: dict[str, Any]) -> None:
        if phase == "stop" and told["generation"] == 2:
            found.append(phase)

    gc.callbacks.append(note)
    yield lambda: len(found)
    gc.callbacks.remove(note)


def test_keys_one_after_the_other_have_none(
    drive: Drive, searches: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "PAUSE", 3600)

    async def steps(pilot: Pilot[None]) -> None:
        gc.collect()
        before = searches()
        await pilot.press(*KEYS)
        assert searches() == before

    drive(steps)


def test_a_pause_has_one(drive: Drive, searches: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "PAUSE", 0.01)
    monkeypatch.setattr(garbage, "USUAL", (700, 10, 0))

    async def steps(pilot: Pilot[None]) -> None:
        before = searches()
        await pilot.press("down")
        end = time.monotonic() + 30
        while searches() == before and time.monotonic() < end:
            await asyncio.sleep(0.01)
        assert searches() == before + 1

    drive(steps)
