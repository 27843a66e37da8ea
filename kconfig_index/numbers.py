"""Numbers as the C library reads them, for ints, hexes, ranges and comparisons.

Kconfig compares what `strtoll` and `strtoull` make of a text, so that a text which is only partly a number, or too
large for 64 bits, has to be read as they do.
"""

import re
from functools import lru_cache

from kconfig_index.expressions import HEX, INT

_SIGNED_MINIMUM, _SIGNED_MAXIMUM = -(1 << 63), (1 << 63) - 1
_UNSIGNED_MAXIMUM = (1 << 64) - 1
_SIGNIFICANT = 24
"""Digits that decide: with more of them a number is beyond 64 bits, and is cut to the largest one anyway."""
_SPACE = r"[ \t\n\v\f\r]*"
_PATTERNS = {
    10: re.compile(_SPACE + r"([+-]?)([0-9]+)"),
    16: re.compile(_SPACE + r"([+-]?)(?:0[xX](?=[0-9a-fA-F]))?([0-9a-fA-F]+)"),
    8: re.compile(_SPACE + r"([+-]?)([0-7]+)"),
}
_DIGITS = frozenset("0123456789")
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_PREFIXED = re.compile(_SPACE + r"[+-]?(0[xX][0-9a-fA-F]|0)")


def valid_number(kind: int, text: str) -> bool:
    """Whether a text is a number as the kernel takes it for an int or hex (`sym_string_valid`)."""
    if kind == INT:
        digits = text.removeprefix("-")
        return bool(digits) and _DIGITS.issuperset(digits) and not (digits[0] == "0" and len(digits) > 1)
    if kind == HEX:
        digits = text[2:] if text[:2] in ("0x", "0X") else text
        return bool(digits) and _HEX_DIGITS.issuperset(digits)
    return False


def read(text: str, base: int) -> tuple[int, int]:
    """Value and length of the number at the start of a text; length 0 where there is none."""
    if base == 0:
        prefix = _PREFIXED.match(text)
        base = 10 if prefix is None else 16 if len(prefix[1]) > 1 else 8
    match = _PATTERNS[base].match(text)
    if match is None:
        return 0, 0
    digits = match[2].lstrip("0")[:_SIGNIFICANT] or "0"
    value = int(digits, base)
    return (-value if match[1] == "-" else value), match.end()


@lru_cache(maxsize=4096)
def signed(text: str, base: int) -> int:
    """`strtoll`: the number at the start of a text, cut to 64 bits; 0 where there is none."""
    value, _ = read(text, base)
    return max(_SIGNED_MINIMUM, min(_SIGNED_MAXIMUM, value))


@lru_cache(maxsize=4096)
def whole_signed(text: str, base: int) -> int | None:
    """The value of a text that is a signed 64-bit number as a whole, else None (`expr.c`, expr_parse_string)."""
    value, length = read(text, base)
    if not length or length != len(text) or not _SIGNED_MINIMUM <= value <= _SIGNED_MAXIMUM:
        return None
    return value


@lru_cache(maxsize=4096)
def whole_unsigned(text: str, base: int) -> int | None:
    """The same for an unsigned one; a minus sign wraps round, as it does in C."""
    value, length = read(text, base)
    if not length or length != len(text) or abs(value) > _UNSIGNED_MAXIMUM:
        return None
    return value & _UNSIGNED_MAXIMUM
