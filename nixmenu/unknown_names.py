"""Names that a kernel does not know, and what was probably meant by them."""

import difflib
from collections.abc import Sequence

from kconfig_index import Kernel
from kconfig_index.menu_tree import DEFAULT

PREFIX = "CONFIG_"
_NEAREST = 3
_ALIKE = 0.75
_SHORT = 4
"""Names up to this length are parts of too many others."""


def bare(name: str) -> str:
    """The name as nixmenu and nixpkgs write it: without CONFIG_."""
    return name.removeprefix(PREFIX)


def nearest(kernel: Kernel, name: str) -> Sequence[str]:
    """The names of this kernel that look most like `name`, best first; none if nothing is near.

    A name that got a word more in front or behind, as renamed options often do, counts as near.
    """
    short = bare(name).upper()
    if not short:
        return []
    longer = [
        known for known in kernel.symbols if known.endswith(f"_{short}") or known.startswith(f"{short}_")
    ]
    near = difflib.get_close_matches(short, kernel.symbols, n=_NEAREST, cutoff=_ALIKE)
    if len(short) > _SHORT:
        near = [*sorted(longer, key=lambda known: (len(known), known)), *near]
    return list(dict.fromkeys(near))[:_NEAREST]


def successors(kernel: Kernel, name: str) -> Sequence[str]:
    """The options that the kernel's own text leads to from a name that it does not define.

    These are options that take the name as their default, as renamed ones do, or that speak of CONFIG_name in their
    help text.
    """
    index = kernel.index
    found: dict[str, None] = {}
    number = kernel.mentioned(name)
    if number is not None:
        for each, kind in enumerate(index.property_kinds):
            if kind == DEFAULT and index.property_value[each] == number:
                owner = index.entry_symbol[index.property_entry[each]]
                if owner >= 0 and index.names[owner]:
                    found[index.names[owner]] = None
    wanted = f"{PREFIX}{name}"
    for known, symbol in kernel.symbols.items():
        if _speaks_of(symbol.help, wanted):
            found[known] = None
    return list(found)[:_NEAREST]


def _speaks_of(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        after = text[start + len(word) : start + len(word) + 1]
        if not (after.isalnum() or after == "_"):
            return True
        start = text.find(word, start + 1)
    return False
