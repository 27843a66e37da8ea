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


def place(columns: Sequence[Column], width: int, comfortable: int, tight: int) -> list[Placed]:
    """Fit `columns` into `width` cells, beside labels that need room of their own.

    All columns shrink together, a step at a time, until labels have a `comfortable` width; only where they would not
    even have a `tight` one are columns dropped: a narrow column tells more than none.
    """
    placed: list[Placed] = []
    for step in range(max((len(column.widths) for column in columns), default=0)):
        widths = [column.widths[min(step, len(column.widths) - 1)] for column in columns]
        placed = [Placed(index, column_width) for index, column_width in enumerate(widths)]
        if total(placed) <= width - comfortable:
            return placed
    while placed and total(placed) > width - tight:
        placed.remove(min(placed, key=lambda item: columns[item.index].keep))
    return placed


def total(placed: Sequence[Placed]) -> int:
    """The width of the columns and the gaps before each."""
    return sum(item.width + GAP for item in placed)
