"""Answers for many symbols at once: the modes of `conf` that ask nothing (`scripts/kconfig/conf.c` in the kernel)."""

from typing import Literal

from kconfig_index.configuration import Configuration
from kconfig_index.expressions import BOOL, TRISTATE
from kconfig_index.menu_tree import CHOICE
from kconfig_index.values import UNSET, Values

Fill = Literal["default", "yes", "mod", "no"]
_FILL = {"yes": 2, "mod": 1, "no": 0}


def set_all(config: Configuration, mode: Fill) -> None:
    """Set every bool and tristate with a prompt and without a user's value (`conf_set_all_new_symbols`).

    Choices and their members keep to their defaults. "default" sets nothing, but has everything computed.
    """
    values = config.values
    values.forgotten += 1
    if mode == "default":
        values.flush()
        return
    index = values.index
    if not index.dialect.plain_choices:
        _set_every_symbol(values, _FILL[mode])
        return
    inside = index.inside_choices()
    for entry, symbol in enumerate(index.entry_symbol):
        if (
            symbol >= 0
            and index.entry_prompt[entry] >= 0
            and index.types[symbol] in (BOOL, TRISTATE)
            and index.entry_kinds[entry] != CHOICE
            and not values.has_user_value(symbol)
            and symbol not in inside
        ):
            values.user_tristates[symbol] = _FILL[mode]
            values.touch(symbol)
    values.flush()


def _set_every_symbol(values: Values, value: int) -> None:
    """The same where choices are symbols: they and their members are set as all others are."""
    for symbol, kind in enumerate(values.index.types):
        if symbol > 2 and kind in (BOOL, TRISTATE) and not values.has_user_value(symbol):
            values.user_tristates[symbol] = value
            values.touch(symbol)
    values.flush()


def rewrite(config: Configuration, old: Literal["yes", "mod"], new: Literal["yes", "mod", "no"]) -> None:
    """Turn the user's tristates of one value into another (`conf_rewrite_tristates`)."""
    values = config.values
    values.forgotten += 1
    index = values.index
    for symbol, value in enumerate(values.user_tristates):
        if value != UNSET and value == _FILL[old] and index.types[symbol] == TRISTATE and values.modules():
            values.user_tristates[symbol] = _FILL[new]
            values.touch(symbol)
    values.flush()
