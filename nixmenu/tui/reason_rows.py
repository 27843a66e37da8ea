"""Rows for the reasons of one option: the chain of causes as a tree of links, then layers, questions, advice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nixmenu.generator import Asked
from nixmenu.tui.columns import Column
from nixmenu.tui.rows import Cell, Piece, Role, Row
from nixmenu.tui.wording import counted, sentence

if TYPE_CHECKING:
    from nixmenu.causes.cause import Cause
    from nixmenu.why import Why

COLUMNS = (
    Column("value", (6, 5), keep=2),
    Column("where", (40, 30), keep=1),
)
LABELS = (76, 56)
"""A reason is a sentence: it takes more room than an option, and is told in full below the rows."""

DEEPEST_INDENT = 12
"""Steps to the right; a longer chain goes on straight down."""

_BY = {"answer": "by the answer above", "auto": "by auto-modules", "kept": "by nobody"}


@dataclass(frozen=True, slots=True)
class Told:
    """One row: a sentence, and the option that it leads to."""

    text: str
    depth: int = 0
    name: str = ""
    """The option that Enter explains next; empty where there is none."""
    value: str | None = None
    place: tuple[str, int] | None = None
    """File and line of the statement, in the kernel's source."""
    role: Role = "plain"


def told(why: "Why") -> list[Told]:
    """All that is to be said about one option, the reasons first."""
    rows: list[Told] = []
    if why.stopped is not None:
        rows.append(Told(f"NixOS stops before there is a result: {why.stopped.text}", role="error"))
    rows += [
        Told(message.text, role="error" if message.severity == "error" else "warning")
        for message in why.messages
    ]
    if why.heading:
        rows.append(Told(f"{why.heading}{':' if why.because else '.'}", role="menu", value=why.value))
        rows += causes_told(why.because, why.more, 1, why.name)
    if why.todo:
        rows.append(Told("What to change:", role="menu"))
        for advice in why.todo:
            rows.append(Told(f"{sentence(advice.text)[:-1]}{':' if advice.lines else '.'}", 1))
            rows += [Told(line, 3, role="added") for line in advice.lines]
    rows.append(Told("What the layers say:", role="menu"))
    rows += [Told(line, 1) for line in why.layers]
    rows += [Told(line, 1) for line in _questions(why)]
    return rows


def causes_told(causes: "Sequence[Cause]", more: int, depth: int, about: str = "") -> Iterator[Told]:
    """A row per reason, those behind it further to the right; by a stack, for chains can be long.

    What is said about the option `about` leads nowhere.
    """
    left: list[tuple[Cause, int] | tuple[int, int]] = [(more, depth)] if more else []
    left += [(cause, depth) for cause in reversed(causes)]
    while left:
        cause, depth = left.pop()
        if isinstance(cause, int):
            yield Told(f"and {counted(cause, 'reason')} more", depth, role="quiet")
            continue
        behind, text = cause.because, cause.text
        only = behind[0] if len(behind) == 1 and not cause.more else None
        if only is not None and only.root is not None and only.name == cause.name:
            # Who decides belongs to what it is, not below it.
            text, behind = f"{text}: {only.brief}", ()
        if cause.repeated:
            text += "; see above"
        place = None if cause.place is None else (cause.place.file, cause.place.line)
        yield Told(text, depth, "" if cause.name == about else cause.name, cause.value, place)
        if cause.more:
            left.append((cause.more, depth + 1))
        left += [(each, depth + 1) for each in reversed(behind)]


def _questions(why: "Why") -> list[str]:
    first, second = why.asked
    if first == second:
        return [] if first is None else [f"Question, in both passes: {_asked(first)}."]
    return [f"Question, first pass: {_asked(first)}.", f"Question, second pass: {_asked(second)}."]


def _asked(asked: Asked | None) -> str:
    if asked is None:
        return "not asked for"
    if asked.by == "kept":
        return f"[{asked.alternatives}], kept as it is"
    return f"[{asked.alternatives}], answered {asked.answer or 'nothing'} {_BY[asked.by]}"


class ReasonRows:
    """The rows of what was told."""

    def __init__(self, rows: Sequence[Told]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Row:
        """The row of one sentence."""
        told = self.rows[index]
        indent = "  " * min(told.depth, DEEPEST_INDENT)
        value = Cell("" if told.value is None else told.value or '""', "difference")
        where = Cell("", "quiet")
        if told.place is not None:
            file, line = told.place
            where = Cell(f"{file}:{line}", "quiet", f"{'/'.join(file.rsplit('/', 2)[-2:])}:{line}")
        return Row(
            Piece("›" if told.name else " ", "key"),
            Piece(""),
            (Piece(indent), *linked(told.text, told.name, told.role)),
            cells=(value, where),
        )


def linked(text: str, name: str, role: Role = "plain") -> tuple[Piece, ...]:
    """A sentence with the option that it leads to marked wherever it is named."""
    if not name:
        return (Piece(text, role),)
    parts = re.split(rf"(?<![A-Za-z0-9_])({re.escape(name)})(?![A-Za-z0-9_])", text)
    return tuple(Piece(part, "key" if number % 2 else role) for number, part in enumerate(parts) if part)


def in_short(why: "Why") -> str:
    """The first reason, in one sentence."""
    if not why.heading or not why.because:
        return ""
    first = why.because[0]
    behind = first.because
    reason = first.brief if first.root is not None and first.name == why.name else first.text
    if len(behind) == 1 and behind[0].root is not None and behind[0].name == first.name:
        reason += f": {behind[0].brief}"
    others = len(why.because) - 1 + why.more
    more = f" (and {counted(others, 'reason')} more)" if others else ""
    return f"Why it {why.heading.removeprefix(f'{why.name} ')}: {reason}{more}"
