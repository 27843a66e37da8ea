"""The keys that screens share do on each of them what help says of them, and none is left out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.key_map import bindings_of
from nixmenu.tui.screens.changes import ChangesScreen
from nixmenu.tui.screens.help import HelpScreen
from nixmenu.tui.screens.keys import KeysScreen
from nixmenu.tui.screens.layer_table import LayerTableScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.many_screen import ManyScreen
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.problems import ProblemsScreen
from nixmenu.tui.screens.quit import QuitScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.screens.source import SourceScreen
from nixmenu.tui.screens.whole_menu import WholeMenuScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.row_list import RowList

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

PROBLEMS = """{ lib, ... }: {
  boot.kernelPatches = [ {
    name = "nixmenu";
    patch = null;
    structuredExtraConfig = { NLS = lib.kernel.no; };
  } ];
}
"""
"""Others select NLS: it takes m and y only."""


class Keys:
    """Presses keys by the ids of their bindings on one screen, with the cursor on one option."""

    def __init__(
        self, pilot: Pilot[None], settle: Steps, screen: type[SessionScreen[None]], name: str
    ) -> None:
        self.pilot = pilot
        self._settle = settle
        assert isinstance(pilot.app, NixmenuApp)
        assert isinstance(pilot.app.screen, screen)
        self.app: NixmenuApp = pilot.app
        self.screen: SessionScreen[None] = pilot.app.screen
        self.name = name
        self._keys = {each.id: each.key for each in reversed(bindings_of(screen))}

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    @property
    def view(self) -> SessionView:
        assert self.app.view is not None
        return self.app.view

    @property
    def rows(self) -> RowList:
        return next(iter(self.screen.query(RowList)))

    @property
    def you(self) -> str | None:
        """What the user answers to the option."""
        answer = self.session.you.get(self.name)
        return None if answer is None else answer.value

    async def press(self, *identifiers: str) -> None:
        for identifier in identifiers:
            await self.pilot.press(self._keys[identifier].split(",")[0])
            await self._settle(self.pilot)

    async def begin(self) -> None:
        """Nothing edited, nothing marked, the cursor on the option."""
        while self.app.screen is not self.screen:
            await self.pilot.press("escape")
            await self._settle(self.pilot)
        self.session.go_to(0)
        self.view.marked.clear()
        self.view.preview_from = 0
        self.app.post_message(Edited())
        await self._settle(self.pilot)
        if self.selected != self.name:
            for row in range(len(self.rows.source)):
                self.rows.cursor = row
                if self.selected == self.name:
                    break
        assert self.selected == self.name
        await self._settle(self.pilot)

    @property
    def selected(self) -> str | None:
        node = self.screen.selected()
        return None if node is None or node.symbol is None else node.symbol.name

    def has(self, identifier: str) -> bool:
        """Whether the screen has the key, and nothing else for it."""
        key = self._keys.get(identifier, "").split(",")[0]
        first = next((each for each in bindings_of(type(self.screen)) if key in each.key.split(",")), None)
        return first is not None and first.id == identifier


Effect = Callable[[Keys], Awaitable[None]]


async def answers_yes(keys: Keys) -> None:
    await keys.press("option.yes")
    assert keys.you == "y"


async def answers_no(keys: Keys) -> None:
    await keys.press("option.no")
    assert keys.you == "n"


async def answers_module(keys: Keys) -> None:
    if keys.you is None:  # it is m then, and that is no change
        await keys.press("option.yes")
    await keys.press("option.module")
    assert keys.you in ("m", None)
    assert keys.session.value(keys.session.kernel.symbols[keys.name]) == "m"


async def moves_to_the_next_value(keys: Keys) -> None:
    symbol = keys.session.kernel.symbols[keys.name]
    expected = keys.session.next_value(symbol)
    assert expected is not None
    assert expected != keys.session.value(symbol)
    await keys.press("option.next-value")
    assert keys.session.value(symbol) == expected


async def withdraws(keys: Keys) -> None:
    if keys.you is None:
        await keys.press("option.yes")
    await keys.press("option.withdraw")
    assert keys.you is None


async def undoes(keys: Keys) -> None:
    before = keys.you
    await keys.press("option.yes", "session.undo")
    assert keys.you == before != "y"


async def redoes(keys: Keys) -> None:
    await keys.press("option.yes", "session.undo", "session.redo")
    assert keys.you == "y"


async def tells_why(keys: Keys) -> None:
    await keys.press("option.why")
    assert isinstance(keys.app.screen, WhyScreen)
    assert keys.app.screen.explained == keys.name


async def shows_the_source(keys: Keys) -> None:
    await keys.press("option.source")
    assert isinstance(keys.app.screen, SourceScreen)
    assert keys.app.screen.steps[-1].symbol.name == keys.name


async def shows_the_help(keys: Keys) -> None:
    await keys.press("option.help")
    assert isinstance(keys.app.screen, HelpScreen)
    node = keys.app.screen.selected()
    assert node.symbol is not None
    assert node.symbol.name == keys.name


async def switches_the_look_ahead(keys: Keys) -> None:
    await keys.press("session.preview")
    assert keys.view.preview_from > 0
    await keys.press("session.preview")
    assert keys.view.preview_from == 0


async def marks(keys: Keys) -> None:
    row = keys.rows.cursor
    await keys.press("mark.one")
    assert list(keys.view.marked) == [keys.name]
    assert keys.rows.cursor == min(row + 1, len(keys.rows.source) - 1)


async def marks_a_range(keys: Keys) -> None:
    assert isinstance(keys.screen, ManyScreen)
    row = keys.rows.cursor
    await keys.press("mark.one")
    keys.rows.cursor = min(row + 2, len(keys.rows.source) - 1)
    await keys.press("mark.range")
    shown = keys.screen.options_shown()[row : keys.rows.cursor + 1]
    assert list(keys.view.marked) == [each.name for each in shown if each is not None]


async def marks_all(keys: Keys) -> None:
    assert isinstance(keys.screen, ManyScreen)
    shown = {each.name for each in keys.screen.options_shown() if each is not None}
    await keys.press("mark.all")
    assert set(keys.view.marked) == shown
    await keys.press("mark.all")
    assert not keys.view.marked


async def turns_the_menu_off(keys: Keys) -> None:
    await keys.press("menu.off")
    assert isinstance(keys.app.screen, WholeMenuScreen)
    await keys.pilot.press("y")
    await keys.press()
    assert keys.you == "n"
    prediction = keys.session.prediction
    assert prediction is not None
    assert "SENSORS_CORETEMP" not in prediction.values


async def makes_modules_of_the_menu(keys: Keys) -> None:
    await keys.press("option.yes", "menu.modules")
    assert isinstance(keys.app.screen, WholeMenuScreen)
    await keys.pilot.press("y")
    await keys.press()
    assert keys.session.value(keys.session.kernel.symbols[keys.name]) == "m"


async def withdraws_the_menu(keys: Keys) -> None:
    await keys.press("option.yes", "menu.withdraw")
    assert not keys.session.changes


def opens(identifier: str, screen: type[object]) -> Effect:
    """A key opens a screen; something is unsaved, without which there is nothing to ask on leaving."""

    async def check(keys: Keys) -> None:
        keys.session.do([("BLK_DEV_LOOP", "y")])
        keys.app.post_message(Edited())
        await keys.press()
        await keys.press(identifier)
        assert isinstance(keys.app.screen, screen)

    return check


EFFECTS: Mapping[str, Effect] = {
    "option.yes": answers_yes,
    "option.no": answers_no,
    "option.module": answers_module,
    "option.next-value": moves_to_the_next_value,
    "option.withdraw": withdraws,
    "option.help": shows_the_help,
    "option.why": tells_why,
    "option.source": shows_the_source,
    "session.undo": undoes,
    "session.redo": redoes,
    "session.preview": switches_the_look_ahead,
    "session.changes": opens("session.changes", ChangesScreen),
    "session.layers": opens("session.layers", LayerTableScreen),
    "session.search": opens("session.search", SearchScreen),
    "session.problems": opens("session.problems", ProblemsScreen),
    "session.save": opens("session.save", SaveScreen),
    "session.quit": opens("session.quit", QuitScreen),
    "session.keys": opens("session.keys", KeysScreen),
    "mark.one": marks,
    "mark.range": marks_a_range,
    "mark.all": marks_all,
    "menu.off": turns_the_menu_off,
    "menu.modules": makes_modules_of_the_menu,
    "menu.withdraw": withdraws_the_menu,
}


async def nowhere(_pilot: Pilot[None]) -> None:
    """The main screen is there already."""


async def to_single_tree(pilot: Pilot[None]) -> None:
    await pilot.press("t")
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    screen.go_to(screen.view.session.kernel.symbols["SENSORS_CORETEMP"])  # so that the menu is unfolded


async def to_search(pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"hwmon")
    await pilot.pause()
    await pilot.press("down")


async def to_layers(pilot: Pilot[None]) -> None:
    await pilot.press("l")


async def to_changes(pilot: Pilot[None]) -> None:
    await pilot.press("C", "4")


async def to_problems(pilot: Pilot[None]) -> None:
    await pilot.press("p")


async def to_why(pilot: Pilot[None]) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    screen.go_to(screen.view.session.kernel.symbols["HWMON"])
    await pilot.press("w")


async def to_help(pilot: Pilot[None]) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    screen.go_to(screen.view.session.kernel.symbols["HWMON"])
    await pilot.press("h")


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, the way to it from the first one, and the option that its keys are tried on."""

    screen: type[SessionScreen[None]]
    way: Steps
    name: str = "HWMON"
    """It takes y, m and n, NixOS gives it m, and it is a menu of two options."""
    file: str = ""
    """What the user's file says."""
    without: frozenset[str] = frozenset()
    """Keys, by id, that have nothing to do with that option."""


