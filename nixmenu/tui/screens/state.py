"""The choice of a state to compare."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from nixmenu.errors import NixmenuError
from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import Piece, Row
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.states import ALONE, BASE, NOW, SAVED, State, file_state, history
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import sentence

FILE = "a .config file …"


class StateRows:
    """One state per row; the present choice has a sign."""

    def __init__(self, names: Sequence[str], chosen: str) -> None:
        self._names = names
        self._chosen = chosen

    def __len__(self) -> int:
        return len(self._names)

    def row(self, index: int) -> Row:
        """Its name."""
        name = self._names[index]
        return Row(Piece("→" if name == self._chosen else " ", "key"), Piece(""), (Piece(name),))


class StateScreen(ModalScreen[State | None]):
    """Answers one of the states there are, or that of a file that is asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,q,left", "leave", "state.leave", "Compare what was compared before"),
    ]

    def __init__(self, title: str, view: SessionView, chosen: str) -> None:
        super().__init__()
        self._title = title
        self.states = [BASE, ALONE, SAVED, *history(view.session), NOW]
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="dialog", classes="-list") as dialog:
            dialog.border_title = self._title
            yield RowList(id="states")
            yield KeyLine(("list.open", "take it"), ("state.leave", "back"))

    def on_mount(self) -> None:
        """Stand on the present choice."""
        names = [*(state.name for state in self.states), FILE]
        rows = self.query_one(RowList)
        rows.show(StateRows(names, self._chosen), names.index(self._chosen) if self._chosen in names else 0)
        rows.focus()

    @on(RowList.Opened)
    def _take(self, event: RowList.Opened) -> None:
        if event.index < len(self.states):
            self.dismiss(self.states[event.index])
            return

        def take(name: str | None) -> None:
            if name is not None:
                self.dismiss(file_state(name))

        hint = "It may be packed, as /proc/config.gz is."
        self.app.push_screen(
            NameScreen("Compare with a .config file", hint, ".config", refusal=_unusable), take
        )

    def action_leave(self) -> None:
        """Choose nothing else."""
        self.dismiss(None)


def _unusable(name: str) -> str | None:
    try:
        file_state(name)
    except NixmenuError as error:
        return sentence(str(error))
    return None
