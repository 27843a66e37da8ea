"""The order of questions: what is asked for later stands, in the first pass, at what the base has."""

from collections.abc import Iterable

from kconfig_index import Kernel, Symbol
from kconfig_index.config_file import entries_in_order


def asked_later(kernel: Kernel, names: Iterable[str], than: Symbol) -> list[str]:
    """Which of some options have their questions behind that of another one.

    Source: the kernel's `scripts/kconfig/conf.c` (`conf`), which walks the menus depth first.
    """
    wanted = {kernel.symbols[name].index: name for name in names if name in kernel.symbols}
    found: list[str] = []
    passed = False
    seen: set[int] = set()
    for entry in entries_in_order(kernel.index):
        symbol = kernel.index.entry_symbol[entry]
        if symbol == than.index:
            passed = True
        elif symbol in wanted and symbol not in seen:
            seen.add(symbol)
            if passed:
                found.append(wanted[symbol])
    return found
