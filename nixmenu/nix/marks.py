"""A text that remembers what stood in the places where it was changed, so that each can get its bytes back.

Changes that do not touch are taken back one by one, in any order. Where a later change overlaps an earlier one
it buries it: the earlier one comes to light again when the later one is taken back. Nothing here knows what
the text means.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from nixmenu.nix.splice import Splice, spliced

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, eq=False)
class Mark(Generic[K, V]):
    """One place that was changed."""

    start: int
    end: int
    """Offsets of what stands there now."""
    old: bytes
    """What stood there before."""
    said: Mapping[K, V]
    """What the change was about, each with what was said of it before; empty: it came along with others."""
    step: int
    """Changes made as one have one number; later ones have greater ones."""
    buried: "tuple[Mark[K, V], ...]" = ()
    """Earlier changes of the same place, with offsets in `old`."""

    def moved(self, distance: int) -> "Mark[K, V]":
        """The same place with what stands before it grown by `distance` bytes."""
        return replace(self, start=self.start + distance, end=self.end + distance)


@dataclass(slots=True, eq=False)
class _Group(Generic[K, V]):
    """Splices and the marks that they overlap, from the first byte of any to the last."""

    start: int
    end: int
    splices: list[Splice]
    said: dict[K, V]
    marks: list[Mark[K, V]]

    def covers(self, mark: Mark[K, V]) -> bool:
        return mark.end > self.start and mark.start < self.end


@dataclass(frozen=True, slots=True, eq=False)
class MarkedText(Generic[K, V]):
    """A text and the marks in it, in their order; none overlaps another."""

    text: bytes
    marks: tuple[Mark[K, V], ...] = ()

    @property
    def last_step(self) -> int:
        """The number of the newest change that can be taken back; 0 if there is none."""
        return max((mark.step for mark in _all(self.marks)), default=0)

    def changed(
        self, splices: Sequence[Splice], said: Sequence[Mapping[K, V]], step: int
    ) -> "MarkedText[K, V]":
        """The text with splices, which come in order, made as one; `said` is what each of them is about."""
        return self._after(splices, said, step)

    def followed(self, splices: Sequence[Splice]) -> "MarkedText[K, V]":
        """The text after changes by someone else: what they touched cannot be taken back any more."""
        return self._after(splices, [{} for _ in splices], None)

    def _after(
        self, splices: Sequence[Splice], said: Sequence[Mapping[K, V]], step: int | None
    ) -> "MarkedText[K, V]":
        groups: list[_Group[K, V]] = [
            _Group(splice.start, splice.end, [splice], dict(about), [])
            for splice, about in zip(splices, said, strict=True)
        ]
        free = []
        for mark in self.marks:
            over = [group for group in groups if group.covers(mark)]
            if not over:
                free.append(mark)
                continue
            joined = over[0]
            for group in over[1:]:
                joined.splices += group.splices
                joined.said.update(group.said)
                joined.marks += group.marks
                joined.end = group.end
                groups.remove(group)
            joined.marks.append(mark)
            joined.start, joined.end = min(joined.start, mark.start), max(joined.end, mark.end)
        marks = []
        distance = 0
        for group in groups:
            while free and free[0].end <= group.start:
                marks.append(free.pop(0).moved(distance))
            old = self.text[group.start : group.end]
            shifted = [
                Splice(one.start - group.start, one.end - group.start, one.text) for one in group.splices
            ]
            start = group.start + distance
            distance += len(spliced(old, shifted)) - len(old)
            if step is not None:
                buried = tuple(mark.moved(-group.start) for mark in group.marks)
                marks.append(Mark(start, group.end + distance, old, group.said, step, buried))
        marks += [mark.moved(distance) for mark in free]
        return MarkedText(spliced(self.text, splices), tuple(marks))

    def restored(
        self, wanted: Mapping[K, Callable[[V], bool]], *, companions: bool = True
    ) -> "MarkedText[K, V]":
        """The text with the bytes that stood there when last what was said of something passed its test.

        What cannot be taken back without something that is not wanted stays. `companions` takes back what came
        along with changes, too, when nothing else is left of them.
        """
        chosen = self._chosen(wanted)
        if companions:
            chosen |= self._companions(chosen)
        text, marks = _restored(self.text, self.marks, chosen)
        return MarkedText(text, tuple(marks))

    def _chosen(self, wanted: Mapping[K, Callable[[V], bool]]) -> set[Mark[K, V]]:
        """The marks to take back."""
        everything = _all(self.marks)
        needed: dict[K, set[Mark[K, V]]] = {}
        for key, test in wanted.items():
            about = [mark for mark in everything if key in mark.said]
            fitting = [mark.step for mark in about if test(mark.said[key])]
            if fitting:
                needed[key] = {mark for mark in about if mark.step >= max(fitting)}
        above = _above(self.marks)
        while True:
            chosen = {mark for marks in needed.values() for mark in marks}
            stuck = {
                mark
                for mark in chosen
                if any(mark not in needed.get(key, ()) for key in mark.said)
                or (mark in above and above[mark] not in chosen)
            }
            if not stuck:
                return chosen
            needed = {key: marks for key, marks in needed.items() if not marks & stuck}

    def _companions(self, chosen: Collection[Mark[K, V]]) -> set[Mark[K, V]]:
        everything = _all(self.marks)
        left = {mark.step for mark in everything if mark.said and mark not in chosen}
        done = {mark.step for mark in chosen} - left
        above = _above(self.marks)
        found = {mark for mark in everything if not mark.said and mark.step in done}
        return {mark for mark in found if mark not in above or above[mark] in chosen or above[mark] in found}


def _restored(
    text: bytes, marks: Sequence[Mark[K, V]], chosen: Collection[Mark[K, V]]
) -> tuple[bytes, list[Mark[K, V]]]:
    pieces = []
    kept: list[Mark[K, V]] = []
    position = length = 0
    for mark in marks:
        pieces.append(text[position : mark.start])
        length += mark.start - position
        if mark in chosen:
            piece, inner = _restored(mark.old, mark.buried, chosen)
            kept += [one.moved(length) for one in inner]
        else:
            piece = text[mark.start : mark.end]
            kept.append(mark.moved(length - mark.start))
        pieces.append(piece)
        length += len(piece)
        position = mark.end
    pieces.append(text[position:])
    return b"".join(pieces), kept


def _all(marks: Sequence[Mark[K, V]]) -> list[Mark[K, V]]:
    """The marks and all that are buried under them."""
    return [one for mark in marks for one in (mark, *_all(mark.buried))]


def _above(marks: Sequence[Mark[K, V]]) -> dict[Mark[K, V], Mark[K, V]]:
    """The mark that buries each."""
    return {inner: mark for mark in _all(marks) for inner in mark.buried}
