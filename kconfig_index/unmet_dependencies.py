"""Warnings of symbols that are selected beyond what they depend on, when and as often as `conf` prints them.

It warns whenever it computes such a symbol (`sym_warn_unmet_dep`, called by `sym_calc_value`), which it does again
after every answer that changed something.
"""

from collections.abc import Callable

from kconfig_index.computing_order import ComputingOrder
from kconfig_index.expressions import NO, TRISTATE
from kconfig_index.printing import Printer
from kconfig_index.values import Values


class UnmetDependencies:
    """Follows one run of `conf`; `say` gets each warning, `count` is how many there were.

    The order of computing is followed only while there is something to warn of, so that it costs nothing elsewhere.
    """

    def __init__(self, values: Values, say: Callable[[str], object], prefix: str = "CONFIG_") -> None:
        self._values = values
        self._say = say
        self._printer = Printer(values, prefix)
        self._selected = [
            symbol
            for symbol, kind in enumerate(values.index.types)
            if 0 < kind <= TRISTATE and values.index.reverse[symbol] != NO
        ]
        self._forgotten = -1
        self._following = False
        self.order = ComputingOrder(values, self._computed)
        self.count = 0

    def everything(self) -> None:
        """All values are computed anew, in the order of conf's table (`conf_read`)."""
        self._begin()
        if self._following:
            self.order.compute_all()

    def shown(self, entry: int) -> None:
        """Whether an entry is shown is asked."""
        if self._values.forgotten != self._forgotten:
            self._begin()
        if self._following:
            self.order.show(entry)

    def written(self, *, anew: bool = False) -> None:
        """All values are written, with `anew` computed again before."""
        if anew or self._values.forgotten != self._forgotten:
            self._begin()
        if self._following:
            self.order.write()

    def follow(self) -> None:
        """From here on the caller has `order` computed himself."""
        self._forgotten = self._values.forgotten
        self._following = True

    def _begin(self) -> None:
        self._forgotten = self._values.forgotten
        self._following = any(self._printer.unmet_dependency(symbol) for symbol in self._selected)
        if self._following:
            self.order.forget()

    def _computed(self, symbol: int) -> None:
        index = self._values.index
        if 0 < index.types[symbol] <= TRISTATE and index.reverse[symbol] != NO:
            warning = self._printer.unmet_dependency(symbol)
            if warning is not None:
                self.count += 1
                self._say(warning)
