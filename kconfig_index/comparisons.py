"""Comparisons of two symbols, as the kernel's tools make them (`expr_calc_value` in `scripts/kconfig/expr.c`)."""

from kconfig_index.expressions import (
    BOOL,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    HEX,
    INT,
    LESS,
    LESS_EQUAL,
    STRING,
    TRISTATE,
    UNEQUAL,
)
from kconfig_index.numbers import whole_signed, whole_unsigned


def compare(kind: int, first: str, first_type: int, second: str, second_type: int) -> int:
    """2 if a comparison of two texts holds, else 0.

    It is one of numbers if a side's type asks for it and both sides are numbers, else one of bytes.
    """
    order: int | None = None
    if first_type != STRING or second_type != STRING:
        one, one_unsigned = _number(first, first_type)
        two, two_unsigned = _number(second, second_type)
        if one is not None and two is not None:
            if one_unsigned or two_unsigned:
                one &= (1 << 64) - 1
                two &= (1 << 64) - 1
            order = (one > two) - (one < two)
    if order is None:
        one_bytes = first.encode("utf-8", "surrogateescape")
        two_bytes = second.encode("utf-8", "surrogateescape")
        order = (one_bytes > two_bytes) - (one_bytes < two_bytes)
    if kind == EQUAL:
        holds = order == 0
    elif kind == UNEQUAL:
        holds = order != 0
    elif kind == LESS:
        holds = order < 0
    elif kind == LESS_EQUAL:
        holds = order <= 0
    elif kind == GREATER:
        holds = order > 0
    else:
        assert kind == GREATER_EQUAL
        holds = order >= 0
    return 2 if holds else 0


def _number(text: str, kind: int) -> tuple[int | None, bool]:
    """What a text counts as in a comparison, and whether unsigned (`expr_parse_string`)."""
    if kind in (BOOL, TRISTATE):
        return "nmy".find(text) if text in ("n", "m", "y") else -1, False
    if kind == HEX:
        return whole_unsigned(text, 16), True
    return whole_signed(text, 10 if kind == INT else 0), False
