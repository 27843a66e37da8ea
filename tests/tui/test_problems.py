"""Problems: grouped by their root, told with what to do, done by a key, and the fallout entry."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kconfig_index import Symbol
from nixmenu.check import check
from nixmenu.fallout import fallout
from nixmenu.session import Session
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.finding_rows import counts, items, key_of
from nixmenu.tui.screens.changes import ChangesScreen
from nixmenu.tui.screens.fallout import FalloutScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.problems import ProblemsScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]
FILE = Path("kernel-patches.nix")


def session_of(pilot: Pilot[None]) -> Session:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    return pilot.app.session


def symbol(pilot: Pilot[None], name: str) -> Symbol:
    found = session_of(pilot).kernel.symbol(name)
    assert found is not None
    return found


def errors(pilot: Pilot[None]) -> int:
    prediction = session_of(pilot).prediction
    assert prediction is not None
    return prediction.errors


def line(pilot: Pilot[None], region: str) -> str:
    return pilot.app.screen.query_one(region, PieceLine).text


async def edit(pilot: Pilot[None], settle: Steps, name: str, key: str) -> None:
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(symbol(pilot, name))
    await pilot.press(key)
    await settle(pilot)


async def problems(pilot: Pilot[None], settle: Steps) -> ProblemsScreen:
    await pilot.press("p")
    await settle(pilot)
    assert isinstance(pilot.app.screen, ProblemsScreen)
    return pilot.app.screen


async def fallout_of(pilot: Pilot[None], settle: Steps) -> FalloutScreen:
    await problems(pilot, settle)
    await pilot.press("f")
    screen = pilot.app.screen
    assert isinstance(screen, FalloutScreen)
    async with asyncio.timeout(60):
        while screen.found is None:
            await pilot.pause(0.01)
    await pilot.pause()
    return screen


def test_the_findings_are_those_of_check_and_grouped(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        screen = await problems(pilot, settle)
        found = check(session_of(pilot))
        assert list(screen.findings) == found
        assert len(found) > 1
        prediction = session_of(pilot).prediction
        assert line(pilot, "#path") == f"Problems  {counts(prediction, found)}"
        assert counts(prediction, found).startswith(f"{errors(pilot)} error")
        assert [item.finding for item in screen.items] == found

    drive(steps)


def test_options_are_folded_below_their_finding(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        screen = await problems(pilot, settle)
        place = next(i for i, each in enumerate(screen.findings) if len(each.names) > 1)
        names = screen.findings[place].names
        await pilot.press(*["down"] * place, "enter")
        assert [item.name for item in screen.items[place : place + len(names) + 1]] == ["", *names]
        await pilot.press("down", "left")
        assert len(screen.items) == len(screen.findings)
        assert screen.rows.cursor == place
        await pilot.press("right")
        assert len(screen.items) == len(screen.findings) + len(names)
        await pilot.press("left", "left")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


@pytest.mark.parametrize("key", ["enter", "i"])
def test_an_option_is_shown_in_its_menu(drive: Drive, settle: Steps, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        screen = await problems(pilot, settle)
        place = next(i for i, each in enumerate(screen.findings) if len(each.names) > 1)
        name = screen.findings[place].names[0]
        await pilot.press(*["down"] * place, "enter", "down", key)
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        node = pilot.app.screen.selected()
        assert node is not None
        assert node.symbol == symbol(pilot, name)

    drive(steps)


def test_the_first_advice_is_done_and_both_counts_are_told(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        before = errors(pilot)
        assert before > 0
        screen = await problems(pilot, settle)
        place = next(i for i, each in enumerate(screen.findings) if each.severity == "error")
        await pilot.press(*["down"] * place, "d")
        await settle(pilot)
        after = errors(pilot)
        assert after < before
        status = line(pilot, "#status")
        assert status.startswith(f"Done. Before: {before} error")
        assert f"Now: {after} error" in status
        await pilot.press("u")
        await settle(pilot)
        assert errors(pilot) == before

    drive(steps)


def test_where_nothing_can_be_done_d_says_so(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        session_of(pilot).notes = ("A note.",)
        screen = await problems(pilot, settle)
        await pilot.press("end", "d")
        assert screen.items[screen.rows.cursor].note == "A note."
        await pilot.pause()
        assert line(pilot, "#status") == "There is nothing here that an edit could do."

    drive(steps)


def test_w_tells_why_and_the_way_back_leads_to_the_problems(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await problems(pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WhyScreen)
        assert pilot.app.screen.explained == "CIFS_POSIX"
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ProblemsScreen)

    drive(steps)


# Fallout


def test_the_fallout_is_shown_then_written_with_the_edits_and_ends_the_errors(
    drive: Drive, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        assert errors(pilot) > 0
        screen = await fallout_of(pilot, settle)
        found = screen.found
        assert found is not None
        assert found.lines
        shown = screen.query_one("#diff", TextPane).text
        for each in found.lines:
            assert f"+        {each.definition.name} = " in shown
        assert not FILE.exists()
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ProblemsScreen)
        assert line(pilot, "#status").startswith(f"Wrote {len(found.lines)} definition")
        assert errors(pilot) == 0
        assert not session_of(pilot).dirty

    drive(steps)
    text = FILE.read_text()
    assert "SOUND = no;" in text or "SOUND = lib.mkForce no;" in text
    assert 'name = "nixmenu-fallout";' in text


def test_u_takes_the_written_entry_out_of_the_file_and_then_the_edit_back(
    drive: Drive, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        before = errors(pilot)
        await fallout_of(pilot, settle)
        await pilot.press("enter")
        await settle(pilot)
        assert errors(pilot) == 0
        await pilot.press("u")
        await settle(pilot)
        assert "nixmenu-fallout" not in FILE.read_text()
        assert 'entry "nixmenu-fallout"' in line(pilot, "#status")
        assert errors(pilot) == before
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "nixmenu-fallout" in FILE.read_text()
        assert errors(pilot) == 0
        await pilot.press("u", "u")
        await settle(pilot)
        assert set(session_of(pilot).changes) == {"SOUND"}
        FILE.write_text("{ this is no Nix")
        await pilot.press("ctrl+r", "ctrl+r")
        await settle(pilot)
        assert line(pilot, "#status").startswith("Not done: ")

    drive(steps, (120, 40))


def test_escape_writes_no_fallout(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        await fallout_of(pilot, settle)
        await pilot.press("escape")
        await settle(pilot)
        assert session_of(pilot).dirty

    drive(steps)
    assert not FILE.exists()


def test_without_errors_there_is_nothing_to_write(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await fallout_of(pilot, settle)
        assert line(pilot, "#path") == "Your entries cause no error: nothing else has to be said."
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, FalloutScreen)

    drive(steps)
    assert not FILE.exists()


def test_a_file_that_changed_meanwhile_gets_no_fallout_over_it(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        await fallout_of(pilot, settle)
        FILE.write_text("{ this is no Nix")
        await pilot.press("enter")
        await pilot.pause()
        assert line(pilot, "#status").startswith("Not written: ")
        assert isinstance(pilot.app.screen, FalloutScreen)

    drive(steps, (200, 40))
    assert FILE.read_text() == "{ this is no Nix"


# Rows


@pytest.mark.parametrize("unfold", [False, True])
def test_each_finding_has_a_row_and_each_of_its_options_when_unfolded(
    view: SessionView, *, unfold: bool
) -> None:
    session = view.session
    sound = session.kernel.symbol("SOUND")
    assert sound is not None
    session.edit(sound, "n")
    session.accept(session.predict())
    found = check(session)
    rows = items(found, ("note",), {key_of(each) for each in found} if unfold else set())
    expected = sum(1 + (len(each.names) if unfold else 0) for each in found) + 1
    assert len(rows) == expected
    assert len({row.key for row in rows}) == expected
    assert fallout(session).before == session.predict().errors


def test_rows_drawn_per_key_are_those_on_screen(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await edit(pilot, settle, "SOUND", "n")
        rows = (await problems(pilot, settle)).rows
        height = rows.size.height
        assert len(rows.source)
        for keys in (["right"], ["down"], ["end"], ["up"], ["home"], ["pagedown"], ["left"]):
            before = rows.rows_drawn
            await pilot.press(*keys)
            await pilot.pause()
            assert rows.rows_drawn - before <= height + 2, keys
            await settle(pilot)

    drive(steps)


def test_after_a_run_that_stopped_it_is_told_that_the_run_gets_on(drive: Drive, settle: Steps) -> None:
    """One error hides all others there, so that their number says nothing."""
    FILE.write_text(
        '{ lib, ... }: { boot.kernelPatches = [ { name = "nixmenu"; patch = null;'
        " structuredExtraConfig = { KVM_INTEL = lib.kernel.yes; NFS_FS = lib.kernel.no; }; } ]; }\n"
    )

    async def steps(pilot: Pilot[None]) -> None:
        await problems(pilot, settle)
        await pilot.press("d")
        await settle(pilot)
        assert line(pilot, "#status").startswith("Done. NixOS's run stops at something else now.")
        await pilot.press("d")
        await settle(pilot)
        status = line(pilot, "#status")
        assert status.startswith(f"Done. NixOS's run gets to its end now: {errors(pilot)} error")
        await pilot.press("escape", "C")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ChangesScreen)
        assert screen.rows.empty == "Nothing to compare: no result at “before the newest change”."

    drive(steps)
