"""One line to type into."""

from typing import ClassVar, Self

from textual.binding import BindingType
from textual.geometry import Region
from textual.widgets import Input

from nixmenu.tui.bindings import bind
from nixmenu.tui.widgets.terminal_cursor import follow_layout


class Field(Input):
    """Textual's input line; what takes the text is a key like others, nothing blinks, and nothing around it moves.

    It has the terminal's cursor from the start, and again after a dialog above it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "submit", "field.take", "Take what is typed; in a search, go to the first result"),
    ]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(value, placeholder=placeholder, id=id)
        self.cursor_blink = False

    def on_mount(self) -> None:
        """Textual calls the handler of the base class by itself, and tells the place before it is known."""
        follow_layout(self, lambda: self.cursor_screen_offset)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw it again; a longer text, for which Textual asks a layout of the screen, only scrolls here."""
        return super().refresh(
            *regions, repaint=repaint, layout=layout and not self.size, recompose=recompose
        )
