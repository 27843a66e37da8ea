"""Pictures of every screen and state on the demo, dark and light; a changed one is looked at before it is accepted.

Both are taken in one run: only the colours change between them.
"""

import asyncio
import errno
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widgets import Input, OptionList

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
from tests.tui.test_outline import HeldOpening, still
from tests.tui.test_saving import CONDITIONS
from tests.tui.test_source import PATCHES

Steps = Callable[[Pilot[None]], Awaitable[None]]
Compare = Callable[..., bool]
Pictures = Callable[..., bool]

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
def pictures(
    app: NixmenuApp, settle: Steps, snap_compare: Compare, light_picture: Compare
) -> Callable[..., bool]:
    """Compares the application after some steps with its pictures; `ready` waits for what it shows first.

    A step that leaves something under way stays so: then nothing is waited for at the end.
    """

    def compare(
        steps: Steps,
        size: tuple[int, int],
        *,
        ready: Steps | None = None,
        under_way: bool = False,
        app: NixmenuApp = app,
    ) -> bool:
        light: list[str] = []

        async def prepare(pilot: Pilot[None]) -> None:
            await (ready or settle)(pilot)
            await steps(pilot)
            await (pilot.pause if under_way else partial(settle, pilot))()
            dark = pilot.app.theme
            light.append(await in_theme(pilot, theme.LIGHT.name))
            await in_theme(pilot, dark)

        same = snap_compare(app, terminal_size=size, run_before=prepare)
        return light_picture(light[0]) and same

    return compare


async def in_theme(pilot: Pilot[None], name: str) -> str:
    """A picture in other colours, which stay."""
    pilot.app.theme = name
    for _ in range(3):
        await pilot.pause(0.002)
    return pilot.app.export_screenshot(title=pilot.app.title, simplify=True)


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


async def no_blinking(pilot: Pilot[None]) -> None:
    """The step that keeps the cursor of a field that is not ours from blinking, and lets its list come."""
    pilot.app.screen.query_one(Input).cursor_blink = False
    async with asyncio.timeout(PATIENCE):
        while not pilot.app.screen.query_one(OptionList).option_count:
            await pilot.pause(0.01)


async def no_demo(pilot: Pilot[None]) -> None:
    """The step that makes other bases possible."""
    assert isinstance(pilot.app, NixmenuApp)
    pilot.app.options = replace(pilot.app.options, demo=False)


