"""One line to type into."""

from typing import ClassVar, Self

from textual.binding import BindingType
from textual.geometry import Region
from textual.widgets import Input

from nixmenu.tui.bindings import bind


class Field(Input):
    """Textual's input line; what takes the text is a key like others, nothing blinks, and nothing around it moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "submit", "field.take", "Take what is typed; in a search, go to the first result"),
    ]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(value, placeholder=placeholder, id=id)
        self.cursor_blink = False

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw it again; a longer text, for which Textual asks a layout of the screen, only scrolls here."""
        return super().refresh(
            *regions, repaint=repaint, layout=layout and not self.size, recompose=recompose
        )
