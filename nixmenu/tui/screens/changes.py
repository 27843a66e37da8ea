"""What changed between two states of the result, option by option."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from kconfig_index import MenuNode, Symbol
from nixmenu.differences import Difference, differences
from nixmenu.session import Session
from nixmenu.tui.bindings import bind
from nixmenu.tui.difference_rows import COLUMNS, MINE, DifferenceRows
from nixmenu.tui.option_row import main_node
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.messages import GoTo
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.screens.state import StateScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.states import ALONE, BASE, NOW, SAVED, State, Values, before_newest
from nixmenu.tui.widgets.filter_bar import FilterBar
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted

COMPARING = "Comparing …"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states, and what the difference between them is."""

    before: State
    after: State
    meaning: str


class Preset(NamedTuple):
    """A comparison with a key of its own."""

    name: str
    meaning: str
    before: Callable[[SessionView], State]

    @property
    def id(self) -> str:
        """That of its binding."""
        return f"changes.{self.name.replace(' ', '-')}"


PRESETS = (
    Preset("last edit", "what the newest edit changed", before_newest),
    Preset("unsaved", "what your unsaved edits change", lambda _: SAVED),
    Preset("yours", "what your entries change", lambda _: ALONE),
    Preset("base", "what the result has otherwise than the base", lambda _: BASE),
)


class ChangesScreen(SessionScreen[None]):
    """Compares the newest result with another state, which a thread computes where it takes a run."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("changes.last-edit..changes.base", "compare"),
        ("changes.before changes.after", "choose before, after"),
        ("changes.leave", "back"),
        ("session.undo", "undo"),
        ("list.open", "in its menu"),
        ("option.why", "why"),
        ("option.next-value option.yes option.no option.module", "set"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(
                str(number),
                f"preset({number - 1})",
                each.id,
                f"Show {each.meaning}",
            )
            for number, each in enumerate(PRESETS, 1)
        ),
        bind(
            "b", "choose(True)", "changes.before", "Choose what to compare with: any earlier state, or a file"
        ),
        bind("a", "choose(False)", "changes.after", "Choose what is compared with it; at first that is now"),
        bind("o", "swap", "changes.swap", "Compare the other way round"),
        bind("escape,C,left,backspace", "leave", "changes.leave", "Back to where you were"),
    ]

    class Computed(Message):
        """The values of both states, with the result and history that they belong to."""

        def __init__(self, comparison: Comparison, about: object, before: Values, after: Values) -> None:
            super().__init__()
            self.comparison, self.about, self.before, self.after = comparison, about, before, after

    def __init__(self, view: SessionView) -> None:
        super().__init__(view)
        self.preset: int | None = 0
        self.comparison = self._of_preset(0)
        self.found: Sequence[Difference] = ()
        self._compared: tuple[Comparison, object] | None = None
        """What `found` is about."""
        self._computing = False

    def compose(self) -> ComposeResult:
        """The comparisons, the options, details."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        yield FilterBar([(each.name, each.id) for each in PRESETS], id="comparisons")
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
        return super().at_rest and not self._computing and self._compared == (self.comparison, self._about())

    # Comparing

    def _about(self) -> object:
        """What the values of states rest on: with another result they are found anew."""
        return self.view.session.prediction

    def _of_preset(self, index: int) -> Comparison:
        preset = PRESETS[index]
        return Comparison(preset.before(self.view), NOW, preset.meaning)

    def refresh_rows(self) -> None:
        """Compare with the newest result; until that is done the old comparison stays, and is called so."""
        session, about = self.view.session, self._about()
        ready = session.prediction is not None and not self.view.stale and not self._computing
        if ready and (self._compared is None or self._compared[1] is not about) and self.preset is not None:
            self.comparison = self._of_preset(self.preset)
        if ready and self._compared != (self.comparison, about):
            self._computing = True
            self._compute(self.comparison, about, session.fork(), session.fork())
        self._show_path()
        self.rows.update_rows()

    @work(thread=True, group="changes")
    def _compute(self, comparison: Comparison, about: object, first: Session, second: Session) -> None:
        before, after = comparison.before.find(first), comparison.after.find(second)
        self.post_message(self.Computed(comparison, about, before, after))

    @on(Computed)
    def _take(self, message: Computed) -> None:
        self._computing = False
        if message.comparison is self.comparison and message.about is self._about():
            self._compared = (message.comparison, message.about)
            sides = ((self.comparison.before, message.before), (self.comparison.after, message.after))
            without = [f"“{state.name}”" for state, values in sides if not values]
            self.found = () if without else differences(message.before, message.after)
            self.rows.empty = (
                f"Nothing to compare: no result at {' and '.join(without)}."
                if without
                else "Nothing is different."
            )
            signs = dict.fromkeys(self.view.session.changes, MINE)
            rows = DifferenceRows(self.view.session, self.found, signs)
            self.rows.show(rows, self.rows.cursor, self.rows.top)
        self.refresh_rows()

    def _show_path(self) -> None:
        busy = self._compared != (self.comparison, self._about()) or self.view.stale
        right = Piece(COMPARING.lower() if busy else counted(len(self.found), "option"), "quiet")
        states = f"{self.comparison.before.name} → {self.comparison.after.name}"
        self.query_one("#path", PieceLine).show(
            (Piece("Changes", "menu"), Piece(f"  {self.comparison.meaning or states}", "quiet")), (right,)
        )

    def _compare(self, comparison: Comparison, preset: int | None) -> None:
        self.comparison, self.preset = comparison, preset
        self.query_one(FilterBar).choose(-1 if preset is None else preset)
        self.refresh_rows()

    def action_preset(self, index: int) -> None:
        """Make one of the comparisons that have a key."""
        self._compare(self._of_preset(index), index)

    def action_swap(self) -> None:
        """Compare the other way round."""
        now = self.comparison
        self._compare(Comparison(now.after, now.before, ""), None)

    def action_choose(self, before: bool) -> None:
        """Choose one of the two states."""
        now = self.comparison

        def take(state: State | None) -> None:
            if state is not None:
                pair = (state, now.after) if before else (now.before, state)
                self._compare(Comparison(*pair, ""), None)

        title = "Compare what was …" if before else "… with what is"
        chosen = now.before if before else now.after
        self.app.push_screen(StateScreen(title, self.view, chosen.name), take)

    @on(FilterBar.Chosen)
    def _chosen(self, event: FilterBar.Chosen) -> None:
        self.action_preset(event.index)

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
