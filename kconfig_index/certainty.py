"""What an expression comes to in every configuration: conditions on the architecture, mostly."""

from collections.abc import Container

from kconfig_index.comparisons import compare
from kconfig_index.expressions import AND, MOD, NO, NOT, OR, YES, ExpressionStore, SymbolTable


class Certainty:
    """Finds the values that need no configuration; `late` are symbols that an answer of a command will replace."""

    def __init__(self, store: ExpressionStore, symbols: SymbolTable, late: Container[int]) -> None:
        self._nodes = store.nodes
        self._symbols = symbols
        self._late = late
        self._known: dict[int, int | None] = {}

    def value(self, operand: int | None) -> int | None:
        """n, m or y as 0, 1 or 2; None where it depends on something. No condition is y."""
        if operand is None:
            return YES
        if operand < 0:
            # m is n without MODULES.
            return ~operand if ~operand in (NO, YES) else None
        if operand not in self._known:
            self._known[operand] = self._of_node(*self._nodes[operand])
        return self._known[operand]

    def _of_node(self, kind: int, left: int, right: int) -> int | None:
        if kind == NOT:
            value = self.value(left)
            return None if value is None else YES - value
        if kind not in (AND, OR):
            return self._of_comparison(kind, left, right)
        decides, other = (NO, YES) if kind == AND else (YES, NO)
        first = self.value(left)
        if first == decides:
            return decides
        second = self.value(right)
        if second == decides:
            return decides
        return other if (first, second) == (other, other) else None

    def _of_comparison(self, kind: int, left: int, right: int) -> int | None:
        symbols = self._symbols
        for symbol in (left, right):
            if not symbols.constant[symbol] or symbol == MOD or symbol in self._late:
                return None
        names, types = symbols.names, symbols.types
        return compare(kind, names[left], types[left], names[right], types[right])
