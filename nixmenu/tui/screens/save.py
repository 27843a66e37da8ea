"""The diff of the Nix file, before anything is written."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Union

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from nixmenu.errors import NixmenuError
from nixmenu.session import Session
from nixmenu.tui import diff_lines
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.drop import DropScreen
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import counted, sentence
from nixmenu.tui.wrapping import Line

if TYPE_CHECKING:
    from nixmenu.nix.edit import Plan

HINTS = (
    ("save.write", "write it"),
    ("save.back", "write nothing"),
    ("save.drop", "drop edits"),
    ("save.entry", "entry"),
    ("save.file", "file"),
    ("save.comments", "comments"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where else the edits are to be written."""

    entry: str
    path: Path


class SaveScreen(Screen[Union["Plan", Target, None]]):
    """Shows what would change in which file.

    Answers with the plan to write, with the place that is wanted instead, or with None if nothing shall be written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("y,enter", "answer(True)", "save.write", "Write the file as shown"),
        bind("escape,n,q", "answer(False)", "save.back", "Write nothing"),
        bind("d", "drop", "save.drop", "Take single edits out of what is written"),
        bind("e", "entry", "save.entry", "Write the edits to another entry of boot.kernelPatches"),
        bind("f", "file", "save.file", "Write the edits to another file"),
        bind("c", "comments", "save.comments", "With or without the comment beside each new line"),
    ]

    def __init__(self, session: Session, plan: "Plan") -> None:
        super().__init__()
        self._session = session
        self._plan = plan
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
        notice = (Piece("nothing is written yet", "warning"),)
        self.query_one("#header", PieceLine).show((Piece(f"{verb} {plan.path}", "menu"),), notice)
        count = counted(len(plan.changed), "option")
        self.query_one("#path", PieceLine).show((Piece(f'{count} in the entry "{plan.entry}"'),))
        pieces = [
            piece
            for gap, (name, meaning) in zip(("", *["   "] * len(HINTS)), HINTS, strict=False)
            for piece in (Piece(gap + key(self, name), "key"), Piece(f" {meaning}", "quiet"))
        ]
        self.query_one("#status", PieceLine).show(tuple(pieces))
        remarks = _remarks(plan)
        apart: list[Line] = [(Piece(""),)] if remarks else []
        self.query_one("#diff", TextPane).show([*remarks, *apart, *diff_lines.lines(plan.diff)])

    def _plan_again(self) -> None:
        """Show the edits as they are now; without any there is nothing to save."""
        if not self._session.dirty:
            self.dismiss(None)
            return
        try:
            self._plan = self._session.plan(comments=self._comments)
        except NixmenuError as failure:
            self.query_one("#path", PieceLine).show((Piece(sentence(str(failure)), "error"),), wrap=True)
            return
        self._show()

    def action_comments(self) -> None:
        """Plan the same again, with or without comments."""
        self._comments = not self._comments
        self._plan_again()

    def action_drop(self) -> None:
        """Take single edits out."""
        before = self._session.revision

        def dropped(_: None) -> None:
            if self._session.revision != before:
                self.app.post_message(Edited())
                self._plan_again()

        self.app.push_screen(DropScreen(self._session), dropped)

    def action_entry(self) -> None:
        """Ask for another entry."""

        def take(name: str | None) -> None:
            if name is not None and name != self._plan.entry:
                self.dismiss(Target(name, self._session.patches_path))

        hint = "A new name makes a new entry. What the present one says stays there."
        self.app.push_screen(NameScreen("Write the edits to the entry", hint, self._plan.entry), take)

    def action_file(self) -> None:
        """Ask for another file."""

        def take(name: str | None) -> None:
            path = self._session.patches_path if name is None else Path(name).expanduser().absolute()
            if path != self._session.patches_path.absolute():
                self.dismiss(Target(self._session.entry, path))

        hint = "A Nix file, there already or new. What the present one says does not count then."
        shown = str(self._session.patches_path)
        self.app.push_screen(NameScreen("Write the edits to the file", hint, shown), take)

    def action_answer(self, write: bool) -> None:
        """Hand the answer back."""
        self.dismiss(self._plan if write else None)


def _remarks(plan: "Plan") -> list[Line]:
    """Every condition under which something of it counts, and what it contradicts."""
    texts = [f"The entry counts only if {condition}." for condition in plan.conditions]
    texts += [sentence(each) for each in (*plan.conditional, *plan.clashes)]
    return [(Piece(f"! {text}", "warning"),) for text in texts]
