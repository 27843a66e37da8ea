"""What can be done on the way to the file: drop edits, choose another entry or file, see every condition."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.drop import DropScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

FILE = Path("kernel-patches.nix")
CONDITIONS = """{ lib, config, ... }: {
  boot.kernelPatches = lib.mkIf config.a.enable (lib.mkIf config.b.enable [
    {
      name = "nixmenu";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        XFS_FS = lib.mkIf config.c.enable no;
        SWAP = lib.mkIf config.d.enable no;
      };
    }
  ]);
}
"""


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


async def edit(pilot: Pilot[None], settle: Steps, *names: str) -> None:
    for name in names:
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen.go_to(session_of(pilot).kernel.symbols[name])
        await pilot.press("n")
        await settle(pilot)


def diff(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app.screen, SaveScreen)
    return pilot.app.screen.query_one("#diff", TextPane).text


def line(pilot: Pilot[None], region: str) -> str:
    return pilot.app.screen.query_one(region, PieceLine).text


async def until_saving(pilot: Pilot[None]) -> None:
    async with asyncio.timeout(30):
        while not isinstance(pilot.app.screen, SaveScreen):
            await pilot.pause(0.01)
    await pilot.pause()


def test_edits_are_dropped_one_by_one_and_undo_brings_them_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "DRM_RADEON", "XFS_FS", "SOUND")
        await pilot.press("s", "d")
        assert isinstance(pilot.app.screen, DropScreen)
        assert len(pilot.app.screen.query_one(RowList).source) == 3
        await pilot.press("down", "d", "escape")
        await settle(pilot)
        assert "XFS_FS" not in diff(pilot)
        assert "DRM_RADEON" in diff(pilot)
        assert line(pilot, "#path") == '2 options in the entry "nixmenu"'
        await pilot.press("y")
        await settle(pilot)
        text = FILE.read_text()
        assert "XFS_FS" not in text
        assert "SOUND" in text
        await pilot.press("u")
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"XFS_FS"}

    drive(steps)


def test_dropping_the_last_edit_leads_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "XFS_FS")
        await pilot.press("s", "d", "x", "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert not session_of(pilot).dirty

    drive(steps)


def test_a_moved_choice_is_dropped_as_one(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen.go_to(session_of(pilot).kernel.symbols["PREEMPT_NONE"])
        await pilot.press("y")
        await settle(pilot)
        assert session_of(pilot).dirty
        await pilot.press("s", "d", "d", "escape")
        await settle(pilot)
        assert not session_of(pilot).dirty

    drive(steps)


def test_another_entry_takes_the_edits(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "DRM_FBDEV_EMULATION", "XFS_FS")
        await pilot.press("s", "y")
        await settle(pilot)
        first = FILE.read_text()
        await edit(pilot, settle, "DRM_RADEON")
        await pilot.press("s", "e")
        pilot.app.screen.query_one("#name", Input).value = "mine"
        await pilot.press("enter")
        await until_saving(pilot)
        assert line(pilot, "#path") == '1 option in the entry "mine"'
        assert FILE.read_text() == first
        await pilot.press("y")
        await settle(pilot)
        text = FILE.read_text()
        assert 'name = "mine";' in text
        assert text.index("DRM_RADEON = no;") > text.index('name = "mine";')
        assert text.index("XFS_FS = no;") < text.index('name = "mine";')
        assert session_of(pilot).entry == "mine"

    drive(steps)


def test_another_file_takes_the_edits(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "XFS_FS")
        await pilot.press("s", "f")
        pilot.app.screen.query_one("#name", Input).value = "other.nix"
        await pilot.press("enter")
        await until_saving(pilot)
        assert line(pilot, "#header").startswith(f"Create {Path('other.nix').absolute()}")
        await pilot.press("y")
        await settle(pilot)
        assert not FILE.exists()
        assert "XFS_FS = no;" in Path("other.nix").read_text()

    drive(steps)


def test_a_file_that_cannot_be_read_changes_nothing(drive: Drive, settle: Steps) -> None:
    Path("broken.nix").write_text("{ this is no Nix")

    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "XFS_FS")
        before = session_of(pilot)
        await pilot.press("s", "f")
        pilot.app.screen.query_one("#name", Input).value = "broken.nix"
        await pilot.press("enter")
        async with asyncio.timeout(30):
            while not isinstance(pilot.app.screen, MainScreen):
                await pilot.pause(0.01)
        await settle(pilot)
        assert line(pilot, "#status").startswith("Not loaded: ")
        assert session_of(pilot) is before
        assert set(before.changes) == {"XFS_FS"}

    drive(steps)


@pytest.mark.parametrize("key", ["e", "f"])
def test_the_same_place_or_none_stays_on_the_diff(drive: Drive, settle: Steps, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "XFS_FS")
        await pilot.press("s", key, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SaveScreen)
        await pilot.press(key, "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SaveScreen)

    drive(steps)


def test_every_condition_is_named(drive: Drive, settle: Steps) -> None:
    FILE.write_text(CONDITIONS)

    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "DRM_RADEON")
        await pilot.press("s")
        shown = diff(pilot)
        for condition in ("config.a.enable", "config.b.enable"):
            assert f"! The entry counts only if {condition}" in shown

    drive(steps, (120, 40))
