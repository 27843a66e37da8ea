"""Random keys, clicks and resizes for a running application, always the same ones for a seed.

What leaves the program, writes a file or loads another base is not among them: the end can be compared with what a
fresh session makes of the same edits.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from kconfig_index import Symbol
from nixmenu.cost import cost
from nixmenu.many import options_below
from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.fallout import FalloutScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.preview import PreviewScreen
from nixmenu.tui.screens.quit import QuitScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.session_view import SessionView
from tests.tui.conftest import at_rest

SIZES = ((40, 12), (80, 24), (120, 40), (200, 60), (60, 18))
PATIENCE = 120
"""Seconds until a result has to be there, however busy the machine is."""

_MOVES = ("down", "up", "pagedown", "pageup", "home", "end", "j", "k", "right", "left", "enter", "tab")
_EDITS = ("space", "y", "n", "m", "x", "u", "ctrl+r", "v", "V", "A", "N", "M", "X", "enter")
_SCREENS = ("slash", "l", "p", "w", "C", "K", "H", "f", "t", "z", "c", "P", "question_mark", "ctrl+t", "s")
_OTHERS = ("1", "2", "3", "8", "b", "a", "r", "g", "i", "d", "backspace", "shift+tab", "ctrl+g", "delete")
_LETTERS = "abcdefghiklmoprstu0"
_WEIGHTS = (50, 20, 10, 6, 8, 12)
_WRITES = ("y", "enter", "s")
"""Keys that would write the user's file, on the screens that do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done: a key, or else a click, or a size."""

    key: str = ""
    click: tuple[int, int] | None = None
    size: tuple[int, int] | None = None

    def __str__(self) -> str:
        return self.key or (f"click {self.click}" if self.click else f"size {self.size}")


def steps(seed: int, count: int) -> Iterator[Step]:
    """So many random steps."""
    chance = random.Random(seed)  # noqa: S311  the same keys for the same seed
    size = SIZES[2]
    for _ in range(count):
        kind = chance.random()
        if kind < 0.01:
            size = chance.choice(SIZES)
            yield Step(size=size)
        elif kind < 0.03:
            yield Step(click=(chance.randrange(size[0]), chance.randrange(size[1])))
        else:
            keys = chance.choices((_MOVES, _EDITS, _SCREENS, _OTHERS, _LETTERS, ("escape",)), _WEIGHTS)[0]
            yield Step(chance.choice(keys))


async def do(pilot: Pilot[None], step: Step) -> bool:
    """Do a step; False where it would write a file or end the program, and is left out."""
    app = pilot.app
    leaves = isinstance(app.screen, QuitScreen)
    writes = isinstance(app.screen, FalloutScreen | SaveScreen) and (step.key in _WRITES or step.click)
    if step.key != "escape" and (leaves or writes):
        return False
    if step.size is not None:
        await pilot.resize_terminal(*step.size)
    elif step.click is not None:
        await pilot.click(offset=step.click)
    else:
        await pilot.press(step.key)
    return True


_VISITS = (
    ("slash", *"driver", "tab", "end", "escape", "slash", "slash", *"pci.*net", "tab", "escape"),
    ("l", "2", "8", "1", "r", "end", "escape"),
    ("p", "right", "end", "escape"),
    ("C", "4", "escape"),
    ("question_mark", "end", "escape"),
    ("H", "escape"),
    ("f", "a", "escape"),
    ("z", "end", "home", "z", "t", "end", "home", "t", "c", "c"),
    ("enter", "down", "w", "escape", "K", "escape", "home", "escape"),
    ("ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t"),
)
"""One way to each kind of screen, and back."""


async def look_around(pilot: Pilot[None]) -> None:
    """Do everything once: what is taken for the first time is no growth.

    All options but MODULES are turned off, which is an error for thousands of them, and taken back; then the largest
    menu and all options are, every kind of screen is opened in the largest size, all that is taken back, and an edit is
    led to another entry, for which another session takes the place of this one.
    """
    await pilot.resize_terminal(*max(SIZES))
    await _turn_everything_off(pilot)
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    main.go_to(_session(pilot).kernel.symbols["MODULES"])
    await press(pilot, "x")
    await _agree(pilot)
    await press(pilot, "p", "end", "escape", "u", "u")
    await _turn_off_largest_menu(pilot)
    await _turn_everything_off(pilot)
    for visit in _VISITS:
        await press(pilot, *visit)
    await press(pilot, "s", "escape", "u", "ctrl+r", "u", "u")
    app = pilot.app
    assert isinstance(app.screen, MainScreen)
    app.screen.go_to(_plain_option(pilot))
    await press(pilot, "space", "s", "e", "2", "enter")
    async with asyncio.timeout(PATIENCE):
        while not isinstance(app.screen, SaveScreen):
            await pilot.pause(0.02)
    await press(pilot, "escape", "p", "f", "escape", "escape")
    while _session(pilot).can_undo:
        await press(pilot, "u")
    await pilot.resize_terminal(*SIZES[2])
    await rest(pilot)


async def _turn_everything_off(pilot: Pilot[None]) -> None:
    await press(pilot, "l", "A", "n")
    await _agree(pilot)
    await press(pilot, "escape")


async def _turn_off_largest_menu(pilot: Pilot[None]) -> None:
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    shown = main.nodes_shown()
    main.marking_rows.cursor = max(range(len(shown)), key=lambda row: len(options_below(shown[row])))
    await press(pilot, "N", "y")
    await _agree(pilot)
    assert _session(pilot).dirty


async def _agree(pilot: Pilot[None]) -> None:
    """Make a change that is shown first."""
    if isinstance(pilot.app.screen, PreviewScreen):
        await press(pilot, "enter")


def _plain_option(pilot: Pilot[None]) -> Symbol:
    """An option that nobody but the kernel answers, and that takes nothing along."""
    session, view = _session(pilot), _view(pilot)
    for symbol in session.kernel.symbols.values():
        value = session.next_value(symbol)
        free = symbol.name not in session.nixos and symbol.choice is None
        if not free or value is None or not view.config.is_changeable(symbol):
            continue
        if not cost(session, view.config, [(symbol.name, value)]).count:
            return symbol
    raise AssertionError("there is no such option")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when everything that the one before began is done."""
    for key in keys:
        await pilot.press(key)
        async with asyncio.timeout(PATIENCE):
            while _view(pilot).stale or not at_rest(pilot.app):
                await pilot.pause(0.02)


def _session(pilot: Pilot[None]) -> Session:
    return _view(pilot).session


def _view(pilot: Pilot[None]) -> SessionView:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.view is not None
    return pilot.app.view


async def rest(pilot: Pilot[None]) -> None:
    """Leave all screens but the tree, and wait for the newest result."""
    async with asyncio.timeout(PATIENCE):
        while not isinstance(pilot.app.screen, MainScreen):
            await pilot.press("escape")
        while _view(pilot).stale:
            await pilot.pause(0.02)


def resident() -> int:
    """Kilobytes of memory that this process holds now."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
