"""Values of all symbols for one set of user's answers, recomputed only where a change reaches.

The rules are those of the kernel's `scripts/kconfig/symbol.c`. There, everything is thrown away after each answer and
computed anew on demand; here a change runs through the index from operand to operand, and only symbols with an input
that really changed are computed again, each once, in the order of their rank.
"""

from heapq import heapify, heappop, heappush
from typing import Self

from kconfig_index import comparisons
from kconfig_index.expressions import AND, ANY, BOOL, HEX, INT, NOT, OR, STRING, TRISTATE
from kconfig_index.index import Index
from kconfig_index.numbers import signed

UNSET = 3
"""A user's tristate that is not there."""
LETTERS = "nmy"
BASES = {INT: 10, HEX: 16}
"""In which numbers are written, by type."""


class Journal:
    """The operands whose value changed, and those that were computed, set or looked at, changed or not."""

    __slots__ = ("changed", "computed")

    def __init__(self) -> None:
        self.changed: set[int] = set()
        self.computed: set[int] = set()


class Computation:
    """The state of one configuration, by symbol number.

    `tristates` has the value of every operand, `texts` of every symbol that is no tristate, `visible` the upper bound
    for the user's answer, `written` whether a symbol gets a line in `.config`. `recomputed` counts computations,
    `forgotten` how often conf would have thrown all values away to compute them again (`sym_clear_all_valid`).
    """

    def __init__(self, index: Index, source: "Self | None" = None) -> None:
        self.index = index
        self._count = len(index.names)
        self._transitional = frozenset(index.transitional)
        self._queued = bytearray(self._count)
        self._heap: list[int] = []
        self.recomputed = 0
        self.forgotten = 0
        self.journal: Journal | None = None
        """Where everything that happens is noted, if somebody wants to know."""
        if source is None:
            start = index.baseline
            self.tristates = bytearray(start.tristates)
            self.texts = list(start.texts)
            self.visible = bytearray(start.visible)
            self.written = bytearray(start.written)
            self.chosen = dict(start.chosen)
            self.user_tristates = bytearray([UNSET]) * self._count
            self.user_texts: dict[int, str] = {}
            self.priority = {choice: list(members) for choice, members in index.priority.items()}
        else:
            self.tristates = bytearray(source.tristates)
            self.texts = list(source.texts)
            self.visible = bytearray(source.visible)
            self.written = bytearray(source.written)
            self.chosen = dict(source.chosen)
            self.user_tristates = bytearray(source.user_tristates)
            self.user_texts = dict(source.user_texts)
            self.priority = dict(source.priority)

    def text(self, symbol: int) -> str:
        """The value of a symbol as a text: n, m or y, or that of an int, hex or string."""
        return (
            LETTERS[self.tristates[symbol]]
            if 0 < self.index.types[symbol] <= TRISTATE
            else self.texts[symbol]
        )

    def modules(self) -> int:
        """The value of MODULES; without it tristates are bools."""
        return self.tristates[self.index.modules]

    def is_bool(self, symbol: int) -> bool:
        """Whether a symbol can only be n or y now (`sym_get_type`)."""
        kind = self.index.types[symbol]
        return kind == BOOL or (kind == TRISTATE and not self.modules())

    def active_default(self, symbol: int) -> tuple[int, int] | None:
        """Value of the condition, and operand, of the first default that holds now (`sym_get_default_prop`)."""
        defaults = self.index.defaults[symbol]
        for position in range(0, len(defaults), 2):
            condition = self.tristates[defaults[position]]
            if condition:
                return condition, defaults[position + 1]
        return None

    def active_range(self, symbol: int) -> tuple[int, int] | None:
        """The symbols of the bounds that hold now, None without any (`sym_get_range_prop`)."""
        ranges = self.index.ranges[symbol]
        for position in range(0, len(ranges), 3):
            if self.tristates[ranges[position]]:
                return ranges[position + 1], ranges[position + 2]
        return None

    def touch(self, symbol: int) -> None:
        """Have a symbol (or the choice it is a member of) computed at the next flush."""
        choice = self.index.choice_of[symbol]
        self._queue(choice if choice >= 0 else symbol)

    def _queue(self, symbol: int) -> None:
        if not self._queued[symbol]:
            self._queued[symbol] = 1
            heappush(self._heap, self.index.rank[symbol] * self._count + symbol)

    def touch_all(self) -> None:
        """Have everything computed at the next flush."""
        index = self.index
        self._queued = bytearray(b"\1") * self._count
        self._heap = [
            rank * self._count + symbol for symbol, rank in enumerate(index.rank) if self._is_computed(symbol)
        ]
        heapify(self._heap)

    def _is_computed(self, symbol: int) -> bool:
        """Whether a symbol is computed on its own: members of choices are with their choice."""
        return symbol > 2 and self.index.types[symbol] > 0 and self.index.choice_of[symbol] < 0

    def flush(self) -> None:
        """Compute what was touched and all that it reaches."""
        heap = self._heap
        queued = self._queued
        count = self._count
        modules = self.index.modules
        journal = self.journal
        while heap:
            symbol = heappop(heap) % count
            queued[symbol] = 0
            if journal is not None:
                journal.computed.add(symbol)
            before = self.tristates[symbol]
            self.compute_one(symbol)
            if symbol == modules and symbol > 2 and self.tristates[symbol] != before:
                self._touch_tristates()

    def take_over(self, other: "Computation") -> None:
        """Have the values that were computed from the same answers elsewhere; nothing is left to be computed."""
        self.tristates, self.texts = other.tristates, other.texts
        self.visible, self.written, self.chosen = other.visible, other.written, other.chosen
        self.recomputed += other.recomputed
        self._queued = bytearray(self._count)
        self._heap = []

    def compute_one(self, symbol: int) -> None:
        """Compute a symbol that is not one of a choice, or a choice with its members."""
        if symbol in self.index.members:
            self._compute_choice(symbol)
        else:
            self._compute(symbol)

    def _touch_tristates(self) -> None:
        """MODULES changed: every tristate is a bool now, or no longer, which counts where something is or was m."""
        index = self.index
        tristates = self.tristates
        inputs = zip(index.visible, index.reverse, index.implied, index.direct, strict=True)
        for symbol, (kind, operands) in enumerate(zip(index.types, inputs, strict=True)):
            if kind != TRISTATE or symbol < 3:
                continue
            if (
                tristates[symbol]
                or self.user_tristates[symbol] == 1
                or index.choice_of[symbol] >= 0
                or symbol in index.members
                or 1 in map(tristates.__getitem__, operands)
            ):
                self.touch(symbol)

    def _compute(self, symbol: int) -> None:
        """The value of a symbol that is no member of a choice (`sym_calc_value`)."""
        self.recomputed += 1
        index = self.index
        tristates = self.tristates
        kind = index.types[symbol]
        if self._transitional and symbol in self._transitional:
            self._compute_transitional(symbol, kind)
            return
        if kind > TRISTATE:
            self._compute_text(symbol, kind)
            return
        as_bool = kind == BOOL or not tristates[index.modules]
        visible = tristates[index.visible[symbol]]
        selected = tristates[index.reverse[symbol]]
        if as_bool:
            if visible == 1:
                visible = 2
            if selected == 1:
                selected = 2
        self.visible[symbol] = visible
        written = visible
        user = self.user_tristates[symbol]
        if visible and user != UNSET:
            new = user if user < visible else visible
        else:
            written |= selected
            new = 0
            defaults = index.defaults
            position = defaults.starts[symbol]
            end = defaults.starts[symbol + 1]
            while position < end:
                condition = tristates[defaults.items[position]]
                if condition:
                    new = tristates[defaults.items[position + 1]]
                    if condition < new:
                        new = condition
                    written |= new
                    break
                position += 2
            implied = tristates[index.implied[symbol]]
            if implied:
                written = 1
                direct = tristates[index.direct[symbol]]
                if as_bool:
                    implied = 2
                    if direct == 1:
                        direct = 2
                if implied > new:
                    new = implied
                if direct < new:
                    new = direct
        if selected > new:
            new = selected
        if new == 1 and as_bool:
            new = 2
        self.written[symbol] = 1 if written else 0
        old = tristates[symbol]
        if new != old:
            tristates[symbol] = new
            self._spread(symbol, old)

    def _compute_transitional(self, symbol: int, kind: int) -> None:
        """A symbol of the past has the value that was read for it, for others to take over; it is never written."""
        before = self.tristates[symbol], self.texts[symbol]
        if kind <= TRISTATE:
            user = self.user_tristates[symbol]
            new = 0 if user == UNSET else user
            self.tristates[symbol] = 2 if new == 1 and self.is_bool(symbol) else new
        else:
            self.texts[symbol] = self.user_texts.get(symbol, self._empty(kind))
        if (self.tristates[symbol], self.texts[symbol]) != before:
            self._spread(symbol, before[0])

    def _compute_text(self, symbol: int, kind: int) -> None:
        index = self.index
        tristates = self.tristates
        visible = 2 if tristates[index.visible[symbol]] else 0
        self.visible[symbol] = visible
        written = visible
        new = self._empty(kind)
        if visible and symbol in self.user_texts:
            new = self.user_texts[symbol]
        else:
            default = self.active_default(symbol)
            if default is not None and default[1] < self._count:
                written = 1
                new = self.texts[default[1]]
        if kind != STRING:
            new = self._clamped(symbol, kind, new)
        self.written[symbol] = 1 if written else 0
        if new != self.texts[symbol]:
            self.texts[symbol] = new
            self._spread(symbol, 0)

    def _empty(self, kind: int) -> str:
        if kind == STRING or not self.index.dialect.zero_numbers:
            return ""
        return "0" if kind == INT else "0x0"

    def _bound_value(self, symbol: int, kind: int) -> int:
        """The number a bound stands for, read in its own base if it is an int or hex (`sym_get_range_val`)."""
        return signed(self.texts[symbol], BASES.get(self.index.types[symbol], BASES[kind]))

    def _clamped(self, symbol: int, kind: int, text: str) -> str:
        """A number moved to the near bound of its range (`sym_validate_range`)."""
        bounds = self.active_range(symbol)
        if bounds is None:
            return text
        value = signed(text, BASES[kind])
        if value < self._bound_value(bounds[0], kind):
            return self.texts[bounds[0]]
        if value > self._bound_value(bounds[1], kind):
            return self.texts[bounds[1]]
        return text

    def _compute_choice(self, choice: int) -> None:
        """Values of all members of a choice (`sym_calc_choice`)."""
        index = self.index
        tristates = self.tristates
        user = self.user_tristates
        members = index.members[choice]
        self.recomputed += len(members)
        shown = tristates[index.visible[choice]]
        self.visible[choice] = 2 if shown else 0
        visible: dict[int, int] = {}
        for member in members:
            value = tristates[index.visible[member]]
            if value == 1 and self.is_bool(member):
                value = 2
            visible[member] = value
            self.visible[member] = value
        chosen = next((each for each in self.priority[choice] if visible.get(each) and user[each] == 2), -1)
        if chosen < 0:
            chosen = self.choice_default(choice)
            if chosen >= 0 and user[chosen] == 0:
                chosen = -1
        if chosen < 0:
            chosen = next((each for each in members if visible[each] and user[each] == UNSET), -1)
        if chosen < 0:
            chosen = next((each for each in reversed(self.priority[choice]) if visible.get(each)), -1)
        self.chosen[choice] = chosen
        for member in members:
            if index.choice_of[member] != choice:
                continue
            new = 2 if member == chosen else 0
            self.written[member] = 1 if visible[member] else 0
            old = tristates[member]
            if new != old:
                tristates[member] = new
                self._spread(member, old)

    def choice_default(self, choice: int) -> int:
        """The member that is chosen while the user says nothing, -1 if none is visible (`sym_choice_default`)."""
        index = self.index
        defaults = index.defaults[choice]
        for position in range(0, len(defaults), 2):
            if self.tristates[defaults[position]]:
                member = defaults[position + 1]
                if member < self._count and self.visible[member]:
                    return member
        return next((each for each in index.members[choice] if self.visible[each]), -1)

    def _spread(self, operand: int, old: int) -> None:
        """An operand changed: bring the nodes that mention it up to date, and queue the symbols computed from them."""
        index = self.index
        count = self._count
        starts, items = index.dependents.starts, index.dependents.items
        kinds, left, right = index.kinds, index.left, index.right
        tristates = self.tristates
        queued = self._queued
        heap = self._heap
        rank = index.rank
        journal = self.journal
        if journal is not None:
            journal.changed.add(operand)
        pending = [(operand, old)]
        while pending:
            operand, old = pending.pop()
            value = tristates[operand]
            for target in items[starts[operand] : starts[operand + 1]]:
                if target < 0:
                    symbol = ~target
                    if not queued[symbol]:
                        queued[symbol] = 1
                        heappush(heap, rank[symbol] * count + symbol)
                    continue
                node = target - count
                kind = kinds[node]
                if kind == AND:
                    new = tristates[left[node]]
                    other = tristates[right[node]]
                    if other < new:
                        new = other
                elif kind == OR:
                    new = tristates[left[node]]
                    other = tristates[right[node]]
                    if other > new:
                        new = other
                elif kind == NOT:
                    new = 2 - tristates[left[node]]
                elif kind == ANY:
                    new = tristates[target]
                    if value > new:
                        new = value
                    elif old == new and value < old:
                        new = 0
                        for each in index.any_items[left[node] : right[node]]:
                            other = tristates[each]
                            if other > new:
                                new = other
                                if new == old:
                                    break
                else:
                    new = self.compare(kind, left[node], right[node])
                before = tristates[target]
                if new != before:
                    tristates[target] = new
                    pending.append((target, before))
                    if journal is not None:
                        journal.changed.add(target)

    def compare(self, kind: int, left: int, right: int) -> int:
        """The value of a comparison of two symbols."""
        types = self.index.types
        return comparisons.compare(kind, self.text(left), types[left], self.text(right), types[right])
