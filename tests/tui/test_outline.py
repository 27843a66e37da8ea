"""The menus before their values: one walks in them at once, and what needs values is done when they are there."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from kconfig_index import Kernel, MenuNode
from kconfig_index.outline import outline, outlined_kernel
from nixmenu.early_opening import Opening
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.opening import Outlined, Progress
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions
from nixmenu.tui import loading_app, unsaved
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.menu import entries, everything, opens, titles
from nixmenu.tui.menu_walk import MenuWalk
from nixmenu.tui.screens.loading import LoadingScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.outline import OutlineScreen
from nixmenu.tui.screens.quit import QuitScreen
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane
from tests.tui.places import main_screen

Steps = Callable[[Pilot[None]], Awaitable[None]]

SIZES = [(80, 24), (120, 40), (40, 12)]
STEP = ("asking the toolchain", 12, 61)


class HeldOpening(Opening):
    """Tells the menus of a session at once, and hands it over when `loaded` is set."""

    def __init__(self, options: SessionOptions, failure: NixmenuError | None = None) -> None:
        self.options = options
        self.loaded = threading.Event()
        self.kernel: Kernel | None = None
        """What was told of the menus."""
        self._why_not = failure
        self._cancelled = False
        self.ready = Session.open(options)

    def session(self, progress: Progress | None = None, outlined: Outlined | None = None) -> Session:
        assert progress is not None
        assert outlined is not None
        progress(*STEP)
        outlined(self.told())
        assert self.loaded.wait(30)
        if self._cancelled:
            raise CancelledError
        if self._why_not is not None:
            raise self._why_not
        return self.ready

    def told(self) -> Kernel:
        kernel = self.ready.kernel
        self.kernel = outlined_kernel(kernel.srctree, outline(kernel.index), kernel.variables)
        return self.kernel

    def cancel(self) -> None:
        self._cancelled = True
        self.loaded.set()

    def finish(self) -> None:
        """There is nothing to do later."""


@pytest.fixture
def opening(options: SessionOptions) -> Iterator[HeldOpening]:
    held = HeldOpening(options)
    yield held
    held.loaded.set()


def run(opening: HeldOpening, steps: Steps, size: tuple[int, int] = (80, 24)) -> NixmenuApp:
    """Does the steps once the menus are there."""
    app = NixmenuApp(opening.options, opening)

    async def session() -> None:
        async with app.run_test(size=size) as pilot:
            try:
                await until(pilot, lambda: app.takes_some)
                await still(pilot)
                await steps(pilot)
            finally:
                opening.cancel()

    asyncio.run(session())
    return app


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await pilot.pause(0.005)
    await pilot.pause()


async def still(pilot: Pilot[None]) -> None:
    """Waits until every key is dealt with, and everything is drawn."""
    app = pilot.app
    assert isinstance(app, NixmenuApp)
    await pilot.pause()
    await until(pilot, lambda: not app.keys_under_way)
    for _ in range(3):
        await pilot.pause(0.002)


def outlined(pilot: Pilot[None]) -> OutlineScreen:
    assert isinstance(pilot.app.screen, OutlineScreen)
    return pilot.app.screen


def under_cursor(screen: MenuWalk) -> tuple[list[str], str | None, int]:
    """The way to the menu, the prompt under the cursor, and its line of the list."""
    node = screen.selected()
    return titles(screen.menu), None if node is None else node.prompt, screen.rows.cursor - screen.rows.top


def drawn(screen: MainScreen | OutlineScreen) -> list[str]:
    rows = screen.rows
    return [rows.render_line(y).text for y in range(rows.size.height)]


def status(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#status", PieceLine).text


def changes(pilot: Pilot[None]) -> dict[str, str | None]:
    assert isinstance(pilot.app, NixmenuApp)
    session = pilot.app.session
    if session is None:
        return {}
    said = {name: session.you.get(name) for name in session.changes}
    return {name: None if answer is None else answer.value for name, answer in said.items()}


def burst(pilot: Pilot[None], *keys: str) -> None:
    """Posts keys as a terminal's one write does, without a pause."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def go_to(pilot: Pilot[None], *prompts: str) -> None:
    """Walks down to an entry, by what prompts begin with."""
    for number, prompt in enumerate(prompts):
        if number:
            await pilot.press("enter")
            await still(pilot)
        screen = outlined(pilot)
        found = [(node.prompt or "").startswith(prompt) for node in screen.nodes_shown()]
        screen.rows.cursor = found.index(True)
        await still(pilot)


