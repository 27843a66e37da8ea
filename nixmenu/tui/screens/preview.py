"""The look ahead before a change with wide effects: what it takes along, and what NixOS will say to it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from kconfig_index.errors import KconfigError
from nixmenu.cost import Cost, Edits
from nixmenu.differences import Difference, differences
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.prediction import Prediction
from nixmenu.problems import Message as Problem
from nixmenu.session import Session
from nixmenu.tui.bindings import bind
from nixmenu.tui.delays import later
from nixmenu.tui.difference_rows import COLUMNS, DifferenceRows
from nixmenu.tui.ordered_keys import OrderedKeysApp
from nixmenu.tui.rows import Piece
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.wording import counted

Answer = Literal["do", "do-silently"]
"""Make the change; the second one says that no other one shall be asked about."""

SIGNS = {"error": Piece("✗", "error"), "warning": Piece("!", "warning")}


SHOW_AFTER = 0.15
"""Seconds until it is shown that effects are being looked for: where there are few, nothing flashes."""

LOOKING = "Looking at what changes with it …"


class PreviewScreen(ModalScreen[Answer | None]):
    """Shows at once what the kernel's rules say, and then NixOS's whole run, which a thread replays.

    Where it is not known yet what those rules say, that is found out first, in a thread, too; if it is not worth a look
    the change is made without a question. Until then keys are kept for what comes then.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "answer('do')", "preview.do", "Make the change", priority=True),
        bind("escape,q,left", "answer('')", "preview.leave", "Leave everything as it is"),
        bind(
            "a",
            "answer('do-silently')",
            "preview.silently",
            "Make the change, and show no other beforehand until nixmenu ends",
        ),
    ]

    class Replayed(Message):
        """It is known what NixOS's run will say."""

        def __init__(self, prediction: Prediction | None, reason: str = "") -> None:
            super().__init__()
            self.prediction, self.reason = prediction, reason

    class Estimated(Message):
        """It is known what the kernel's rules say; None where that is not worth a look."""

        def __init__(self, cost: Cost | None) -> None:
            super().__init__()
            self.cost = cost

    def __init__(self, view: SessionView, edits: Edits, cost: Cost | None) -> None:
        super().__init__(classes="-looking" if cost is None else "")
        self._view = view
        self._edits = edits
        self._cost = cost
        self.found: Sequence[Difference] = ()
        self._replayed = False

    def compose(self) -> ComposeResult:
        """What is changed, what that takes along, the list, the keys."""
        rows = RowList(COLUMNS, id="preview-rows", empty="")
        with Vertical(id="dialog", classes="-preview") as dialog:
            dialog.border_title = self._title()
            yield Static(id="preview-sum", markup=False)
            yield Static(id="preview-problems", markup=False)
            yield ColumnTitles(rows, "option")
            yield rows
            yield KeyLine(
                ("preview.do", "do it"),
                ("preview.leave", "leave it"),
                ("preview.silently", "do it and ask no more"),
            )

    def on_mount(self) -> None:
        """Show what is known, and find out the rest."""
        self.query_one(RowList).focus()
        if self._cost is not None:
            self._begin(self._cost)
            return
        self.query_one("#preview-sum", Static).update(LOOKING)
        later(self, SHOW_AFTER, partial(self.remove_class, "-looking"))
        if isinstance(self.app, OrderedKeysApp):
            self.app.keep_keys()
        self._estimate()

    @work(thread=True, exclusive=True, group="preview")
    def _estimate(self) -> None:
        self.post_message(self.Estimated(self._view.cost(self._edits)))

    @on(Estimated)
    def _take_estimate(self, message: Estimated) -> None:
        self.remove_class("-looking")
        if message.cost is not None:
            self._let_keys_go(kept=False)  # they were for the list, and not for this question
            self._begin(message.cost)
        elif self.is_current:
            self.dismiss("do")

    def _let_keys_go(self, *, kept: bool) -> None:
        if isinstance(self.app, OrderedKeysApp):
            if not kept:
                self.app.drop_keys()
            self.app.take_keys(kept=kept)

    def on_unmount(self) -> None:
        """Keys that were kept are for the list again."""
        if self._cost is None:
            self._let_keys_go(kept=True)

    def _begin(self, cost: Cost) -> None:
        self._cost = cost
        lost = frozenset(cost.lost)
        self.found = sorted(cost.others, key=lambda each: each.name not in lost)
        known = f"{counted(len(lost), 'answer')} that must hold will not hold. " if lost else ""
        self._show(dict.fromkeys(cost.lost, SIGNS["error"]), f"{known}Replaying NixOS's run …")
        self._replay(self._view.session.fork())

    @property
    def at_rest(self) -> bool:
        """Whether nothing is looked for any more."""
        return self._replayed

    def _title(self) -> str:
        values = {value or ("NixOS's answer" if value is None else "no answer") for _, value in self._edits}
        then = f" → {values.pop()}" if len(values) == 1 else ""
        if len(self._edits) != 1:
            return counted(len(self._edits), "option") + then
        ((name, _),) = self._edits
        symbol = self._view.session.kernel.symbols.get(name)
        return f"{name}{f': {self._view.value(symbol)}' if symbol is not None else ''}{then}"

    def _show(self, signs: Mapping[str, Piece], problems: str) -> None:
        count = len(self.found)
        takes = f"{counted(count, 'other option')} {'changes' if count == 1 else 'change'} with it."
        self.query_one("#preview-sum", Static).update(takes)
        self.query_one("#preview-problems", Static).update(problems)
        rows = self.query_one(RowList)
        rows.show(DifferenceRows(self._view.session, self.found, signs), rows.cursor, rows.top)

    @work(thread=True, exclusive=True, group="preview")
    def _replay(self, session: Session) -> None:
        worker = get_current_worker()
        name, value = self._edits[0]
        symbol = session.kernel.symbols.get(name)
        if len(self._edits) == 1 and value and symbol is not None:
            session.edit(symbol, value)
        else:
            session.do(self._edits)
        try:
            prediction = session.predict(lambda: worker.is_cancelled)
        except CancelledError:
            return
        except (NixmenuError, KconfigError) as error:
            self.post_message(self.Replayed(None, str(error)))
        else:
            self.post_message(self.Replayed(prediction))

    @on(Replayed)
    def _take(self, message: Replayed) -> None:
        self._replayed = True
        now, then = self._view.session.prediction, message.prediction
        if now is None or then is None or not then.values:
            reason = message.reason or (then.fatal if then is not None else None) or "there is no result"
            self._show({}, f"✗ NixOS would stop: {reason}")
            return
        wanted = {name for name, _ in self._edits}
        known = {each.text for each in now.messages}
        new = [each for each in then.messages if each.text not in known and each.severity in SIGNS]
        names = {each.name for each in new if each.name} - wanted
        found = [each for each in differences(now.values, then.values) if each.name not in wanted | names]
        found += [Difference(name, now.values.get(name), then.values.get(name)) for name in sorted(names)]
        places = {each.name: place for place, each in enumerate(self.found)}
        # What is shown already stays where it is.
        self.found = sorted(found, key=lambda each: places.get(each.name, len(places)))
        self._show({each.name: SIGNS[each.severity] for each in new}, _verdict(now, then))

    def action_answer(self, answer: str) -> None:
        """Hand the answer back; there is nothing to agree to as long as nothing is known."""
        if answer and self._cost is None:
            return
        self.dismiss("do" if answer == "do" else "do-silently" if answer else None)


def _verdict(now: Prediction, then: Prediction) -> str:
    """Which problems come and go, in a sentence."""
    come = _kinds(now.messages, then.messages)
    go = _kinds(then.messages, now.messages)
    if not come and not go:
        return "No problem comes or goes."
    parts = [f"{verb}: {what}." for what, verb in ((come, "New"), (go, "Gone")) if what]
    return f"{'✗' if come else '✓'} {' '.join(parts)}"


def _kinds(before: Sequence[Problem], after: Sequence[Problem]) -> str:
    """How many errors and warnings only the second has."""
    known = {each.text for each in before}
    new = [each.severity for each in after if each.text not in known]
    counts = [counted(new.count(kind), kind) for kind in ("error", "warning") if kind in new]
    return " and ".join(counts)
