"""Search as one types; the results are rows like any other."""

from asyncio import TimerHandle
from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.bindings import bind
from nixmenu.tui.delays import later
from nixmenu.tui.keyed_app import key
from nixmenu.tui.option_row import COLUMNS, NUMBERED, SymbolRows, main_node
from nixmenu.tui.pattern_search import PatternError, PatternSearch
from nixmenu.tui.screens.many_screen import ManyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.field import Field
from nixmenu.tui.widgets.row_list import RowList

LIMIT = 200

NOTHING_TYPED = "What is found stands here while you type."
NOTHING_FOUND = "Nothing found."

PATTERN_SIGN = "/"
"""A text that begins so is a regular expression."""

PATTERN_DELAY = 0.15
"""Seconds without a key before a regular expression is tried: half of one often is none, or finds everything."""


class SearchScreen(ManyScreen[Symbol | None]):
    """Finds options by name, prompt and help; answers the one to jump to.

    It is kept while nixmenu runs, so that one comes back to the same results.
    """

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("search.results", "to the results"),
        ("list.open", "go there"),
        ("option.next-value option.yes option.no option.module", "set"),
        ("search.field", "new text"),
        ("search.leave", "back"),
    )

    UNMARK = "search.leave"

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape", "leave", "search.leave", "Back to where you were"),
        bind("down,tab", "to_results", "search.results", "From the field to the results"),
        *(
            bind(str(number), f"to_result({number})", f"search.result-{number}", f"Go to result {number}")
            for number in range(1, NUMBERED + 1)
        ),
        bind(
            "ctrl+g",
            "toggle_pattern",
            "search.pattern",
            "Search with a regular expression, or for words again",
        ),
        bind("slash,shift+tab", "to_field", "search.field", "From the results to the field"),
    ]

    class PatternTried(Message):
        """A regular expression was tried: what it fits, or what is wrong with it."""

        def __init__(self, pattern: PatternSearch, found: list[Symbol], complaint: str = "") -> None:
            super().__init__()
            self.pattern, self.found, self.complaint = pattern, found, complaint

    def __init__(self, view: SessionView) -> None:
        super().__init__(view)
        self.found: list[Symbol] = []
        self.begin: Literal["field", "results"] | None = "field"
        """Where to be when the screen is shown: at the field, with the old text ready to be typed over, or the rows."""
        self._pattern_timer: TimerHandle | None = None
        """Runs until the typing pauses."""
        self._pattern: PatternSearch | None = None
        """The regular expression that is being tried."""
        self._jumps = False
        """Enter was pressed before it was known what is found."""
        self._sign = "/"
        """What stands before the field."""

    def compose(self) -> ComposeResult:
        """Field, results, details."""
        yield from self.compose_header()
        field = Field(placeholder="Search names, prompts and help; / first: regular expression", id="search")
        with Horizontal(id="search-line"):
            yield Label("/", id="search-sign")
            yield field
        results = RowList(COLUMNS, id="results", empty=NOTHING_TYPED)
        yield from self.compose_list(results, "option")
        yield from self.compose_status()

    def on_mount(self) -> None:
        """Search with every change of the text, so that the letter and what is found are drawn as one."""
        self.watch(self.query_one("#search", Input), "value", self._search, init=False)

    def on_screen_resume(self) -> None:
        """Start where `begin` says; coming back from another screen, go on where one was."""
        self.session_changed()
        if self.found and self.begin == "results":
            self.results.focus()
        elif self.begin is not None:
            self.action_to_field()
        self.begin = None

    @property
    def results(self) -> RowList:
        """The list of what was found."""
        return self.query_one("#results", RowList)

    def selected(self) -> MenuNode | None:
        """The entry of the option under the cursor."""
        symbol = self._selected_symbol()
        return main_node(symbol) if symbol is not None else None

    def nodes_shown(self) -> Sequence[MenuNode]:
        """The entry of each row."""
        return [main_node(symbol) for symbol in self.found]

    def _selected_symbol(self) -> Symbol | None:
        cursor = self.results.cursor
        return self.found[cursor] if cursor < len(self.found) else None

    def refresh_rows(self) -> None:
        """Draw the results as the session is now."""
        self.query_one(ColumnTitles).set_busy("result" if self.view.stale else "")
        self.results.update_rows()
        self.show_details()

    def _search(self, typed: str) -> None:
        self._give_up_pattern()
        text = typed.strip()
        self.say("")
        if text.startswith(PATTERN_SIGN) and text != PATTERN_SIGN:
            begin = partial(self._begin_pattern, text[1:])
            self._pattern_timer = later(self, PATTERN_DELAY, begin)
            self._show_sign()
        elif text.startswith(PATTERN_SIGN):
            self._show_found([])
        else:
            self._show_found(self.view.session.search(text, LIMIT) if text else [])

    # Regular expressions: the old results stay until it is known what such a one fits.

    def _begin_pattern(self, text: str) -> None:
        self._pattern_timer = None
        self._pattern = PatternSearch(text, LIMIT)
        self._try_pattern(self._pattern)

    @work(thread=True, group="pattern")
    def _try_pattern(self, pattern: PatternSearch) -> None:
        try:
            message = self.PatternTried(pattern, pattern.run(self.view.session.texts))
        except PatternError as error:
            message = self.PatternTried(pattern, [], str(error))
        self.post_message(message)

    @on(PatternTried)
    def _take_pattern(self, message: PatternTried) -> None:
        if message.pattern is not self._pattern:
            return
        jumps = self._jumps
        self._give_up_pattern()
        if message.complaint:
            self.say(message.complaint)
            return
        self._show_found(message.found)
        if jumps and self.is_current:
            self._jump()

    def _give_up_pattern(self) -> None:
        """Forget the regular expression that waits or is being tried."""
        if self._pattern_timer is not None:
            self._pattern_timer.cancel()
        if self._pattern is not None:
            self._pattern.cancel()
        self._pattern_timer = self._pattern = None
        self._jumps = False
        self._show_sign()

    def _show_sign(self) -> None:
        sign = "…" if self.is_searching else "/"
        if sign != self._sign:
            self._sign = sign
            self.query_one("#search-sign", Label).update(sign, layout=False)

    @property
    def is_searching(self) -> bool:
        """Whether it is not known yet what the text fits."""
        return self._pattern_timer is not None or self._pattern is not None

    @property
    def at_rest(self) -> bool:
        """Whether the results are those of the text, too."""
        return super().at_rest and not self.is_searching

    def on_unmount(self) -> None:
        """Nothing waits for what is being tried."""
        if self._pattern is not None:
            self._pattern.cancel()

    def _show_found(self, found: list[Symbol]) -> None:
        self.found = found
        typed = bool(self.query_one("#search", Input).value.strip())
        self.results.empty = NOTHING_FOUND if typed else NOTHING_TYPED
        keys = [key(self, f"search.result-{number}") for number in range(1, NUMBERED + 1)]
        self.results.show(SymbolRows(self.view, found, keys))

    def show_details(self) -> None:
        """Show what there is to know about the option under the cursor."""
        node = self.selected()
        self.show_option(node, hidden=node is not None and not self.view.is_visible(node))

    @on(Input.Submitted, "#search")
    def _submit(self) -> None:
        """Jump to the first result, as soon as it is known."""
        if self.is_searching:
            self._jumps = True
        else:
            self._jump()

    @on(RowList.Opened, "#results")
    def _jump(self) -> None:
        symbol = self._selected_symbol()
        if symbol is not None:
            self.dismiss(symbol)

    @on(RowList.MarkClicked, "#results")
    def _toggle_clicked(self) -> None:
        self.action_next_value()

    def action_to_result(self, number: int) -> None:
        """Jump to one of the first results."""
        if number <= len(self.found):
            self.dismiss(self.found[number - 1])

    def action_toggle_pattern(self) -> None:
        """Make the text a regular expression, or words again."""
        field = self.query_one("#search", Input)
        text = field.value
        field.value = (
            text.removeprefix(PATTERN_SIGN) if text.startswith(PATTERN_SIGN) else PATTERN_SIGN + text
        )
        field.focus()

    def action_to_results(self) -> None:
        """Leave the field."""
        if self.found:
            self.results.focus()

    def action_to_field(self) -> None:
        """Back to the field, its text selected."""
        field = self.query_one("#search", Input)
        field.focus()
        field.select_all()

    def action_leave(self) -> None:
        """Take marks away, else back without jumping."""
        if not self.clear_marks():
            self._jumps = False
            self.dismiss(None)
