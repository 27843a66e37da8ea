"""What a definition says, as data that JSON can hold, and back: read as text that anybody may have written."""

import re
from typing import Any

from nixmenu.layers.definition import Definition

LONGEST_TEXT = 4096
"""Characters of an option's text."""
LARGEST_PRIORITY = 1 << 31

NAME = re.compile(r"[A-Za-z0-9_]{1,128}", re.ASCII)
"""What an option may be called."""

Data = dict[str, str | int | bool | None]


def data_of(definition: Definition) -> Data:
    """What is said, without its place."""
    return {
        "tristate": definition.tristate,
        "freeform": definition.freeform,
        "optional": definition.optional,
        "priority": definition.priority,
    }


def definition_of(name: str, data: Any) -> Definition | None:
    """What was said to the option `name`; None if it is not in order."""
    match data:
        case {
            "tristate": ("y" | "m" | "n" | None) as tristate,
            "freeform": (str() | None) as freeform,
            "optional": bool() as optional,
            "priority": int() as priority,
        } if not isinstance(priority, bool) and NAME.fullmatch(name):
            known = freeform is None or (tristate is None and len(freeform) <= LONGEST_TEXT)
            if known and 0 <= priority <= LARGEST_PRIORITY:
                return Definition(name, tristate, freeform, optional, priority)
    return None
