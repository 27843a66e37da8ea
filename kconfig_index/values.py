"""Values of all symbols for one set of user's answers, recomputed only where a change reaches.

The rules are those of the kernel's `scripts/kconfig/symbol.c`. There, everything is thrown away after each answer and
computed anew on demand; here a change runs through the index from operand to operand, and only symbols with an input
that really changed are computed again, each once, in the order of their rank.
"""

from collections.abc import MutableMapping, Set
from heapq import heapify, heappop, heappush
from typing import Any

from kconfig_index import comparisons
from kconfig_index.expressions import (
    AND,
    ANY,
    BOOL,
    HEX,
    INT,
    NOT,
    OR,
    STRING,
    TRISTATE,
)
from kconfig_index.index import Index
from kconfig_index.numbers import signed, valid_number

UNSET = 3
"""A user's tristate that is not there."""
LETTERS = "nmy"
_BASES = {INT: 10, HEX: 16}


class Journal:
    """The operands whose value changed, and those that were computed, set or looked at, changed or not."""

    __slots__ = ("changed", "computed")

    def __init__(self) -> None:
        self.changed: set[int] = set()
        self.computed: set[int] = set()


class Values:
    """The state of one configuration, by symbol number.

    `tristates` has the value of every operand, `texts` of every symbol that is no tristate, `visible` the upper bound
    for the user's answer, `written` whether a symbol gets a line in `.config`. `recomputed` counts computations,
    `forgotten` how often conf would have thrown all values away to compute them again (`sym_clear_all_valid`).
    """

    def __init__(self, index: Index, source: "Values | None" = None) -> None:
        self.index = index
        self._count = len(index.names)
        self._transitional = frozenset(index.transitional)
        self._queued = bytearray(self._count)
        self._heap: list[int] = []
        self.recomputed = 0
        self.forgotten = 0
        self._before_load: tuple[bytearray, dict[int, str], dict[int, list[int]]]
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

    @property
    def by_symbol(self) -> "tuple[MutableMapping[int, Any], ...]":
        """What is kept for some symbols only. Nothing that is in there changes in place."""
        return self.user_texts, self.chosen, self.priority

    @property
    def waiting(self) -> Set[int]:
        """What is to be computed again at the next answer, whatever that is."""
        return frozenset()

    def restore_waiting(self, symbols: Set[int]) -> None:
        """Put back what `waiting` was."""

    # -- questions --

    def text(self, symbol: int) -> str:
        """The value of a symbol as a text: n, m or y, or that of an int, hex or string."""
        return (
            LETTERS[self.tristates[symbol]]
            if 0 < self.index.types[symbol] <= TRISTATE
            else self.texts[symbol]
        )

    def has_user_value(self, symbol: int) -> bool:
        """Whether the user answered for this symbol.

        An answer for a transitional symbol counts for the symbol that has it as the default it takes now.
        """
        if self.user_tristates[symbol] != UNSET or symbol in self.user_texts:
            return True
        if not self._transitional:
            return False
        default = self.active_default(symbol)
        return default is not None and default[1] in self._transitional and self.has_user_value(default[1])

    def modules(self) -> int:
        """The value of MODULES; without it tristates are bools."""
        return self.tristates[self.index.modules]

    def is_bool(self, symbol: int) -> bool:
        """Whether a symbol can only be n or y now (`sym_get_type`)."""
        kind = self.index.types[symbol]
        return kind == BOOL or (kind == TRISTATE and not self.modules())

    def bound(self, operand: int, symbol: int) -> int:
        """The value of a condition as it counts for a symbol: for a bool m is y."""
        value = self.tristates[operand]
        return 2 if value == 1 and self.is_bool(symbol) else value

    def selected_by(self, symbol: int) -> int:
        """The lower bound that selects set."""
        index = self.index
        if index.choice_of[symbol] >= 0:
            return 0
        value = self.tristates[index.reverse[symbol]]
        return 2 if value == 1 and self.is_bool(symbol) else value

    def is_changeable(self, symbol: int) -> bool:
        """Whether the user has anything to say (`sym_is_changeable`)."""
        return symbol not in self.index.members and self.visible[symbol] > self.selected_by(symbol)

    def in_range(self, symbol: int, value: int) -> bool:
        """Whether a tristate value may be answered now (`sym_tristate_within_range`)."""
        visible = self.visible[symbol]
        if not visible or not 0 < self.index.types[symbol] <= TRISTATE:
            return False
        if value == 1 and self.is_bool(symbol):
            return False
        selected = self.selected_by(symbol)
        return visible > selected and selected <= value <= visible

    def answers(self, symbol: int) -> str:
        """The letters of all tristate values that may be answered now."""
        visible = self.visible[symbol]
        selected = self.selected_by(symbol)
        if visible <= selected or not 0 < self.index.types[symbol] <= TRISTATE:
            return ""
        letters = LETTERS[selected : visible + 1]
        return letters.replace("m", "") if self.is_bool(symbol) else letters

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

    def valid_text(self, symbol: int, text: str) -> bool:
        """Whether a text may be answered for an int, hex or string now (`sym_string_within_range`)."""
        kind = self.index.types[symbol]
        if kind == STRING:
            return True
        if not valid_number(kind, text):
            return False
        bounds = self.active_range(symbol)
        if bounds is None:
            return True
        value = signed(text, _BASES[kind])
        return self._bound_value(bounds[0], kind) <= value <= self._bound_value(bounds[1], kind)

    def entry_is_visible(self, entry: int) -> bool:
        """Whether a menu entry is shown (`menu_is_visible`)."""
        index = self.index
        prompt = index.entry_prompt[entry]
        if prompt < 0 or not self.tristates[index.entry_visibility[entry]]:
            return False
        if self.tristates[index.property_condition[prompt]]:
            return True
        symbol = index.entry_symbol[entry]
        if symbol < 0 or not self.tristates[symbol]:
            return False
        child = index.entry_first[entry]
        while child >= 0:
            if self.journal is not None:
                self.journal.computed.update(looked_at(index, child))
            if self.entry_is_visible(child):
                self.shown_for_what_is_below(symbol)
                return True
            child = index.entry_next[child]
        return False

    def shown_for_what_is_below(self, symbol: int) -> None:
        """An entry that cannot be asked for is shown because an entry below it is."""

    def choice_value(self, choice: int) -> int:
        """The value of a choice; y while it can be made."""
        return self.visible[choice]

    # -- answers --

    def answer_tristate(self, symbol: int, value: int) -> bool:
        """The user's n, m or y; False if it is out of range (`sym_set_tristate_value`)."""
        if not self.in_range(symbol, value):
            return False
        self.user_tristates[symbol] = value
        if value == self.tristates[symbol] and self.index.choice_of[symbol] < 0:
            # What is in range comes true, so nothing is other than before.
            if self.journal is not None:
                self.journal.computed.add(symbol)
            return True
        self.forgotten += value != self.tristates[symbol]
        self.touch(symbol)
        self.flush()
        return True

    def answer_text(self, symbol: int, text: str) -> bool:
        """The user's text; False if it is no valid one (`sym_set_string_value`)."""
        if not self.valid_text(symbol, text):
            return False
        if self.index.types[symbol] == HEX and text[:2] not in ("0x", "0X"):
            text = f"0x{text}"
        self.forgotten += self.user_texts.get(symbol) != text
        self.user_texts[symbol] = text
        self.touch(symbol)
        self.flush()
        return True

    def choose(self, choice: int, chosen: int) -> None:
        """The user's member of a choice, given by symbols (`choice_set_value`)."""
        priority = list(self.priority[choice])
        self.forgotten += self.chosen.get(choice, -1) != chosen
        for member in self.index.members[choice]:
            if self.visible[member]:
                self.user_tristates[member] = 2 if member == chosen else 0
                if member in priority:
                    priority.remove(member)
                    priority.insert(0, member)
        self.priority[choice] = priority
        self.touch(choice)
        self.flush()

    def begin_load(self) -> None:
        """All answers are forgotten, because those of a file are about to be taken."""
        self._before_load = self.user_tristates, self.user_texts, self.priority
        self.user_tristates = bytearray([UNSET]) * self._count
        self.user_texts = {}
        self.priority = {choice: list(members) for choice, members in self.index.priority.items()}

    def touch_loaded(self) -> None:
        """Have computed what is answered in another way than before the load."""
        tristates, texts, priority = self._before_load
        if tristates != self.user_tristates:
            for symbol, (old, new) in enumerate(zip(tristates, self.user_tristates, strict=True)):
                if old != new:
                    self.touch(symbol)
        for symbol, _ in texts.items() ^ self.user_texts.items():
            self.touch(symbol)
        for choice, members in self.priority.items():
            if priority[choice] != members:
                self.touch(choice)

    def loaded_member(self, member: int) -> str | None:
        """An answer was read from a file: a member of a choice gets the highest priority.

        What is to be warned of is returned.
        """
        choice = self.index.choice_of[member]
        if choice >= 0:
            others = [each for each in self.priority[choice] if each != member]
            self.priority[choice] = [member, *others]
        return None

    def agree_with_answers(self) -> bool:
        """Whether every answer has come true, and nothing is written that was not answered (`conf_read`)."""
        for symbol, kind in enumerate(self.index.types):
            if symbol < 3 or not kind or symbol in self.index.members:
                continue
            answered = self.user_tristates[symbol] != UNSET or symbol in self.user_texts
            if answered != bool(self.written[symbol]):
                return False
            if answered and kind <= TRISTATE and self.user_tristates[symbol] != self.tristates[symbol]:
                return False
            if answered and kind > TRISTATE and self.user_texts.get(symbol) != self.texts[symbol]:
                return False
        return True

    def end_load(self) -> None:
        """All answers of a file were taken and values computed."""

    def forget(self, symbol: int) -> None:
        """Withdraw the user's value; the caller touches and flushes."""
        self.user_tristates[symbol] = UNSET
        self.user_texts.pop(symbol, None)

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

    # -- computation --

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
        return signed(self.texts[symbol], _BASES.get(self.index.types[symbol], _BASES[kind]))

    def _clamped(self, symbol: int, kind: int, text: str) -> str:
        """A number moved to the near bound of its range (`sym_validate_range`)."""
        bounds = self.active_range(symbol)
        if bounds is None:
            return text
        value = signed(text, _BASES[kind])
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


def looked_at(index: Index, entry: int) -> list[int]:
    """The operands that decide whether an entry is shown, for itself."""
    found = [index.entry_visibility[entry]]
    if index.entry_prompt[entry] >= 0:
        found.append(index.property_condition[index.entry_prompt[entry]])
    if index.entry_symbol[entry] >= 0:
        found.append(index.entry_symbol[entry])
    return found
