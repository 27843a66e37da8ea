"""Opening: progress while it lasts, and one sentence if it fails."""

import argparse
import asyncio
import time
from pathlib import Path

import pytest
from textual.theme import Theme

from nixmenu.cli import menu
from nixmenu.errors import NixmenuError
from nixmenu.opening import Progress
from nixmenu.session import Session, SessionOptions
from nixmenu.tui import loading_app, theme
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.loading import LoadingScreen


def test_what_cannot_be_opened_ends_the_application_with_its_reason(tmp_path: Path) -> None:
    app = NixmenuApp(SessionOptions(kernel=tmp_path))

    async def session() -> None:
        async with app.run_test() as pilot:
            while app.is_running and app.failure is None:
                await pilot.pause(0.01)

    asyncio.run(session())
    assert app.failure is not None
    assert app.return_code == 2
    assert str(tmp_path) in str(app.failure)


def test_progress_is_shown_while_loading(monkeypatch: pytest.MonkeyPatch, options: SessionOptions) -> None:
    shown: list[tuple[str, int, int]] = []
    monkeypatch.setattr(loading_app, "PROGRESS_INTERVAL", 0)
    monkeypatch.setattr(LoadingScreen, "show_step", lambda _, *step: shown.append(step))

    def slow_open(_: SessionOptions, progress: Progress, *__: object) -> Session:
        time.sleep(0.5)  # until somebody listens
        progress("Reading Kconfig files", 3, 7)
        raise NixmenuError("enough")

    monkeypatch.setattr(Session, "open", slow_open)
    app = NixmenuApp(options)

    async def session() -> None:
        async with app.run_test() as pilot:
            while app.is_running and app.failure is None:
                await pilot.pause(0.01)

    asyncio.run(session())
    assert shown == [("Reading Kconfig files", 3, 7)]


def test_without_a_terminal_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    monkeypatch.setattr(Session, "open", lambda *_: pytest.fail("opened"))
    with pytest.raises(NixmenuError, match="need a terminal"):
        menu.run_demo(argparse.Namespace())


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"COLORTERM": "truecolor"}, theme.DARK),
        ({"COLORTERM": "", "TERM": "xterm-256color"}, theme.DARK),
        ({"COLORTERM": "", "TERM": "linux"}, theme.TERMINAL),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, theme.TERMINAL),
    ],
)
def test_colours_fit_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    options: SessionOptions,
    environment: dict[str, str],
    expected: Theme,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert NixmenuApp(options).theme == expected.name
