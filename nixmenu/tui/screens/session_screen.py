"""What all screens with options under the cursor can do with them."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from kconfig_index import Symbol
from nixmenu.cost import Edits
from nixmenu.errors import NixmenuError
from nixmenu.session import Session
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.menu import option_of
from nixmenu.tui.screens.detail_screen import DetailScreen
from nixmenu.tui.screens.framed_screen import Result
from nixmenu.tui.screens.messages import Edited, HelpAsked, SourceAsked, WhyAsked
from nixmenu.tui.screens.preview import Answer, PreviewScreen
from nixmenu.tui.screens.value import ValueScreen
from nixmenu.tui.settings import PREVIEW_FROM
from nixmenu.tui.wording import counted, sentence

FEW = 300
"""Edits whose effects are found within a fiftieth of a second on a real kernel; those of more, a thread looks for."""


class SessionScreen(DetailScreen[Result]):
    """Changes options in place; a refusal is said in the status line, where it interrupts nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "next_value", "option.next-value", "Give the option its next value"),
        bind("y", "answer('y')", "option.yes", "Build the option into the kernel"),
        bind("m", "answer('m')", "option.module", "Build the option as a module"),
        bind("n", "answer('n')", "option.no", "Leave the option out"),
        bind("x,delete", "withdraw", "option.withdraw", "Say nothing about the option: NixOS decides"),
        bind("u", "undo", "session.undo", "Take back the newest change"),
        bind("ctrl+r", "redo", "session.redo", "Make the change again that was taken back"),
        bind(
            "h",
            "help",
            "option.help",
            "Show the help text of the entry, and all that is known of it, with values",
        ),
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
        bind(
            "P",
            "toggle_preview",
            "session.preview",
            "Show changes with wide effects before they are made, or not",
        ),
        bind("question_mark,f1", "app.keys", "session.keys", "Explain keys, marks and columns"),
    ]

    def action_why(self) -> None:
        """Tell why the option under the cursor is what it is."""
        symbol = self._question(values=True)
        if symbol is not None:
            self.post_message(WhyAsked(symbol.name))

    def action_help(self) -> None:
        """Show the help text of the entry under the cursor, and all else about it."""
        node = self.selected()
        if node is None:
            self.say("There is no single entry here to tell about.")
        else:
            self.post_message(HelpAsked(node))

    def action_source(self) -> None:
        """View the option's lines in the Kconfig file."""
        node = self.selected()
        symbol = None if node is None else node.symbol
        if node is not None and symbol is not None:
            self.post_message(SourceAsked(symbol, (node.file, node.line)))

    # Changing options

    def change(self, symbol: Symbol, value: str | None, then: Callable[[], object] = lambda: None) -> None:
        """Make `value` the user's answer, or say why it is not taken; do what comes `then` if it was.

        What takes much along is shown first.
        """

        def make() -> None:
            if self._apply(symbol, lambda session: session.edit(symbol, value)):
                then()

        said = symbol.name in self.view.session.entry_definitions
        self.look_ahead([(symbol.name, value)] if value is not None or said else [], make)

    def look_ahead(self, edits: Edits, make: Callable[[], None]) -> None:
        """Make a change; if it takes much along, only after that was seen and agreed to.

        Of a few options that is worked out at once; of many in a thread, and the keys that follow wait for it.
        """
        view = self.view
        if not view.looks_ahead(edits, checked=len(edits) > FEW):
            make()
            return
        found = view.cost(edits) if len(edits) <= FEW else None
        if found is None and len(edits) <= FEW:
            make()
            return

        def answer(given: Answer | None) -> None:
            if given is None:
                self.say("Left as it was.", "plain")
                return
            if given == "do-silently":
                view.preview_from = 0
            make()
            if not self.has_told:
                takes = f"{key(self, 'session.undo')} takes it back"
                lists = f"{key(self, 'session.changes')} lists what changed"
                self.say(f"Done: {takes}, {lists}.", "plain")

        self.app.push_screen(PreviewScreen(view, edits, found), answer)

    def action_toggle_preview(self) -> None:
        """Show wide changes beforehand, or not; for this session."""
        view = self.view
        view.preview_from = 0 if view.preview_from else view.usual_preview_from or PREVIEW_FROM
        off = "Changes are made without a look ahead."
        self.say(
            f"Changes of {view.preview_from} options or more are shown first." if view.preview_from else off,
            "plain",
        )

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
        elif (value := self.view.session.next_value(symbol)) is not None:
            self.change(symbol, value)
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
        session = self.view.session
        entry = session.entry_written(session.position - 1)
        self._step(session.undo, "There is no change to take back.", "Taken back", entry)

    def action_redo(self) -> None:
        """Make again what was taken back."""
        session = self.view.session
        entry = session.entry_written(session.position)
        self._step(session.redo, "There is no change to make again.", "Made again", entry)

    def _step(self, go: Callable[[], bool], nothing: str, what: str, entry: str | None) -> None:
        """Go a step back or forth, and tell; `entry` is the one that is written to the file by that."""
        try:
            gone = go()
        except NixmenuError as failure:
            self.say(f"Not done: {failure}", "error")
            return
        if not gone:
            self.say(nothing)
            return
        self.tell_step(
            what if entry is None else f'{what}, in {self.view.session.patches_path}: entry "{entry}"'
        )

    def tell_step(self, what: str) -> None:
        """Say what was done, and how much is not saved now."""
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
            opens = f"This is a {node.kind}: {key(self, 'list.open')} opens it."
            self.say("This is only a remark." if remark else opens)
            return None
        if not values and symbol.type not in ("bool", "tristate"):
            kind = "text" if symbol.type == "string" else "number"
            self.say(f"{symbol.name} takes a {kind}: {key(self, 'list.open')} opens the field.")
            return None
        return symbol
