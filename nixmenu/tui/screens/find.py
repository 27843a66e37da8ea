"""Find in the menu on screen: the cursor goes along while one types."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import with_keys
from nixmenu.tui.widgets.field import Field

PLACEHOLDER = "name or prompt; {find.next} next, {field.take} stay, {find.leave} back"

Find = Callable[[str, int], bool]
"""Goes to the row that fits a text: from the start for 0, else to the next (1) or the one before (-1)."""


FIND = "Find in this list:"
NOTHING = "Not in this list: "


class FindScreen(ModalScreen[bool]):
    """One line at the bottom; answers whether the cursor stays where it was led to."""

    FOCUSED: ClassVar[tuple[type[Field]]] = (Field,)
    """What has keys of its own here, for settings that change them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "leave(False)", "find.leave", "Back to where the cursor was"),
        bind("down,ctrl+n", "step(1)", "find.next", "To the next row that fits"),
        bind("up", "step(-1)", "find.previous", "To the row before that fits"),
    ]

    def __init__(self, find: Find) -> None:
        super().__init__()
        self._find = find

    def compose(self) -> ComposeResult:
        """The field."""
        with Horizontal(id="find-line"):
            yield Label(FIND, id="find-title")
            yield Field(id="find", placeholder=with_keys(self, PLACEHOLDER))

    @on(Input.Changed, "#find")
    def _go(self, event: Input.Changed) -> None:
        nothing = bool(event.value) and not self._find(event.value, 0)
        self.query_one("#find", Input).set_class(nothing, "-nothing")
        self.query_one("#find-title", Label).update(NOTHING if nothing else FIND)

    def action_step(self, step: int) -> None:
        """To another row that fits."""
        self._find(self.query_one("#find", Input).value, step)

    @on(Input.Submitted, "#find")
    def _stay(self) -> None:
        self.dismiss(True)

    def action_leave(self, stay: bool) -> None:
        """Done."""
        self.dismiss(stay)
