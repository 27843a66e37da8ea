"""The problems of the result, grouped by what they come down to; what is advised is done by a key."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import Worker, get_current_worker

from kconfig_index import MenuNode, Symbol
from nixmenu.generator import CancelledError
from nixmenu.prediction import Prediction
from nixmenu.session import Session
from nixmenu.tui import outcome
from nixmenu.tui.bindings import bind
from nixmenu.tui.finding_rows import (
    NOTE,
    FindingRows,
    Item,
    Key,
    counts,
    explanation,
    first_edit,
    items,
    key_of,
)
from nixmenu.tui.keyed_app import key
from nixmenu.tui.long_looks import one_at_a_time
from nixmenu.tui.option_row import main_node
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.fallout import FalloutScreen
from nixmenu.tui.screens.messages import Edited, GoTo, WhyAsked
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import sentence

if TYPE_CHECKING:
    from nixmenu.causes.advice import Advice
    from nixmenu.findings.finding import Finding

LOOKING = "Looking for problems …"
NONE = "No problems: what is asked for is what NixOS will build."


class ProblemsScreen(SessionScreen[None]):
    """Lists the findings, tells what each means, and does what is to do."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("problems.do", "do it"),
        ("list.open", "unfold, go there"),
        ("option.why", "why"),
        ("problems.fallout", "fallout"),
        ("session.undo", "undo"),
        ("problems.leave", "back"),
        ("option.next-value option.yes option.no option.module", "set"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,p", "leave", "problems.leave", "Back to where you were"),
        bind("d", "do", "problems.do", "Do the first thing that is advised about the problem"),
        bind("f", "fallout", "problems.fallout", "Find what else has to be said so that there is no error"),
        bind("right", "unfold(True)", "problems.unfold", "Show the options that the problem is about"),
        bind("left,backspace", "unfold(False)", "problems.fold", "Hide them, or back to where you were"),
        bind("i", "jump", "problems.jump", "Show the option in its menu"),
    ]

    class Found(Message):
        """The findings of a prediction."""

        def __init__(self, prediction: Prediction, findings: "Sequence[Finding]") -> None:
            super().__init__()
            self.prediction, self.findings = prediction, findings

    def __init__(self, view: SessionView) -> None:
        super().__init__(view)
        self.findings: Sequence[Finding] = ()
        self.items: list[Item] = []
        self._unfolded: set[Key] = set()
        self._checked: Prediction | None = None
        """The prediction that `findings` are about."""
        self._checking: Worker[None] | None = None
        """Looks for what is found in a newer one."""
        self._before: Prediction | None = None
        """The result before the newest thing that was done here, until there is one of it."""

    def compose(self) -> ComposeResult:
        """The list and what the selected problem means."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        problems = RowList(id="problems", empty=LOOKING)
        yield from self.compose_list(problems, "problem")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Look for problems."""
        self.rows.focus()
        self.refresh_rows()

    def on_unmount(self) -> None:
        """Let go of the findings, which are many and large after a wide change, before the screen itself goes."""
        self.findings, self.items = (), []
        self._checked = self._before = self._checking = None

    @property
    def rows(self) -> RowList:
        """The list of problems."""
        return self.query_one("#problems", RowList)

    @property
    def at_rest(self) -> bool:
        """Whether the findings are those of the newest result, too."""
        return super().at_rest and self._checking is None and self._checked is self.view.session.prediction

    # Finding

    def refresh_rows(self) -> None:
        """Look at the newest result; until that is done the old findings stay, and are called so."""
        session = self.view.session
        prediction = session.prediction
        if self.view.stale and self._checking is not None:
            self._checking.cancel()  # nobody wants to know, and the result comes sooner
            self._checking = None
        if self._checking is None and not self.view.stale and prediction is not None:
            if prediction is not self._checked:
                self._checking = self._check(session.snapshot(), prediction)
            if self._before is not None:
                self._tell_before_and_after(prediction)
        self._show_path()
        self.rows.update_rows()

    @work(thread=True, exclusive=True, group="findings")
    def _check(self, session: Session, prediction: Prediction) -> None:
        # Imported here because nothing is checked before the first screen is there.
        from nixmenu.check import check

        worker = get_current_worker()

        def cancelled() -> bool:
            return worker.is_cancelled

        with suppress(CancelledError), one_at_a_time(cancelled):
            self.post_message(self.Found(prediction, check(session, cancelled)))

    @on(Found)
    def _take_findings(self, message: Found) -> None:
        if message.prediction is self.view.session.prediction:
            self._checking = None
            self._checked = message.prediction
            self.findings = message.findings
            self.rows.empty = NONE
            self._show_items(hold=True)
        self.refresh_rows()

    def _show_items(self, *, hold: bool = False) -> None:
        """Show the rows; `hold` keeps the one under the cursor in its line, when it is not the user who moves it."""
        item, old = self._item(), self.rows.cursor
        self.items = items(self.findings, self.view.session.notes, self._unfolded)
        places = {each.key: place for place, each in enumerate(self.items)}
        cursor = self.rows.cursor
        if item is not None:
            # The row itself, else that of its finding, else the one at the same place.
            above = Item(item.finding).key
            cursor = places.get(item.key, places.get(above, cursor))
        top = self.rows.top + (cursor - old if hold else 0)
        self.rows.show(FindingRows(self.view, self.items), cursor, top, hold=hold)

    def _show_path(self) -> None:
        busy = self._checking is not None or self.view.stale
        state = (Piece("recomputing …", "quiet"),) if busy else ()
        count = counts(self._checked, self.findings)
        self.query_one("#path", PieceLine).show(
            (Piece("Problems", "menu"), Piece(f"  {count}" if count else "", "quiet")), state
        )

    # The row under the cursor

    def _item(self) -> Item | None:
        cursor = self.rows.cursor
        return self.items[cursor] if cursor < len(self.items) else None

    def _about(self) -> str:
        """The option that the row is about, if it is about one."""
        item = self._item()
        if item is None or item.finding is None:
            return ""
        names = item.finding.names
        return item.name or (names[0] if len(names) == 1 else "")

    def _symbol(self) -> Symbol | None:
        return self.view.session.kernel.symbols.get(self._about())

    def selected(self) -> MenuNode | None:
        """The entry of the option that the row is about."""
        symbol = self._symbol()
        return main_node(symbol) if symbol is not None else None

    def show_details(self) -> None:
        """Say what the selected problem means."""
        item = self._item()
        if item is None:
            self.show_option(None)
        elif item.finding is None:
            self.show_option(None, lead=[(Piece(NOTE, "menu"),), (Piece(item.note),)])
        elif item.name and (symbol := self._symbol()) is not None:
            node = main_node(symbol)
            self.show_option(node, hidden=not self.view.is_visible(node))
        else:
            self.show_option(None, lead=explanation(item.finding))

    # Doing

    def action_do(self) -> None:
        """Do the first thing that is advised, as one edit."""
        item = self._item()
        advice = None if item is None or item.finding is None else first_edit(item.finding)
        if advice is None:
            self.say("There is nothing here that an edit could do.")
            return
        if self.view.stale or self.view.session.prediction is None:
            self.say("The result is being computed: look at it first.")
            return
        self.look_ahead(advice.edits, partial(self._do, advice))

    def _do(self, advice: "Advice") -> None:
        session = self.view.session
        before, prediction = session.revision, session.prediction
        refusal = session.do(advice.edits)
        if refusal is not None:
            self.say(sentence(refusal))
        elif session.revision == before:
            self.say("Your entry says so already.")
        else:
            self._before = prediction
            self.post_message(Edited())

    def _tell_before_and_after(self, prediction: Prediction) -> None:
        assert self._before is not None
        text, better = outcome.told(self._before, prediction)
        self._before = None
        self.say(f"{text} {key(self, 'session.undo')} takes it back.", "you" if better else "warning")

    def action_undo(self) -> None:
        """Take back the newest change; what was to be told of it is not any more."""
        self._before = None
        super().action_undo()

    def action_fallout(self) -> None:
        """Find what else has to be said."""
        if self.view.stale:
            self.say("The result is being computed: look at it first.")
            return

        def tell(text: str | None) -> None:
            if text:
                self.say(text, "you")

        self.app.push_screen(FalloutScreen(self.view.session), tell)

    # Moving

    @on(RowList.Opened, "#problems")
    def _open(self) -> None:
        item = self._item()
        if item is not None and item.finding is not None and not item.name and len(item.finding.names) > 1:
            self._fold(item.finding, not item.unfolded)
        else:
            self.action_jump()

    @on(RowList.MarkClicked, "#problems")
    def _clicked(self) -> None:
        item = self._item()
        if item is not None and item.name:
            self.action_next_value()
        else:
            self._open()

    def action_unfold(self, unfold: bool) -> None:
        """Show or hide the options of the finding; from a folded one, left leads back to where one was."""
        item = self._item()
        finding = (
            None if item is None or len(item.finding.names if item.finding else ()) < 2 else item.finding
        )
        if finding is not None and item is not None and (unfold or item.unfolded or item.name):
            self._fold(finding, unfold)
            return
        if not unfold:
            self.dismiss(None)

    def _fold(self, finding: "Finding", unfold: bool) -> None:
        if unfold:
            self._unfolded.add(key_of(finding))
        else:
            self._unfolded.discard(key_of(finding))
        self._show_items()

    def action_jump(self) -> None:
        """Show the option in its menu."""
        symbol = self._symbol()
        if symbol is not None:
            self.post_message(GoTo(symbol))
        elif self._about():
            self.say(f"This kernel has no option called {self._about()}.")
        else:
            self.say("This row is about no single option.")

    def action_why(self) -> None:
        """Tell why; of several options, of the first."""
        item = self._item()
        names = () if item is None or item.finding is None else item.finding.names
        name = self._about() or (names[0] if names else "")
        if name:
            self.post_message(WhyAsked(name))

    def _question(self, *, values: bool = False) -> Symbol | None:
        if self.selected() is None:
            self.say("This row is about no single option.")
        return super()._question(values=values)

    def action_leave(self) -> None:
        """Back without jumping."""
        self.dismiss(None)
