"""The tree: one menu at a time, every option with its layers."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from nixmenu.errors import NixmenuError
from nixmenu.tui import finding
from nixmenu.tui.bindings import bind
from nixmenu.tui.elsewhere import save_config
from nixmenu.tui.keyed_app import key
from nixmenu.tui.menu import opens, option_of
from nixmenu.tui.menu_walk import Walked
from nixmenu.tui.option_row import COLUMNS
from nixmenu.tui.screens.find import FindScreen
from nixmenu.tui.screens.history import HistoryScreen
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.tree_screen import TreeScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList


class MainScreen(TreeScreen):
    """The screen that nixmenu opens with: what one does in the menus, beside walking."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("option.next-value option.yes option.no option.module", "set"),
        ("session.search", "search"),
        ("option.why", "why"),
        ("session.problems", "problems"),
        ("session.save", "save"),
        ("session.undo", "undo"),
        ("session.keys", "keys"),
        ("option.help", "help"),
        ("session.layers", "layers"),
        ("session.quit", "quit"),
        ("option.withdraw", "withdraw"),
        ("tree.hidden", "hidden"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("S", "save_config(False)", "session.save-config", "Save the predicted .config to a file"),
        bind(
            "E",
            "save_config(True)",
            "session.save-minimal",
            "Save the predicted config, only what is not default",
        ),
        bind("O", "app.load_base", "session.load-base", "Load another base: a defconfig or a .config file"),
        bind("f", "find", "tree.find", "Find in this list as you type"),
        bind(
            "apostrophe",
            "letter",
            "tree.letter",
            "Then any letter: to the next entry that begins with it (a letter that is no key needs no prefix)",
        ),
        bind("H", "history", "session.history", "List all edits; go to the state behind any of them"),
        bind("c", "show_names", "tree.names", "Show or hide the options' names before their prompts"),
    ]

    def __init__(self, view: SessionView, walked: Walked | None = None) -> None:
        super().__init__(view)
        self._walked = walked
        self._letter_follows = False

    def compose(self) -> ComposeResult:
        """Header, path, titles, rows, details, status."""
        yield from self.compose_header()
        yield PieceLine(id="path")
        tree = RowList(
            COLUMNS, id="tree", empty=f"Nothing to see here. {key(self, 'tree.hidden')} shows what is hidden."
        )
        yield from self.compose_list(tree, "option")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Show the top menu, or the one that one walked to already; what is told of that goes before notes."""
        walked, self._walked = self._walked, None
        if walked is None:
            self._show_menu(self.menu)
        else:
            self.go_on(walked)
        self.rows.focus()
        notes = self.view.session.notes
        if notes and not self.has_told:
            more = f" ({key(self, 'session.problems')} lists {len(notes)} notes)" if len(notes) > 1 else ""
            self.say(notes[0] + more)

    def session_changed(self) -> None:
        """Show everything as it is now; where there is no result any more, say where that is explained."""
        super().session_changed()
        prediction = self.view.session.prediction
        stopped = prediction is not None and prediction.fatal is not None and not self.view.stale
        if stopped and not self.has_told:
            problems = key(self, "session.problems")
            self.say(f"NixOS stops before there is a result: {problems} tells why.", "error")

    @on(RowList.Opened, "#tree")
    def _open(self) -> None:
        node = self.selected()
        if node is None:
            return
        if opens(node):
            self.action_enter_menu()
        elif node.symbol is not None and node.symbol.choice is not None:
            self.change(node.symbol, "y", self.action_back)
        else:
            self.action_next_value()

    @on(RowList.MarkClicked, "#tree")
    def _toggle_clicked(self) -> None:
        node = self.selected()
        if node is not None and option_of(node) is not None:
            self.action_next_value()

    def action_next_value(self) -> None:
        """Space opens what has no value of its own."""
        node = self.selected()
        if node is not None and opens(node) and option_of(node) is None:
            self.action_enter_menu()
        else:
            super().action_next_value()

    def action_find(self) -> None:
        """Let the cursor go along with what is typed."""
        start = self.rows.cursor

        def find(text: str, step: int) -> bool:
            first = start if step == 0 else self.rows.cursor + step
            row = finding.find(self.nodes_shown(), text, first, -1 if step < 0 else 1)
            self.rows.cursor = (
                start if row is None and step == 0 else self.rows.cursor if row is None else row
            )
            return row is not None

        def done(stay: bool | None) -> None:
            if not stay:
                self.rows.cursor = start

        self.app.push_screen(FindScreen(find), done)

    def action_letter(self) -> None:
        """Take the next letter as the one that an entry begins with, whatever else it is."""
        self._letter_follows = True
        self.say("To the next entry that begins with …", "plain")

    def on_key(self, event: events.Key) -> None:
        """A letter behind its prefix, or one that is no key, leads to the next entry that begins with it."""
        letter, follows = event.character, self._letter_follows
        self._letter_follows = False
        if follows:
            self.say("")
        if letter is None or not letter.isalnum() or (not follows and event.key in self.active_bindings):
            return
        event.stop()
        self.to_letter(letter)

    def action_save_config(self, minimal: bool) -> None:
        """Save the predicted `.config`, or the minimal one, to a file that is asked for."""
        save_config(self, minimal=minimal)

    def action_history(self) -> None:
        """Show all edits; go to the state that is chosen."""
        session = self.view.session
        if not session.history:
            self.say("There are no edits yet.")
            return

        def go(position: int | None) -> None:
            if position is not None and position != session.position:
                try:
                    session.go_to(position)
                except NixmenuError as failure:
                    self.say(f"Not done: {failure}", "error")
                    self.post_message(Edited())
                else:
                    self.tell_step("There you are")

        self.app.push_screen(HistoryScreen(session.history, session.position), go)

    def action_show_names(self) -> None:
        """Show or hide the options' names."""
        self.view.names = not self.view.names
        self.refresh_rows()
