"""The tree: keys move, open, change, undo, and keep one's place."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from nixmenu.prediction import Prediction
from nixmenu.session import Session
from nixmenu.tui import session_app
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane
from tests.tui.places import select

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

TO_NETWORK = ("down",) * 5 + ("enter",)


def screen_of(pilot: Pilot[None]) -> MainScreen:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    return screen


def text_of(pilot: Pilot[None], selector: str) -> str:
    return pilot.app.screen.query_one(selector, PieceLine).text


def selected_name(pilot: Pilot[None]) -> str:
    node = screen_of(pilot).selected()
    assert node is not None
    return node.symbol.name if node.symbol is not None else node.prompt or ""


def said(pilot: Pilot[None], name: str) -> str | None:
    assert isinstance(pilot.app, NixmenuApp)
    session = pilot.app.session
    assert session is not None
    symbol = session.kernel.symbol(name)
    assert symbol is not None
    return session.layers(symbol).you


def test_it_opens_on_the_top_menu_with_a_result(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert text_of(pilot, "#path") == "Linux/x86 demo"
        assert "! 1" in text_of(pilot, "#header")

    drive(steps)


def test_enter_opens_a_menu_and_escape_returns_to_it(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*TO_NETWORK)
        assert text_of(pilot, "#path") == "Network"
        await pilot.press("escape")
        assert text_of(pilot, "#path") == "Linux/x86 demo"
        assert selected_name(pilot) == "NET"

    drive(steps)


@pytest.mark.parametrize(("into", "back"), [("right", "left"), ("right", "escape"), ("enter", "backspace")])
def test_menus_open_and_close_with_arrows_enter_and_backspace(drive: Drive, into: str, back: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(into)
        assert text_of(pilot, "#path") == "General setup"
        await pilot.press(back)
        assert text_of(pilot, "#path") == "Linux/x86 demo"

    drive(steps)


def test_the_place_in_a_menu_is_kept(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("enter", "end")
        before = (selected_name(pilot), screen_of(pilot).rows.top)
        await pilot.press("escape", "enter")
        assert (selected_name(pilot), screen_of(pilot).rows.top) == before

    drive(steps)


def test_there_is_nothing_above_the_top_menu(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("escape")
        assert text_of(pilot, "#status") == "This is the top menu; q leaves nixmenu."

    drive(steps)


@pytest.mark.parametrize("key", ["n", "m", "y"])
def test_a_letter_is_the_answer(drive: Drive, settle: Steps, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n" if key != "n" else "y")
        await settle(pilot)
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(pilot.app, NixmenuApp)
        assert pilot.app.session is not None
        assert pilot.app.session.prediction is not None
        assert pilot.app.session.prediction.values["DRM_RADEON"] == key

    drive(steps)


def test_space_moves_to_the_next_value(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("space")
        assert said(pilot, "DRM_RADEON") == "y"

    drive(steps)


def test_an_answer_is_shown_before_its_result(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_app, "PREDICTION_DELAY", 0.3)

    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n")
        rows = screen_of(pilot).rows
        line = rows.render_line(rows.cursor - rows.top).text
        assert "< >" in line
        assert line.rstrip().endswith("n        m …")
        assert "result …" in screen_of(pilot).query_one(ColumnTitles).render_line(0).text
        await settle(pilot)
        line = rows.render_line(rows.cursor - rows.top).text
        assert line.rstrip().endswith("n        n")

    drive(steps)


def test_a_refusal_is_said_in_the_status_line(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("m")
        assert "SWAP" in text_of(pilot, "#status")
        assert said(pilot, "SWAP") is None

    drive(steps)


def test_the_refusal_goes_with_the_next_move(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("m", "down")
        await pilot.pause()
        assert text_of(pilot, "#status").startswith("space y n m set")

    drive(steps)


def test_an_answer_that_is_so_already_is_no_change(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("y")
        assert text_of(pilot, "#status") == "SWAP is y already."

    assert drive(steps).session is not None


def test_undo_and_redo(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("n", "u")
        assert said(pilot, "SWAP") is None
        assert text_of(pilot, "#status") == "Taken back: 0 changes not saved."
        await pilot.press("ctrl+r")
        assert said(pilot, "SWAP") == "n"

    drive(steps)


def test_there_may_be_nothing_to_undo_or_redo(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("u")
        assert text_of(pilot, "#status") == "There is no change to take back."
        await pilot.press("ctrl+r")
        assert text_of(pilot, "#status") == "There is no change to make again."

    drive(steps)


def test_an_answer_can_be_withdrawn(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        await pilot.press("n", "x")
        assert said(pilot, "SWAP") is None

    drive(steps)


def test_enter_on_a_member_moves_the_choice_and_returns(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "KERNEL_XZ")
        await pilot.press("enter")
        await settle(pilot)
        assert said(pilot, "KERNEL_XZ") == "y"
        assert text_of(pilot, "#path") == "General setup"
        rows = screen_of(pilot).rows
        assert "(xz)  --->" in rows.render_line(rows.cursor - rows.top).text

    drive(steps)


def test_a_menu_with_nothing_to_show_is_not_entered(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "HID_AUTO")
        await pilot.press("z", "up", "enter")
        assert text_of(pilot, "#path").startswith("Device Drivers › Input devices › Devices that need care")

    drive(steps)


def test_hidden_options_come_and_go_with_the_cursor_in_its_place(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "HID_AUTO")
        count = len(screen_of(pilot).entries)
        await pilot.press("z")
        assert len(screen_of(pilot).entries) > count
        assert selected_name(pilot) == "HID_AUTO"
        assert "hidden options shown" in text_of(pilot, "#path")
        await pilot.press("z")
        assert len(screen_of(pilot).entries) == count
        assert selected_name(pilot) == "HID_AUTO"

    drive(steps)


def test_rows_that_vanish_leave_the_cursor_on_the_row_above(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "ZSWAP")
        row = screen_of(pilot).rows.cursor - screen_of(pilot).rows.top
        await pilot.press("up", "n")
        await settle(pilot)
        assert "ZSWAP" not in [
            entry.node.symbol.name for entry in screen_of(pilot).entries if entry.node.symbol
        ]
        assert selected_name(pilot) == "SWAP"
        assert screen_of(pilot).rows.cursor - screen_of(pilot).rows.top == row - 1

    drive(steps)


def test_the_details_follow_the_cursor(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.pause(0.05)
        pane = screen_of(pilot).query_one("#details", TextPane)
        assert str(pane.border_title).startswith("DRM_RADEON · tristate · Radeon cards up to 2013")
        assert "NixOS: m, because auto-modules" in pane.text
        assert "A good driver to turn off" in pane.text

    drive(steps)


def test_a_title_is_not_read_as_markup(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        pane = screen_of(pilot).query_one("#details", TextPane)
        pane.show([], "KVM [EXPERIMENTAL] \x1b[1m")
        await pilot.pause()
        assert "KVM&#160;[EXPERIMENTAL]&#160;\ufffd[1m" in pilot.app.export_screenshot()

    drive(steps)


def test_a_click_on_a_mark_toggles_it(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SWAP")
        rows = screen_of(pilot).rows
        await pilot.click(RowList, offset=(3, rows.cursor - rows.top))
        await pilot.pause()
        assert said(pilot, "SWAP") == "n"

    drive(steps)


def test_an_error_is_counted_in_the_header(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "SOUND")
        await pilot.press("n")
        await settle(pilot)
        assert "✗ 4 errors  ! 1 warning" in text_of(pilot, "#header")

    drive(steps, (120, 40))


def test_a_burst_of_keys_costs_one_prediction(
    drive: Drive, settle: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_app, "PREDICTION_DELAY", 0.3)
    predicted: list[int] = []
    predict = Session.predict

    def counting(session: Session, cancelled: Callable[[], bool] = lambda: False) -> Prediction:
        predicted.append(session.revision)
        return predict(session, cancelled)

    monkeypatch.setattr(Session, "predict", counting)

    async def steps(pilot: Pilot[None]) -> None:
        await select(pilot, "DRM_RADEON")
        await pilot.press("n", "y", "m", "n")
        await settle(pilot)

    app = drive(steps)
    assert app.session is not None
    assert predicted == [0, app.session.revision]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (200, 60)])
def test_it_works_at_every_size(drive: Drive, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("enter", "end", "space", "escape", "question_mark", "escape", "p", "escape")
        await pilot.resize_terminal(50, 10)
        await pilot.resize_terminal(*size)
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps, size)


def test_an_answer_is_shown_in_the_mark_where_the_run_stops_too(drive: Drive, settle: Steps) -> None:
    """There is no result then that could say anything else."""

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, NixmenuApp)
        session = pilot.app.session
        assert session is not None
        session.do([("BACKLIGHT_CLASS_DEVICE", "n")])  # others select it: the run dies of that
        pilot.app.post_message(Edited())
        await settle(pilot)
        assert session.prediction is not None
        assert session.prediction.config is None
        await select(pilot, "XFS_FS")
        row = screen_of(pilot).rows
        assert "<M> " in row.render_line(row.cursor - row.top).text
        await pilot.press("n")
        await settle(pilot)
        assert session.prediction.config is None
        line = row.render_line(row.cursor - row.top).text
        assert "< > " in line
        assert "…" not in line  # nothing is under way
        await pilot.press("u")
        await settle(pilot)
        assert "<M> " in row.render_line(row.cursor - row.top).text

    drive(steps)
