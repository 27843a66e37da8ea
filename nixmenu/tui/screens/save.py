"""The diff of the Nix file, before anything is written."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from nixmenu.tui import diff_lines
from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import Piece
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import counted

if TYPE_CHECKING:
    from nixmenu.nix.edit import Plan


class SaveScreen(Screen[bool]):
    """Shows what would change in which file; answers whether to write it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("y,enter", "answer(True)", "save.write", "Write the file as shown"),
        bind("n,escape,q", "answer(False)", "save.back", "Write nothing"),
    ]

    def __init__(self, plan: "Plan") -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        """File, entry and number of options, then the diff."""
        yield PieceLine(id="header")
        yield PieceLine(id="path")
        yield TextPane(wrap=False, id="diff")
        yield PieceLine(id="status")

    def on_mount(self) -> None:
        """Fill the screen; the diff can be scrolled at once."""
        plan = self._plan
        verb = "Create" if plan.created else "Change"
        self.query_one("#header", PieceLine).show((Piece(f"{verb} {plan.path}", "menu"),))
        count = counted(len(plan.changed), "option")
        self.query_one("#path", PieceLine).show((Piece(f'{count} in the entry "{plan.entry}"'),))
        keys = (
            Piece("y", "key"),
            Piece(" write it   ", "quiet"),
            Piece("Esc", "key"),
            Piece(" write nothing", "quiet"),
        )
        self.query_one("#status", PieceLine).show((Piece("Nothing is written yet.   ", "warning"), *keys))
        diff = self.query_one("#diff", TextPane)
        diff.show(diff_lines.lines(plan.diff))
        diff.focus()

    def action_answer(self, write: bool) -> None:
        """Hand the answer back."""
        self.dismiss(write)
