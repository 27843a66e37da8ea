"""What changed between two states of the result, option by option."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from kconfig_index import MenuNode, Symbol
from nixmenu.differences import Difference, differences
from nixmenu.prediction import Prediction
from nixmenu.session import Session
from nixmenu.tui.bindings import bind
from nixmenu.tui.columns import Column
from nixmenu.tui.option_row import NOTHING, main_node
from nixmenu.tui.rows import Cell, Piece, Row
from nixmenu.tui.screens.messages import GoTo
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.filter_bar import FilterBar
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted

COLUMNS = (Column("before", (12, 8), keep=1), Column("after", (12, 8), keep=2))
COMPARING = "Comparing …"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states to compare; the old one is computed from a session as it stands, unless the view knows it."""

    name: str
    meaning: str
    compute: Callable[[Session], Mapping[str, str]] | None


COMPARISONS = (
    Comparison("last edit", "what the newest edit changed", None),
    Comparison("unsaved", "what your unsaved edits change", lambda session: session.trial_of_saved().values),
    Comparison("yours", "what your entries change", lambda session: session.trial_of_nixos().values),
    Comparison("base", "what the result has otherwise than the base", lambda session: session.base_values),
)


class DifferenceRows:
    """The rows of options with their old and new value."""

    def __init__(self, view: SessionView, found: Sequence[Difference]) -> None:
        self.view = view
        self.found = found

    def __len__(self) -> int:
        return len(self.found)

    def row(self, index: int) -> Row:
        """The row of an option; what you said yourself has a sign."""
        difference = self.found[index]
        symbol = self.view.session.kernel.symbols.get(difference.name)
        mine = difference.name in self.view.session.changes
        return Row(
            Piece("+" if mine else " ", "edited"),
            Piece(""),
            (Piece(difference.name, "key"), Piece(f"  {(symbol and symbol.prompt) or ''}")),
            cells=(Cell(_shown(difference.old), "removed"), Cell(_shown(difference.new), "added")),
        )


def _shown(value: str | None) -> str:
    return NOTHING if value is None else value or '""'


class ChangesScreen(SessionScreen[None]):
    """Compares the newest result with another state, which a thread computes where it takes a run."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("1-4", "compare"),
        ("u", "undo"),
        ("Enter", "in its menu"),
        ("w", "why"),
        ("space y n m", "set"),
        ("Esc", "back"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(
                str(number),
                f"compare({number - 1})",
                f"changes.{each.name.replace(' ', '-')}",
                f"Show {each.meaning}",
            )
            for number, each in enumerate(COMPARISONS, 1)
        ),
        bind("escape,C,left,h", "leave", "changes.leave", "Back to where you were"),
    ]

    class Computed(Message):
        """The old state of a comparison with a prediction."""

        def __init__(self, comparison: Comparison, prediction: Prediction, old: Mapping[str, str]) -> None:
            super().__init__()
            self.comparison, self.prediction, self.old = comparison, prediction, old

    def __init__(self, view: SessionView) -> None:
        super().__init__(view)
        self.comparison = COMPARISONS[0]
        self.found: Sequence[Difference] = ()
        self._compared: tuple[Comparison, Prediction] | None = None
        """What `found` is about."""
        self._computing = False

    def compose(self) -> ComposeResult:
        """The comparisons, the options, details."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        yield FilterBar([each.name for each in COMPARISONS], id="comparisons")
        rows = RowList(COLUMNS, id="changes", empty=COMPARING)
        yield from self.compose_list(rows, "option")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Compare."""
        self.rows.focus()
        self.refresh_rows()

    @property
    def rows(self) -> RowList:
        """The list of options."""
        return self.query_one("#changes", RowList)

    @property
    def at_rest(self) -> bool:
        """Whether what is shown is the comparison that was asked for, with the newest result, too."""
        prediction = self.view.session.prediction
        return super().at_rest and not self._computing and self._compared == (self.comparison, prediction)

    # Comparing

    def refresh_rows(self) -> None:
        """Compare with the newest result; until that is done the old comparison stays, and is called so."""
        session = self.view.session
        prediction = session.prediction
        ready = prediction is not None and not self.view.stale and not self._computing
        if ready and prediction is not None and self._compared != (self.comparison, prediction):
            if self.comparison.compute is None:
                self._show(self.comparison, prediction, self.view.values_before)
            else:
                self._computing = True
                self._compute(self.comparison, session.snapshot(), prediction)
        self._show_path()
        self.rows.update_rows()

    @work(thread=True, group="changes")
    def _compute(self, comparison: Comparison, session: Session, prediction: Prediction) -> None:
        assert comparison.compute is not None
        self.post_message(self.Computed(comparison, prediction, comparison.compute(session)))

    @on(Computed)
    def _take(self, message: Computed) -> None:
        self._computing = False
        if message.comparison is self.comparison and message.prediction is self.view.session.prediction:
            self._show(message.comparison, message.prediction, message.old)
        self.refresh_rows()

    def _show(self, comparison: Comparison, prediction: Prediction, old: Mapping[str, str]) -> None:
        self._compared = (comparison, prediction)
        self.found = differences(old, prediction.values) if prediction.values else ()
        self.rows.empty = "Nothing is different." if prediction.values else "There is no result to compare."
        self.rows.show(DifferenceRows(self.view, self.found), self.rows.cursor, self.rows.top)

    def _show_path(self) -> None:
        busy = self._compared != (self.comparison, self.view.session.prediction) or self.view.stale
        right = Piece(COMPARING.lower() if busy else counted(len(self.found), "option"), "quiet")
        self.query_one("#path", PieceLine).show(
            (Piece("Changes", "menu"), Piece(f"  {self.comparison.meaning}", "quiet")), (right,)
        )

    def action_compare(self, index: int) -> None:
        """Make another comparison."""
        self.comparison = COMPARISONS[index]
        self.query_one(FilterBar).choose(index)
        self.refresh_rows()

    @on(FilterBar.Chosen)
    def _chosen(self, event: FilterBar.Chosen) -> None:
        self.action_compare(event.index)

    # The row under the cursor

    def _symbol(self) -> Symbol | None:
        cursor = self.rows.cursor
        if cursor >= len(self.found):
            return None
        return self.view.session.kernel.symbols.get(self.found[cursor].name)

    def selected(self) -> MenuNode | None:
        """The entry of the option under the cursor."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None else None

    def show_details(self) -> None:
        """Show what there is to know about the option under the cursor."""
        node = self.selected()
        self.show_option(node, hidden=node is not None and not self.view.is_visible(node))

    @on(RowList.Opened, "#changes")
    def _jump(self) -> None:
        symbol = self._symbol()
        if symbol is not None:
            self.post_message(GoTo(symbol))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
