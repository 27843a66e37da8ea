"""Options as people write them on a command line."""

import difflib

from kconfig_index import Kernel, Symbol
from nixmenu.errors import NixmenuError


def find_option(kernel: Kernel, name: str) -> Symbol:
    """The option, written with or without CONFIG_; raises NixmenuError with the nearest names if there is none."""
    bare = name.removeprefix("CONFIG_")
    symbol = kernel.symbol(bare)
    if symbol is not None and symbol.nodes:
        return symbol
    near = difflib.get_close_matches(bare.upper(), kernel.symbols, n=3, cutoff=0.75)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise NixmenuError(f"Linux {kernel.version} has no option {bare}{hint}")
