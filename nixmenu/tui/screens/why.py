"""Why an option is what it is: the chain of causes, each a link to the option that it names."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.bindings import bind
from nixmenu.tui.kconfig_text import kconfig_pieces, source_line
from nixmenu.tui.keyed_app import key
from nixmenu.tui.option_row import main_node
from nixmenu.tui.reason_rows import COLUMNS, LABELS, ReasonRows, Told, linked, told
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.messages import GoTo, SourceAsked
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import trail
from nixmenu.tui.wrapping import Line

if TYPE_CHECKING:
    from nixmenu.why import Why

SEARCHING = "Looking for the reasons …"
NOTHING = "Nothing is known of this name."


@dataclass(slots=True)
class Step:
    """An option on the way, and where the cursor was when it was left."""

    name: str
    cursor: int | None = None
    """None until one was there: then it is on the first reason that leads on."""
    top: int = 0


class WhyScreen(SessionScreen[None]):
    """Follows reasons from option to option, and finds the way back."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("list.open", "why that"),
        ("why.back", "back"),
        ("why.jump", "in its menu"),
        ("option.source", "source"),
        ("option.next-value option.yes option.no option.module", "set"),
        ("why.leave", "leave"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "leave", "why.leave", "Back to where you were before the first reason"),
        bind("backspace,left", "back", "why.back", "One reason back"),
        bind("right,w", "follow", "why.follow", "Tell why the option of the reason is what it is"),
        bind("i", "jump", "why.jump", "Show the option in its menu"),
    ]

    def __init__(self, view: SessionView, name: str) -> None:
        super().__init__(view)
        self.steps = [Step(name)]
        self.told: list[Told] = []

    def compose(self) -> ComposeResult:
        """The way here, the reasons, the one under the cursor in full."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        rows = RowList(COLUMNS, labels=LABELS, id="reasons", empty=SEARCHING)
        yield from self.compose_list(rows, "reason")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Look for the reasons."""
        self.rows.focus()
        self._look()

    @property
    def rows(self) -> RowList:
        """The list of reasons."""
        return self.query_one("#reasons", RowList)

    @property
    def explained(self) -> str:
        """The option that is explained."""
        return self.steps[-1].name

    def _look(self) -> None:
        self._show_told([], SEARCHING)
        self._show_path()
        self.find_reasons(self.explained)

    def _show_path(self) -> None:
        state = "recomputing …" if self.view.stale else ""
        names = [step.name for step in self.steps]
        room = self.app.size.width - len("Why ") - len(state) - 3
        right = (Piece(state, "quiet"),) if state else ()
        way = trail(names, room)
        before, _, _ = way.rpartition(names[-1])
        self.query_one("#path", PieceLine).show(
            (Piece("Why ", "menu"), Piece(before, "quiet"), Piece(names[-1], "menu")), right
        )

    def show_reasons(self, name: str, found: "Why | None") -> None:
        """Show what was found for the option that is explained."""
        self._show_told([] if found is None else told(found), NOTHING)
        self._show_path()

    def _show_told(self, rows: list[Told], empty: str) -> None:
        self.told = rows
        step = self.steps[-1]
        self.rows.empty = empty
        first = next((number for number, row in enumerate(rows) if row.name), 0)
        self.rows.show(ReasonRows(rows), first if step.cursor is None else step.cursor, step.top)

    def refresh_rows(self) -> None:
        """Look again when there is another result; until then the old reasons stay, and are called so."""
        self._show_path()
        self._keep_place()
        self.find_reasons(self.explained)

    def on_resize(self) -> None:
        """Say as much of the way as fits."""
        self._show_path()

    # The row under the cursor

    def _row(self) -> Told | None:
        cursor = self.rows.cursor
        return self.told[cursor] if cursor < len(self.told) else None

    def _symbol(self) -> Symbol | None:
        """The option of the reason under the cursor, or the one that is explained."""
        row = self._row()
        name = row.name if row is not None and row.name else self.explained
        return self.view.session.kernel.symbol(name)

    def selected(self) -> MenuNode | None:
        """The entry of the option that the reason under the cursor leads to."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None and symbol.nodes else None

    def show_details(self) -> None:
        """The reason in full, with its statement, and what Enter does."""
        row = self._row()
        pane = self.query_one("#details", TextPane)
        if row is None:
            pane.show([])
            return
        lines: list[Line] = [linked(row.text, row.name, row.role)]
        if row.place is not None:
            file, number = row.place
            lines.append((Piece(f"{file}:{number}", "quiet"),))
            lines.append(
                (Piece("  "), *kconfig_pieces(source_line(self.view.session.kernel.srctree / file, number)))
            )
        symbol = self._symbol()
        if row.name and symbol is not None:
            prompt = symbol.prompt or "nobody is asked"
            lines += [(Piece(""),), (Piece(row.name, "key"), Piece(f"  {prompt}"))]
            told = f"{key(self, 'list.open')} tells why {row.name} is {self.view.value(symbol)}."
            lines.append((Piece(told, "quiet"),))
        pane.show(lines, row.name)

    # Moving

    def _keep_place(self) -> None:
        if self.told:
            self.steps[-1].cursor, self.steps[-1].top = self.rows.cursor, self.rows.top

    @on(RowList.Opened, "#reasons")
    def _open(self) -> None:
        self.action_follow()

    def action_follow(self) -> None:
        """Tell why the option of the reason is what it is."""
        row = self._row()
        if row is None or not row.name:
            self.say("This row leads to no option; › marks those that do.")
        else:
            self._keep_place()
            self.steps.append(Step(row.name))
            self._look()

    def action_back(self) -> None:
        """One reason back; from the first one, back to where one was."""
        if len(self.steps) == 1:
            self.dismiss(None)
            return
        self.steps.pop()
        self._look()

    def action_why(self) -> None:
        """The same as following."""
        self.action_follow()

    def action_jump(self) -> None:
        """Show the option of the reason in its menu."""
        symbol = self._symbol()
        if symbol is not None:
            self.post_message(GoTo(symbol))

    def action_source(self) -> None:
        """View the statement that the reason is about."""
        row, symbol = self._row(), self._symbol()
        if symbol is not None:
            self.post_message(SourceAsked(symbol, None if row is None else row.place))

    def action_leave(self) -> None:
        """Back to where one was before the first reason."""
        self.dismiss(None)
