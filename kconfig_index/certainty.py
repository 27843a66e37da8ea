"""What expressions come to in every configuration: conditions on the architecture, mostly."""

from collections.abc import Container

from kconfig_index.comparisons import compare
from kconfig_index.expressions import AND, MOD, NO, NOT, OR, YES, ExpressionStore, SymbolTable


class Certainty:
    """Finds the values that need no configuration; `late` are symbols that an answer of a command will replace.

    One pass is enough, because every node stands behind those that it is made of.
    """

    def __init__(self, store: ExpressionStore, symbols: SymbolTable, late: Container[int]) -> None:
        self._symbols = symbols
        self._late = late
        self._nodes: list[int | None] = []
        for node in store.nodes:
            self._nodes.append(self._of_node(*node))

    def value(self, operand: int | None) -> int | None:
        """n, m or y as 0, 1 or 2; None where it depends on something. No condition is y."""
        if operand is None:
            return YES
        if operand >= 0:
            return self._nodes[operand]
        # m is n without MODULES.
        return ~operand if ~operand in (NO, YES) else None

    def _of_node(self, kind: int, left: int, right: int) -> int | None:
        if kind == NOT:
            value = self.value(left)
            return None if value is None else YES - value
        if kind not in (AND, OR):
            return self._of_comparison(kind, left, right)
        decides, other = (NO, YES) if kind == AND else (YES, NO)
        sides = self.value(left), self.value(right)
        if decides in sides:
            return decides
        return other if sides == (other, other) else None

    def _of_comparison(self, kind: int, left: int, right: int) -> int | None:
        symbols = self._symbols
        for symbol in (left, right):
            if not symbols.constant[symbol] or symbol == MOD or symbol in self._late:
                return None
        names, types = symbols.names, symbols.types
        return compare(kind, names[left], types[left], names[right], types[right])
