"""The unsaved edits one by one, to take single ones out."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from nixmenu.session import Change, Session
from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import Piece, Row
from nixmenu.tui.steps import said
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.widgets.row_list import RowList


class EditRows:
    """An edit per row."""

    def __init__(self, changes: Mapping[str, Change]) -> None:
        self._changes = list(changes.items())

    def __len__(self) -> int:
        return len(self._changes)

    def row(self, index: int) -> Row:
        """The option and what the entry is to say to it."""
        name, change = self._changes[index]
        return Row(Piece("+", "edited"), Piece(""), (Piece(name, "key"), Piece(f" {said(change)}")))


class DropScreen(ModalScreen[None]):
    """Each edit that is dropped is a step: undo brings it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("d,x,delete", "drop", "drop.one", "Drop the edit under the cursor"),
        bind("escape,q,left", "leave", "drop.leave", "Back to the diff"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="dialog", classes="-list") as dialog:
            dialog.border_title = "Edits that are not saved"
            yield RowList(id="edits", empty="No edit is left.")
            yield KeyLine(("drop.one", "drop it"), ("drop.leave", "back to the diff"))

    def on_mount(self) -> None:
        """Show all."""
        self._show()
        self.query_one(RowList).focus()

    def _show(self) -> None:
        rows = self.query_one(RowList)
        rows.show(EditRows(self._session.changes), rows.cursor, rows.top)

    def action_drop(self) -> None:
        """Let the entry say what the file says."""
        names = list(self._session.changes)
        cursor = self.query_one(RowList).cursor
        if cursor < len(names):
            self._session.drop(names[cursor])
            self._show()

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)
