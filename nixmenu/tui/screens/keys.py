"""Help: the keys, the marks, the columns."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from nixmenu.tui.bindings import bind
from nixmenu.tui.key_groups import explained, grouped
from nixmenu.tui.keyed_app import key, with_keys
from nixmenu.tui.rows import Piece
from nixmenu.tui.settings import settings_path
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wrapping import Line

SIGNS: tuple[tuple[str, str], ...] = (
    ("[*] [ ]", "yes or no"),
    ("<*> <M> < >", "in the kernel, as a module, left out"),
    ("{M} {*}", "something else needs it at least as a module"),
    ("-*- -M-", "something else decides; it cannot be changed here"),
    ("(X) ( )", "the chosen member of a choice, and the others"),
    ("(text)", "a number or a text; {list.open} edits it"),
    ("--->", "{list.open} opens a menu; ---- is one with nothing to show"),
    ("(NEW)", "nobody has answered this yet: the kernel's default is kept"),
    ("needs NAME", "why a hidden option is hidden; {tree.hidden} shows or hides them"),
    ("✗ ! +", "predicted error, predicted warning, change not saved yet"),
    (
        "»",
        "marked: the next {option.yes}, {option.no}, {option.module} or {option.withdraw} is for all marked options",
    ),
)

COLUMNS: tuple[tuple[str, str], ...] = (
    ("base", "what the kernel's own default configuration gives"),
    ("NixOS", "what NixOS answers, and how firmly:"),
    ("  ! forced", "another outcome is an error; only lib.mkForce answers otherwise"),
    ("  ! default", "another outcome is an error; a plain answer of yours is stronger"),
    ("  ? wished", "another outcome is only a warning"),
    ("  auto", "a module because it can be one"),
    ("you", "what your boot.kernelPatches entry asks for: ! with lib.mkForce"),
    ("result", "what NixOS will build; … while it is being computed"),
    ("·", "says nothing"),
)


KEY_WIDTH = 17
"""Cells for all keys of a binding, as they are without settings."""

NOTES: tuple[tuple[str, str], ...] = (
    (
        "menuconfig",
        "y n m space Enter Esc / z h and ? are its keys; letters do things, so {tree.letter} comes before a letter to"
        " jump to",
    ),
    (
        "vi",
        "j k g G Ctrl-f Ctrl-b move; h is help as in menuconfig, l lists all layers, so ← and → leave and open menus",
    ),
    (
        "other keys",
        'as you like: tree.back = ["escape", "left", "h"], option.help = "f2", tree.into = ["right", "l"] and'
        ' session.layers = "L" make h leave a menu and l open one',
    ),
    (
        "at once",
        "keys that arrive together are taken one by one, and those typed while a kernel is loaded when it is there:"
        ' "/name", Enter and n may be typed blindly',
    ),
)
"""The keys that are named here without a binding's id are those that others know, whatever the user's are."""


class KeysScreen(Screen[None]):
    """Explains every binding by its tooltip, so that help and keys cannot drift apart."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,q,question_mark,left,backspace,f1", "leave", "keys.leave", "Back to where you were"),
    ]

    def __init__(self, bindings: Iterable[Binding]) -> None:
        super().__init__()
        self._explained = list(bindings)

    def compose(self) -> ComposeResult:
        """One text."""
        yield PieceLine(id="header")
        yield TextPane(id="keys")
        yield PieceLine(id="status")

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one("#header", PieceLine).show(
            (Piece("nixmenu", "menu"), Piece("  keys, marks and columns"))
        )
        self.query_one("#status", PieceLine).show(
            (
                Piece(key(self, "keys.leave"), "key"),
                Piece(" back   ", "quiet"),
                Piece(key(self, "text.up", "text.down", "text.page-down"), "key"),
                Piece(" scroll", "quiet"),
            )
        )
        text = self.query_one("#keys", TextPane)
        text.show(
            [
                *self._in_short(),
                *self._section("Columns", COLUMNS),
                *self._section("Marks", SIGNS),
                *self._section("How keys are meant", NOTES),
                *_keys(self._explained),
                (
                    Piece(
                        f'{settings_path()} changes keys: [keys], then lines like option.yes = "y"', "quiet"
                    ),
                ),
            ]
        )
        text.focus()

    def _section(self, title: str, rows: Iterable[tuple[str, str]]) -> list[Line]:
        body: list[Line] = [
            (Piece(f"  {name:<{KEY_WIDTH}} ", "key"), Piece(with_keys(self, meaning)))
            for name, meaning in rows
        ]
        return [(Piece(title, "menu"),), *body, (Piece(""),)]

    def _in_short(self) -> list[Line]:
        """What one has to know before anything else."""
        answers = key(self, "option.next-value", "option.yes", "option.no", "option.module")
        rows = (
            (answers, "answer the option under the cursor; the result column says what NixOS makes of it"),
            (key(self, "option.withdraw"), "say nothing any more: NixOS decides"),
            (key(self, "session.undo"), "take the newest change back"),
            (key(self, "session.save"), "see what would be written to your Nix file, then write it"),
            (key(self, "option.why"), "why the option is what it is"),
            (key(self, "session.quit"), "leave; asks if there are unsaved changes"),
        )
        return self._section("In short", rows)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)


def _keys(bindings: Iterable[Binding]) -> Iterator[Line]:
    """Keys, tooltip and id of each binding, below the title of its group."""
    for title, group in grouped(bindings).items():
        yield (Piece(f"Keys: {title}", "menu"),)
        for keys, meaning, identifier in explained(group):
            name = f"  {keys:<{KEY_WIDTH}} "
            yield (Piece(name, "key"), Piece(meaning), Piece(f" ({identifier})", "quiet"))
        yield (Piece(""),)
