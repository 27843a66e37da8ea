"""Whether a typed text is a value an option can take, said while it is typed."""

import re

_SHAPES = {
    "int": (re.compile(r"-?(0|[1-9][0-9]*)"), 10, "not a whole number"),
    "hex": (re.compile(r"(0[xX])?[0-9a-fA-F]+"), 16, "not a hexadecimal number, such as 0x1f"),
}
"""Shape, base and complaint by type. Source: `sym_string_valid`, `scripts/kconfig/symbol.c` of the kernel."""


def complaint(type_: str, text: str, limits: tuple[str, str] | None) -> str | None:
    """Why `text` cannot be the value of an option of this type and range; None if it can."""
    if type_ not in _SHAPES:
        return None
    shape, base, wrong = _SHAPES[type_]
    if not text:
        return "a number is needed"
    if shape.fullmatch(text) is None:
        return f"{text} is {wrong}"
    if limits is not None:
        low, high = (int(limit, base) for limit in limits)
        if int(text, base) < low:
            return f"{text} is less than {limits[0]}"
        if int(text, base) > high:
            return f"{text} is more than {limits[1]}"
    return None
