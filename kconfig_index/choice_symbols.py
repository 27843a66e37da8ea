"""Values where a choice is a symbol of its own, as up to Linux 6.10: with a value, a type, and sometimes optional.

Its members depend on it, so that their bound is its value; at y exactly one of them is y, at m any may be m. The rules
are those of `scripts/kconfig/symbol.c`, `menu.c` and `confdata.c` of those kernels, with what they remember beside
values: a choice counts as answered while all its visible members are, and an option that is shown only for what is
below it counts as answered from then on.
"""

from collections.abc import Callable, MutableMapping, Set
from heapq import heappop
from typing import Any

from kconfig_index.expressions import BOOL, TRISTATE
from kconfig_index.index import Index
from kconfig_index.symbol_table import in_table_order
from kconfig_index.values import UNSET, Values


class ChoiceSymbolValues(Values):
    """Values of a kernel whose choices are symbols.

    `answered_member` is the member that the user chose per choice. Answers that stopped counting are `hidden`: they
    come back if their symbol is taken as answered again. Symbols that are `_waiting` keep an outdated value until an
    answer changes something, because only then conf computes everything again (`sym_clear_all_valid`).
    """

    def __init__(self, index: Index, source: "ChoiceSymbolValues | None" = None) -> None:
        super().__init__(index, source)
        self.answered_member: dict[int, int] = dict(source.answered_member) if source else {}
        self.hidden: dict[int, int] = dict(source.hidden) if source else {}
        self._waiting: set[int] = set(source._waiting) if source else set()

    @property
    def by_symbol(self) -> "tuple[MutableMapping[int, Any], ...]":
        """With the members that were answered, and the answers that are hidden."""
        return (*super().by_symbol, self.answered_member, self.hidden)

    @property
    def waiting(self) -> Set[int]:
        """Symbols that are computed again at the next change."""
        return frozenset(self._waiting)

    def restore_waiting(self, symbols: Set[int]) -> None:
        """Put back what `waiting` was."""
        self._waiting = set(symbols)

    # -- questions --

    def is_bool(self, symbol: int) -> bool:
        """A member at y is a bool too: it is chosen or not (`sym_get_type`)."""
        if super().is_bool(symbol):
            return True
        index = self.index
        return index.types[symbol] == TRISTATE and index.choice_of[symbol] >= 0 and self.visible[symbol] == 2

    def is_changeable(self, symbol: int) -> bool:
        """A choice can be changeable too (`sym_is_changeable`)."""
        return self.visible[symbol] > self.selected_by(symbol)

    def in_range(self, symbol: int, value: int) -> bool:
        """A member that can be y can only be y (`sym_tristate_within_range`)."""
        if not super().in_range(symbol, value):
            return False
        return value == 2 or self.index.choice_of[symbol] < 0 or self.visible[symbol] != 2

    def answers(self, symbol: int) -> str:
        """Of a member that can be y, y alone."""
        answers = super().answers(symbol)
        return answers[-1:] if self.index.choice_of[symbol] >= 0 and self.visible[symbol] == 2 else answers

    def choice_value(self, choice: int) -> int:
        """The value of a choice; n if it has no member to choose."""
        value = self.tristates[choice]
        return 0 if value == 2 and self.chosen.get(choice, -1) < 0 else value

    # -- answers --

    def answer_tristate(self, symbol: int, value: int) -> bool:
        """As everywhere, but the value that it has is always taken (`sym_set_tristate_value`)."""
        index = self.index
        before = self.choice_value(symbol) if symbol in index.members else self.tristates[symbol]
        if before != value and not self.in_range(symbol, value):
            return False
        choice = index.choice_of[symbol]
        if choice >= 0 and value == 2:
            self.answered_member[choice] = symbol
            self._take_as_answered(choice)
            for member in index.members[choice]:
                if self.visible[member]:
                    self._take_as_answered(member)
            self.touch(choice)
        self.user_tristates[symbol] = value
        self.touch(symbol)
        if before == value:
            super().flush()
        else:
            self.forgotten += 1
            self.flush()
        return True

    def choose(self, choice: int, chosen: int) -> None:
        """The user's member of a choice."""
        self.answer_tristate(chosen, 2)

    def answer_choice(self, choice: int, chosen: int) -> None:
        """The user's member of a choice, visible or not; all others are n (`randomize_choice_values`).

        The caller flushes, or has a part computed.
        """
        self.answered_member[choice] = chosen
        self._take_as_answered(choice)
        for member in self.index.members[choice]:
            self.user_tristates[member] = 2 if member == chosen else 0
        self.touch(choice)

    def _take_as_answered(self, symbol: int) -> None:
        if self.journal is not None:
            self.journal.computed.add(symbol)
        if self.user_tristates[symbol] == UNSET:
            self.user_tristates[symbol] = self.hidden.pop(symbol, 0)

    def _drop_answer(self, symbol: int) -> None:
        value = self.user_tristates[symbol]
        if value != UNSET:
            self.hidden[symbol] = value
            self.user_tristates[symbol] = UNSET
            if self.journal is not None:
                self.journal.computed.add(symbol)

    def shown_for_what_is_below(self, symbol: int) -> None:
        """An option that cannot be asked for is shown because of its children: it counts as answered."""
        if self.index.types[symbol] in (BOOL, TRISTATE):
            self._take_as_answered(symbol)

    # -- loading --

    def begin_load(self) -> None:
        """Every choice counts as answered until a member turns out not to be (`conf_read_simple`)."""
        for symbol, value in enumerate(self.user_tristates):
            if value != UNSET or symbol in self.user_texts:
                self.touch(symbol)
        super().begin_load()
        for symbol in self._waiting:
            self.touch(symbol)
        self._waiting.clear()
        self.hidden.clear()
        self.answered_member.clear()
        for choice in self.index.members:
            self.user_tristates[choice] = 0
            self.touch(choice)

    def loaded_member(self, member: int) -> str | None:
        """A member was read: the last y wins."""
        choice = self.index.choice_of[member]
        if choice < 0:
            return None
        value = self.user_tristates[member]
        known = self.user_tristates[choice]
        before = self.hidden.get(choice, 0) if known == UNSET else known
        warning = None
        if value == 1 and before == 2:
            warning = f"{self.index.names[member]} creates inconsistent choice state"
            self._drop_answer(choice)
        elif value == 2:
            if before:
                warning = f"override: {self.index.names[member]} changes choice state"
            self.answered_member[choice] = member
        if value != UNSET and value > before:
            if self.user_tristates[choice] == UNSET:
                self.hidden[choice] = value
            else:
                self.user_tristates[choice] = value
        return warning

    def end_load(self) -> None:
        """What a loaded answer does not decide is no answer (`conf_read`).

        Answers of symbols that are not visible are dropped if the file fits the kernel exactly, numbers out of their
        range always. Only such a number is computed again then; what was computed from it stays as it is.
        """
        index = self.index
        fits = index.dialect.forgets_hidden and self.agree_with_answers()
        if index.dialect.forgets_out_of_range:
            self._drop_numbers_out_of_range()
        if fits:
            for symbol, value in enumerate(self.user_tristates):
                if value != UNSET and not self.visible[symbol] and index.choice_of[symbol] < 0:
                    self._drop_answer(symbol)
            for symbol in [each for each in self.user_texts if not self.visible[each]]:
                self.forget(symbol)

    def _drop_numbers_out_of_range(self) -> None:
        """In the order of conf's table: a number that was dropped may bound the range of one that comes later."""
        dropped: set[int] = set()
        for symbol in in_table_order(self.index, self.user_texts):
            if not self.valid_text(symbol, self.user_texts[symbol]):
                dropped.add(symbol)
                self.forget(symbol)
                self.touch(symbol)
                self.compute_where(dropped.__contains__)

    def compute_where(self, wanted: Callable[[int], bool]) -> None:
        """Compute what was touched as far as it is wanted; the others wait. Members go with their choice."""
        while self._heap:
            symbol = heappop(self._heap) % self._count
            self._queued[symbol] = 0
            choice = self.index.choice_of[symbol]
            if wanted(choice if choice >= 0 else symbol):
                self.compute_one(symbol)
            else:
                self._waiting.add(symbol)

    # -- computation --

    def flush(self) -> None:
        """Compute what was touched or waits, and all that it reaches."""
        for symbol in self._waiting:
            self.touch(symbol)
        self._waiting.clear()
        super().flush()

    def touch(self, symbol: int) -> None:
        """A choice is computed before its members, they together."""
        self._queue(symbol)
        for member in self.index.members.get(symbol, ()):
            self._queue(member)

    def _is_computed(self, symbol: int) -> bool:
        return symbol > 2 and self.index.types[symbol] > 0

    def compute_one(self, symbol: int) -> None:
        index = self.index
        if symbol in index.members:
            self._compute_choice_symbol(symbol)
        elif index.choice_of[symbol] >= 0:
            self._compute_members(index.choice_of[symbol])
        else:
            self._compute(symbol)

    def _compute_choice_symbol(self, choice: int) -> None:
        """The value of a choice itself: at least m while it is visible, unless it is optional."""
        self.recomputed += 1
        index = self.index
        visible = self.bound(index.visible[choice], choice)
        self.visible[choice] = visible
        user = self.user_tristates[choice]
        new = min(user, visible) if visible and user != UNSET else 0
        new = max(new, self.bound(index.reverse[choice], choice))
        if new == 1 and self.is_bool(choice):
            new = 2
        old = self.tristates[choice]
        if new != old:
            self.tristates[choice] = new
            self._spread(choice, old)

    def _compute_members(self, choice: int) -> None:
        """Values of all members (`sym_calc_choice`, and `sym_calc_value` for each)."""
        index = self.index
        tristates = self.tristates
        members = index.members[choice]
        self.recomputed += len(members)
        at = tristates[choice]
        for member in members:
            value = tristates[index.visible[member]]
            if value == 1 and index.types[member] == TRISTATE and at == 2:
                value = 0
            if value == 1 and (index.types[member] != TRISTATE or not self.modules()):
                value = 2
            self.visible[member] = value
        chosen = -1
        if at == 2:
            if any(self.visible[each] and not self.has_user_value(each) for each in members):
                self._drop_answer(choice)
                if index.types[choice] == TRISTATE:
                    self._waiting.add(choice)
            chosen = self.answered_member.get(choice, -1)
            if chosen < 0 or not self.visible[chosen]:
                chosen = self.choice_default(choice)
        self.chosen[choice] = chosen
        for member in members:
            if index.choice_of[member] == choice:
                self._compute_member(member, chosen)

    def _compute_member(self, member: int, chosen: int) -> None:
        tristates = self.tristates
        visible = self.visible[member]
        written = visible
        if visible == 2:
            new = 2 if member == chosen else 0
        elif visible and self.user_tristates[member] != UNSET:
            new = min(visible, self.user_tristates[member])
        else:
            new = 0
            default = self.active_default(member)
            if default is not None:
                new = min(default[0], tristates[default[1]])
                written |= new
        if new == 1 and self.is_bool(member):
            new = 2
        self.written[member] = 1 if written else 0
        old = tristates[member]
        if new != old:
            tristates[member] = new
            self._spread(member, old)


def values_of(index: Index, source: Values | None = None) -> Values:
    """Values by the dialect of the kernel; with a source a copy of it."""
    if index.dialect.plain_choices:
        return Values(index, source)
    assert source is None or isinstance(source, ChoiceSymbolValues)
    return ChoiceSymbolValues(index, source)
