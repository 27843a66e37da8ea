"""The predicted errors and warnings, in NixOS's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from kconfig_index import MenuNode, Symbol
from nixmenu.problems import MessageKind, Severity
from nixmenu.session import Session
from nixmenu.tui import details
from nixmenu.tui.bindings import bind
from nixmenu.tui.option_row import main_node
from nixmenu.tui.rows import Piece, Role, Row
from nixmenu.tui.screens.session_screen import GoTo, SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import Line, TextPane

_SIGNS: dict[Severity, tuple[str, Role]] = {
    "error": ("✗", "error"),
    "warning": ("!", "warning"),
    "note": ("·", "quiet"),
}

MEANINGS: dict[MessageKind, str] = {
    "unused": "NixOS gives an answer, but the question is never asked: something it depends on is off.",
    "not-set": "The question was asked and answered, and yet the option ended with another value.",
    "silent": "The answer did not stick, and NixOS will not tell you.",
    "conflict": "Two definitions of the same strength disagree: Nix stops before it builds anything.",
    "fatal": "The run of questions and answers stops here: there will be no configuration.",
}

NOTE = "This is what the result rests on."


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of the list: a message about the result, or a note on what it rests on."""

    severity: Severity
    text: str
    meaning: str
    name: str


def problems_of(session: Session) -> list[Problem]:
    """What goes wrong, the gravest first, and then what people should know about what was opened."""
    messages = session.prediction.messages if session.prediction is not None else ()
    problems = [
        Problem(message.severity, message.text, MEANINGS[message.kind], message.name) for message in messages
    ]
    problems.sort(key=lambda problem: list(_SIGNS).index(problem.severity))
    return [*problems, *(Problem("note", note, NOTE, "") for note in session.notes)]


class ProblemRows:
    """The rows of problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems

    def __len__(self) -> int:
        return len(self.problems)

    def row(self, index: int) -> Row:
        """The row of a problem."""
        problem = self.problems[index]
        sign, role = _SIGNS[problem.severity]
        return Row(Piece(sign, role), Piece(""), (Piece(problem.text),))


class ProblemsScreen(SessionScreen[None]):
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
        self.problems: list[Problem] = []

    def compose(self) -> ComposeResult:
        """The list and what the selected problem means."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        problems = RowList(id="problems", empty="No problems: what is asked for is what NixOS will build.")
        yield from self.compose_list(problems, "what NixOS will say")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Fill the list."""
        self.refresh_rows()
        self.query_one("#problems", RowList).focus()

    def selected(self) -> MenuNode | None:
        """The entry of the option the selected problem is about."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None else None

    def _problem(self) -> Problem | None:
        cursor = self.query_one("#problems", RowList).cursor
        return self.problems[cursor] if cursor < len(self.problems) else None

    def _symbol(self) -> Symbol | None:
        problem = self._problem()
        return self.view.session.kernel.symbol(problem.name) if problem is not None else None

    def refresh_rows(self) -> None:
        """List the problems of the newest result."""
        self.problems = problems_of(self.view.session)
        rows = self.query_one("#problems", RowList)
        rows.show(ProblemRows(self.problems), rows.cursor, rows.top)
        state = (Piece("recomputing …", "quiet"),) if self.view.stale else ()
        self.query_one("#path", PieceLine).show((Piece("Problems", "menu"),), state)

    def show_details(self) -> None:
        """Say what the selected problem means."""
        problem = self._problem()
        pane = self.query_one("#details", TextPane)
        if problem is None:
            pane.show([])
        else:
            pane.show(self._explanation(problem), problem.name)

    def _explanation(self, problem: Problem) -> list[Line]:
        lines: list[Line] = [(Piece(problem.meaning, "menu"),)]
        symbol = self._symbol()
        if symbol is not None:
            node = main_node(symbol)
            return [*lines, *details.lines(self.view, node, hidden=not self.view.is_visible(node))]
        told = f"This kernel has no option called {problem.name}." if problem.name else problem.text
        return [*lines, (Piece(told),)]

    @on(RowList.Opened, "#problems")
    def _jump(self) -> None:
        symbol = self._symbol()
        if symbol is not None:
            self.post_message(GoTo(symbol))

    def action_leave(self) -> None:
        """Back without jumping."""
        self.dismiss(None)
