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
from nixmenu.tui.widgets.field import Field
from nixmenu.tui.widgets.key_line import KeyLine


class NameScreen(ModalScreen[str | None]):
    """Asks for a name; `question` may ask back once before one is taken, as for a file that is there already.

    `refusal` tells why a name is not taken at all; `does` is what Enter does with it.
    """

    FOCUSED: ClassVar[tuple[type[Field]]] = (Field,)
    """What has keys of its own here, for settings that change them."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("escape", "cancel", "name.cancel", "Do nothing")]

    def __init__(
        self,
        title: str,
        hint: str,
        value: str = "",
        question: Callable[[str], str | None] = lambda _: None,
        refusal: Callable[[str], str | None] = lambda _: None,
        does: str = "take it",
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._value = value
        self._question = question
        self._refusal = refusal
        self._does = does
        self._asked = ""

    def compose(self) -> ComposeResult:
        """Field and hint."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = self._title
            yield Field(self._value, id="name")
            yield Static(self._hint, id="name-hint", markup=False)
            yield KeyLine(("field.take", self._does), ("name.cancel", "leave it"))

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        name = event.value.strip()
        refusal = self._refusal(name) if name else None
        question = self._question(name) if name and name != self._asked else None
        if refusal is not None:
            self.query_one("#name-hint", Static).update(f"✗ {refusal}")
        elif question is not None:
            self._asked = name
            self.query_one("#name-hint", Static).update(question)
        elif name:
            self.dismiss(name)

    def action_cancel(self) -> None:
        """Leave without a name."""
        self.dismiss(None)
