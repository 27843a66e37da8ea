"""The user's edits of one entry: what it shall say, every step there, and what of it is not saved yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nixmenu.layers.definition import Definition

if TYPE_CHECKING:
    from nixmenu.written_entry import WrittenEntry


@dataclass(frozen=True, slots=True)
class Change:
    """An unsaved edit of one option: its definition in the entry as the file has it, and as it shall be."""

    old: Definition | None
    new: Definition | None


Said = tuple[Definition, ...]
"""What an entry says to one option: mostly one definition, more where merged sets repeat it, none."""


@dataclass(frozen=True, slots=True)
class Written:
    """Another entry, which was written to the file at once: to take that back is to write it again."""

    entry: str
    before: Mapping[str, Said]
    after: Mapping[str, Said]
    """What it said and says to the same options."""
    file: "WrittenEntry"
    """Leads the file there and back."""


Write = Callable[[Written, Mapping[str, Said]], None]
"""Makes a written entry say something; raises NixmenuError, and nothing is changed, if that cannot be."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One edit, which may touch several options at once, as moving a choice does."""

    before: Mapping[str, Said]
    after: Mapping[str, Said]
    written: Written | None = None

    @property
    def changes(self) -> Mapping[str, Change]:
        """What it changed, by option."""
        step = self.written or self
        return {name: Change(_first(step.before[name]), _first(said)) for name, said in step.after.items()}


class Edits:
    """What the entry says now, against what the file says; undo and redo reach across a save."""

    def __init__(self, saved: Mapping[str, Said], write: Write) -> None:
        self._saved = dict(saved)
        self._now = dict(saved)
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._write = write

    def fork(self, write: Write) -> "Edits":
        """The same edits, with the same way back, to go on apart from these."""
        apart = Edits(self._saved, write)
        apart._now = dict(self._now)
        apart._done, apart._undone = [*self._done], [*self._undone]
        return apart

    def said(self, name: str) -> Said:
        """What the entry says to the option now."""
        return self._now.get(name, ())

    @property
    def definitions(self) -> Sequence[Definition]:
        """Everything the entry says now, but for what may not count."""
        return [definition for said in self._now.values() for definition in said if not definition.conditions]

    @property
    def changes(self) -> Mapping[str, Change]:
        """What a save would change, by option."""
        names = dict.fromkeys((*self._saved, *self._now))
        return {
            name: Change(_first(self._saved.get(name, ())), _first(self._now.get(name, ())))
            for name in names
            if not same_said(self._saved.get(name, ()), self._now.get(name, ()))
        }

    def is_changed(self, name: str) -> bool:
        """Whether a save would change the option."""
        return not same_said(self._saved.get(name, ()), self._now.get(name, ()))

    def saved(self, name: str) -> Said:
        """What the file says to the option."""
        return self._saved.get(name, ())

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        return bool(self._undone)

    def make(self, wanted: Mapping[str, Said]) -> bool:
        """Make one edit of one or more options; False when they say that already, which is no step."""
        after = {name: said for name, said in wanted.items() if not same_said(said, self.said(name))}
        if not after:
            return False
        self._done.append(_Step({name: self.said(name) for name in after}, after))
        self._undone.clear()
        self._put(after)
        return True

    def note(self, written: Written) -> None:
        """Take what was written to the file as the newest step."""
        self._done.append(_Step({}, {}, written))
        self._undone.clear()

    def entry_written(self, number: int) -> str | None:
        """The entry that step `number`, counted from 0, wrote to the file at once; None if it is an edit."""
        steps = (*self._done, *reversed(self._undone))
        written = steps[number].written if 0 <= number < len(steps) else None
        return written.entry if written is not None else None

    @property
    def history(self) -> Sequence[Mapping[str, Change]]:
        """What each step changed, by option, the oldest first; those that were taken back come last."""
        return [step.changes for step in (*self._done, *reversed(self._undone))]

    @property
    def position(self) -> int:
        """How many of the steps in `history` are made."""
        return len(self._done)

    def go_to(self, position: int) -> None:
        """Take steps back, or make them again, until so many of them are made."""
        while len(self._done) > position and self.undo():
            pass
        while len(self._done) < position and self.redo():
            pass

    def undo(self) -> bool:
        """Take back the newest edit; False when there is none. Raises NixmenuError if a file cannot be written."""
        if not self._done:
            return False
        step = self._done[-1]
        if step.written is not None:
            self._write(step.written, step.written.before)
        self._undone.append(self._done.pop())
        self._put(step.before)
        return True

    def redo(self) -> bool:
        """Make the edit again that was taken back last; False when there is none. Raises as `undo`."""
        if not self._undone:
            return False
        step = self._undone[-1]
        if step.written is not None:
            self._write(step.written, step.written.after)
        self._done.append(self._undone.pop())
        self._put(step.after)
        return True

    def snapshot(self) -> Mapping[str, Said]:
        """What the entry says now, to all options; later edits do not change it."""
        return dict(self._now)

    def saved_as(self, saved: Mapping[str, Said], planned: Mapping[str, Said]) -> None:
        """Take what the file says after a save as the saved state, with its new places.

        `planned` is what the entry said when the save was planned: what was edited since stays an edit.
        """
        edited = {
            name: self.said(name)
            for name in (*planned, *self._now)
            if not same_said(planned.get(name, ()), self.said(name))
        }
        self._saved = dict(saved)
        self._now = dict(saved)
        self._put(edited)

    def _put(self, said: Mapping[str, Said]) -> None:
        for name, definitions in said.items():
            if definitions:
                self._now[name] = definitions
            else:
                self._now.pop(name, None)


def same_said(left: Said, right: Said) -> bool:
    """Whether two say the same to an option, wherever it is written."""
    return [_content(one) for one in left] == [_content(one) for one in right]


def _content(definition: Definition) -> tuple[str | None, str | None, bool, int, tuple[str, ...]]:
    answer = definition.tristate, definition.freeform
    return *answer, definition.optional, definition.priority, definition.conditions


def _first(said: Said) -> Definition | None:
    return said[0] if said else None
