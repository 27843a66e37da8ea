"""Marks on many options and one action on all of them; whole menus turned off, made modules, or given back."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from kconfig_index import MenuNode, Symbol
from nixmenu import many
from nixmenu.many import Many
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.menu import option_of
from nixmenu.tui.screens.framed_screen import Result
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.screens.whole_menu import WholeMenuScreen
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted, sentence


class ManyScreen(SessionScreen[Result]):
    """Answers all marked options at once; every such change is one step of undo."""

    UNMARK: ClassVar[str]
    """The binding that takes marks away, by id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "v,ctrl+@",
            "mark",
            "mark.one",
            "Mark the option, or take the mark away: y n m x are then for all marked",
        ),
        bind("V", "mark_range", "mark.range", "Mark all options from the newest mark to here"),
        bind("A", "mark_all", "mark.all", "Mark all options of this list, or take all marks away"),
        bind("N", "whole_menu('n')", "menu.off", "Turn the menu under the cursor off, except what is in use"),
        bind(
            "M",
            "whole_menu('m')",
            "menu.modules",
            "Make modules of the menu under the cursor where that works",
        ),
        bind(
            "X", "reset_menu", "menu.withdraw", "Say nothing about the menu under the cursor: NixOS decides"
        ),
    ]

    @property
    def marking_rows(self) -> RowList:
        """The list whose rows are marked."""
        return self.query_one("#list RowList", RowList)

    def options_shown(self) -> Sequence[Symbol | None]:
        """The option of each row."""
        return [None if node is None else option_of(node) for node in self.nodes_shown()]

    @abstractmethod
    def nodes_shown(self) -> Sequence[MenuNode | None]:
        """The entry of each row."""

    # Marks

    def action_mark(self) -> None:
        """Mark the option under the cursor, or take its mark away, and go on to the next row."""
        symbol = self._question(values=True)
        if symbol is None:
            return
        marked = self.view.marked
        if symbol.name in marked:
            del marked[symbol.name]
        else:
            marked[symbol.name] = None
        self.marking_rows.update_rows()
        self.marking_rows.cursor += 1
        self._tell_marks()

    def action_mark_range(self) -> None:
        """Mark from the option that was marked last to the one under the cursor."""
        shown = self.options_shown()
        newest = next(reversed(self.view.marked), None)
        start = next(
            (row for row, each in enumerate(shown) if each is not None and each.name == newest), None
        )
        if start is None:
            self.action_mark()
            return
        first, last = sorted((start, self.marking_rows.cursor))
        self._mark(shown[first : last + 1])

    def action_mark_all(self) -> None:
        """Mark all options of the list; if they are, take all marks away."""
        shown = [each for each in self.options_shown() if each is not None]
        if all(each.name in self.view.marked for each in shown):
            self.clear_marks()
        else:
            self._mark(shown)

    def _mark(self, symbols: Sequence[Symbol | None]) -> None:
        self.view.marked.update((each.name, None) for each in symbols if each is not None)
        self.marking_rows.update_rows()
        self._tell_marks()

    def clear_marks(self) -> bool:
        """Take all marks away; False if there are none."""
        if not self.view.marked:
            return False
        self.view.marked.clear()
        self.marking_rows.update_rows()
        self._tell_marks()
        return True

    def _tell_marks(self) -> None:
        count = len(self.view.marked)
        keys = key(self, "option.yes", "option.no", "option.module", "option.withdraw")
        leave = key(self, self.UNMARK)
        self.say(
            f"{counted(count, 'option')} marked: {keys} for all of them, {leave} unmarks." if count else "",
            "plain",
        )

    def _marked(self) -> list[Symbol]:
        symbols = self.view.session.kernel.symbols
        return [symbols[name] for name in self.view.marked if name in symbols]

    # Actions on all marked options

    def action_answer(self, value: str) -> None:
        """Answer y, m or n: all marked options, or the one under the cursor."""
        if not self.view.marked:
            super().action_answer(value)
            return
        wanted = many.answered(self.view.session, self._marked(), value)
        self._look_ahead(wanted, f"answered {value}")

    def action_withdraw(self) -> None:
        """Take the user's answers away: of all marked options, or of the one under the cursor."""
        if not self.view.marked:
            super().action_withdraw()
            return
        self._look_ahead(many.withdrawn(self.view.session, self._marked()), "left to NixOS")

    def _look_ahead(self, wanted: Many, how: str) -> None:
        self.look_ahead(wanted.edits, partial(self._make, wanted, how))

    def _make(self, wanted: Many, how: str) -> None:
        """Make many edits as one and tell what came of it; the marks are done with."""
        session = self.view.session
        refusal = session.do(wanted.edits) if wanted.edits else None
        if refusal is not None:
            self.say(sentence(refusal))
            return
        self.clear_marks()
        text = f"{counted(len(wanted.edits), 'option')} {how}; {key(self, 'session.undo')} takes it back."
        if not wanted.edits:
            text = "Nothing to change."
        for name, reason in list(wanted.left_out.items())[:1]:
            about = reason if name in reason else f"{name}: {reason}"
            text = f"{text} Left out {len(wanted.left_out)}: {sentence(about)}"
        self.say(text, "warning" if wanted.left_out else "plain")
        if wanted.edits:
            self.post_message(Edited())

    # Whole menus

    def _menu_under_cursor(self) -> MenuNode | None:
        node = self.selected()
        if node is None or not node.children:
            self.say("This is no menu: put the cursor on one.")
            return None
        return node

    def action_whole_menu(self, value: str) -> None:
        """Turn a menu off or into modules, after a look at what is left out."""
        node = self._menu_under_cursor()
        if node is None:
            return
        if self.view.stale:
            self.say("The result is being computed; try again in a moment.")
            return

        def make(wanted: Many | None) -> None:
            if wanted is not None:
                self._look_ahead(Many(wanted.edits), f"of {node.prompt} answered {value}")

        self.app.push_screen(WholeMenuScreen(self.view.session, node, value), make)

    def action_reset_menu(self) -> None:
        """Take the user's answers to a whole menu away."""
        node = self._menu_under_cursor()
        if node is not None:
            below = many.options_below(node)
            self._look_ahead(many.withdrawn(self.view.session, below), f"of {node.prompt} left to NixOS")
