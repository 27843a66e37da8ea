"""The look ahead before a change with wide effects: what it shows, and that nothing changes before a yes."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from nixmenu.cost import Cost, Edits
from nixmenu.differences import differences
from nixmenu.many import whole_menu
from nixmenu.session import Session, SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.screens import preview, session_screen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.preview import PreviewScreen
from nixmenu.tui.screens.problems import ProblemsScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.screens.whole_menu import WholeMenuScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.settings import PREVIEW_FROM, settings_path
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]


@pytest.fixture(autouse=True)
def _shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyedApp, "preview_from", 3)


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


def test_what_is_shown_stays_where_it_is_when_the_run_is_through(drive: Drive, settle: Steps) -> None:
    """Errors come first, and no row moves."""

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.view is not None
        found = pilot.app.view.cost([("SOUND", "n")])
        assert found is not None
        await press_on(pilot, settle, "SOUND", "n")
        names = [each.name for each in shown(pilot).found]
        others = [each.name for each in found.others if each.name not in found.lost]
        assert names[: found.count] == [*found.lost, *others]

    drive(steps)


async def press_on(pilot: Pilot[None], settle: Steps, name: str, *keys: str) -> None:
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(session_of(pilot).kernel.symbols[name])
    await pilot.press(*keys)
    await settle(pilot)


def shown(pilot: Pilot[None]) -> PreviewScreen:
    assert isinstance(pilot.app.screen, PreviewScreen)
    return pilot.app.screen


def told(pilot: Pilot[None], region: str) -> str:
    return str(pilot.app.screen.query_one(region, Static).content)


def status(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#status", PieceLine).text


def test_it_shows_what_the_whole_run_makes_of_it(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session = session_of(pilot)
        assert session.prediction is not None
        before = session.prediction
        await press_on(pilot, settle, "SOUND", "n")
        screen = shown(pilot)
        trial = session.trial_of_edits([("SOUND", "n")])
        wanted = [each for each in differences(before.values, trial.values) if each.name != "SOUND"]
        assert len(wanted) > 3
        assert len(screen.found) == len(wanted)
        assert set(screen.found) == set(wanted)
        assert told(pilot, "#preview-sum") == f"{len(wanted)} other options change with it."
        errors = trial.errors - before.errors
        assert errors > 0
        assert told(pilot, "#preview-problems").startswith(f"✗ New: {errors} error")
        assert session.revision == before.revision
        assert not session.dirty

    drive(steps)


def test_the_kernels_own_rules_are_there_before_the_run(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PreviewScreen, "_replay", lambda *_: None)
    monkeypatch.setattr(PreviewScreen, "at_rest", True)

    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "n")
        assert {each.name for each in shown(pilot).found} >= {"SND", "SND_HDA_INTEL"}
        assert "that must hold will not hold. Replaying NixOS's run …" in told(pilot, "#preview-problems")
        await pilot.press("enter")
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"SOUND"}

    drive(steps)


@pytest.mark.parametrize("key", ["escape", "q", "left"])
def test_leaving_it_changes_nothing(drive: Drive, settle: Steps, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "n")
        shown(pilot)
        await pilot.press(key)
        await settle(pilot)
        session = session_of(pilot)
        assert not session.dirty
        assert not session.history
        assert status(pilot) == "Left as it was."

    drive(steps)


def test_enter_makes_the_change_and_says_how_to_take_it_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "n")
        expected = list(shown(pilot).found)
        before = session_of(pilot).prediction
        assert before is not None
        await pilot.press("enter")
        await settle(pilot)
        session = session_of(pilot)
        assert set(session.changes) == {"SOUND"}
        assert session.prediction is not None
        found = differences(before.values, session.prediction.values)
        assert {each for each in found if each.name != "SOUND"} == set(expected)
        assert status(pilot) == "Done: u takes it back, C lists what changed."

    drive(steps)


def test_keys_that_answer_do_nothing_in_it(drive: Drive, settle: Steps) -> None:
    """A key that repeats itself must not agree to anything."""

    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "n", "n", "y", "m", "space")
        shown(pilot)
        assert not session_of(pilot).dirty

    drive(steps)


def test_the_list_is_scrolled_and_stays_where_it_is_when_the_run_is_through(
    drive: Drive, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "n", "down", "down")
        assert shown(pilot).query_one(RowList).cursor == 2

    drive(steps)


def test_never_again_is_for_the_session_and_can_be_taken_back(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "n", "a")
        session = session_of(pilot)
        assert set(session.changes) == {"SOUND"}
        await pilot.press("u")
        await settle(pilot)
        await press_on(pilot, settle, "SOUND", "n")
        assert isinstance(pilot.app.screen, MainScreen)
        assert set(session.changes) == {"SOUND"}
        await pilot.press("u", "P")
        assert status(pilot) == "Changes of 3 options or more are shown first."
        await settle(pilot)
        await press_on(pilot, settle, "SOUND", "n")
        shown(pilot)
        await pilot.press("escape", "P")
        assert status(pilot) == "Changes are made without a look ahead."

    drive(steps)


def test_space_and_marks_are_shown_first_too(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "SOUND", "y")
        await press_on(pilot, settle, "SOUND", "space")
        assert "SOUND: y → n" in str(shown(pilot).query_one("#dialog").border_title)
        await pilot.press("escape", "u")
        await settle(pilot)
        await press_on(pilot, settle, "SOUND", "v", "n")
        shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"SOUND"}

    drive(steps)


def test_a_small_change_is_made_at_once(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press_on(pilot, settle, "DRM_RADEON", "n")
        assert isinstance(pilot.app.screen, MainScreen)
        assert set(session_of(pilot).changes) == {"DRM_RADEON"}

    drive(steps)


def test_a_second_change_counts_from_the_first_one_while_the_result_is_under_way(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, NixmenuApp)
        view = pilot.app.view
        assert view is not None
        sound = session_of(pilot).kernel.symbols["SOUND"]
        assert view.cost([("SOUND", "n")]) is not None
        assert session_of(pilot).edit(sound, "n") is None
        view.refresh()
        assert view.stale
        assert view.cost([("SOUND", "n")]) is None

    drive(steps)


# Many at once


async def on_menu(pilot: Pilot[None], settle: Steps, name: str, *keys: str) -> None:
    """The cursor on an option that is a menu, then keys for all below it."""
    await press_on(pilot, settle, name, *keys)
    if isinstance(pilot.app.screen, WholeMenuScreen):
        await pilot.press("y")
        await settle(pilot)


def test_a_whole_menu_is_shown_first(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session = session_of(pilot)
        menu = session.kernel.symbols["NETDEVICES"].nodes[0]
        wanted = whole_menu(session, menu, "n")
        assert len(wanted.edits) > 1
        before = session.prediction
        assert before is not None
        trial = session.trial_of_edits(wanted.edits)
        names = {name for name, _ in wanted.edits}
        others = {each for each in differences(before.values, trial.values) if each.name not in names}
        assert len(others) >= 3
        await on_menu(pilot, settle, "NETDEVICES", "N")
        screen = shown(pilot)
        assert screen.query_one("#dialog").border_title == f"{len(wanted.edits)} options → n"
        assert set(screen.found) == others
        assert not session.dirty
        await pilot.press("escape")
        await settle(pilot)
        assert not session.dirty
        assert status(pilot) == "Left as it was."
        await on_menu(pilot, settle, "NETDEVICES", "N")
        await pilot.press("enter")
        await settle(pilot)
        assert set(session.changes) == names
        assert len(session.history) == 1
        assert "u takes it back" in status(pilot)
        await pilot.press("u")
        assert not session.dirty

    drive(steps)


def test_a_menu_that_is_given_back_is_shown_first(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session = session_of(pilot)
        await press_on(pilot, settle, "SOUND", "n", "enter")
        assert set(session.changes) == {"SOUND"}
        await on_menu(pilot, settle, "SOUND", "X")
        assert {each.name for each in shown(pilot).found} >= {"SND", "SND_HDA_INTEL"}
        assert shown(pilot).query_one("#dialog").border_title == "SOUND: n → NixOS's answer"
        assert set(session.changes) == {"SOUND"}
        await pilot.press("enter")
        await settle(pilot)
        assert not session.changes

    drive(steps)


def test_what_is_withdrawn_is_shown_first_too(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session = session_of(pilot)
        await press_on(pilot, settle, "SOUND", "n", "enter")
        await press_on(pilot, settle, "SOUND", "x")
        assert len(shown(pilot).found) >= 3
        await pilot.press("escape")
        await settle(pilot)
        assert set(session.changes) == {"SOUND"}
        await press_on(pilot, settle, "SOUND", "x", "enter")
        assert not session.changes

    drive(steps)


def test_what_is_advised_is_shown_first(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session = session_of(pilot)
        await press_on(pilot, settle, "SOUND", "n", "enter")
        before = session.prediction
        assert before is not None
        await pilot.press("p")
        await settle(pilot)
        problems = pilot.app.screen
        assert isinstance(problems, ProblemsScreen)
        place = next(row for row, each in enumerate(problems.findings) if each.severity == "error")
        await pilot.press(*["down"] * place, "d")
        await settle(pilot)
        assert {each.name for each in shown(pilot).found} >= {"SND", "SND_HDA_INTEL"}
        assert "✓ Gone: " in told(pilot, "#preview-problems")
        await pilot.press("d", "d")  # the key that asked for it, repeated: no yes
        assert set(session.changes) == {"SOUND"}
        assert isinstance(pilot.app.screen, PreviewScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen is problems
        assert session.prediction is before
        assert status(pilot) == "Left as it was."
        await pilot.press("d", "enter")
        await settle(pilot)
        assert session.prediction is not None
        assert session.prediction.errors < before.errors
        assert status(pilot).startswith(f"Done. Before: {before.errors} error")

    drive(steps)


@pytest.fixture
def in_a_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Effects are looked for as those of very many options are, and known when this is set."""
    go_on = threading.Event()
    real = SessionView.cost

    def slow(view: SessionView, edits: Edits) -> Cost | None:
        assert threading.current_thread() is not threading.main_thread()
        assert go_on.wait(30)
        return real(view, edits)

    monkeypatch.setattr(session_screen, "FEW", 0)
    monkeypatch.setattr(SessionView, "cost", slow)
    yield go_on
    go_on.set()


