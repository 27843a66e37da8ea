"""What all screens that show options have in common: header, status line, and how an option is changed."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from kconfig_index import MenuNode, Symbol
from nixmenu.prediction import Prediction
from nixmenu.session import Session
from nixmenu.tui import details, heading
from nixmenu.tui.bindings import bind
from nixmenu.tui.menu import option_of
from nixmenu.tui.reason_rows import in_short
from nixmenu.tui.rows import Piece, Role
from nixmenu.tui.screens.value import ValueScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import Line, TextPane
from nixmenu.tui.wording import counted, sentence
from nixmenu.why import Why, why

DETAIL_DELAY = 0.05
"""Seconds the cursor rests before the details follow: laying them out on every key would slow it down."""

REASON_DELAY = 0.2
"""Seconds the details rest before the reason is looked for: on a real kernel that is a third of a second's work."""

Result = TypeVar("Result")


class Edited(Message):
    """The user's answers changed: a new prediction is due, and every screen is to show them."""


class GoTo(Message):
    """An option is to be shown in its menu."""

    def __init__(self, symbol: Symbol) -> None:
        super().__init__()
        self.symbol = symbol


class WhyAsked(Message):
    """The reasons for an option are to be shown."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class SourceAsked(Message):
    """The place of a file is to be shown where an option is defined; `place` is another one in the kernel's source."""

    def __init__(self, symbol: Symbol, place: tuple[str, int] | None = None) -> None:
        super().__init__()
        self.symbol = symbol
        self.place = place


