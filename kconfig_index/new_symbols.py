"""Symbols that the user has not answered and can: what `conf` asks in `--oldconfig` and lists in `--listnewconfig`."""

from collections.abc import Callable, Iterator

from kconfig_index.configuration import Configuration
from kconfig_index.values import Values


def is_new(values: Values, symbol: int) -> bool:
    """Whether the check loop stops at a symbol: the user has not answered and can (`check_conf`).

    A choice that is a symbol counts also while its value is fixed at y, because its member can be chosen.
    """
    if values.has_user_value(symbol):
        return False
    index = values.index
    if symbol in index.members and not index.dialect.plain_choices and values.choice_value(symbol) == 2:
        return True
    return values.is_changeable(symbol)


def new_entries(config: Configuration, shown: Callable[[int], object] | None = None) -> Iterator[int]:
    """The entries that `--listnewconfig` lists: visible, changeable, without a user's value; in menu order.

    `shown` is told of every entry that is looked at.
    """
    values = config.values
    index = values.index

    def visit(entry: int) -> Iterator[int]:
        if shown is not None:
            shown(entry)
        if not values.entry_is_visible(entry):
            return
        symbol = index.entry_symbol[entry]
        if symbol >= 0 and is_new(values, symbol):
            yield entry
        child = index.entry_first[entry]
        while child >= 0:
            yield from visit(child)
            child = index.entry_next[child]

    return visit(0)