async def looking(pilot: Pilot[None], name: str, *keys: str) -> PreviewScreen:
    """The question while it is not known yet whether there is one."""
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(session_of(pilot).kernel.symbols[name])
    await pilot.press(*keys)
    await pilot.pause()
    return shown(pilot)


def test_nothing_flashes_where_effects_are_found_soon(
    drive: Drive, settle: Steps, in_a_thread: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "SHOW_AFTER", 3600)

    async def steps(pilot: Pilot[None]) -> None:
        screen = await looking(pilot, "SOUND", "n")
        assert not screen.query_one("#dialog").display
        in_a_thread.set()
        await settle(pilot)
        assert shown(pilot) is screen
        assert screen.query_one("#dialog").display

    drive(steps)


def test_while_effects_are_looked_for_it_says_so_and_then_shows_them(
    drive: Drive, settle: Steps, in_a_thread: threading.Event
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await looking(pilot, "SOUND", "n")
        async with asyncio.timeout(30):
            while not screen.query_one("#dialog").display:
                await pilot.pause(0.01)
        assert told(pilot, "#preview-sum") == "Looking at what changes with it …"
        await pilot.press("enter", "a", "down")  # no answer to what is not known, and none later
        in_a_thread.set()
        await settle(pilot)
        assert shown(pilot) is screen
        assert len(screen.found) >= 3
        assert not session_of(pilot).dirty
        await pilot.press("enter")
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"SOUND"}

    drive(steps)


