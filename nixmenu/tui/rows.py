"""What a row list shows and who provides it: plain data, made and tested without a terminal."""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Role = Literal[
    "plain",
    "quiet",
    "difference",
    "forced",
    "you",
    "edited",
    "error",
    "warning",
    "menu",
    "comment",
    "hidden",
    "key",
    "added",
    "removed",
    "keyword",
    "symbol",
    "string",
]
"""What a piece of text means; the style sheet decides how that looks. Never the only carrier of a meaning."""

ROLES: tuple[Role, ...] = get_args(Role)


def printable(text: str) -> str:
    """`text` without what would steer the terminal: prompts, help and values come from files of others."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "\ufffd" for character in text.expandtabs())


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one meaning."""

    text: str
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """The content of one column, with a shorter way to say it for narrow columns."""

    text: str
    role: Role = "plain"
    short: str | None = None

    def fitting(self, width: int) -> str:
        """The longest of the two texts that fits, else the shorter one, to be cut."""
        if self.short is None or len(self.text) <= width:
            return self.text
        return self.short


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a row list."""

    sign: Piece
    """One character in the gutter: a problem or an unsaved edit."""
    mark: Piece
    """What a click toggles; empty where there is nothing to toggle."""
    label: tuple[Piece, ...]
    """Takes the room the columns leave, and is cut at the end."""
    tail: Piece = Piece("")
    """Follows the label and is never cut."""
    cells: tuple[Cell, ...] = ()
    """One per column."""


class RowSource(Protocol):
    """Provides rows on demand: a list of twenty thousand options makes only those that are on screen."""

    def __len__(self) -> int:
        """How many rows there are."""

    def row(self, index: int) -> Row:
        """The row at `index`, counted from 0."""


class NoRows:
    """A source of nothing, for a list that was not given its rows yet."""

    def __len__(self) -> int:
        return 0

    def row(self, index: int) -> Row:
        """Never asked for."""
        raise IndexError(index)
