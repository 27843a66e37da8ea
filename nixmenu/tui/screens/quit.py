"""The question before changes would be lost."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from nixmenu.tui.bindings import bind
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.wording import counted

Answer = Literal["save", "discard", "cancel"]


class QuitScreen(ModalScreen[Answer]):
    """Save, discard or stay; there is no default that loses anything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("s,y", "answer('save')", "quit.save", "Look at the diff, save and leave"),
        bind("d,n", "answer('discard')", "quit.discard", "Leave; the changes are lost"),
        bind("escape,c,q", "answer('cancel')", "quit.cancel", "Go on working"),
    ]

    def __init__(self, changes: int) -> None:
        super().__init__()
        self._changes = changes

    def compose(self) -> ComposeResult:
        """The question and its three answers."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = "Leave nixmenu?"
            yield Static(f"{counted(self._changes, 'change')} not saved yet.", markup=False)
            yield KeyLine(
                ("quit.save", "save and leave"), ("quit.discard", "discard"), ("quit.cancel", "stay")
            )

    def action_answer(self, answer: Answer) -> None:
        """Hand the answer back."""
        self.dismiss(answer)