class SessionScreen(Screen[Result]):
    """Changes options in place; a refusal is said in the status line, where it interrupts nothing."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Keys and what they do, for the status line; as many as fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "next_value", "option.next-value", "Give the option its next value"),
        bind("y", "answer('y')", "option.yes", "Build the option into the kernel"),
        bind("m", "answer('m')", "option.module", "Build the option as a module"),
        bind("n", "answer('n')", "option.no", "Leave the option out"),
        bind("x,delete", "withdraw", "option.withdraw", "Say nothing about the option: NixOS decides"),
        bind("u", "undo", "session.undo", "Take back the newest change"),
        bind("ctrl+r", "redo", "session.redo", "Make the change again that was taken back"),
        bind("w", "why", "option.why", "Tell why the option is what it is"),
        bind(
            "K", "source", "option.source", "View the option's lines in the Kconfig files, and who answers it"
        ),
        bind("C", "app.changes", "session.changes", "List what changed between two states of the result"),
        bind("l", "app.layer_table", "session.layers", "List all options with what every layer says"),
        bind("slash", "app.search", "session.search", "Search names, prompts and help texts"),
        bind("p", "app.problems", "session.problems", "List the predicted errors and warnings"),
        bind("s", "app.save", "session.save", "Look at the diff of the Nix file, then write it"),
        bind("q", "app.quit", "session.quit", "Leave; asks if there are unsaved changes"),
        bind("question_mark,f1", "app.keys", "session.keys", "Explain keys, marks and columns"),
    ]

    class Explained(Message):
        """The reasons for an option are found, by one prediction."""

        def __init__(self, name: str, prediction: Prediction, found: Why | None) -> None:
            super().__init__()
            self.name, self.prediction, self.found = name, prediction, found

    def __init__(self, view: SessionView) -> None:
        super().__init__()
        self.view = view
        self._told = ""
        self._detail_timer: Timer | None = None
        self._reason_timer: Timer | None = None
        self._wanted = ""
        """The option whose reasons are looked for; empty when there is none."""
        self._finding = False
        self._reason: tuple[str, Prediction | None, str] = ("", None, "")
        """The newest reason in one sentence, of which option, and by which prediction."""

    @abstractmethod
    def selected(self) -> MenuNode | None:
        """The entry that keys act on."""

    @abstractmethod
    def show_details(self) -> None:
        """Show what there is to know about that entry."""

    @abstractmethod
    def refresh_rows(self) -> None:
        """Show rows as the session is now."""

    def session_changed(self) -> None:
        """Show everything as the session is now."""
        self._show_header()
        self.refresh_rows()
        self._find_wanted()

    # Header and status

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
        """The bottom line."""
        yield PieceLine(id="status")

    def on_resize(self) -> None:
        """Say as much as fits; the first size comes when the screen is shown."""
        self._show_header()
        if not self._told:
            self.say("")

    @property
    def has_told(self) -> bool:
        """Whether the status line says something that is to be read."""
        return bool(self._told)

    def say(self, text: str, role: Role = "warning") -> None:
        """Put a sentence into the status line; the empty one brings back the keys."""
        self._told = text
        line = self.query_one("#status", PieceLine)
        line.show((Piece(text, role),) if text else self._hints())

    def _show_header(self) -> None:
        width = self.app.size.width - 2
        right = heading.right(self.view, width)
        room = width - sum(len(piece.text) for piece in right) - 2
        self.query_one("#header", PieceLine).show(heading.left(self.view.session, room), right)

    def _hints(self) -> Line:
        room = self.app.size.width - 2
        pieces: list[Piece] = []
        for key, meaning in self.HINTS:
            gap = "   " if pieces else ""
            room -= len(f"{gap}{key} {meaning}")
            if room < 0:
                break
            pieces += [Piece(gap + key, "key"), Piece(f" {meaning}", "quiet")]
        return tuple(pieces)

    @on(RowList.Highlighted)
    def _follow(self, event: RowList.Highlighted) -> None:
        """Let the details follow once the cursor rests."""
        if event.moved:
            self.say("")
        if self._detail_timer is not None:
            self._detail_timer.stop()
        self._detail_timer = self.set_timer(DETAIL_DELAY, self._rest)

    def _rest(self) -> None:
        self._detail_timer = None
        self.show_details()

    # Details and reasons

    def show_option(self, node: MenuNode | None, *, hidden: bool = False, lead: Sequence[Line] = ()) -> None:
        """Show what there is to know about an entry, below the lines in `lead`; its reason follows when it is found."""
        if self._reason_timer is not None:
            self._reason_timer.stop()
            self._reason_timer = None
        self._wanted = ""
        pane = self.query_one("#details", TextPane)
        if node is None:
            pane.show(lead)
            return
        symbol = option_of(node)
        reason = "" if symbol is None else self._known_reason(symbol)
        # Only the line of the reason is another one then.
        stay = bool(reason) and pane.title == details.title(node)
        text = [*lead, *details.lines(self.view, node, hidden=hidden, reason=reason)]
        pane.show(text, details.title(node), stay=stay)
        if symbol is not None and not reason and details.has_reason(self.view, symbol):

            def find() -> None:
                self._reason_timer = None
                self.find_reasons(symbol.name)

            self._reason_timer = self.set_timer(REASON_DELAY, find)

    def _known_reason(self, symbol: Symbol) -> str:
        name, prediction, text = self._reason
        return text if name == symbol.name and prediction is self.view.session.prediction else ""

    def find_reasons(self, name: str) -> None:
        """Look for the reasons for an option, in a thread and one after the other; `show_reasons` gets them."""
        self._wanted = name
        self._find_wanted()

    def _find_wanted(self) -> None:
        session = self.view.session
        if self._wanted and not self._finding and not self.view.stale and session.prediction is not None:
            self._finding = True
            self._explain(self._wanted, session.snapshot(), session.prediction)

    @work(thread=True, group="reasons")
    def _explain(self, name: str, session: Session, prediction: Prediction) -> None:
        self.post_message(self.Explained(name, prediction, why(session, name)))

    @on(Explained)
    def _take_reasons(self, message: Explained) -> None:
        self._finding = False
        fresh = message.prediction is self.view.session.prediction and not self.view.stale
        if fresh and message.name == self._wanted:
            self._wanted = ""
            self.show_reasons(message.name, message.found)
        else:
            self._find_wanted()

    def show_reasons(self, name: str, found: Why | None) -> None:
        """Tell the first reason among the details, if they are still about that option."""
        text = "" if found is None else in_short(found)
        self._reason = (
            name,
            self.view.session.prediction,
            text or "Why: nothing stands against another answer.",
        )
        node = self.selected()
        symbol = None if node is None else option_of(node)
        if symbol is not None and symbol.name == name:
            self.show_details()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is under way that would change what is shown."""
        waiting = self._detail_timer is not None or self._reason_timer is not None
        return not (waiting or self._finding or self._wanted)

    def action_why(self) -> None:
        """Tell why the option under the cursor is what it is."""
        symbol = self._question(values=True)
        if symbol is not None:
            self.post_message(WhyAsked(symbol.name))

    def action_source(self) -> None:
        """View the option's lines in the Kconfig file."""
        node = self.selected()
        symbol = None if node is None else node.symbol
        if node is not None and symbol is not None:
            self.post_message(SourceAsked(symbol, (node.file, node.line)))

    # Changing options

    def change(self, symbol: Symbol, value: str | None) -> bool:
        """Make `value` the user's answer, or say why it is not taken; tells whether it was."""
        return self._apply(symbol, lambda session: session.edit(symbol, value))

    def _apply(self, symbol: Symbol, edit: Callable[[Session], str | None]) -> bool:
        session = self.view.session
        before = session.revision
        refusal = edit(session)
        if refusal is not None:
            self.say(sentence(refusal))
        elif session.revision == before:
            self.say(f"{symbol.name} is {self.view.value(symbol)} already.")
        else:
            self.say("")
            self.post_message(Edited())
        return refusal is None

    def action_answer(self, value: str) -> None:
        """Answer y, m or n."""
        symbol = self._question()
        if symbol is not None:
            self.change(symbol, value)

    def action_next_value(self) -> None:
        """Move to the next value; for a number or text, ask for it."""
        symbol = self._question(values=True)
        if symbol is None:
            return
        if symbol.type not in ("bool", "tristate"):
            self.ask_value(symbol)
        elif symbol.choice is not None:
            self.change(symbol, "y")
        else:
            self._apply(symbol, lambda session: session.cycle(symbol))

    def action_withdraw(self) -> None:
        """Take the user's answer away, so that NixOS or the base decides."""
        symbol = self._question(values=True)
        if symbol is None:
            return
        self.change(symbol, None)

    def action_undo(self) -> None:
        """Take back the newest change."""
        if not self.view.session.undo():
            self.say("There is no change to take back.")
            return
        self._tell_step("Taken back")

    def action_redo(self) -> None:
        """Make again what was taken back."""
        if not self.view.session.redo():
            self.say("There is no change to make again.")
            return
        self._tell_step("Made again")

    def _tell_step(self, what: str) -> None:
        self.say(f"{what}: {counted(len(self.view.session.changes), 'change')} not saved.", "plain")
        self.post_message(Edited())

    def ask_value(self, symbol: Symbol) -> None:
        """Open the field for a number or text."""

        def take(value: str | None) -> None:
            if value is not None and value != shown:
                self.change(symbol, value)

        shown = self.view.value(symbol)
        limits = self.view.config.range(symbol)
        self.app.push_screen(ValueScreen(symbol, symbol.prompt or symbol.name, shown, limits), take)

    def _question(self, *, values: bool = False) -> Symbol | None:
        """The option under the cursor, if it can be answered with y, m and n (or, with `values`, at all)."""
        node = self.selected()
        if node is None:
            return None
        symbol = option_of(node)
        if symbol is None:
            remark = node.kind == "comment"
            self.say("This is only a remark." if remark else f"This is a {node.kind}: Enter opens it.")
            return None
        if not values and symbol.type not in ("bool", "tristate"):
            kind = "text" if symbol.type == "string" else "number"
            self.say(f"{symbol.name} takes a {kind}: Enter opens the field.")
            return None
        return symbol
