"""The field for a number or a text."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kconfig_index import Symbol
from nixmenu.tui.bindings import bind
from nixmenu.tui.number import complaint
from nixmenu.tui.rows import printable
from nixmenu.tui.widgets.field import Field
from nixmenu.tui.widgets.key_line import KeyLine


class ValueScreen(ModalScreen[str | None]):
    """Asks for the value of an int, hex or string; the answer is the text, or None if it was called off.

    What does not fit is said while it is typed; Enter takes only what fits.
    """

    FOCUSED: ClassVar[tuple[type[Field]]] = (Field,)
    """What has keys of its own here, for settings that change them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "cancel", "value.cancel", "Leave the value as it was"),
    ]

    def __init__(self, symbol: Symbol, prompt: str, value: str, limits: tuple[str, str] | None) -> None:
        super().__init__()
        self._symbol = symbol
        self._prompt = prompt
        self._value = value
        self._limits = limits

    def compose(self) -> ComposeResult:
        """Name, field, what is expected or wrong."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = self._symbol.name
            yield Static(printable(self._prompt), markup=False)
            yield Field(self._value, id="value")
            yield Static(self._expected(), id="value-hint", markup=False)
            yield KeyLine(("field.take", "take it"), ("value.cancel", "leave it"))

    def _expected(self) -> str:
        kinds = {"int": "A whole number", "hex": "A hexadecimal number"}
        kind = kinds.get(self._symbol.type, "A text; it may be empty")
        return f"{kind} from {self._limits[0]} to {self._limits[1]}." if self._limits else f"{kind}."

    def _complaint(self, text: str) -> str | None:
        return complaint(self._symbol.type, text, self._limits)

    @on(Input.Changed)
    def _check(self, event: Input.Changed) -> None:
        problem = self._complaint(event.value)
        hint = self.query_one("#value-hint", Static)
        hint.set_class(problem is not None, "-problem")
        hint.update(f"✗ {problem}" if problem else self._expected())

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        if self._complaint(event.value) is None:
            self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
