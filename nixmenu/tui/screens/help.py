"""The help text of one entry over the whole screen, and all that is known of it, with every value."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from kconfig_index import MenuNode
from nixmenu.tui import details
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.menu import option_of
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.messages import GoTo
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wrapping import Line

NO_HELP = "There is no help text for it."


class HelpScreen(SessionScreen[None]):
    """What is to be known before one answers; the answer can be given here, and the text says what comes of it."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("help.leave", "back"),
        ("option.yes option.no option.module", "set"),
        ("option.withdraw", "withdraw"),
        ("option.why", "why"),
        ("option.source", "source"),
        ("help.jump", "in its menu"),
        ("session.undo", "undo"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,h,left,backspace,enter", "leave", "help.leave", "Back to where you were"),
        bind("space", "page", "help.page", "One screen down"),
        bind("i", "jump", "help.jump", "Show the option in its menu"),
    ]

    def __init__(self, view: SessionView, node: MenuNode) -> None:
        super().__init__(view)
        self._node = node

    def compose(self) -> ComposeResult:
        """What it is about, then one text."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        yield TextPane(id="help")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Show the text; it can be scrolled at once."""
        self.pane.focus()
        self.show_details()

    @property
    def pane(self) -> TextPane:
        """The text."""
        return self.query_one("#help", TextPane)

    def selected(self) -> MenuNode:
        """The entry that the text is about."""
        return self._node

    def refresh_rows(self) -> None:
        """Tell the values of the newest result; the place in the text stays."""
        self.show_details()

    def show_details(self) -> None:
        """Fill the screen."""
        state = (Piece("recomputing …", "quiet"),) if self.view.stale else ()
        self.query_one("#path", PieceLine).show(
            (Piece("Help  ", "menu"), Piece(details.title(self._node))), state
        )
        self.pane.show(self._lines(), stay=True)
        symbol = option_of(self._node)
        if symbol is not None and not self._known_reason(symbol) and details.has_reason(self.view, symbol):
            self.find_reasons(symbol.name)

    def _lines(self) -> list[Line]:
        # Imported here because nothing is explained before the first screen is there.
        from nixmenu.tui import entry_facts

        view, node = self.view, self._node
        symbol = option_of(node)
        text: list[Line] = [(Piece(line),) for line in details.help_text(node).splitlines()] or [
            (Piece(NO_HELP, "quiet"),)
        ]
        if not view.is_visible(node):
            lacking = view.why_hidden(node) or "what it depends on is not met"
            text += [(Piece(""),), (Piece(f"Hidden: {lacking}.", "comment"),)]
        if symbol is not None:
            text += [(Piece(""),), (Piece("What the layers say", "menu"),), *details.said(view, symbol)]
            reason = self._known_reason(symbol)
            if reason or details.has_reason(view, symbol):
                text.append((Piece(reason or "Why: …", "plain" if reason else "quiet"),))
        text += [
            (Piece(""),),
            (Piece("What the Kconfig files say", "menu"), Piece(self._basis(), "quiet")),
            *entry_facts.lines(view.explainer, node, symbol),
        ]
        return text

    def _basis(self) -> str:
        """What the values are, where they are not those of the result of all layers."""
        return "  with the base's values" if self.view.session.prediction is None else ""

    def action_page(self) -> None:
        """Scroll on, as in the kernel's menus: nothing is answered by it."""
        self.pane.action_page_down()

    def action_jump(self) -> None:
        """Show the option in its menu."""
        symbol = option_of(self._node)
        if symbol is None:
            self.say(f"This is no option; {key(self, 'help.leave')} leads back to it.")
        else:
            self.post_message(GoTo(symbol))

    def action_help(self) -> None:
        """The same as back."""
        self.action_leave()

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
