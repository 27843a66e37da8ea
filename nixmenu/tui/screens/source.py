"""The text of the files that an option is written in: coloured, scrollable, with links from option to option."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.option_row import main_node
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.messages import GoTo
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.source_places import SourcePlace, SourceRows, places_of
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList

_READ_ONLY = frozenset({"next_value", "answer", "withdraw", "undo", "redo"})


@dataclass(slots=True)
class Step:
    """A place on the way, and where the cursor was when it was left."""

    symbol: Symbol
    places: list[SourcePlace]
    number: int = 0
    cursor: int | None = None
    top: int | None = None


class SourceScreen(SessionScreen[None]):
    """Shows one file at a time; nothing is changed here, so that n and y are no answers by mistake."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("source.next-link", "next option"),
        ("list.open", "its source"),
        ("source.other", "other place"),
        ("option.why", "why"),
        ("source.jump", "in its menu"),
        ("source.back", "back"),
        ("source.leave", "leave"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("tab", "link(1)", "source.next-link", "To the next option that is named"),
        bind("shift+tab", "link(-1)", "source.previous-link", "To the option that is named before"),
        bind("K", "other", "source.other", "To the next place where the option is defined or answered"),
        bind("right", "follow", "source.follow", "View where the option under the cursor is defined"),
        bind("backspace,left", "back", "source.back", "One place back"),
        bind("i", "jump", "source.jump", "Show the option in its menu"),
        bind("escape", "leave", "source.leave", "Back to where you were before the first place"),
    ]

    def __init__(self, view: SessionView, symbol: Symbol, first: tuple[str, int] | None = None) -> None:
        super().__init__(view)
        self.steps = [Step(symbol, places_of(view.session, symbol, first))]
        self.lines: SourceRows | None = None
        self.link = 0
        """Which of the options of the line is the one that keys are for."""

    def compose(self) -> ComposeResult:
        """Which file, and its lines."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        yield RowList(id="source", empty="It stands in no file that is known.")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Show the first place."""
        self.rows.focus()
        self._show()

    @property
    def rows(self) -> RowList:
        """The lines."""
        return self.query_one("#source", RowList)

    @property
    def place(self) -> SourcePlace | None:
        """The place that is shown."""
        step = self.steps[-1]
        return step.places[step.number] if step.places else None

    def _show(self) -> None:
        place, step = self.place, self.steps[-1]
        if place is None:
            return
        self.lines = SourceRows(place)
        cursor = place.line - 1 if step.cursor is None else step.cursor
        top = max(0, cursor - self.app.size.height // 4) if step.top is None else step.top
        self.link = 0
        self.rows.show(self.lines, cursor, top)
        self._show_path()

    def _show_path(self) -> None:
        place, step = self.place, self.steps[-1]
        if place is None:
            return
        symbol = self._symbol()
        number = f" ({step.number + 1} of {len(step.places)})" if len(step.places) > 1 else ""
        left = (
            Piece(place.shown if place.known else f"{place.shown}:{place.line}", "menu"),
            Piece(f"  {step.symbol.name} {place.what}{number}", "quiet"),
        )
        value = "" if symbol is None else self.view.value(symbol) or "empty"
        right = () if symbol is None else (Piece(f"{symbol.name} is {value}", "key"),)
        self.query_one("#path", PieceLine).show(left, right)

    def refresh_rows(self) -> None:
        """Values may be others now."""
        self._show_path()

    def show_details(self) -> None:
        """The option under the cursor is named at the top."""
        self._show_path()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what changes options."""
        return action not in _READ_ONLY

    # Links

    def _links(self, index: int) -> list[Symbol]:
        symbols = self.view.session.kernel.symbols
        names = [] if self.lines is None else self.lines.names(index)
        return [symbols[name] for name in names if name in symbols]

    def _symbol(self) -> Symbol | None:
        """The option that keys are for: one that the line names, else the one whose place it is."""
        links = self._links(self.rows.cursor)
        return links[min(self.link, len(links) - 1)] if links else self.steps[-1].symbol

    def selected(self) -> MenuNode | None:
        """Its entry."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None and symbol.nodes else None

    @on(RowList.Highlighted, "#source")
    def _moved(self, event: RowList.Highlighted) -> None:
        if event.moved:
            self.link = 0
        self._show_path()

    def action_link(self, step: int) -> None:
        """Go to the next option that is named, or the one before, also in another line."""
        rows = self.rows
        if 0 <= self.link + step < len(self._links(rows.cursor)):
            self.link += step
            self._show_path()
            return
        lines = range(rows.cursor + step, len(rows.source) if step > 0 else -1, step)
        line = next((line for line in lines if self._links(line)), None)
        if line is not None:
            rows.cursor = line
            self.call_later(self._choose_link, 0 if step > 0 else len(self._links(line)) - 1)

    def _choose_link(self, link: int) -> None:
        self.link = link
        self._show_path()

    @on(RowList.Opened, "#source")
    def _open(self) -> None:
        self.action_follow()

    def action_follow(self) -> None:
        """View where the option under the cursor is defined."""
        symbol = self._symbol()
        if symbol is None or symbol == self.steps[-1].symbol:
            self.say(
                f"No other option is named in this line; {key(self, 'source.next-link')} goes to the next one."
            )
            return
        self._keep_place()
        self.steps.append(Step(symbol, places_of(self.view.session, symbol)))
        self._show()

    def action_other(self) -> None:
        """View the next place of the same option."""
        step = self.steps[-1]
        if len(step.places) < 2:
            self.say(f"No other place of {step.symbol.name} is known.")
            return
        step.number = (step.number + 1) % len(step.places)
        step.cursor = step.top = None
        self._show()

    def action_back(self) -> None:
        """One place back; from the first one, back to where one was."""
        if len(self.steps) == 1:
            self.dismiss(None)
            return
        self.steps.pop()
        self._show()

    def _keep_place(self) -> None:
        self.steps[-1].cursor, self.steps[-1].top = self.rows.cursor, self.rows.top

    def action_source(self) -> None:
        """The same as following."""
        self.action_other()

    def action_jump(self) -> None:
        """Show the option under the cursor in its menu."""
        symbol = self._symbol()
        if symbol is not None:
            self.post_message(GoTo(symbol))

    def action_leave(self) -> None:
        """Back to where one was before the first place."""
        self.dismiss(None)
