"""The diff of the Nix file, before anything is written."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Optional

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from nixmenu.tui import diff_lines
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.rows import Piece
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import counted

if TYPE_CHECKING:
    from nixmenu.nix.edit import Plan


class SaveScreen(Screen[Optional["Plan"]]):
    """Shows what would change in which file; answers with the plan to write, None if nothing shall be written.

    `make_plan` makes the plan, with the options' prompts as comments or without.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("y,enter", "answer(True)", "save.write", "Write the file as shown"),
        bind("escape,n,q", "answer(False)", "save.back", "Write nothing"),
        bind("c", "comments", "save.comments", "With or without the comment beside each new line"),
    ]

    def __init__(self, plan: "Plan", make_plan: Callable[[bool], "Plan"]) -> None:
        super().__init__()
        self._plan = plan
        self._make_plan = make_plan
        self._comments = True

    def compose(self) -> ComposeResult:
        """File, entry and number of options, then the diff."""
        yield PieceLine(id="header")
        yield PieceLine(id="path")
        yield TextPane(wrap=False, id="diff")
        yield PieceLine(id="status")

    def on_mount(self) -> None:
        """Fill the screen; the diff can be scrolled at once."""
        self._show()
        self.query_one("#diff", TextPane).focus()

    def _show(self) -> None:
        plan = self._plan
        verb = "Create" if plan.created else "Remove" if plan.removes else "Change"
        self.query_one("#header", PieceLine).show((Piece(f"{verb} {plan.path}", "menu"),))
        count = counted(len(plan.changed), "option")
        conditions = "".join(f", which counts only if {condition}" for condition in plan.conditions[:1])
        conditions += "".join(f"; {sentence}" for sentence in plan.conditional[:1])
        self.query_one("#path", PieceLine).show((Piece(f'{count} in the entry "{plan.entry}"{conditions}'),))
        keys = (
            Piece(key(self, "save.write"), "key"),
            Piece(" write it   ", "quiet"),
            Piece(key(self, "save.back"), "key"),
            Piece(" write nothing   ", "quiet"),
            Piece(key(self, "save.comments"), "key"),
            Piece(" without comments" if self._comments else " with comments", "quiet"),
        )
        self.query_one("#status", PieceLine).show((Piece("Nothing is written yet.   ", "warning"), *keys))
        self.query_one("#diff", TextPane).show(diff_lines.lines(plan.diff))

    def action_comments(self) -> None:
        """Plan the same again, with or without comments."""
        self._comments = not self._comments
        self._plan = self._make_plan(self._comments)
        self._show()

    def action_answer(self, write: bool) -> None:
        """Hand the answer back."""
        self.dismiss(self._plan if write else None)
