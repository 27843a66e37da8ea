"""What the interface's tests share: the demo kernel on a fixed file, and a way to drive the application."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_textual_snapshot
from syrupy.assertion import SnapshotAssertion
from syrupy.location import PyTestLocation
from textual.app import App
from textual.pilot import Pilot

from nixmenu.session import Session, SessionOptions
from nixmenu.tui import session_app
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.screens import detail_screen
from nixmenu.tui.screens.fallout import FalloutScreen
from nixmenu.tui.screens.preview import PreviewScreen
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.screens.whole_menu import WholeMenuScreen
from nixmenu.tui.session_view import SessionView

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"

PATIENCE = 30
"""Seconds until a test gives up waiting for a result: far more than a loaded machine needs."""

Steps = Callable[[Pilot[None]], Awaitable[None]]


class TopLevelSnapshots(pytest_textual_snapshot.SVGImageExtension):
    """Keeps the pictures in the directory at the top of the repository, one folder per test module."""

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(SNAPSHOTS / test_location.basename)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> SnapshotAssertion:
    """The assertion that `snap_compare` uses, with our place for the pictures."""
    monkeypatch.setattr(pytest_textual_snapshot, "SVGImageExtension", TopLevelSnapshots)
    return snapshot


@pytest.fixture
def light_picture(snapshot: SnapshotAssertion, tmp_path: Path) -> Callable[[str], bool]:
    """Compares a picture in light colours; what `snap_compare` takes in the same test is the dark one."""

    def compare(svg: str) -> bool:
        if snapshot(name="light", extension_class=TopLevelSnapshots) == svg:
            return True
        (tmp_path / "light.svg").write_text(svg)
        pytest.fail(f"the light picture is another one now: {tmp_path / 'light.svg'}")

    return compare


@pytest.fixture(autouse=True)
def _same_terminal_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Colours, delays and the file's path are the same on every machine."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(session_app, "PREDICTION_DELAY", 0.001)
    monkeypatch.setattr(detail_screen, "DETAIL_DELAY", 0.001)
    monkeypatch.setattr(detail_screen, "REASON_DELAY", 0.001)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(KeyedApp, "preview_from", 0)  # what is tested elsewhere would ask everywhere else


@pytest.fixture
def options() -> SessionOptions:
    """The demo, with edits going to a file in the test's own directory."""
    return SessionOptions(demo=True, patches=Path("kernel-patches.nix"))


@pytest.fixture
def app(options: SessionOptions) -> NixmenuApp:
    """The application on the demo."""
    return NixmenuApp(options)


@pytest.fixture
def view(options: SessionOptions) -> SessionView:
    """The demo as screens see it, with its first result."""
    session = Session.open(options)
    session.accept(session.predict())
    return SessionView(session)


def at_rest(app: App[None]) -> bool:
    """Whether no details or reasons are on their way to the screen that is shown."""
    shown = [
        screen
        for screen in app.screen_stack
        if isinstance(screen, SessionScreen | FalloutScreen | PreviewScreen | WholeMenuScreen)
    ]
    return all(screen.at_rest for screen in shown)


def under_way(app: NixmenuApp) -> str:
    """What a test waits for in vain."""
    screens = [
        f"{type(screen).__name__} at rest: {getattr(screen, 'at_rest', None)}" for screen in app.screen_stack
    ]
    workers = [f"{worker.name} {worker.state.name}" for worker in app.workers]
    stale = app.view.stale if app.view is not None else "no session"
    return f"stale: {stale}; key under way: {app.keys_under_way}; {screens}; {workers}"


@pytest.fixture
def settle() -> Steps:
    """Waits until the kernel is loaded, the result belongs to the newest edit, and everything is drawn."""

    async def wait(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        try:
            async with asyncio.timeout(PATIENCE):
                await pilot.pause()
                while app.is_running and (
                    app.keys_under_way or app.view is None or app.view.stale or not at_rest(app)
                ):
                    await pilot.pause(0.005)
        except TimeoutError as error:
            raise AssertionError(f"nothing settles: {under_way(app)}") from error
        for _ in range(3):
            await pilot.pause(0.002)

    return wait


@pytest.fixture
def drive(app: NixmenuApp, settle: Steps) -> Callable[..., NixmenuApp]:
    """Runs the application, does the steps once it is ready, and hands it back for a last look."""

    def run(steps: Steps, size: tuple[int, int] = (80, 24)) -> NixmenuApp:
        async def session() -> None:
            async with app.run_test(size=size) as pilot:
                await settle(pilot)
                await steps(pilot)

        asyncio.run(session())
        return app

    return run
