"""`--randconfig`: the kernel's random configuration, the same for the same seed.

The kernel's tools use the C library's `rand()`; this is the generator that the GNU C library documents for it (an
additive feedback generator of degree 31), so that a seed gives here what it gives there.
"""

from kconfig_index.choice_symbols import ChoiceSymbolValues
from kconfig_index.computing_order import ComputingOrder
from kconfig_index.config_file import entries_in_order
from kconfig_index.configuration import Configuration
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import BOOL, TRISTATE
from kconfig_index.menu_tree import CHOICE
from kconfig_index.numbers import read
from kconfig_index.symbol_table import in_table_order
from kconfig_index.values import UNSET, Values


class CLibraryRandom:
    """`srand(seed)` and then `rand()`."""

    def __init__(self, seed: int) -> None:
        state = [seed & 0xFFFFFFFF or 1]
        word = state[0] - (1 << 32) if state[0] >> 31 else state[0]
        for _ in range(30):
            # Schrage's method as C does it: the quotient is cut towards zero.
            high, low = int(word / 127773), word - int(word / 127773) * 127773
            word = 16807 * low - 2836 * high
            if word < 0:
                word += 2147483647
            state.append(word & 0xFFFFFFFF)
        self._state = state
        self._front, self._rear = 3, 0
        for _ in range(310):
            self.next()

    def next(self) -> int:
        """A number from 0 to 2³¹ - 1."""
        state = self._state
        value = state[self._front] = (state[self._front] + state[self._rear]) & 0xFFFFFFFF
        self._front = (self._front + 1) % 31
        self._rear = (self._rear + 1) % 31
        return value >> 1


def probabilities(text: str) -> tuple[int, int, int]:
    """KCONFIG_PROBABILITY: percent of bools that are y, and of tristates that are y and m.

    Raises KconfigError if a number is not from 0 to 100, or the tristates' exceed 100 together.
    """
    numbers: list[int] = []
    position = 0
    while position < len(text) and len(numbers) < 3:
        # As strtol reads it: what is no number counts as 0, and is looked at again.
        number, length = read(text[position:], 10)
        if not 0 <= number <= 100:
            raise KconfigError("KCONFIG_PROBABILITY: Numerical result out of range")
        numbers.append(number)
        position += length
        if text[position : position + 1] == ":":
            position += 1
    if not numbers:
        return 50, 33, 33
    if len(numbers) == 1:
        return numbers[0], numbers[0] - numbers[0] // 2, numbers[0] // 2
    yes, mod = (numbers[0], numbers[1]) if len(numbers) == 2 else (numbers[1], numbers[2])
    if yes + mod > 100:
        raise KconfigError("KCONFIG_PROBABILITY: Numerical result out of range")
    return (yes + mod if len(numbers) == 2 else numbers[0]), yes, mod


def randomize(
    config: Configuration, seed: int, probability: str = "", order: ComputingOrder | None = None
) -> None:
    """Answer at random for every bool, tristate and choice without a user's value (`conf_set_all_new_symbols`).

    `seed` has 32 bits, `probability` is KCONFIG_PROBABILITY. Where choices are symbols, what is computed on the way
    is noted in `order`. Raises KconfigError as `probabilities` does.
    """
    chances = probabilities(probability)
    random = CLibraryRandom(seed)
    if config.kernel.index.dialect.plain_choices:
        _in_menu_order(config, chances, random)
    else:
        _in_table_order(config.values, chances, random, order or ComputingOrder(config.values))


def _tristate(kind: int, chances: tuple[int, int, int], random: CLibraryRandom) -> int:
    """n, m or y for a bool or tristate."""
    bool_yes, tristate_yes, tristate_mod = chances
    number = random.next() % 100
    if kind == TRISTATE:
        return 2 if number < tristate_yes else 1 if number < tristate_yes + tristate_mod else 0
    return 2 if number < bool_yes else 0


def _in_menu_order(config: Configuration, chances: tuple[int, int, int], random: CLibraryRandom) -> None:
    """Where choices are no symbols: entries one after the other, choices with all their members."""
    values = config.values
    index = values.index
    inside = index.inside_choices()
    for entry in entries_in_order(index):
        symbol = index.entry_symbol[entry]
        if symbol < 0 or index.entry_prompt[entry] < 0 or index.types[symbol] not in (BOOL, TRISTATE):
            continue
        if values.has_user_value(symbol) or symbol in inside:
            continue
        if index.entry_kinds[entry] == CHOICE:
            _order_of_members(values, symbol, random)
        else:
            values.user_tristates[symbol] = _tristate(index.types[symbol], chances, random)
    values.forgotten += 1
    values.touch_all()
    values.flush()


def _order_of_members(values: Values, choice: int, random: CLibraryRandom) -> None:
    """`randomize_choice_values`: members one after the other, each with less priority than the one before."""
    members = values.index.members[choice]
    priority = values.priority[choice] = list(values.priority[choice])
    left = sum(values.user_tristates[member] == UNSET for member in members)
    while left > 0:
        number = random.next() % left
        for member in members:
            if values.user_tristates[member] == UNSET:
                number -= 1
            if number < 0:
                values.user_tristates[member] = 2
                if member in priority:
                    priority.remove(member)
                priority.append(member)
                break
        left -= 1


def _in_table_order(
    values: Values, chances: tuple[int, int, int], random: CLibraryRandom, order: ComputingOrder
) -> None:
    """Where choices are symbols: first all symbols, then one member of every choice that is y, until none is new."""
    assert isinstance(values, ChoiceSymbolValues)
    index = values.index
    unanswered = [
        symbol
        for symbol, kind in enumerate(index.types)
        if symbol > 2 and kind in (BOOL, TRISTATE) and not values.has_user_value(symbol)
    ]
    choices = []
    for symbol in in_table_order(index, unanswered):
        value = _tristate(index.types[symbol], chances, random)
        if symbol in index.members:
            choices.append(symbol)
            values.hidden[symbol] = value
        else:
            values.user_tristates[symbol] = value
    values.touch_all()
    changed = True
    while changed:
        changed = False
        values.flush()
        order.forget()
        for choice in choices:
            if values.user_tristates[choice] != UNSET:
                continue
            order.compute(choice)
            if values.choice_value(choice) == 2:
                members = index.members[choice]
                values.answer_choice(choice, members[random.next() % len(members)])
                # What conf has computed by now stays as it is until the next round.
                order.forget_choice(choice)
                values.compute_where(lambda symbol: not order.known[symbol])
                changed = True
