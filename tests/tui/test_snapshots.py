"""Pictures of every screen and state on the demo; a changed picture is looked at before it is accepted."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.layers.definition import Definition
from nixmenu.recovery import Kept
from nixmenu.session import SessionOptions
from nixmenu.tui import session_app, theme
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.loading import LoadingScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.preview import PreviewScreen
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from tests.tui.conftest import PATIENCE, at_rest
from tests.tui.test_saving import CONDITIONS

Steps = Callable[[Pilot[None]], Awaitable[None]]
Compare = Callable[..., bool]
Picture = Callable[..., bool]

REFUSED = """{ lib, ... }: {
  boot.kernelPatches = [
    {
      name = "nixmenu";
      patch = null;
      structuredExtraConfig.BACKLIGHT_CLASS_DEVICE = lib.kernel.no;
    }
  ];
}
"""

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def picture(app: NixmenuApp, settle: Steps, snap_compare: Compare) -> Picture:
    """Compares the application after some steps with its picture."""

    def compare(steps: Steps, size: tuple[int, int]) -> bool:
        async def prepare(pilot: Pilot[None]) -> None:
            await settle(pilot)
            await steps(pilot)
            await settle(pilot)

        return snap_compare(app, terminal_size=size, run_before=prepare)

    return compare


def to(name: str) -> Steps:
    """The step that puts the cursor on an option."""

    async def step(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        symbol = pilot.app.session.kernel.symbol(name)
        assert symbol is not None
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen.go_to(symbol)
        await pilot.pause()

    return step


def press(*keys: str) -> Steps:
    """The step that presses keys."""

    async def step(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)
        await pilot.pause()

    return step


def in_turn(*steps: Steps) -> Steps:
    """Several steps as one."""

    async def all_steps(pilot: Pilot[None]) -> None:
        for step in steps:
            await step(pilot)

    return all_steps


async def settled(pilot: Pilot[None]) -> None:
    """The step that waits for what is looked for in a thread."""
    async with asyncio.timeout(PATIENCE):
        await pilot.pause(0.01)
        assert isinstance(pilot.app, NixmenuApp)
        while pilot.app.view is None or pilot.app.view.stale or not at_rest(pilot.app):
            await pilot.pause(0.005)


async def asked(pilot: Pilot[None]) -> None:
    """The step that has changes with wide effects shown beforehand."""
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.view is not None
    pilot.app.view.preview_from = 3


async def regex_tried(pilot: Pilot[None]) -> None:
    """The step that types, all at once, what is no regular expression, and waits until that is told."""
    pilot.app.screen.query_one("#search", Input).value = "/sound("
    async with asyncio.timeout(PATIENCE):
        while "regular" not in pilot.app.screen.query_one("#status", PieceLine).text:
            await pilot.pause(0.01)


async def left_behind(pilot: Pilot[None]) -> None:
    """The step that offers edits of an earlier session."""
    names = ["SWAP", "SOUND", *(f"OPTION_{number}" for number in range(8))]
    kept = Kept({name: (Definition(name, "n", None),) for name in names}, datetime(2026, 1, 2, 13, 14))
    pilot.app.push_screen(RecoveredScreen(kept))
    await pilot.pause()


STATES: dict[str, Steps] = {
    "top": press(),
    "layers": to("SWAP"),
    "forced": to("NR_CPUS"),
    "graphics": to("DRM_RADEON"),
    "edited": in_turn(to("DRM_RADEON"), press("n")),
    "against-nixos": in_turn(to("DRM_FBDEV_EMULATION"), press("n")),
    "refused": in_turn(to("SWAP"), press("m")),
    "unused": in_turn(to("SOUND"), press("n")),
    "choice": to("PREEMPT_VOLUNTARY"),
    "choice-moved": in_turn(to("PREEMPT_NONE"), press("y")),
    "hidden": in_turn(to("HID_AUTO"), press("z")),
    "names": in_turn(to("DRM_RADEON"), press("c")),
    "marked": in_turn(to("XFS_FS"), press("v", "v", "n", "up", "v", "v")),
    "one-list": in_turn(to("DRM_RADEON"), press("t")),
    "find": in_turn(to("EXT4_FS"), press("f", *"xfs")),
    "history": in_turn(to("XFS_FS"), press("n", "down", "n", "u", "H")),
    "search": press("slash", *"sound"),
    "search-results": press("slash", *"sound", "down", "down"),
    "nothing-found": press("slash", *"qqq"),
    "problems": in_turn(to("SOUND"), press("n"), press("p")),
    "number": in_turn(to("LOG_BUF_SHIFT"), press("enter")),
    "save": in_turn(to("DRM_FBDEV_EMULATION"), press("n"), to("DRM_RADEON"), press("n", "s")),
    "drop": in_turn(to("DRM_FBDEV_EMULATION"), press("n"), to("DRM_RADEON"), press("n", "s", "d")),
    "quit": in_turn(to("SWAP"), press("n", "q")),
    "keys": press("question_mark"),
    "help": in_turn(to("DRM_RADEON"), press("h")),
    "help-of-choice": in_turn(to("PREEMPT_VOLUNTARY"), press("escape", "h")),
    "problems-unfolded": in_turn(
        to("SOUND"), press("n"), settled, press("p"), settled, press("enter", "down")
    ),
    "problem-done": in_turn(to("SOUND"), press("n"), settled, press("p"), settled, press("d"), settled),
    "fallout": in_turn(to("SOUND"), press("n"), settled, press("p"), settled, press("f"), settled),
    "layer-table": press("l"),
    "layer-table-forced": press("l", "2", "down"),
    "layer-table-found": press("l", "slash", *"drm", "space", *"intel"),
    "export": press("l", "e"),
    "source": in_turn(to("DRM_RADEON"), press("K", "tab", "tab", "tab")),
    "source-followed": in_turn(to("DRM_RADEON"), press("K", "tab", "tab", "tab", "enter")),
    "changes": in_turn(to("SOUND"), press("n"), settled, press("C"), settled),
    "changes-from-base": in_turn(to("SOUND"), press("n"), settled, press("C", "4"), settled),
    "states": in_turn(to("XFS_FS"), press("n", "down", "n"), settled, press("C", "b")),
    "changes-chosen": in_turn(
        to("XFS_FS"),
        press("n", "down", "n"),
        settled,
        press("C", "b", "end", "up", "up", "up", "enter"),
        settled,
    ),
    "whole-menu": in_turn(to("SOUND"), press("N"), settled),
    "name-field": press("S"),
    "regex-error": in_turn(press("slash"), regex_tried),
    "recovered": left_behind,
    "preview": in_turn(asked, to("SOUND"), press("n"), settled),
    "preview-of-menu": in_turn(asked, to("NETDEVICES"), press("N"), settled, press("y"), settled),
    "why": in_turn(to("BACKLIGHT_CLASS_DEVICE"), press("w"), settled, press("down", "down")),
    "why-not": in_turn(to("CIFS_POSIX"), press("w"), settled, press("down", "down")),
    "why-followed": in_turn(to("CIFS_POSIX"), press("w"), settled, press("down", "down", "enter"), settled),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_state(picture: Picture, state: str, size: tuple[int, int]) -> None:
    assert picture(STATES[state], size)


@pytest.mark.parametrize("size", SIZES)
def test_number_out_of_range(picture: Picture, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await in_turn(to("LOG_BUF_SHIFT"), press("enter"))(pilot)
        pilot.app.screen.query_one(Input).value = "30"

    assert picture(steps, size)


@pytest.mark.parametrize("size", SIZES)
def test_result_under_way(
    app: NixmenuApp,
    settle: Steps,
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    """The result column is marked as old and the key press is shown already."""

    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        monkeypatch.setattr(session_app, "PREDICTION_DELAY", 600)
        await in_turn(to("DRM_RADEON"), press("n"))(pilot)
        await pilot.pause(0.05)

    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_preview_under_way(picture: Picture, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    """What the kernel's rules say is there already."""
    monkeypatch.setattr(PreviewScreen, "_replay", lambda *_: None)
    monkeypatch.setattr(PreviewScreen, "at_rest", True)
    assert picture(in_turn(asked, to("SOUND"), press("n")), size)