PLACES = {
    "menu": Place(MainScreen, nowhere),
    "tree": Place(MainScreen, to_single_tree),
    "search": Place(SearchScreen, to_search),
    "layers": Place(LayerTableScreen, to_layers),
    "changes": Place(ChangesScreen, to_changes, "DRM_NOUVEAU"),
    "problems": Place(ProblemsScreen, to_problems, "NLS", PROBLEMS, frozenset({"option.no"})),
    "why": Place(WhyScreen, to_why),
    "help": Place(HelpScreen, to_help),
}


@pytest.mark.parametrize("place", PLACES)
def test_the_shared_keys_do_what_they_say(drive: Drive, settle: Steps, place: str) -> None:
    at = PLACES[place]
    Path("kernel-patches.nix").write_text(at.file or "{ ... }: { }\n")
    tried: list[str] = []

    async def steps(pilot: Pilot[None]) -> None:
        if at.screen is MainScreen:
            assert isinstance(pilot.app.screen, MainScreen)
            pilot.app.screen.go_to(pilot.app.screen.view.session.kernel.symbols[at.name])
        await at.way(pilot)
        await settle(pilot)
        keys = Keys(pilot, settle, at.screen, at.name)
        for identifier, effect in EFFECTS.items():
            if not keys.has(identifier) or identifier in at.without:
                continue
            await keys.begin()
            try:
                await effect(keys)
            except AssertionError as error:
                raise AssertionError(f"{identifier} on the screen of {place}") from error
            tried.append(identifier)

    drive(steps)
    assert len(tried) >= len(EFFECTS) - 8


