"""What else has to be said so that the user's entries cause no error: found in a thread, shown, then written."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.session import Session
from nixmenu.tui import diff_lines
from nixmenu.tui.bindings import bind
from nixmenu.tui.keyed_app import key
from nixmenu.tui.long_looks import one_at_a_time
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.text_pane import TextPane
from nixmenu.tui.wording import counted, sentence
from nixmenu.tui.wrapping import Line

if TYPE_CHECKING:
    from nixmenu.fallout import Fallout
    from nixmenu.nix.edit import Plan


class FalloutScreen(Screen[str | None]):
    """Shows the definitions, what each goes back to, and the diff; answers a sentence if it was written.

    They go to an entry of their own, which is made anew each time.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("y,enter", "write", "fallout.write", "Write the entry as shown"),
        bind("escape,n,q", "leave", "fallout.leave", "Write nothing"),
    ]

    class Progress(Message):
        """Another run is replayed."""

        def __init__(self, runs: int) -> None:
            super().__init__()
            self.runs = runs

    class Found(Message):
        """What was found, and the edits that say it: first the unsaved ones, then the entry."""

        def __init__(self, found: "Fallout", plans: "list[Plan]") -> None:
            super().__init__()
            self.found, self.plans = found, plans

    class Failed(Message):
        """There is nothing to show, for a reason that can be told."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.found: Fallout | None = None
        self._failed = False
        self._writable = False

    def compose(self) -> ComposeResult:
        """What it is about, what was found with the diff, the keys."""
        yield PieceLine(id="header")
        yield PieceLine(id="path")
        yield TextPane(id="diff")
        yield PieceLine(id="status")

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#header", PieceLine).show(
            (
                Piece("Fallout", "menu"),
                Piece("  what else has to be said so that your entries cause no error"),
            )
        )
        self._show_step(0)
        self._show_keys()
        self.query_one("#diff", TextPane).focus()
        self._find(self._session.snapshot())

    @property
    def at_rest(self) -> bool:
        """Whether nothing is looked for any more."""
        return self.found is not None or self._failed

    @work(thread=True, exclusive=True, group="fallout")
    def _find(self, session: Session) -> None:
        # Imported here because nothing is fixed before the first screen is there.
        from nixmenu.fallout import fallout, plan_fallout

        worker = get_current_worker()

        def progress(_: str, runs: int, __: int) -> None:
            self.post_message(self.Progress(runs))

        def cancelled() -> bool:
            return worker.is_cancelled

        try:
            with one_at_a_time(cancelled):
                found = fallout(session, progress, cancelled)
                plans = [session.plan()] if session.dirty else []
                self.post_message(self.Found(found, [*plans, plan_fallout(session, found)]))
        except CancelledError:
            return
        except NixmenuError as error:
            self.post_message(self.Failed(str(error)))

    @on(Progress)
    def _show_progress(self, message: Progress) -> None:
        if self.found is None:
            self._show_step(message.runs)

    def _show_step(self, runs: int) -> None:
        what = (
            f"Replaying NixOS's run, {counted(runs, 'time')} so far …" if runs else "Replaying NixOS's run …"
        )
        self.query_one("#path", PieceLine).show((Piece(what, "quiet"),))

    @on(Failed)
    def _show_failure(self, message: Failed) -> None:
        self._failed = True
        self.query_one("#path", PieceLine).show((Piece(sentence(message.reason), "error"),), wrap=True)

    @on(Found)
    def _show_found(self, message: Found) -> None:
        found = self.found = message.found
        self._writable = found.clean and any(plan.changed for plan in message.plans[-1:])
        self.query_one("#path", PieceLine).show(
            (Piece(summary(found), "you" if found.clean else "error"),), wrap=True
        )
        lines = text(found)
        if self._writable:
            for plan in message.plans:
                lines += [(Piece(""),), (Piece(f'{plan.path}, entry "{plan.entry}":', "menu"),)]
                lines += diff_lines.lines(plan.diff)
        self.query_one("#diff", TextPane).show(lines)
        self._show_keys()

    def _show_keys(self) -> None:
        keys: Line = (Piece(key(self, "fallout.leave"), "key"), Piece(" write nothing", "quiet"))
        if self._writable:
            unsaved = " with your unsaved changes" if self._session.dirty else ""
            keys = (
                Piece(key(self, "fallout.write"), "key"),
                Piece(f" write the entry{unsaved}   ", "quiet"),
                *keys,
            )
        self.query_one("#status", PieceLine).show(keys)

    def action_write(self) -> None:
        """Write the unsaved edits, if there are any, and then the entry; read the file again."""
        # Imported here because the Nix grammar costs time that a look need not spend.
        from nixmenu.fallout import plan_fallout
        from nixmenu.nix.write import save

        found, session = self.found, self._session
        if found is None or not self._writable:
            return
        try:
            if session.dirty:
                session.save(session.plan())
            plan = plan_fallout(session, found)
            save(plan)
            present = {name: tuple(said) for name, said in found.present.items()}
            lines = {line.definition.name: (line.definition,) for line in found.lines}
            names = present | lines
            session.wrote(
                plan,
                {name: present.get(name, ()) for name in names},
                {name: lines.get(name, ()) for name in names},
            )
        except NixmenuError as error:
            self.query_one("#status", PieceLine).show((Piece(f"Not written: {error}", "error"),))
            return
        self.app.post_message(Edited())
        self.dismiss(
            f'Wrote {counted(len(found.lines), "definition")} to the entry "{found.entry}" in {plan.path};'
            f" {key(self, 'session.undo')} takes them out."
        )

    def action_leave(self) -> None:
        """Write nothing; what is still looked for is given up."""
        self.dismiss(None)


def summary(found: "Fallout") -> str:
    """How it ends, in a sentence."""
    if not found.clean:
        wants = counted(len(found.clashes), "want")
        return f"{wants} of yours cannot come true with the others; nothing can be written."
    if not found.before and not found.lines:
        return "Your entries cause no error: nothing else has to be said."
    more = counted(len(found.lines), "more definition")
    return f"{counted(found.before, 'error')} without, none with {more}: it was replayed."


def text(found: "Fallout") -> list[Line]:
    """What cannot be, then the definitions, those with the same reason together."""
    lines: list[Line] = [
        (
            Piece(
                f"✗ No way for {clash.name}: {clash.reason}." if clash.name else f"✗ {clash.reason}.", "error"
            ),
        )
        for clash in found.clashes
    ]
    groups: dict[tuple[str, str], list[str]] = {}
    for line in found.lines:
        value = line.definition.tristate or line.definition.freeform
        said = "No answer any more" if value is None else f"Answered {value}"
        groups.setdefault((said, line.because), []).append(line.definition.name)
    for (said, because), names in groups.items():
        lines += [(Piece(f"{said}, because {because}:"),), (Piece(f"    {' '.join(names)}", "key"),)]
    lines += [
        (Piece(f"Left alone, since NixOS gives it without your entries, too: {message.text}", "quiet"),)
        for message in found.others
    ]
    return lines
