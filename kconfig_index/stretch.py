"""What a stretch of a run did to the values: to have it again elsewhere, or to know that it would go otherwise.

Two runs over one kernel that differ in a few answers go the same way for most of their length. A `Stretch` is a part
of a run, with all that it looked at and all that it left behind; a `Difference` is where two runs stand apart. A
stretch that neither looks at what differs nor computes anything from it goes the same way in both: no need to run it
twice.
"""

from collections.abc import Iterable, Sequence

from kconfig_index.index import Index
from kconfig_index.menu_tree import CHOICE
from kconfig_index.values import Values, looked_at


class Stretch:
    """What values went through while they were journaled, and where they stood in the end."""

    def __init__(self, values: Values) -> None:
        assert values.journal is not None
        count = len(values.index.names)
        tristates = values.tristates
        self._changed = values.journal.changed
        touched = values.journal.changed | values.journal.computed
        symbols = with_choices(values.index, (each for each in touched if each < count))
        self._operands = [*symbols, *(each for each in touched if each >= count)]
        self._tristates = [tristates[operand] for operand in self._operands]
        self._columns = [(each, values.texts[each], *_bytes_of(values, each)) for each in symbols]
        self._by_symbol = [
            {each: known[each] for each in known.keys() & symbols} for known in values.by_symbol
        ]
        self._symbols = symbols
        self._waiting = values.waiting
        self._involved: frozenset[int] | None = None

    @property
    def touched(self) -> Sequence[int]:
        """The operands whose value or state may be another one than before."""
        return self._operands

    def repeat(self, values: Values) -> None:
        """Leave other values as this stretch left its own; where they were the same before, they are the same then."""
        tristates, texts = values.tristates, values.texts
        visible, written, answers = values.visible, values.written, values.user_tristates
        for operand, tristate in zip(self._operands, self._tristates, strict=True):
            tristates[operand] = tristate
        for symbol, text, seen, saved, answer in self._columns:
            texts[symbol] = text
            visible[symbol] = seen
            written[symbol] = saved
            answers[symbol] = answer
        for known, kept in zip(values.by_symbol, self._by_symbol, strict=True):
            for symbol in (known.keys() & self._symbols) - kept.keys():
                del known[symbol]
            known.update(kept)
        if self._waiting != values.waiting:
            values.restore_waiting(self._waiting)

    def involved(self, index: Index) -> frozenset[int]:
        """The operands that were computed, or may have been, or were looked at."""
        if self._involved is None:
            self._involved = with_choices(index, (*self._operands, *dependents(index, self._changed)))
        return self._involved


class Difference:
    """Where values stand apart from others of the same kernel."""

    def __init__(self, left: Values, right: Values) -> None:
        self._index = left.index
        self._changed: set[int] = set()
        self._own: set[int] = set()
        self.update(left, right, _apart(left, right))

    def update(self, left: Values, right: Values, touched: Iterable[int]) -> None:
        """Compare again what may have been touched on either side since the last time."""
        index = self._index
        count = len(index.names)
        for operand in touched:
            differs = left.tristates[operand] != right.tristates[operand]
            if operand < count:
                differs = differs or left.texts[operand] != right.texts[operand]
                if differs or _state(left, operand) != _state(right, operand):
                    self._own.add(operand)
                else:
                    self._own.discard(operand)
            if differs:
                self._changed.add(operand)
            else:
                self._changed.discard(operand)
        self._apart = with_choices(index, self._changed | self._own)
        self._reached = with_choices(index, dependents(index, self._changed))
        self._everything = index.modules in self._changed or left.waiting != right.waiting

    @property
    def size(self) -> int:
        """At how many operands."""
        return len(self._apart)

    def concerns(self, stretch: Stretch, asked: frozenset[int]) -> bool:
        """Whether a stretch might go another way; `asked` is what decides which questions it has."""
        if self._everything:
            return True
        if not self._apart:
            return False
        involved = stretch.involved(self._index)
        return not (
            self._apart.isdisjoint(asked)
            and self._apart.isdisjoint(involved)
            and self._reached.isdisjoint(involved)
        )


def _bytes_of(values: Values, symbol: int) -> tuple[int, int, int]:
    return values.visible[symbol], values.written[symbol], values.user_tristates[symbol]


def _state(values: Values, symbol: int) -> tuple[object, ...]:
    """All that is kept for a symbol beside its value."""
    return (*_bytes_of(values, symbol), *(_comparable(known.get(symbol)) for known in values.by_symbol))


def _comparable(kept: object) -> object:
    return list(kept) if isinstance(kept, Sequence) and not isinstance(kept, str) else kept


def _apart(left: Values, right: Values) -> set[int]:
    """The operands at which values differ in anything."""
    found: set[int] = set()
    for one, other in (
        (left.tristates, right.tristates),
        (left.visible, right.visible),
        (left.written, right.written),
        (left.user_tristates, right.user_tristates),
        (left.texts, right.texts),
    ):
        if one != other:
            found.update(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    for known, other_known in zip(left.by_symbol, right.by_symbol, strict=True):
        found.update(
            symbol
            for symbol in (*known, *other_known)
            if _comparable(known.get(symbol)) != _comparable(other_known.get(symbol))
        )
    return found


def dependents(index: Index, operands: Iterable[int]) -> set[int]:
    """The nodes and symbols that are computed from operands, directly."""
    starts, items = index.dependents.starts, index.dependents.items
    found: set[int] = set()
    for operand in operands:
        found.update(items[starts[operand] : starts[operand + 1]])
    return {~target if target < 0 else target for target in found}


def with_choices(index: Index, operands: Iterable[int]) -> frozenset[int]:
    """Operands, and with a choice or a member of one all of that choice, as they are computed together."""
    found = set(operands)
    count = len(index.names)
    choices = {index.choice_of[each] for each in found if each < count and index.choice_of[each] >= 0}
    choices.update(each for each in index.members if each in found)
    for choice in choices:
        found.add(choice)
        found.update(index.members[choice])
    return frozenset(found)


def asked_about(index: Index, first: int, end: int) -> frozenset[int]:
    """What decides which questions are asked at the entries from `first` on that are before `end`, and what fits.

    A choice is asked as one, with all that is below it.
    """
    found: set[int] = set()
    entry = first
    while entry < end:
        found.update(_asked_at(index, entry))
        if index.entry_kinds[entry] == CHOICE:
            for below in _below(index, entry):
                found.update(_asked_at(index, below))
        entry += 1
    return frozenset(found)


def _asked_at(index: Index, entry: int) -> Iterable[int]:
    yield from looked_at(index, entry)
    symbol = index.entry_symbol[entry]
    if symbol >= 0:
        yield index.visible[symbol]
        yield index.reverse[symbol]


def _below(index: Index, entry: int) -> Sequence[int]:
    found: list[int] = []
    child = index.entry_first[entry]
    while child >= 0:
        found.append(child)
        found.extend(_below(index, child))
        child = index.entry_next[child]
    return found