# What is shown


@pytest.mark.parametrize("size", SIZES)
def test_the_menus_are_there_before_their_values(opening: HeldOpening, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = outlined(pilot)
        top = opening.told().root
        expected = [each.prompt for each in (entry.node for entry in entries(everything, top))]
        assert [node.prompt for node in screen.nodes_shown()] == expected
        lines = drawn(screen)
        assert lines[0].strip().startswith("General setup  --->")
        assert lines[2].startswith("  […] 64-bit kernel")
        assert lines[2].rstrip().endswith("…")
        assert top.kernel.title in screen.query_one("#path", PieceLine).text
        assert "12 of 61" in status(pilot)
        assert len(status(pilot)) <= size[0] - 2
        assert pilot.app.focused is screen.rows
        assert pilot.app.cursor_position == screen.rows.content_region.offset + Offset(2, 0)

    run(opening, steps, size)


@pytest.mark.parametrize("size", SIZES)
def test_everything_stands_where_it_will_stand(
    opening: HeldOpening, settle: Steps, size: tuple[int, int]
) -> None:
    kinds = (PieceLine, ColumnTitles, RowList, TextPane)

    async def steps(pilot: Pilot[None]) -> None:
        before = [each.region for kind in kinds for each in pilot.app.screen.query(kind)]
        texts = drawn(outlined(pilot))
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        screen = main_screen(pilot)
        assert [each.region for kind in kinds for each in screen.query(kind)] == before
        for shown, will_be in zip(texts, drawn(screen), strict=True):
            if "…" in shown and "[" not in shown:
                continue
            assert shown[6:20] == will_be[6:20]

    run(opening, steps, size)


def test_marks_have_the_brackets_of_the_type(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "General setup", "Text added")
        assert drawn(outlined(pilot))[0].startswith("  (…) Text added")
        await go_to(pilot, "How the kernel image", "gzip")
        assert drawn(outlined(pilot))[0].startswith("  (…) gzip")
        await pilot.press("left", "left")
        await go_to(pilot, "File systems", "ext4")
        assert drawn(outlined(pilot))[0].startswith("  <…> ext4")

    run(opening, steps)


def test_progress_goes_on_in_the_status_line(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, NixmenuApp)
        pilot.app.post_message(loading_app.LoadingApp.LoadProgress("asking the toolchain", 60, 61))
        await until(pilot, lambda: "60 of 61" in status(pilot))
        assert isinstance(pilot.app.screen, OutlineScreen)
        pilot.app.post_message(loading_app.LoadingApp.LoadProgress("computing values", 0, 0))
        await until(pilot, lambda: "computing values" in status(pilot))
        assert isinstance(pilot.app.screen, OutlineScreen)

    run(opening, steps)


def test_a_loading_screen_gives_way(options: SessionOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed there walks, too, up to the first key that needs values."""
    monkeypatch.setattr(loading_app, "LOADING_DELAY", 0)
    told = threading.Event()

    class Late(HeldOpening):
        def told(self) -> Kernel:
            assert told.wait(30)
            return super().told()

    app = NixmenuApp(options, opening := Late(options))

    async def session() -> None:
        async with app.run_test() as pilot:
            await until(pilot, lambda: isinstance(app.screen, LoadingScreen))
            await pilot.press("down", "down")
            told.set()
            burst(pilot, "down")
            await until(pilot, lambda: isinstance(app.screen, OutlineScreen) and app.takes_some)
            burst(pilot, "down", "down", "n", "down")
            await until(pilot, lambda: outlined(pilot).rows.cursor == 5)
            await still(pilot)
            assert outlined(pilot).rows.cursor == 5
            assert status(pilot).startswith("What you typed follows")
            assert len(app.screen_stack) == 2
            opening.loaded.set()
            await until(pilot, lambda: changes(pilot) == {"NET": "n"})
            await until(pilot, lambda: main_screen(pilot).rows.cursor == 6)

    asyncio.run(session())


@pytest.mark.parametrize("loads", [True, False])
def test_what_comes_right_behind_the_menus_finds_them_drawn_or_not(
    options: SessionOptions, settle: Steps, monkeypatch: pytest.MonkeyPatch, loads: bool
) -> None:
    """Keys, or the session itself: none is lost, and none falls between the screens."""
    monkeypatch.setattr(loading_app, "LOADING_DELAY", 30)

    class Silent(HeldOpening):
        def session(self, progress: Progress | None = None, outlined: Outlined | None = None) -> Session:
            assert self.loaded.wait(30)
            raise CancelledError

    app = NixmenuApp(options, opening := Silent(options))

    async def session() -> None:
        async with app.run_test() as pilot:
            try:
                app.post_message(app.Outlined(opening.told()))
                if loads:
                    app.post_message(app.Loaded(opening.ready))
                burst(pilot, "down", "down", "down", "down", "down", "n")
                if not loads:
                    await until(pilot, lambda: app.takes_some)
                    await until(pilot, lambda: outlined(pilot).rows.cursor == 5)
                    await still(pilot)
                    assert status(pilot).startswith("What you typed follows")
                    app.post_message(app.Loaded(opening.ready))
                await until(pilot, lambda: isinstance(app.screen, MainScreen))
                await until(pilot, lambda: changes(pilot) == {"NET": "n"})
                await settle(pilot)
                assert main_screen(pilot).rows.cursor == 5
                assert len(app.screen_stack) == 2
            finally:
                opening.cancel()

    asyncio.run(session())


# Walking


@pytest.mark.parametrize("keys", [("enter",), ("right",)])
def test_menus_are_opened_and_left(opening: HeldOpening, keys: Sequence[str]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        for back in ("left", "escape", "backspace"):
            await go_to(pilot, "Network")
            before = under_cursor(outlined(pilot))
            await pilot.press(*keys)
            await still(pilot)
            assert under_cursor(outlined(pilot)) == (["Network"], "Local sockets", 0)
            assert outlined(pilot).query_one("#path", PieceLine).text == "Network"
            await pilot.press(back)
            await still(pilot)
            assert under_cursor(outlined(pilot)) == before

    run(opening, steps)


def test_every_key_that_moves_does(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "General setup", "Text added")
        rows = outlined(pilot).rows
        last, page = len(outlined(pilot).entries) - 1, rows.size.height - 1
        for key, expected in [
            ("down", 1),
            ("j", 2),
            ("up", 1),
            ("k", 0),
            ("pagedown", page),
            ("ctrl+f", last),
            ("ctrl+b", last - page),
            ("pageup", max(0, last - 2 * page)),
            ("end", last),
            ("home", 0),
            ("G", last),
            ("g", 0),
        ]:
            await pilot.press(key)
            await still(pilot)
            assert rows.cursor == expected, key
        assert "Values follow" in status(pilot)

    run(opening, steps)


def test_a_letter_that_is_no_key_leads_to_what_begins_with_it(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        await still(pilot)
        assert under_cursor(outlined(pilot))[1] == "Run virtual machines"
        assert "Values follow" in status(pilot)

    run(opening, steps)


def test_the_mouse_selects_and_opens(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        row = [node.prompt for node in outlined(pilot).nodes_shown()].index("Network")
        for _ in range(2):
            await pilot.click(RowList, offset=(12, row))
            await still(pilot)
        assert outlined(pilot).menu.prompt == "Network"

    run(opening, steps)


def test_at_the_top_it_is_told_how_to_leave(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("escape")
        await still(pilot)
        assert status(pilot) == "This is the top menu; q leaves nixmenu."
        await pilot.press("down")
        await still(pilot)
        assert "Values follow" in status(pilot)

    run(opening, steps)


def test_a_resize_keeps_the_cursor_on_screen(opening: HeldOpening) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "General setup", "Options for people")
        await pilot.resize_terminal(60, 14)
        await still(pilot)
        screen = outlined(pilot)
        _, prompt, line = under_cursor(screen)
        assert prompt is not None
        assert prompt[:10] in drawn(screen)[line]
        assert len(status(pilot)) <= 58

    run(opening, steps)


def test_keys_are_as_the_user_has_them(
    options: SessionOptions, settle: Steps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "config" / "nixmenu"
    directory.mkdir(parents=True)
    keys = 'tree.into = "L"\ntree.back = "H"\nsession.history = "I"\noption.no = "B"\n"list.last" = "Z"\n'
    (directory / "config.toml").write_text(f"[keys]\n{keys}")
    opening = HeldOpening(options)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.key_map.complaints == ()
        await go_to(pilot, "Network")
        await pilot.press("L", "Z")
        await still(pilot)
        assert under_cursor(outlined(pilot))[:2] == (["Network"], "Bluetooth sticks on USB")
        await pilot.press("H")
        await still(pilot)
        assert under_cursor(outlined(pilot))[1] == "Network"
        await pilot.press("right", "left", "down", "up", "B")
        await still(pilot)
        assert status(pilot).startswith("What you typed follows")
        opening.loaded.set()
        await until(pilot, lambda: changes(pilot) == {"NET": "n"})
        await settle(pilot)

    run(opening, steps)


# What waits


@pytest.mark.parametrize(
    ("way", "keys"),
    [
        (("File systems", "XFS"), ("n", "down", "n")),
        (("File systems", "XFS"), ("up", "n", "down", "space", "home", "end", "u")),
        (("File systems", "XFS"), ("n", "down", "left", "down", "enter", "down", "n")),
        (("General setup",), (*("slash", *"xfs_fs", "enter"), "n", "up", "n")),
        (("General setup",), (*("slash", *"quick", "enter"), "n")),
        (("General setup", "Text added"), (*("enter", *"-mine", "enter"), "down", "down")),
        (("Network",), ("v", "down", "down", "down", "v", "n")),
    ],
)
def test_from_the_first_key_that_needs_values_all_wait_in_their_order(
    options: SessionOptions, settle: Steps, way: Sequence[str], keys: Sequence[str]
) -> None:
    """What comes of them is what would come of them after that."""
    found: list[tuple[object, ...]] = []

    for loaded_before in (True, False):
        opening = HeldOpening(replace(options, patches=Path(f"{loaded_before}.nix")))

        async def steps(
            pilot: Pilot[None], before: bool = loaded_before, opening: HeldOpening = opening
        ) -> None:
            await go_to(pilot, *way)
            if before:
                opening.loaded.set()
                await settle(pilot)
                await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
                await settle(pilot)
            burst(pilot, *keys)
            await still(pilot)
            if not before:
                assert changes(pilot) == {}
                assert isinstance(pilot.app.screen, OutlineScreen)
                opening.loaded.set()
            await settle(pilot)
            await still(pilot)
            await settle(pilot)
            found.append((changes(pilot), under_cursor(main_screen(pilot))[:2], type(pilot.app.screen)))

        run(opening, steps)
    assert found[0] == found[1]
    assert found[0][0] != {} or "u" in keys


def test_what_waits_is_told_and_nothing_moves_any_more(opening: HeldOpening, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "File systems", "XFS")
        before = under_cursor(outlined(pilot))
        await pilot.press("y", "down", "end", "left")
        await pilot.click(RowList, offset=(12, 0))
        await pilot.click(RowList, offset=(3, 1))
        await still(pilot)
        assert under_cursor(outlined(pilot)) == before
        assert status(pilot).startswith("What you typed follows with the values: asking the toolchain")
        await pilot.resize_terminal(40, 12)
        await still(pilot)
        assert status(pilot) == "Your keys follow with the values."
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await until(pilot, lambda: main_screen(pilot).menu.parent is None)
        await settle(pilot)

    run(opening, steps)


@pytest.mark.parametrize(("offset", "times"), [((3, 4), 1), ((12, 4), 2)])
def test_a_click_that_needs_values_waits_too(
    opening: HeldOpening, settle: Steps, offset: tuple[int, int], times: int
) -> None:
    """One on the mark is for the next value, a second one on the row opens it."""

    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "File systems", "ext4")
        for _ in range(times):
            await pilot.click(RowList, offset=offset)
            await still(pilot)
        assert under_cursor(outlined(pilot))[1] == "XFS"
        assert status(pilot).startswith("What you typed follows")
        opening.loaded.set()
        await until(pilot, lambda: set(changes(pilot)) == {"XFS_FS"})
        await settle(pilot)

    run(opening, steps)


# Leaving


@pytest.mark.parametrize(("keys", "code"), [(("q",), 0), (("down", "ctrl+c"), 130), (("n", "ctrl+c"), 130)])
def test_leaving_waits_for_nothing(opening: HeldOpening, keys: Sequence[str], code: int) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)
        await until(pilot, lambda: not pilot.app.is_running)

    assert (run(opening, steps).return_code or 0) == code


def test_a_letter_among_those_that_wait_leaves_nothing(opening: HeldOpening, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"qat")
        await still(pilot)
        assert pilot.app.is_running
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        await until(pilot, lambda: pilot.app.screen.query_one("#search", Input).value == "qat")
        await settle(pilot)

    run(opening, steps)


def test_an_edit_that_waits_is_asked_about_before_leaving(opening: HeldOpening, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "File systems", "XFS")
        await pilot.press("n", "q")
        await still(pilot)
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, QuitScreen))
        assert changes(pilot) == {"XFS_FS": "n"}

    run(opening, steps)


def test_what_cannot_be_opened_ends_the_application_with_its_reason(options: SessionOptions) -> None:
    failure = NixmenuError("the kernel is none")
    opening = HeldOpening(options, failure)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("down", "n")
        opening.loaded.set()
        await until(pilot, lambda: not pilot.app.is_running)

    app = run(opening, steps)
    assert app.failure is failure
    assert app.return_code == 2


# Handing over


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("way", "from_end"),
    [
        (("Cryptography",), 0),
        (("General setup", "Options for people who develop"), 2),
        (("General setup", "Programs loaded"), 0),
        (("Device Drivers", "Graphics", "Graphics cards (DRM)", "NVIDIA cards"), 2),
        (("Device Drivers", "Input devices", "Take every driver"), 0),
    ],
)
def test_the_main_screen_goes_on_in_the_same_place(
    opening: HeldOpening,
    settle: Steps,
    monkeypatch: pytest.MonkeyPatch,
    way: Sequence[str],
    from_end: int,
    size: tuple[int, int],
) -> None:
    """From the first drawing on, also where rows above the cursor are hidden."""
    drawings: list[tuple[list[str], str | None, int]] = []
    around: list[list[str]] = []
    details: list[tuple[str, str]] = []
    render, render_detail = RowList.render_lines, TextPane.render_line

    def recorded(rows: RowList, crop: Region) -> list[Strip]:
        if isinstance(rows.screen, MainScreen):
            drawings.append(under_cursor(rows.screen))
            around.append([line.text for line in rows.screen.query(PieceLine)])
        return render(rows, crop)

    def recorded_detail(pane: TextPane, y: int) -> Strip:
        strip = render_detail(pane, y)
        if isinstance(pane.screen, MainScreen):
            details.append((pane.title, strip.text))
        return strip

    monkeypatch.setattr(RowList, "render_lines", recorded)
    monkeypatch.setattr(TextPane, "render_line", recorded_detail)

    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, *way)
        await pilot.press("end", *["up"] * from_end)
        await still(pilot)
        before = under_cursor(outlined(pilot))
        assert before[1] is not None
        assert before[1].startswith(way[-1])
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        assert under_cursor(main_screen(pilot)) == before
        assert drawings
        assert all(each == before for each in drawings)
        assert all(all(texts) for texts in around)
        assert all(title and len(text.strip()) != 1 for title, text in details)
        if len(way) > 1:
            await pilot.press("left")
            await settle(pilot)
            assert under_cursor(main_screen(pilot))[1] == before[0][-1]

    run(opening, steps, size)


def test_the_place_in_a_menu_that_was_left_is_kept(opening: HeldOpening, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "General setup", "Options for people")
        before = under_cursor(outlined(pilot))
        await pilot.press("left", "down")
        await still(pilot)
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        assert under_cursor(main_screen(pilot))[1] == "Loadable modules"
        await pilot.press("up", "enter")
        await settle(pilot)
        assert under_cursor(main_screen(pilot)) == before

    run(opening, steps)


def test_where_the_entry_is_hidden_the_nearest_that_remains_is_on_its_line(
    opening: HeldOpening, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "Device Drivers", "Graphics", "Graphics cards (DRM)", "also those of 2013")
        path, _, line = under_cursor(outlined(pilot))
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        assert under_cursor(main_screen(pilot)) == (path, "Radeon cards since 2012", line)
        assert not main_screen(pilot).hidden

    run(opening, steps)


def test_where_all_of_a_menu_is_hidden_the_one_around_it_is_shown(
    opening: HeldOpening, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "Device Drivers", "Input devices", "Devices that need care", "Keyboards")
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        path, prompt, _ = under_cursor(main_screen(pilot))
        assert path == ["Device Drivers", "Input devices"]
        assert prompt == "Human interface devices"

    run(opening, steps)


def test_keys_that_wait_are_for_no_other_entry(opening: HeldOpening, settle: Steps) -> None:
    """What is under the cursor is shown then, although it is hidden."""

    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "Device Drivers", "Graphics", "Graphics cards (DRM)", "also those of 2013")
        before = under_cursor(outlined(pilot))
        await pilot.press("n")
        await still(pilot)
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        await still(pilot)
        assert under_cursor(main_screen(pilot)) == before
        assert main_screen(pilot).hidden
        assert set(changes(pilot)) <= {"DRM_AMDGPU_CIK"}

    run(opening, steps)


def test_a_key_that_is_under_way_counts(
    opening: HeldOpening, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session may come between a key and what it does."""
    gate = asyncio.Event()

    async def wait_at_gate(_: RowList, event: events.Key) -> None:
        await gate.wait()

    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, NixmenuApp)
        monkeypatch.setattr(RowList, "on_key", wait_at_gate, raising=False)
        burst(pilot, *["down"] * 3, "up")
        app.post_message(app.Loaded(opening.ready))
        burst(pilot, "down")
        app.call_later(gate.set)
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        await settle(pilot)
        await until(pilot, lambda: main_screen(pilot).rows.cursor == 3)

    run(opening, steps)


def test_edits_that_an_earlier_session_left_are_offered_first(
    options: SessionOptions, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed before the question is no answer to it."""
    monkeypatch.setattr(unsaved, "KEEP_DELAY", 0.001)

    async def edit(pilot: Pilot[None]) -> None:
        first.loaded.set()
        await settle(pilot)
        await pilot.press("slash", *"xfs_fs", "enter", "n")
        await settle(pilot)
        await pilot.pause(0.05)

    async def type_ahead(pilot: Pilot[None]) -> None:
        await go_to(pilot, "File systems", "Btrfs")
        before = under_cursor(outlined(pilot))[:2]
        await pilot.press("n", "d", "y")
        await still(pilot)
        second.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, RecoveredScreen))
        await settle(pilot)
        assert isinstance(pilot.app.screen, RecoveredScreen)
        assert changes(pilot) == {}
        await pilot.press("y")
        await until(pilot, lambda: set(changes(pilot)) >= {"XFS_FS"})
        await settle(pilot)
        await still(pilot)
        assert under_cursor(main_screen(pilot))[:2] == before
        assert changes(pilot).keys() <= {"XFS_FS", "BTRFS_FS"}

    first = HeldOpening(options)
    run(first, edit)
    second = HeldOpening(options)
    run(second, type_ahead)


def test_menus_that_turned_out_to_be_others_begin_at_the_top(options: SessionOptions, settle: Steps) -> None:
    """A tree that a command's answer changes is read again: its entries have other numbers then."""

    class Another(HeldOpening):
        def told(self) -> Kernel:
            kernel = super().told()
            kernel.index.entry_symbol = kernel.index.entry_symbol[:-1]
            return kernel

    opening = Another(options)

    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "Network")
        await pilot.press("n", "down", "n")
        await still(pilot)
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        await still(pilot)
        assert changes(pilot) == {}
        assert under_cursor(main_screen(pilot))[1:] == ("General setup", 0)

    run(opening, steps)


def test_the_outline_is_let_go_of(opening: HeldOpening, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await go_to(pilot, "General setup", "Text added")
        assert opening.kernel is not None
        kernel = weakref.ref(opening.kernel)
        opening.kernel = None
        opening.loaded.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        gc.collect()
        assert kernel() is None

    run(opening, steps)


def test_nothing_of_the_menus_asks_for_values(opening: HeldOpening) -> None:
    """The whole outline is walked through, with a kernel that has no values."""

    async def steps(pilot: Pilot[None]) -> None:
        screen = outlined(pilot)
        seen = 0

        async def walk(menu: MenuNode) -> None:
            nonlocal seen
            for row, node in enumerate(screen.nodes_shown()):
                seen += 1
                screen.rows.cursor = row
                if opens(node) and entries(everything, node):
                    screen.action_enter_menu()
                    await pilot.pause()
                    assert screen.menu == node
                    await walk(node)
                    screen.action_back()
                    await pilot.pause()
                    assert screen.menu == menu
                    assert screen.selected() == node

        await walk(screen.menu)
        assert seen == sum(bool(node.prompt) for node in screen.kernel.nodes())

    run(opening, steps)


@pytest.mark.parametrize("what", ["menus", "session"])
@pytest.mark.parametrize("leaves", ["before", "behind", "later"])
def test_what_arrives_as_one_leaves_is_not_shown(options: SessionOptions, what: str, leaves: str) -> None:
    class Silent(HeldOpening):
        def session(self, progress: Progress | None = None, outlined: Outlined | None = None) -> Session:
            assert self.loaded.wait(30)
            raise CancelledError

    opening = Silent(options)
    app = NixmenuApp(options, opening)

    async def session() -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            if leaves == "before":
                app.exit(return_code=143)
            arrived = app.Outlined(opening.told()) if what == "menus" else app.Loaded(opening.ready)
            app.post_message(arrived)
            if leaves == "behind":
                app.exit(return_code=143)
            elif leaves == "later":
                app.call_later(app.exit, return_code=143)
            for _ in range(20):
                await asyncio.sleep(0.005)
            opening.cancel()

    asyncio.run(session())
    assert app.return_code == 143
