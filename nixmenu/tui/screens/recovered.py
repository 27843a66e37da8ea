"""The offer of edits that an earlier session could not save."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from nixmenu.recovery import Kept
from nixmenu.tui.bindings import bind
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.wording import counted, shortened

NAMED = 6
"""So many options are named; the rest is counted."""


class RecoveredScreen(ModalScreen[bool]):
    """Take them up, or throw them away; answers whether they are wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "y,enter",
            "answer(True)",
            "recovered.take",
            "Make the edits again, as one step that can be undone",
        ),
        bind("d,n", "answer(False)", "recovered.discard", "Throw the edits away"),
    ]

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept

    def compose(self) -> ComposeResult:
        """How many, from when, which."""
        names = sorted(self._kept.edits)
        listed = ", ".join(shortened(name, 40) for name in names[:NAMED])
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = "Unsaved edits"
            when = f"{self._kept.time:%Y-%m-%d %H:%M}"
            yield Static(
                f"nixmenu ended with {counted(len(names), 'change')} not saved ({when}):", markup=False
            )
            yield Static(f"{listed}{more}", id="recovered-names", markup=False)
            yield KeyLine(("recovered.take", "take them up"), ("recovered.discard", "throw them away"))

    def action_answer(self, wanted: bool) -> None:
        """Hand the answer back."""
        self.dismiss(wanted)
