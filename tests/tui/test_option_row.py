"""Each layer says its own in its column, with a sign and a word where it matters."""

import pytest

from nixmenu.tui.menu import entries
from nixmenu.tui.option_row import MenuRows, SymbolRows
from nixmenu.tui.rows import Cell, Row
from nixmenu.tui.session_view import SessionView


def row_of(view: SessionView, name: str) -> Row:
    symbol = view.session.kernel.symbol(name)
    assert symbol is not None
    return SymbolRows(view, [symbol]).row(0)


def say(view: SessionView, name: str, value: str) -> None:
    symbol = view.session.kernel.symbol(name)
    assert symbol is not None
    assert view.session.edit(symbol, value) is None
    view.refresh()


def predict(view: SessionView) -> None:
    assert view.session.accept(view.session.predict())
    view.refresh()


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("SYSVIPC", ["y", "·", "·", "y"]),
        ("DEVTMPFS", ["y", "y! forced", "·", "y"]),
        ("INET_DIAG", ["y", "m! default", "·", "m"]),
        ("CIFS_POSIX", ["·", "y? wished", "·", "·"]),
        ("EXT4_FS", ["y", "m auto", "·", "m"]),
        ("NR_CPUS", ["64", "384! forced", "·", "384"]),
        ("LOCALVERSION", ['""', "·", "·", '""']),
    ],
)
def test_columns_of_an_untouched_option(view: SessionView, name: str, cells: list[str]) -> None:
    assert [cell.text for cell in row_of(view, name).cells] == cells


def test_layers_that_agree_are_quiet(view: SessionView) -> None:
    assert {cell.role for cell in row_of(view, "SYSVIPC").cells} == {"quiet"}


def test_a_result_that_differs_from_the_base_stands_out(view: SessionView) -> None:
    assert row_of(view, "EXT4_FS").cells[3].role == "difference"


def test_a_forced_value_has_its_sign_in_a_narrow_column_too(view: SessionView) -> None:
    assert row_of(view, "DEVTMPFS").cells[1].fitting(5) == "y!"


def test_an_edit_has_a_sign_and_its_result_is_marked_as_old(view: SessionView) -> None:
    say(view, "DRM_RADEON", "n")
    row = row_of(view, "DRM_RADEON")
    assert row.sign.text == "+"
    assert [cell.text for cell in row.cells] == ["n", "m auto", "n", "m …"]


def test_a_result_that_is_as_you_said_looks_like_what_you_said(view: SessionView) -> None:
    say(view, "DRM_RADEON", "n")
    predict(view)
    assert row_of(view, "DRM_RADEON").cells[3] == Cell("n", "you")


def test_the_first_results_of_a_search_have_numbers_behind_their_signs(view: SessionView) -> None:
    say(view, "DRM_RADEON", "n")
    symbols = [view.session.kernel.symbol(name) for name in ("DRM_RADEON", "EXT4_FS", "SYSVIPC")]
    rows = SymbolRows(view, [symbol for symbol in symbols if symbol is not None], ["1", "2", "F3"])
    assert [rows.row(index).sign.text for index in range(len(rows))] == ["+1", " 2", " "]


def test_an_answer_against_nixos_says_that_it_is_forced(view: SessionView) -> None:
    say(view, "DRM_FBDEV_EMULATION", "n")
    assert row_of(view, "DRM_FBDEV_EMULATION").cells[2].text == "n! force"


def test_an_answer_against_a_default_of_nixos_needs_no_force(view: SessionView) -> None:
    say(view, "STRICT_DEVMEM", "n")
    assert row_of(view, "STRICT_DEVMEM").cells[2].text == "n"


def test_a_problem_has_its_sign_before_the_option(view: SessionView) -> None:
    assert row_of(view, "CIFS_POSIX").sign.text == "!"
    say(view, "SOUND", "n")
    predict(view)
    assert row_of(view, "SND_DYNAMIC_MINORS").sign.text == "✗"


def test_a_choice_shows_its_value_and_that_it_opens(view: SessionView) -> None:
    general = view.session.kernel.root.children[0]
    rows = MenuRows(view, entries(view.is_visible, general))
    choice = next(
        row for row in map(rows.row, range(len(rows))) if "image is compressed" in row.label[0].text
    )
    assert choice.tail.text == " (Zstandard)  --->"
    assert choice.cells == ()
