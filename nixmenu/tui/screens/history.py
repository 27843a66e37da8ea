"""All edits in turn, with a way to any of the states between them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from nixmenu.session import Change
from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import Piece, Row
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted

Step = Mapping[str, Change]


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


def told(step: Step) -> str:
    """What an edit did: every option with its value where there is one, or how many."""
    if len(step) > 1:
        return f"{counted(len(step), 'option')}: {', '.join(sorted(step))}"
    ((name, change),) = step.items()
    return f"{name} {said(change)}"


def said(change: Change) -> str:
    """What the entry says to the option after the edit."""
    new = change.new
    if new is None:
        return "left to NixOS"
    value = new.freeform if new.freeform is not None else new.tristate
    return "unset" if value is None else f"= {value}"


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
            yield Static("Enter go to this state   Esc back", classes="dialog-keys", markup=False)

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