STATES: dict[str, Steps] = {
    "top": press(),
    "layers": to("SWAP"),
    "forced": to("NR_CPUS"),
    "graphics": to("DRM_RADEON"),
    "edited": in_turn(to("DRM_RADEON"), press("n")),
    "against-nixos": in_turn(to("DRM_FBDEV_EMULATION"), press("n")),
    "refused": in_turn(to("SWAP"), press("m")),
    "answered-together": in_turn(to("SWAP"), press("A", "n")),
    "empty-menu": in_turn(to("SOUND"), press("n"), settled, press("enter")),
    "unused": in_turn(to("SOUND"), press("n")),
    "choice": to("PREEMPT_VOLUNTARY"),
    "choice-moved": in_turn(to("PREEMPT_NONE"), press("y")),
    "hidden": in_turn(to("HID_AUTO"), press("z")),
    "names": in_turn(to("DRM_RADEON"), press("c")),
    "marked": in_turn(to("XFS_FS"), press("v", "v", "n", "up", "v", "v")),
    "one-list": in_turn(to("DRM_RADEON"), press("t")),
    "find": in_turn(to("EXT4_FS"), press("f", *"xfs")),
    "find-nothing": in_turn(to("EXT4_FS"), press("f", *"qqq")),
    "history": in_turn(to("XFS_FS"), press("n", "down", "n", "u", "H")),
    "search-begun": press("slash"),
    "search": press("slash", *"sound"),
    "search-results": press("slash", *"sound", "down", "down"),
    "nothing-found": press("slash", *"qqq"),
    "problems": in_turn(to("SOUND"), press("n"), press("p")),
    "number": in_turn(to("LOG_BUF_SHIFT"), press("enter")),
    "text": in_turn(to("DEFAULT_HOSTNAME"), press("enter")),
    "save": in_turn(to("DRM_FBDEV_EMULATION"), press("n"), to("DRM_RADEON"), press("n", "s")),
    "save-entry": in_turn(to("DRM_RADEON"), press("n", "s", "e")),
    "save-file": in_turn(to("DRM_RADEON"), press("n", "s", "f")),
    "saved": in_turn(to("DRM_RADEON"), press("n", "s", "y")),
    "drop": in_turn(to("DRM_FBDEV_EMULATION"), press("n"), to("DRM_RADEON"), press("n", "s", "d")),
    "quit": in_turn(to("SWAP"), press("n", "q")),
    "keys": press("question_mark"),
    "help": in_turn(to("DRM_RADEON"), press("h")),
    "help-of-choice": in_turn(to("PREEMPT_VOLUNTARY"), press("escape", "h")),
    "keys-further": press("question_mark", "pagedown", "pagedown"),
    "load-base": in_turn(no_demo, press("O")),
    "problems-unfolded": in_turn(
        to("SOUND"), press("n"), settled, press("p"), settled, press("enter", "down")
    ),
    "problem-done": in_turn(to("SOUND"), press("n"), settled, press("p"), settled, press("d"), settled),
    "fallout": in_turn(to("SOUND"), press("n"), settled, press("p"), settled, press("f"), settled),
    "layer-table": press("l"),
    "layer-table-forced": press("l", "2", "down"),
    "layer-table-nothing": press("l", "4"),
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
    "why": in_turn(to("BACKLIGHT_CLASS_DEVICE"), press("w"), settled),
    "why-not": in_turn(to("CIFS_POSIX"), press("w"), settled, press("home", "down", "down")),
    "why-followed": in_turn(to("CIFS_POSIX"), press("w"), settled, press("enter"), settled),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_state(pictures: Pictures, state: str, size: tuple[int, int]) -> None:
    assert pictures(STATES[state], size)


@pytest.mark.parametrize("size", SIZES)
def test_number_out_of_range(pictures: Pictures, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await in_turn(to("LOG_BUF_SHIFT"), press("enter"))(pilot)
        pilot.app.screen.query_one(Input).value = "30"

    assert pictures(steps, size)


@pytest.mark.parametrize("size", SIZES)
def test_result_under_way(pictures: Pictures, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    """The result column is marked as old and the key press is shown already."""

    async def steps(pilot: Pilot[None]) -> None:
        monkeypatch.setattr(session_app, "PREDICTION_DELAY", 600)
        await in_turn(to("DRM_RADEON"), press("n"))(pilot)
        await pilot.pause(0.05)

    assert pictures(steps, size, under_way=True)


@pytest.mark.parametrize("size", SIZES)
def test_preview_under_way(
    pictures: Pictures, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """What the kernel's rules say is there already."""
    monkeypatch.setattr(PreviewScreen, "_replay", lambda *_: None)
    monkeypatch.setattr(PreviewScreen, "at_rest", True)
    assert pictures(in_turn(asked, to("SOUND"), press("n")), size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [theme.CONTRAST.name, theme.TERMINAL.name])
def test_theme(
    app: NixmenuApp, settle: Steps, snap_compare: Compare, name: str, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        pilot.app.theme = name
        await in_turn(to("DRM_FBDEV_EMULATION"), press("n"))(pilot)
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=steps)


def test_details_beside_the_rows(pictures: Pictures) -> None:
    assert pictures(to("DRM_RADEON"), (160, 40))


@pytest.mark.parametrize("size", SIZES)
def test_loading(pictures: Pictures, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setattr(NixmenuApp, "load", lambda *_: None)

    async def loading(pilot: Pilot[None]) -> None:
        while not isinstance(pilot.app.screen, LoadingScreen):
            await pilot.pause(0.01)
        await pilot.pause()

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, LoadingScreen)
        pilot.app.screen.show_step("Reading Kconfig files", 512, 1604)

    assert pictures(steps, size, ready=loading, under_way=True)


@pytest.fixture
def held(options: SessionOptions) -> Iterator[HeldOpening]:
    opening = HeldOpening(options)
    yield opening
    opening.loaded.set()


async def outlined(pilot: Pilot[None]) -> None:
    """Waits for the menus before their values."""
    assert isinstance(pilot.app, NixmenuApp)
    async with asyncio.timeout(PATIENCE):
        while not pilot.app.takes_some:
            await pilot.pause(0.01)
    await still(pilot)


@pytest.mark.parametrize("size", SIZES)
def test_the_menus_before_their_values(pictures: Pictures, held: HeldOpening, size: tuple[int, int]) -> None:
    keys = press("down", "down")
    assert pictures(keys, size, ready=outlined, under_way=True, app=NixmenuApp(held.options, held))


@pytest.mark.parametrize("size", SIZES)
def test_keys_wait_for_values(pictures: Pictures, held: HeldOpening, size: tuple[int, int]) -> None:
    keys = in_turn(press("enter", "pagedown"), still, press("y", "up"))
    assert pictures(keys, size, ready=outlined, under_way=True, app=NixmenuApp(held.options, held))


@pytest.mark.parametrize("size", SIZES)
def test_conditions_of_a_save(pictures: Pictures, size: tuple[int, int]) -> None:
    """Each of them is named above the diff."""
    Path("kernel-patches.nix").write_text(CONDITIONS)
    assert pictures(in_turn(to("DRM_RADEON"), press("n"), settled, press("s")), size)


@pytest.mark.parametrize("size", SIZES)
def test_no_color(
    options: SessionOptions,
    settle: Steps,
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    """What colour says is there without it."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await in_turn(to("DRM_FBDEV_EMULATION"), press("n"))(pilot)
        await settle(pilot)

    assert snap_compare(NixmenuApp(options), terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("colours", theme.ALL, ids=lambda each: each.name)
def test_palette(
    app: NixmenuApp, settle: Steps, snap_compare: Compare, colours: Theme, size: tuple[int, int]
) -> None:
    """The palette is Textual's, and takes on the colours that it is opened in."""

    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        pilot.app.theme = colours.name
        await in_turn(press("ctrl+p"), no_blinking)(pilot)

    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_your_own_line(pictures: Pictures, size: tuple[int, int]) -> None:
    """The source of an answer of yours is your file."""
    Path("kernel-patches.nix").write_text(PATCHES)
    assert pictures(in_turn(to("DRM_RADEON"), press("K", "K")), size)


@pytest.mark.parametrize("size", SIZES)
def test_paste(pictures: Pictures, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    """What may not be written is shown to be copied."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("nixmenu.nix.write.replace_file", refuse)
    assert pictures(in_turn(to("DRM_RADEON"), press("n", "s", "y")), size)


@pytest.mark.parametrize("size", SIZES)
def test_stopped(pictures: Pictures, size: tuple[int, int]) -> None:
    """Without a result the menus say so, and where it is explained."""
    Path("kernel-patches.nix").write_text(REFUSED)
    assert pictures(press(), size)


@pytest.mark.parametrize("size", SIZES)
def test_no_result(pictures: Pictures, size: tuple[int, int]) -> None:
    """An answer that the run refuses twice: the tree stays as the base has it."""
    Path("kernel-patches.nix").write_text(REFUSED)
    assert pictures(press("p"), size)


@pytest.mark.parametrize("width", [40, 50, 60, 70])
def test_columns_give_way(pictures: Pictures, width: int) -> None:
    assert pictures(to("DRM_RADEON"), (width, 16))
