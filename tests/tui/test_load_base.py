"""Another base in the running interface: edits come along, and a base that is none changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.errors import NixmenuError
from nixmenu.session import Session, SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.widgets.piece_line import PieceLine

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


def test_the_demo_has_one_base(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("O")
        assert pilot.app.screen.query_one("#status", PieceLine).text == "The demo has one base only."

    drive(steps)


@pytest.mark.parametrize(("base", "loaded"), [("tinyconfig", True), ("none", False)])
def test_edits_survive_another_base(
    monkeypatch: pytest.MonkeyPatch, settle: Steps, base: str, loaded: bool
) -> None:
    opened = Session.open

    def open_demo(options: SessionOptions, *_: object) -> Session:
        """The demo stands in for every base but one."""
        if options.base == "none":
            raise NixmenuError("there is no such base")
        return opened(replace(options, demo=True))

    monkeypatch.setattr(Session, "open", open_demo)
    app = NixmenuApp(SessionOptions(patches=Path("kernel-patches.nix")))

    async def session() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert app.session is not None
            before = app.session
            symbol = before.kernel.symbol("XFS_FS")
            assert symbol is not None
            assert isinstance(app.screen, MainScreen)
            app.screen.go_to(symbol)
            await pilot.press("n")
            app.screen.go_to(before.kernel.symbols["SWAP"])
            await pilot.press("n", "u", "O")
            app.screen.query_one("#name", Input).value = base
            await pilot.press("enter")
            async with asyncio.timeout(30):
                while (app.session is before) == loaded or not isinstance(app.screen, MainScreen):
                    await pilot.pause(0.01)
            await settle(pilot)
            assert set(app.session.changes) == {"XFS_FS"}
            assert len(app.session.history) == 2
            node = app.screen.selected()
            assert node is not None
            assert node.symbol is not None
            assert node.symbol.name == "SWAP"
            if not loaded:
                text = app.screen.query_one("#status", PieceLine).text
                assert text == "Not loaded: there is no such base"
                assert app.options.base == "defconfig"
            if loaded:
                text = app.screen.query_one("#status", PieceLine).text
                assert text == (
                    "The base is demo_defconfig now. 1 unsaved change came along. u still undoes."
                )
            await pilot.press("u")
            await settle(pilot)
            assert app.session.changes == {}
            await pilot.press("ctrl+r", "ctrl+r")
            await settle(pilot)
            assert set(app.session.changes) == {"XFS_FS", "SWAP"}

    asyncio.run(session())
