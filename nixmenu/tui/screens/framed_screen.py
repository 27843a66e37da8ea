"""The frame of all screens that list entries: header, rows, details, and the status line."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from nixmenu.tui.keyed_app import key
from nixmenu.tui.rows import Piece, Role
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import trail
from nixmenu.tui.wrapping import Line

ROOMY, TIGHT = "   ", "  "
"""Between two keys in the status line: the second one where not all fit."""

Result = TypeVar("Result")


class FramedScreen(Screen[Result]):
    """Has the same things at the same places, whatever is listed."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Bindings by id (several with spaces between, or the first and the last with ".."), and what their keys do.

    They stand in the status line, as many as fit.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = ""

    def compose_header(self) -> ComposeResult:
        """The top line."""
        yield PieceLine(id="header")

    def compose_list(self, rows: RowList, title: str) -> ComposeResult:
        """The rows under their titles, and the details: below them, or beside them where the screen is wide."""
        with Container(id="body"):
            with Vertical(id="list"):
                yield ColumnTitles(rows, title)
                yield rows
            yield TextPane(id="details")

    def compose_status(self) -> ComposeResult:
        """The bottom line; what takes more than one is laid over what is above, where nothing moves for it."""
        yield Static(id="status-room")
        line = PieceLine(id="status")
        line.add_class("-over")
        yield line

    @abstractmethod
    def show_header(self) -> None:
        """Show the top line as it is now."""

    def show_path(self, titles: Sequence[str], right: str = "") -> None:
        """Say which menu is shown, as much of the way to it as fits beside the remark at the `right`."""
        remark = (Piece(right, "comment"),) if right else ()
        room = self.app.size.width - 3 - len(right)
        self.query_one("#path", PieceLine).show((Piece(trail(titles, room), "menu"),), remark)

    def on_screen_suspend(self) -> None:
        """What was told is read by the time one comes back from another screen; below a dialog it still stands."""
        if not isinstance(self.app.screen, ModalScreen):
            self.say("")

    def on_resize(self) -> None:
        """Say as much as fits; the first size comes when the screen is shown."""
        self.show_header()
        if not self._told:
            self.say("")

    @property
    def has_told(self) -> bool:
        """Whether the status line says something that is to be read."""
        return bool(self._told)

    def say(self, text: str, role: Role = "warning") -> None:
        """Put a sentence into the status line; the empty one brings back what stands there usually."""
        self._told = text
        line = self.query_one("#status", PieceLine)
        line.show((Piece(text, role),) if text else self.usual_status(), wrap=bool(text))

    def usual_status(self) -> Line:
        """What the status line says when there is nothing to tell: keys and what they do."""
        told = [
            ("-".join(key(self, *each.split()) for each in identifiers.split("..")), meaning)
            for identifiers, meaning in self.HINTS
        ]
        room = self.app.size.width - 2
        needed = sum(len(f"{keys} {meaning}") for keys, meaning in told)
        space = ROOMY if needed + len(ROOMY) * (len(told) - 1) <= room else TIGHT
        pieces: list[Piece] = []
        for keys, meaning in told:
            gap = space if pieces else ""
            room -= len(f"{gap}{keys} {meaning}")
            if room < 0:
                break
            pieces += [Piece(gap + keys, "key"), Piece(f" {meaning}", "quiet")]
        return tuple(pieces)
