"""The field for the name of a file that is to be written."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from nixmenu.tui.bindings import bind
from nixmenu.tui.widgets.field import Field
from nixmenu.tui.widgets.key_line import KeyLine


class FileNameScreen(ModalScreen[str | None]):
    """Asks for a name; the answer is the text, or None if it was called off."""

    FOCUSED: ClassVar[tuple[type[Field]]] = (Field,)
    """What has keys of its own here, for settings that change them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "cancel", "file-name.cancel", "Write nothing"),
    ]

    def __init__(self, title: str, hint: str, name: str) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._suggested = name

    def compose(self) -> ComposeResult:
        """Title, field, what the name decides."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = self._title
            yield Static(self._hint, markup=False)
            field = Field(self._suggested, id="file-name")
            yield field
            yield KeyLine(("field.take", "write it"), ("file-name.cancel", "write nothing"))

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
