"""What all screens that show options of a session have in common: the details with their reason."""

from abc import abstractmethod
from asyncio import TimerHandle
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from kconfig_index import MenuNode, Symbol
from nixmenu.prediction import Prediction
from nixmenu.session import Session
from nixmenu.tui import details, heading
from nixmenu.tui.delays import later
from nixmenu.tui.handed import Handed
from nixmenu.tui.menu import option_of
from nixmenu.tui.reason_rows import in_short
from nixmenu.tui.screens.framed_screen import FramedScreen, Result
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wrapping import Line

if TYPE_CHECKING:
    from nixmenu.why import Why

DETAIL_DELAY = 0.05
"""Seconds the cursor rests before the details follow: laying them out on every key would slow it down."""

REASON_DELAY = 0.2
"""Seconds the details rest before the reason is looked for: on a real kernel that is a third of a second's work."""


class DetailScreen(FramedScreen[Result]):
    """Tells what there is to know about the entry under the cursor, once the cursor rests."""

    class Explained(Message):
        """The reasons for an option are found, by one prediction."""

        def __init__(self, name: str, prediction: Prediction, found: "Why | None") -> None:
            super().__init__()
            self.name, self.prediction, self.found = name, prediction, found

    def __init__(self, view: SessionView) -> None:
        super().__init__()
        self.view = view
        self._detail_timer: TimerHandle | None = None
        self._reason_timer: TimerHandle | None = None
        self._wanted = ""
        """The option whose reasons are looked for; empty when there is none."""
        self._finding = False
        self._reason: tuple[str, int, str] = ("", -1, "")
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
        self.show_header()
        self.refresh_rows()
        self._find_wanted()

    # Header and details

    def show_header(self) -> None:
        """What the session is about, and how it ends."""
        width = self.app.size.width - 2
        right = heading.right(self.view, width)
        room = width - sum(len(piece.text) for piece in right) - 2
        self.query_one("#header", PieceLine).show(heading.left(self.view.session, room), right)

    @on(RowList.Highlighted)
    def _follow(self, event: RowList.Highlighted) -> None:
        """Let the details follow once the cursor rests."""
        if event.moved:
            self.say("")
        if self._detail_timer is not None:
            self._detail_timer.cancel()
        self._detail_timer = later(self, DETAIL_DELAY, self._rest)

    def _rest(self) -> None:
        self._detail_timer = None
        self.show_details()

    # Details and reasons

    def show_option(self, node: MenuNode | None, *, hidden: bool = False, lead: Sequence[Line] = ()) -> None:
        """Show what there is to know about an entry, below the lines in `lead`; its reason follows when it is found."""
        if self._reason_timer is not None:
            self._reason_timer.cancel()
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

            self._reason_timer = later(self, REASON_DELAY, find)

    def _known_reason(self, symbol: Symbol) -> str:
        name, revision, text = self._reason
        if self.view.stale and name == symbol.name:
            return "Why: …"  # the reason is for what was before the newest edit; its line stays
        return text if name == symbol.name and revision == self.view.session.revision else ""

    def find_reasons(self, name: str) -> None:
        """Look for the reasons for an option, in a thread and one after the other; `show_reasons` gets them."""
        self._wanted = name
        self._find_wanted()

    def _find_wanted(self) -> None:
        session = self.view.session
        if self._wanted and not self._finding and not self.view.stale and session.prediction is not None:
            self._finding = True
            self._explain(self._wanted, Handed((session.snapshot(), session.prediction)))

    @work(thread=True, group="reasons")
    def _explain(self, name: str, about: Handed[tuple[Session, Prediction]]) -> None:
        # Imported here because nothing is explained before the first screen is there.
        from nixmenu.why import why

        session, prediction = about.take()
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

    def show_reasons(self, name: str, found: "Why | None") -> None:
        """Tell the first reason among the details, if they are still about that option."""
        text = "" if found is None else in_short(found)
        self._reason = (
            name,
            self.view.session.revision,
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
