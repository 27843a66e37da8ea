"""Rows of options with their value in two states of the result."""

from collections.abc import Mapping, Sequence

from nixmenu.differences import Difference
from nixmenu.session import Session
from nixmenu.tui.columns import Column
from nixmenu.tui.option_row import NOTHING
from nixmenu.tui.rows import Cell, Piece, Row

COLUMNS = (Column("before", (12, 8), keep=1), Column("after", (12, 8), keep=2))
MINE = Piece("+", "edited")
"""The sign of an option that the user said something to."""


class DifferenceRows:
    """The rows of options with their old and new value, and a sign by option for some."""

    def __init__(self, session: Session, found: Sequence[Difference], signs: Mapping[str, Piece]) -> None:
        self._symbols = session.kernel.symbols
        self.found = found
        self._signs = signs

    def __len__(self) -> int:
        return len(self.found)

    def row(self, index: int) -> Row:
        """The row of an option."""
        difference = self.found[index]
        symbol = self._symbols.get(difference.name)
        return Row(
            self._signs.get(difference.name, Piece(" ")),
            Piece(""),
            (Piece(difference.name, "key"), Piece(f"  {(symbol and symbol.prompt) or ''}")),
            cells=(Cell(_shown(difference.old), "removed"), Cell(_shown(difference.new), "added")),
        )


def _shown(value: str | None) -> str:
    return NOTHING if value is None else value or '""'
