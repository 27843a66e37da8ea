"""All edits in turn, with a way to any of the states between them."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import Piece, Row
from nixmenu.tui.steps import Step, told
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.widgets.row_list import RowList


class HistoryRows:
    """The state before all edits, then one row per edit."""

    def __init__(self, steps: Sequence[Step], position: int) -> None:
        self._steps = steps
        self._position = position

    def __len__(self) -> int:
        return len(self._steps) + 1

    def row(self, index: int) -> Row:
        """One state: what led to it."""
        here = Piece("→" if index == self._position else " ", "key")
        done = index <= self._position
        text = told(self._steps[index - 1]) if index else "as it was when nixmenu started"
        tail = Piece("" if done else "  taken back", "quiet")
        return Row(here, Piece(""), (Piece(text, "plain" if done else "quiet"),), tail)


class HistoryScreen(ModalScreen[int | None]):
    """Answers how many of the edits shall be made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,q,H", "leave", "history.leave", "Leave everything as it is"),
    ]

    def __init__(self, steps: Sequence[Step], position: int) -> None:
        super().__init__()
        self._steps = steps
        self._position = position

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="dialog", classes="-list") as dialog:
            dialog.border_title = "Edits"
            yield RowList(id="history")
            yield KeyLine(("list.open", "go to this state"), ("history.leave", "back"))

    def on_mount(self) -> None:
        """Stand on the present state."""
        rows = self.query_one(RowList)
        rows.show(HistoryRows(self._steps, self._position), self._position)
        rows.focus()

    @on(RowList.Opened)
    def _go(self, event: RowList.Opened) -> None:
        self.dismiss(event.index)

    def action_leave(self) -> None:
        """Stay."""
        self.dismiss(None)
