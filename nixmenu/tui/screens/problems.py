"""The predicted errors and warnings, in NixOS's own words."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from kconfig_index import MenuNode, Symbol
from nixmenu.problems import Message
from nixmenu.tui import details
from nixmenu.tui.bindings import bind
from nixmenu.tui.option_row import main_node
from nixmenu.tui.rows import Piece, Role, Row
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import Line, TextPane

_SIGNS: dict[str, tuple[str, Role]] = {
    "error": ("✗", "error"),
    "warning": ("!", "warning"),
    "note": ("·", "quiet"),
}

MEANINGS = {
    "unused": "NixOS gives an answer, but the question is never asked: something it depends on is off.",
    "not-set": "The question was asked and answered, and yet the option ended with another value.",
    "silent": "The answer did not stick, and NixOS will not tell you.",
    "conflict": "Two definitions of the same strength disagree: Nix stops before it builds anything.",
    "fatal": "The run of questions and answers stops here: there will be no configuration.",
}


class MessageRows:
    """The rows of messages."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.messages = messages

    def __len__(self) -> int:
        return len(self.messages)

    def row(self, index: int) -> Row:
        """The row of a message."""
        message = self.messages[index]
        sign, role = _SIGNS[message.severity]
        return Row(Piece(sign, role), Piece(""), (Piece(message.text),))


class ProblemsScreen(SessionScreen[Symbol | None]):
    """Lists the problems; answers the option to jump to."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "go there"),
        ("space y n m", "set"),
        ("u", "undo"),
        ("Esc", "back"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,left,h,p", "leave", "problems.leave", "Back to where you were"),
    ]

    def __init__(self, view: SessionView) -> None:
        super().__init__(view)
        self.messages: list[Message] = []

    def compose(self) -> ComposeResult:
        """The list and what the selected problem means."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        problems = RowList(id="problems", empty="No problems: what is asked for is what NixOS will build.")
        yield from self.compose_list(problems, "what NixOS will say")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Fill the list."""
        super().on_mount()
        self.refresh_rows()
        self.query_one("#problems", RowList).focus()

    def selected(self) -> MenuNode | None:
        """The entry of the option the selected problem is about."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None else None

    def _message(self) -> Message | None:
        cursor = self.query_one("#problems", RowList).cursor
        return self.messages[cursor] if cursor < len(self.messages) else None

    def _symbol(self) -> Symbol | None:
        message = self._message()
        return self.view.session.kernel.symbol(message.name) if message is not None else None

    def refresh_rows(self) -> None:
        """List the problems of the newest result."""
        prediction = self.view.session.prediction
        messages = prediction.messages if prediction is not None else ()
        self.messages = sorted(messages, key=lambda message: list(_SIGNS).index(message.severity))
        problems = self.query_one("#problems", RowList)
        problems.show(MessageRows(self.messages), problems.cursor, problems.top)
        state = (Piece("recomputing …", "quiet"),) if self.view.stale else ()
        self.query_one("#path", PieceLine).show((Piece("Problems", "menu"),), state)

    @on(RowList.Highlighted, "#problems")
    def _show_details(self) -> None:
        message = self._message()
        pane = self.query_one("#details", TextPane)
        pane.border_title = message.name if message is not None else ""
        pane.show(self._explanation(message) if message is not None else [])

    def _explanation(self, message: Message) -> list[Line]:
        lines: list[Line] = [(Piece(MEANINGS.get(message.kind, ""), "menu"),)]
        symbol = self._symbol()
        if symbol is None:
            if message.name:
                lines.append((Piece(f"This kernel has no option called {message.name}."),))
            return lines
        node = main_node(symbol)
        return [*lines, *details.lines(self.view, node, hidden=not self.view.is_visible(node))]

    @on(RowList.Opened, "#problems")
    def _jump(self) -> None:
        symbol = self._symbol()
        if symbol is not None:
            self.dismiss(symbol)

    def action_leave(self) -> None:
        """Back without jumping."""
        self.dismiss(None)
