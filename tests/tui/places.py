"""Where the tests of the interface put the cursor."""

from textual.pilot import Pilot

from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen


def main_screen(pilot: Pilot[None]) -> MainScreen:
    """The menus, also where another screen lies over them."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, MainScreen))


async def select(pilot: Pilot[None], name: str) -> None:
    """Show an option in its menu, with the cursor on it."""
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    symbol = pilot.app.session.kernel.symbol(name)
    assert symbol is not None
    main_screen(pilot).go_to(symbol)
    await pilot.pause()
