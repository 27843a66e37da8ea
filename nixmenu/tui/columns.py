"""Which columns a row list has room for, and how wide each is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column to the right of the labels, in cells of the terminal."""

    title: str
    widths: tuple[int, ...]
    """Preferred width first, then what it can be narrowed to."""
    keep: int
    """The column with the lowest number is the first to be dropped."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column that found room; `index` counts in the columns asked for."""

    index: int
    width: int


GAP = 1
"""Cells between two columns."""


def place(columns: Sequence[Column], width: int, label_width: int) -> list[Placed]:
    """Fit `columns` into `width` cells so that labels keep `label_width`, giving way in a fixed order.

    All columns shrink together, a step at a time, before any is dropped: a narrow one tells more than none.
    """
    room = width - label_width
    for step in range(max((len(column.widths) for column in columns), default=1)):
        placed = [
            Placed(index, column.widths[min(step, len(column.widths) - 1)])
            for index, column in enumerate(columns)
        ]
        if total(placed) <= room:
            return placed
    while placed and total(placed) > room:
        placed.remove(min(placed, key=lambda item: columns[item.index].keep))
    return placed


def total(placed: Sequence[Placed]) -> int:
    """The width of the columns and the gaps before each."""
    return sum(item.width + GAP for item in placed)
