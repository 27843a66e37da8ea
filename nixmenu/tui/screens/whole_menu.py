"""The question before a whole menu is changed: how much, and what is left out because it is in use."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from kconfig_index import MenuNode
from nixmenu.many import Many, whole_menu
from nixmenu.session import Session
from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import Piece, printable
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import counted
from nixmenu.tui.wrapping import Line

WHAT = {"n": "Turn off", "m": "Make modules of"}
LEAVE = ("whole-menu.cancel", "leave it as it is")
OUTCOME = {"n": "turned off", "m": "made a module"}


class WholeMenuScreen(ModalScreen[Many | None]):
    """Works out what can be changed, which tries NixOS's whole run, and answers it after a yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("y,enter", "take", "whole-menu.yes", "Change the menu"),
        bind("escape,q,n", "cancel", "whole-menu.cancel", "Leave the menu as it is"),
    ]

    class Planned(Message):
        """It is known what can be changed."""

        def __init__(self, many: Many) -> None:
            super().__init__()
            self.many = many

    def __init__(self, session: Session, menu: MenuNode, value: str) -> None:
        super().__init__()
        self._session = session
        self._menu = menu
        self._value = value
        self._many: Many | None = None

    def compose(self) -> ComposeResult:
        """What is asked, what is left out, the keys."""
        with Vertical(id="dialog", classes="-list") as dialog:
            dialog.border_title = f"{WHAT[self._value]} {printable(self._menu.prompt or '')}?"
            yield Static("Looking at what is in use …", id="whole-menu-sum", markup=False)
            yield TextPane(id="left-out")
            yield KeyLine(LEAVE)

    def on_mount(self) -> None:
        """Start."""
        self._plan()

    @property
    def at_rest(self) -> bool:
        """Whether it is known what can be changed."""
        return self._many is not None

    @work(thread=True, exclusive=True, group="whole-menu")
    def _plan(self) -> None:
        self.post_message(self.Planned(whole_menu(self._session, self._menu, self._value)))

    @on(Planned)
    def _show(self, message: Planned) -> None:
        many = self._many = message.many
        count = len(many.edits)
        says = (
            f"{counted(count, 'option')} can be {OUTCOME[self._value]}."
            if count
            else "Nothing can be changed."
        )
        if many.left_out:
            says += f" {len(many.left_out)} in use, left as they are:"
        self.query_one("#whole-menu-sum", Static).update(says)
        pane = self.query_one(TextPane)
        pane.show([_line(name, reason) for name, reason in sorted(many.left_out.items())])
        pane.focus()
        if count:
            self.query_one(KeyLine).show(("whole-menu.yes", "do it"), LEAVE)

    def action_take(self) -> None:
        """Hand back what is to be done."""
        if self._many is not None:
            self.dismiss(self._many if self._many.edits else None)

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)


def _line(name: str, reason: str) -> Line:
    return (Piece(f"{name}  ", "key"), Piece(reason.removeprefix(f"{name} "), "quiet"))
