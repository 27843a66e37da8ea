"""Values, saving, leaving, problems, help: each dialog does its one thing."""

import errno
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from nixmenu.session import Session, SessionOptions
from nixmenu.tui.app import INTERRUPTED, NixmenuApp
from nixmenu.tui.screens.keys import KeysScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.paste import PasteScreen
from nixmenu.tui.screens.problems import ProblemsScreen
from nixmenu.tui.screens.quit import QuitScreen
from nixmenu.tui.screens.save import SaveScreen
from nixmenu.tui.screens.value import ValueScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

FILE = Path("kernel-patches.nix")


async def select(pilot: Pilot[None], name: str) -> None:
    """Put the cursor on an option, wherever it is."""
    app = pilot.app
    assert isinstance(app, NixmenuApp)
    assert app.session is not None
    symbol = app.session.kernel.symbol(name)
    assert symbol is not None
    assert isinstance(app.screen, MainScreen)
    app.screen.go_to(symbol)
    await pilot.pause()


def said(pilot: Pilot[None], name: str) -> str | None:
    app = pilot.app
    assert isinstance(app, NixmenuApp)
    assert app.session is not None
    symbol = app.session.kernel.symbol(name)
    assert symbol is not None
    return app.session.layers(symbol).you


def status(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#status", PieceLine).text


# Values


async def type_value(pilot: Pilot[None], name: str, text: str) -> None:
    """Open the field of an option and type over what is there."""
    await select(pilot, name)
    await pilot.press("enter")
    assert isinstance(pilot.app.screen, ValueScreen)
    pilot.app.screen.query_one(Input).value = text
    await pilot.pause()


def test_a_number_in_range_is_taken(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await type_value(pilot, "LOG_BUF_SHIFT", "21")
        await pilot.press("enter")
        assert said(pilot, "LOG_BUF_SHIFT") == "21"

    drive(steps)


def test_a_number_out_of_range_is_told_while_typing_and_not_taken(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await type_value(pilot, "LOG_BUF_SHIFT", "30")
        hint = pilot.app.screen.query_one("#value-hint", Static)
        assert str(hint.render()) == "✗ 30 is more than 25"
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ValueScreen)
        pilot.app.screen.query_one(Input).value = "13"
        await pilot.pause()
        assert str(hint.render()) == "A whole number from 12 to 25."

    drive(steps)


def test_a_text_is_taken_as_it_is(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await type_value(pilot, "DEFAULT_HOSTNAME", 'my "own" machine')
        await pilot.press("enter")
        assert said(pilot, "DEFAULT_HOSTNAME") == 'my "own" machine'

    drive(steps)


def test_escape_leaves_the_value(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await type_value(pilot, "LOG_BUF_SHIFT", "21")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)
        assert said(pilot, "LOG_BUF_SHIFT") is None

    drive(steps)


@pytest.mark.parametrize(("name", "kind"), [("LOG_BUF_SHIFT", "number"), ("DEFAULT_HOSTNAME", "text")])
def test_letters_are_no_answer_to_a_value(drive: Drive, name: str, kind: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, name)
        await pilot.press("y")
        assert status(pilot) == f"{name} takes a {kind}: Enter opens the field."

    drive(steps)


# Saving


def test_the_diff_is_shown_before_anything_is_written(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_FBDEV_EMULATION")
        await pilot.press("n", "s")
        assert isinstance(pilot.app.screen, SaveScreen)
        diff = pilot.app.screen.query_one("#diff", TextPane).text
        assert "+        DRM_FBDEV_EMULATION = lib.mkForce no;" in diff
        assert not FILE.exists()
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)
        assert not FILE.exists()

    drive(steps)


def test_yes_writes_the_file_and_the_changes_are_saved(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n", "s", "y")
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        assert not pilot.app.session.dirty
        assert status(pilot) == "Saved 1 option to kernel-patches.nix."

    drive(steps)
    assert "DRM_RADEON = no;" in FILE.read_text()


def test_without_changes_there_is_nothing_to_save(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        assert isinstance(pilot.app.screen, MainScreen)
        assert status(pilot) == "Nothing to save: there are no changes."

    drive(steps)


def test_a_file_that_changed_meanwhile_is_not_overwritten(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n", "s")
        FILE.write_text("{ }\n")
        await pilot.press("y")
        assert status(pilot).startswith("Not saved: ")
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        assert pilot.app.session.dirty

    drive(steps, (200, 40))
    assert FILE.read_text() == "{ }\n"


def test_the_comments_beside_new_lines_come_and_go_with_a_key(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n", "s")
        diff = pilot.app.screen.query_one("#diff", TextPane)
        with_comments = diff.text
        assert "DRM_RADEON = no; # " in with_comments
        await pilot.press("c")
        assert "DRM_RADEON = no;\n" in diff.text
        assert "# " not in diff.text
        await pilot.press("c")
        assert diff.text == with_comments
        await pilot.press("c", "y")

    drive(steps)
    assert "DRM_RADEON = no;\n" in FILE.read_text()


def test_what_may_not_be_written_is_shown_to_be_copied(monkeypatch: pytest.MonkeyPatch, drive: Drive) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n", "s")
        monkeypatch.setattr("nixmenu.nix.write.replace_file", refuse)
        await pilot.press("y")
        assert isinstance(pilot.app.screen, PasteScreen)
        text = pilot.app.screen.query_one("#diff", TextPane).text
        assert text.startswith("{\n  name = ")
        assert "DRM_RADEON = no;" in text
        await pilot.press("c")
        assert pilot.app.clipboard == text + "\n"
        assert status(pilot).startswith("Copied")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        assert pilot.app.session.dirty

    drive(steps)
    assert not FILE.exists()


# Leaving


def test_without_changes_q_leaves_at_once(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("q")

    assert drive(steps).return_code == 0


def test_with_changes_q_asks(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("n", "q")
        assert isinstance(pilot.app.screen, QuitScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)
        assert said(pilot, "SWAP") == "n"

    drive(steps)


def test_discarding_leaves_without_a_file(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("n", "q", "d")

    assert drive(steps).return_code == 0
    assert not FILE.exists()


def test_saving_on_the_way_out_shows_the_diff_first(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("n", "q", "s")
        assert isinstance(pilot.app.screen, SaveScreen)
        assert not FILE.exists()
        await pilot.press("y")

    assert drive(steps).return_code == 0
    assert "SWAP = no;" in FILE.read_text()


def test_ctrl_c_asks_and_a_second_one_leaves(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("n", "ctrl+c")
        assert isinstance(pilot.app.screen, QuitScreen)
        await pilot.press("ctrl+c")

    assert drive(steps).return_code == INTERRUPTED
    assert not FILE.exists()


def test_ctrl_c_leaves_a_field_too(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await type_value(pilot, "LOG_BUF_SHIFT", "21")
        await pilot.press("ctrl+c")

    assert drive(steps).return_code == 0


# Problems and help


def test_problems_are_listed_and_lead_to_their_option(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ProblemsScreen)
        assert [finding.names for finding in pilot.app.screen.findings] == [("CIFS_POSIX",)]
        text = pilot.app.screen.query_one("#details", TextPane).text
        assert "never asked for" in text
        assert "warning: unused option: CIFS_POSIX" in text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol is not None
        assert node.symbol.name == "CIFS_POSIX"

    drive(steps)


def test_notes_are_told_at_the_start_and_listed_with_the_problems(
    monkeypatch: pytest.MonkeyPatch, drive: Drive, settle: Steps
) -> None:
    opened = Session.open

    def with_notes(options: SessionOptions, *_: object) -> Session:
        session = opened(options)
        session.notes = ("No compiler was found.", "Something else.")
        return session

    monkeypatch.setattr(Session, "open", with_notes)

    async def steps(pilot: Pilot[None]) -> None:
        assert status(pilot) == "No compiler was found. (p lists 2 notes)"
        await pilot.press("p")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ProblemsScreen)
        assert [item.note for item in pilot.app.screen.items][-2:] == [
            "No compiler was found.",
            "Something else.",
        ]

    drive(steps)


def test_help_explains_every_key_by_its_tooltip(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, KeysScreen)
        text = pilot.app.screen.query_one("#keys", TextPane).text
        assert "Build the option as a module" in text
        assert "predicted error, predicted warning" in text
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)
