"""The look ahead before a change with wide effects: what it shows, and that nothing changes before a yes."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from nixmenu.differences import differences
from nixmenu.session import Session, SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.preview import PreviewScreen
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
        session = session_of(pilot)
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.view is not None
        found = pilot.app.view.cost([(session.kernel.symbols["SOUND"], "n")])
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
        await press_on(pilot, settle, "SOUND", "n", "d")
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
        assert view.cost([(sound, "n")]) is not None
        assert session_of(pilot).edit(sound, "n") is None
        view.refresh()
        assert view.stale
        assert view.cost([(sound, "n")]) is None

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