@pytest.mark.parametrize("state", ["preview", "states", "drop", "whole-menu", "recovered", "save"])
def test_light(picture: Picture, state: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme.LIGHT.name
        await STATES[state](pilot)

    assert picture(steps, (80, 24))


@pytest.mark.parametrize("name", [theme.LIGHT.name, theme.CONTRAST.name, theme.TERMINAL.name])
def test_theme(picture: Picture, name: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        pilot.app.theme = name
        await in_turn(to("DRM_FBDEV_EMULATION"), press("n"))(pilot)

    assert picture(steps, (80, 24))


def test_details_beside_the_rows(picture: Picture) -> None:
    assert picture(to("DRM_RADEON"), (160, 40))


@pytest.mark.parametrize("size", SIZES)
def test_loading(
    app: NixmenuApp, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(NixmenuApp, "_load", lambda *_: None)

    async def steps(pilot: Pilot[None]) -> None:
        while not isinstance(pilot.app.screen, LoadingScreen):
            await pilot.pause(0.01)
        await pilot.pause()
        pilot.app.screen.show_step("Reading Kconfig files", 512, 1604)

    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_conditions_of_a_save(picture: Picture, size: tuple[int, int]) -> None:
    """Each of them is named above the diff."""
    Path("kernel-patches.nix").write_text(CONDITIONS)
    assert picture(in_turn(to("DRM_RADEON"), press("n"), settled, press("s")), size)


def test_no_color(
    options: SessionOptions, settle: Steps, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What colour says is there without it."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await in_turn(to("DRM_FBDEV_EMULATION"), press("n"))(pilot)
        await settle(pilot)

    assert snap_compare(NixmenuApp(options), terminal_size=(80, 24), run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_no_result(picture: Picture, size: tuple[int, int]) -> None:
    """An answer that the run refuses twice: the tree stays as the base has it."""
    Path("kernel-patches.nix").write_text(REFUSED)
    assert picture(press("p"), size)


@pytest.mark.parametrize("width", [40, 50, 60, 70])
def test_columns_give_way(picture: Picture, width: int) -> None:
    assert picture(to("DRM_RADEON"), (width, 16))
