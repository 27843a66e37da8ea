"""What a save would have written, where only the right to write is missing: to be put in by hand."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.rows import Piece
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane


class PasteScreen(Screen[None]):
    """Shows the entry as it should be, and copies it; `reason` says why it is not saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("c,y", "copy", "paste.copy", "Copy the text"),
        bind("escape,q,n,enter", "close", "paste.close", "Back; the changes stay unsaved"),
    ]

    def __init__(self, reason: str, text: str) -> None:
        super().__init__()
        self._reason = reason
        self._text = text

    def compose(self) -> ComposeResult:
        """Why, then the text."""
        yield PieceLine(id="header")
        yield PieceLine(id="path")
        yield TextPane(wrap=False, id="diff")
        yield PieceLine(id="status")

    def on_mount(self) -> None:
        """Fill the screen; the text can be scrolled at once."""
        self.query_one("#header", PieceLine).show((Piece(f"Not saved: {self._reason}", "error"),), wrap=True)
        advice = "The entry as it should be: paste it in place of the one that is there."
        self.query_one("#path", PieceLine).show((Piece(advice),), wrap=True)
        pane = self.query_one("#diff", TextPane)
        pane.show([(Piece(line),) for line in self._text.splitlines()])
        pane.focus()
        self._tell("Nothing is written.   ")

    def _tell(self, what: str) -> None:
        copy, close = key(self, "paste.copy"), key(self, "paste.close")
        keys = (Piece(copy, "key"), Piece(" copy   ", "quiet"), Piece(close, "key"), Piece(" back", "quiet"))
        self.query_one("#status", PieceLine).show((Piece(what, "warning"), *keys))

    def action_copy(self) -> None:
        """Hand the text to the terminal's clipboard, where it has one."""
        self.app.copy_to_clipboard(self._text)
        self._tell("Copied, if your terminal takes it.   ")

    def action_close(self) -> None:
        """Back to where the save was asked for."""
        self.dismiss()
