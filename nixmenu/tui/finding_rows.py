"""Rows for problems: one per finding, the options that it is about folded away below it, then notes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kconfig_index import Symbol
from nixmenu.prediction import Prediction
from nixmenu.problems import Severity
from nixmenu.tui import marks
from nixmenu.tui.option_row import NOTHING, main_node
from nixmenu.tui.reason_rows import Told, causes_told
from nixmenu.tui.rows import Piece, Role, Row
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.wording import counted, sentence
from nixmenu.tui.wrapping import Line

if TYPE_CHECKING:
    from nixmenu.causes.advice import Advice
    from nixmenu.findings.finding import Finding

SIGNS: dict[Severity, tuple[str, Role]] = {
    "error": ("✗", "error"),
    "warning": ("!", "warning"),
    "note": ("·", "quiet"),
}
NOTE = "This is what the result rests on."
_MOST_LINES = 8
"""Lines of an advice that are told; doing it does all of them."""

Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """A row: a finding, one of its options, or a note on what was opened."""

    finding: "Finding | None" = None
    name: str = ""
    """The option, in a row of its own; empty in the row of the finding."""
    note: str = ""
    unfolded: bool = False

    @property
    def key(self) -> tuple[Key, str, str]:
        """What makes it the same row after another result."""
        return key_of(self.finding) if self.finding is not None else ("", ()), self.name, self.note


def key_of(finding: "Finding") -> Key:
    """What makes a finding the same one after another result: its kind, and what it comes down to or is about."""
    return finding.kind, tuple(f"{root.name} {root.who}" for root in finding.roots) or finding.names


def items(findings: "Sequence[Finding]", notes: Sequence[str], unfolded: Set[Key]) -> list[Item]:
    """The rows, with the options of the findings in `unfolded`."""
    rows: list[Item] = []
    for finding in findings:
        open_ = key_of(finding) in unfolded
        rows.append(Item(finding, unfolded=open_))
        if open_:
            rows += [Item(finding, name) for name in finding.names]
    return [*rows, *(Item(note=note) for note in notes)]


class FindingRows:
    """The rows of problems."""

    def __init__(self, view: SessionView, items: Sequence[Item]) -> None:
        self.view = view
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def row(self, index: int) -> Row:
        """The row of a finding, an option or a note."""
        item = self.items[index]
        finding = item.finding
        if finding is None:
            return Row(Piece("·", "quiet"), Piece(""), (Piece(f"  {item.note}", "quiet"),))
        if item.name:
            return self._option(item.name)
        sign, role = SIGNS[finding.severity]
        arrow = ("▾ " if item.unfolded else "▸ ") if len(finding.names) > 1 else "  "
        return Row(Piece(sign, role), Piece(arrow, "key"), (Piece(finding.title),))

    def _option(self, name: str) -> Row:
        symbol = self.view.session.kernel.symbols.get(name)
        if symbol is None:
            return Row(
                Piece(" "), Piece("       "), (Piece(name, "key"), Piece("  not in this kernel", "quiet"))
            )
        mark = marks.mark(self.view, main_node(symbol)).ljust(marks.WIDTH)
        label = (Piece(f" {name}", "key"), Piece(f"  {self._standing(symbol)}", "quiet"))
        return Row(Piece(" "), Piece(f"    {mark}"), (*label, Piece(f"  {symbol.prompt or ''}")))

    def _standing(self, symbol: Symbol) -> str:
        layers = self.view.layers(symbol)
        said = [("NixOS", layers.nixos), ("you", layers.you)]
        words = [f"{who} {value}" for who, value in said if value is not None]
        return ", ".join([*words, f"result {NOTHING if layers.result is None else layers.result}"])


def explanation(finding: "Finding") -> list[Line]:
    """What a finding means, what to do about it, the first thing by key, and what NixOS prints."""
    sign, role = SIGNS[finding.severity]
    lines: list[Line] = [(Piece(f"{sign} {finding.title}", role),), (Piece(finding.meaning),)]
    doable = first_edit(finding)
    for advice in finding.todo:
        key = "d " if advice is doable else "  "
        lines.append(
            (Piece(key, "key"), Piece(f"{sentence(advice.text)[:-1]}{':' if advice.lines else '.'}"))
        )
        lines += [(Piece(f"      {line}", "added"),) for line in advice.lines[:_MOST_LINES]]
        if len(advice.lines) > _MOST_LINES:
            lines.append((Piece(f"      and {len(advice.lines) - _MOST_LINES} more", "quiet"),))
    lines += [(Piece(message, "quiet"),) for message in finding.messages[:_MOST_LINES]]
    if len(finding.messages) > _MOST_LINES:
        lines.append((Piece(f"and {len(finding.messages) - _MOST_LINES} more like these", "quiet"),))
    if finding.origin is not None and str(finding.origin) not in finding.title:
        lines.append((Piece(f"at {finding.origin}", "quiet"),))
    if len(finding.because) > 1 or any(cause.because for cause in finding.because):
        lines.append((Piece(f"Why, of {finding.names[0]}:" if len(finding.names) > 1 else "Why:", "menu"),))
        lines += [_reason(row) for row in causes_told(finding.because, 0, 1)]
    return lines


def _reason(row: Told) -> Line:
    place = "" if row.place is None else f" ({row.place[0]}:{row.place[1]})"
    return (Piece(f"{'  ' * min(row.depth, 8)}{row.text}{place}"),)


def first_edit(finding: "Finding") -> "Advice | None":
    """The first advice that can be done by editing the user's entry."""
    return next((advice for advice in finding.todo if advice.edits), None)


def counts(prediction: Prediction | None, findings: "Sequence[Finding]") -> str:
    """What NixOS will say, and how many causes that has: `4 errors, 1 warning; 2 causes`; empty for nothing."""
    if prediction is None or not findings:
        return ""
    said = [
        counted(number, severity)
        for number, severity in ((prediction.errors, "error"), (prediction.warnings, "warning"))
        if number
    ]
    return "; ".join(
        [", ".join(said), counted(len(findings), "cause")] if said else [counted(len(findings), "note")]
    )
