"""What is to come after a while comes, however long a thread that computes keeps the interpreter for itself."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count

import pytest
from textual import _time
from textual.app import App
from textual.pilot import Pilot

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.delays import later
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

HELD = 0.003
"""Seconds that pass between two looks at the clock: more than the delays that tests have."""


def test_details_and_result_follow_where_a_thread_holds_the_interpreter(
    monkeypatch: pytest.MonkeyPatch, drive: Drive, settle: Steps
) -> None:
    looks = count()
    monkeypatch.setattr(_time, "get_time", lambda: time.monotonic() + HELD * next(looks))

    async def steps(pilot: Pilot[None]) -> None:
        details = pilot.app.screen.query_one("#details", TextPane)
        shown = set()
        for _ in range(3):
            await pilot.press("down")
            await settle(pilot)
            shown.add(details.text)
        assert len(shown) == 3
        await pilot.press("slash", *"swap", "tab", "n")
        await settle(pilot)

    assert drive(steps).session is not None


def test_a_call_that_was_cancelled_is_not_made() -> None:
    made: list[int] = []

    async def run() -> None:
        app = App[None]()
        async with app.run_test() as pilot:
            later(app, 0.001, partial(made.append, 1)).cancel()
            later(app, 0.001, partial(made.append, 2))
            await pilot.pause(0.2)

    asyncio.run(run())
    assert made == [2]
