"""The answers of a user: which may be given, what each does, and how those of a file are taken.

The rules are those of the kernel's `scripts/kconfig/symbol.c`; `computation` has those by which values follow.
"""

from collections.abc import MutableMapping, Set
from typing import Any

from kconfig_index.computation import BASES, LETTERS, UNSET, Computation, Journal
from kconfig_index.expressions import HEX, STRING, TRISTATE
from kconfig_index.index import Index
from kconfig_index.numbers import signed, valid_number

__all__ = ["LETTERS", "UNSET", "Journal", "Values", "looked_at"]


class Values(Computation):
    """The values of one configuration, what may be answered, and what an answer does."""

    def __init__(self, index: Index, source: "Values | None" = None) -> None:
        super().__init__(index, source)
        self._before_load: tuple[bytearray, dict[int, str], dict[int, list[int]]]

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
        value = signed(text, BASES[kind])
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


def looked_at(index: Index, entry: int) -> list[int]:
    """The operands that decide whether an entry is shown, for itself."""
    found = [index.entry_visibility[entry]]
    if index.entry_prompt[entry] >= 0:
        found.append(index.property_condition[index.entry_prompt[entry]])
    if index.entry_symbol[entry] >= 0:
        found.append(index.entry_symbol[entry])
    return found
