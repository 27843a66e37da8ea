"""Options as people write them on a command line."""

from kconfig_index import Kernel, Symbol
from nixmenu.errors import NixmenuError
from nixmenu.unknown_names import bare, nearest


def find_option(kernel: Kernel, name: str) -> Symbol:
    """The option, written with or without CONFIG_; raises NixmenuError with the nearest names if there is none."""
    symbol = kernel.symbol(bare(name))
    if symbol is not None and symbol.nodes:
        return symbol
    near = nearest(kernel, name)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise NixmenuError(f"Linux {kernel.version} has no option {bare(name)}{hint}")
