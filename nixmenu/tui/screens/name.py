"""The field for a file's name, or for what else is to be opened."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from nixmenu.tui.bindings import bind


class NameScreen(ModalScreen[str | None]):
    """Asks for a name; `question` may ask back once before one is taken, as for a file that is there already."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("escape", "cancel", "name.cancel", "Do nothing")]

    def __init__(
        self, title: str, hint: str, value: str = "", question: Callable[[str], str | None] = lambda _: None
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._value = value
        self._question = question
        self._asked = ""

    def compose(self) -> ComposeResult:
        """Field and hint."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = self._title
            field = Input(self._value, id="name")
            field.cursor_blink = False
            yield field
            yield Static(self._hint, id="name-hint", markup=False)
            yield Static("Enter take it   Esc leave it", classes="dialog-keys", markup=False)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        name = event.value.strip()
        question = self._question(name) if name and name != self._asked else None
        if question is not None:
            self._asked = name
            self.query_one("#name-hint", Static).update(question)
        elif name:
            self.dismiss(name)

    def action_cancel(self) -> None:
        """Leave without a name."""
        self.dismiss(None)
