"""Looks that take seconds end when nobody waits for them, and are done one at a time."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from nixmenu import check
from nixmenu.findings.finding import Finding
from nixmenu.generator import CancelledError
from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.long_looks import one_at_a_time
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.problems import ProblemsScreen
from tests.tui.conftest import PATIENCE

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


class EndlessCheck:
    """A check that ends only when it is told to; takes the place of the first one that is made."""

    def __init__(self, real: Callable[..., list[Finding]]) -> None:
        self._real = real
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, session: Session, cancelled: Callable[[], bool]) -> list[Finding]:
        if self.begun.is_set():
            return self._real(session, cancelled)
        self.begun.set()
        end = time.monotonic() + PATIENCE
        while not cancelled() and time.monotonic() < end:
            time.sleep(0.005)
        if cancelled():
            self.ended.set()
        raise CancelledError


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> EndlessCheck:
    made = EndlessCheck(check.check)
    monkeypatch.setattr(check, "check", made)
    return made


async def until(event: threading.Event) -> None:
    async with asyncio.timeout(PATIENCE):
        while not event.is_set():
            await asyncio.sleep(0.005)


def test_problems_are_not_looked_for_any_more_when_one_leaves(drive: Drive, endless: EndlessCheck) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await until(endless.begun)
        assert not endless.ended.is_set()
        await pilot.press("escape")
        await until(endless.ended)

    drive(steps)


def test_an_edit_has_problems_looked_for_anew(drive: Drive, settle: Steps, endless: EndlessCheck) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app.screen, MainScreen)
        await pilot.press("down", "enter", "down", "space")
        await settle(pilot)
        await pilot.press("p")
        await until(endless.begun)
        await pilot.press("u")
        await until(endless.ended)
        await settle(pilot)
        assert isinstance(app.screen, ProblemsScreen)
        assert app.screen.at_rest

    drive(steps)


def test_one_waits_for_the_other() -> None:
    inside: list[int] = []
    most: list[int] = []

    def look() -> None:
        with one_at_a_time(lambda: False):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=look) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 5


def test_who_waits_can_give_up() -> None:
    with one_at_a_time(lambda: False), pytest.raises(CancelledError), one_at_a_time(lambda: True):
        pass
