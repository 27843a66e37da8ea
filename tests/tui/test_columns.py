"""Columns give way in a fixed order, so that labels keep room."""

import pytest

from nixmenu.tui.columns import Column, Placed, place, total

COLUMNS = (Column("base", (6, 4), keep=1), Column("you", (9, 5), keep=2), Column("result", (9, 5), keep=3))


def test_all_columns_have_their_preferred_width_where_there_is_room() -> None:
    assert place(COLUMNS, 100, 40, 20) == [Placed(0, 6), Placed(1, 9), Placed(2, 9)]


def test_columns_shrink_before_any_is_dropped() -> None:
    narrow = [Placed(0, 4), Placed(1, 5), Placed(2, 5)]
    assert place(COLUMNS, 66, 40, 20) == narrow
    assert place(COLUMNS, 20 + total(narrow), 40, 20) == narrow


def test_the_result_is_the_last_column_to_go() -> None:
    assert place(COLUMNS, 32, 40, 20) == [Placed(1, 5), Placed(2, 5)]
    assert place(COLUMNS, 27, 40, 20) == [Placed(2, 5)]


def test_without_any_room_there_are_no_columns() -> None:
    assert place(COLUMNS, 20, 40, 20) == []


@pytest.mark.parametrize("width", range(30, 130))
def test_labels_keep_their_room_at_every_width(width: int) -> None:
    assert total(place(COLUMNS, width, 40, 24)) <= width - 24


def test_without_columns_nothing_is_placed() -> None:
    assert place((), 80, 40, 20) == []
