"""The order in which the kernel's tools compute values: each only when it is asked for, behind what it rests on.

Values do not depend on it, except where some are kept while others are computed again; but warnings do. The order is
that of `sym_calc_value`, `expr_calc_value` (`scripts/kconfig/symbol.c`, `expr.c`) and of who calls them.
"""

from array import array
from collections.abc import Callable, Iterator

from kconfig_index.choice_symbols import ChoiceSymbolValues
from kconfig_index.conditions import mentioned
from kconfig_index.config_file import entries_in_order
from kconfig_index.expressions import HEX, INT, TRISTATE, YES
from kconfig_index.menu_tree import COMMENT_PROMPT, MENU_PROMPT, PROMPT
from kconfig_index.symbol_table import in_table_order
from kconfig_index.values import UNSET, Values


class ComputingOrder:
    """What `conf` has computed since it last forgot all values; `computed` is told of every symbol, in order."""

    def __init__(self, values: Values, computed: Callable[[int], object] = lambda _symbol: None) -> None:
        self._values = values
        self._index = values.index
        self._computed = computed
        self._mentioned: dict[int, list[int]] = {}
        self.known = bytearray(len(self._index.names))

    def forget(self) -> None:
        """All values are to be computed again, MODULES at once (`sym_clear_all_valid`)."""
        self.known = bytearray(len(self._index.names))
        self.compute(self._index.modules)

    def forget_choice(self, choice: int) -> None:
        """A choice and its members are to be computed again."""
        self.known[choice] = 0
        for member in self._index.members[choice]:
            self.known[member] = 0

    def compute_all(self) -> None:
        """Every symbol in the order of the table (`conf_read`)."""
        for symbol in in_table_order(self._index, range(YES + 1, len(self._index.names))):
            self.compute(symbol)

    def write(self) -> None:
        """Every symbol in the order in which it is written (`conf_write`)."""
        for entry in entries_in_order(self._index):
            symbol = self._index.entry_symbol[entry]
            if symbol < 0:
                self.show(entry)
            elif symbol not in self._index.members:
                self.compute(symbol)

    def show(self, entry: int) -> bool:
        """What it takes to know whether an entry is shown, and whether it is (`menu_is_visible`)."""
        index = self._index
        tristates = self._values.tristates
        prompt = index.entry_prompt[entry]
        if prompt < 0:
            return False
        self._compute_operand(index.entry_visibility[entry])
        if not tristates[index.entry_visibility[entry]]:
            return False
        symbol = index.entry_symbol[entry]
        if symbol >= 0:
            self.compute(symbol)
        else:
            self._compute_operand(index.property_condition[prompt])
        if tristates[index.property_condition[prompt]]:
            return True
        if symbol < 0 or not tristates[symbol]:
            return False
        child = index.entry_first[entry]
        while child >= 0:
            if self.show(child):
                return True
            child = index.entry_next[child]
        return False

    def compute(self, symbol: int) -> None:
        """A symbol and before it all that its value rests on, as far as they are not known yet."""
        if symbol <= YES or self.known[symbol]:
            return
        self.known[symbol] = 1
        pending = [(symbol, self._inputs(symbol))]
        while pending:
            symbol, inputs = pending[-1]
            for each in inputs:
                if not self.known[each]:
                    self.known[each] = 1
                    pending.append((each, self._inputs(each)))
                    break
            else:
                pending.pop()
                self._computed(symbol)

    def _compute_operand(self, operand: int) -> None:
        for symbol in self._symbols(operand):
            self.compute(symbol)

    def _symbols(self, operand: int) -> list[int]:
        """The symbols in an operand; `conf` always computes both sides."""
        if operand <= YES:
            return []
        if operand < len(self._index.names):
            return [operand]
        found = self._mentioned.get(operand)
        if found is None:
            found = self._mentioned[operand] = mentioned(self._index, operand)
        return found

    def _inputs(self, symbol: int) -> Iterator[int]:
        """The symbols that the value of one rests on as things stand, some of them several times."""
        index = self._index
        values = self._values
        kind = index.types[symbol]
        if not kind:
            return
        yield from self._visibility(symbol)
        choice = index.choice_of[symbol]
        if choice >= 0 and (index.dialect.plain_choices or values.visible[symbol] == 2):
            if index.dialect.plain_choices:
                yield from self._choice(choice)
            return
        if symbol in index.members:
            if not index.dialect.plain_choices and values.tristates[symbol] == 2:
                yield from self._choice_symbol(symbol)
            return
        answered = values.user_tristates[symbol] != UNSET if kind <= TRISTATE else symbol in values.user_texts
        if not (answered and values.visible[symbol]):
            yield from self._first(index.defaults[symbol], 2)
        if kind in (INT, HEX):
            yield from self._first(index.ranges[symbol], 3)

    def _visibility(self, symbol: int) -> Iterator[int]:
        """`sym_calc_visibility`"""
        index = self._index
        for each in index.symbol_properties[symbol]:
            if index.property_kinds[each] in (PROMPT, MENU_PROMPT, COMMENT_PROMPT):
                yield from self._symbols(index.property_condition[each])
        if index.choice_of[symbol] < 0:
            for operand in (index.direct[symbol], index.reverse[symbol], index.implied[symbol]):
                yield from self._symbols(operand)

    def _first(self, items: "array[int]", width: int) -> Iterator[int]:
        """Conditions up to the first one that holds, and what stands behind that."""
        for position in range(0, len(items), width):
            yield from self._symbols(items[position])
            if self._values.tristates[items[position]]:
                for each in items[position + 1 : position + width]:
                    yield from self._symbols(each)
                return

    def _choice(self, choice: int) -> Iterator[int]:
        """`sym_calc_choice`: its visible members are known with it."""
        values = self._values
        chosen_by_user = False
        for member in values.priority[choice]:
            yield from self._visibility(member)
            if values.visible[member] and values.user_tristates[member] == 2:
                chosen_by_user = True
                break
        if not chosen_by_user:
            yield from self._choice_default(choice)
        for member in self._index.members[choice]:
            if values.visible[member]:
                self.known[member] = 1

    def _choice_symbol(self, choice: int) -> Iterator[int]:
        """The same where a choice is a symbol: its members are computed apart from it."""
        values = self._values
        for member in self._index.members[choice]:
            yield from self._visibility(member)
        assert isinstance(values, ChoiceSymbolValues)
        answered = values.answered_member.get(choice, -1)
        if answered < 0 or not values.visible[answered]:
            yield from self._choice_default(choice)

    def _choice_default(self, choice: int) -> Iterator[int]:
        index = self._index
        defaults = index.defaults[choice]
        for position in range(0, len(defaults), 2):
            yield from self._symbols(defaults[position])
            member = defaults[position + 1]
            if self._values.tristates[defaults[position]] and self._values.visible[member]:
                return