def test_no_shared_key_is_left_out() -> None:
    shared = {each.id for each in bindings_of(ManyScreen)}
    assert shared == EFFECTS.keys()


def test_what_changes_options_does_nothing_in_the_source(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        session = screen.view.session
        screen.go_to(session.kernel.symbols["HWMON"])
        session.do([("BLK_DEV_LOOP", "y")])
        screen.post_message(Edited())
        await pilot.press("K")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourceScreen)
        before = dict(session.changes)
        await pilot.press("y", "n", "m", "space", "x", "u", "ctrl+r")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourceScreen)
        assert dict(session.changes) == before != {}

    drive(steps)


def test_right_follows_a_link_of_the_source(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        screen.go_to(screen.view.session.kernel.symbols["NVME_HWMON"])
        await pilot.press("K", "tab", "right")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourceScreen)
        assert [step.symbol.name for step in pilot.app.screen.steps] == ["NVME_HWMON", "BLK_DEV_NVME"]

    drive(steps)


def test_right_follows_a_reason(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        screen.go_to(screen.view.session.kernel.symbols["BACKLIGHT_CLASS_DEVICE"])
        await pilot.press("w")
        await settle(pilot)
        why = pilot.app.screen
        assert isinstance(why, WhyScreen)
        row = next(row for row, each in enumerate(why.told) if each.name)
        name = why.told[row].name
        await pilot.press("home", *["down"] * row, "right")
        await settle(pilot)
        assert why.explained == name

    drive(steps)


def test_down_leads_from_the_field_of_the_layer_table_to_its_rows(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("l", "slash", *"hwmon")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LayerTableScreen)
        assert isinstance(pilot.app.focused, Input)
        await pilot.press("down")
        assert pilot.app.focused is pilot.app.screen.rows
        await pilot.press("v")
        assert list(pilot.app.screen.view.marked) == [pilot.app.screen.shown[0].name]

    drive(steps)