def test_looking_can_be_called_off(drive: Drive, settle: Steps, in_a_thread: threading.Event) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await looking(pilot, "SOUND", "n")
        await pilot.press("escape")
        await pilot.pause(0.05)
        assert isinstance(pilot.app.screen, MainScreen)
        in_a_thread.set()
        await settle(pilot)
        assert not session_of(pilot).dirty
        await pilot.press("home")
        assert pilot.app.screen.rows.cursor == 0

    drive(steps)


def test_keys_behind_a_small_change_are_for_the_list(
    drive: Drive, settle: Steps, in_a_thread: threading.Event
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await looking(pilot, "DRM_RADEON", "n")
        await pilot.press("slash", *"xfs_fs", "down")
        in_a_thread.set()
        async with asyncio.timeout(30):
            while not isinstance(pilot.app.screen, SearchScreen):
                await pilot.pause(0.01)
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"DRM_RADEON"}
        assert pilot.app.screen.query_one("#search", Input).value == "xfs_fs"
        assert pilot.app.screen.results.has_focus

    drive(steps)


@pytest.mark.parametrize(
    ("setting", "expected"), [("preview_from = 0", 0), ("preview_from = 25", 25), ("", PREVIEW_FROM)]
)
def test_a_setting_turns_it_off(
    options: SessionOptions, monkeypatch: pytest.MonkeyPatch, setting: str, expected: int
) -> None:
    monkeypatch.setattr(KeyedApp, "preview_from", PREVIEW_FROM)
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(setting)
    app = NixmenuApp(options)
    assert app.preview_from == expected
    assert app.key_map.complaints == ()


@pytest.mark.parametrize("setting", ["preview_from = -1", "preview_from = true", 'preview_from = "ten"'])
def test_a_setting_that_is_no_number_is_told(options: SessionOptions, setting: str) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(setting)
    (complaint,) = NixmenuApp(options).key_map.complaints
    assert (
        complaint
        == f"{settings_path()}: preview_from takes a number of options; 0 shows no change beforehand"
    )
