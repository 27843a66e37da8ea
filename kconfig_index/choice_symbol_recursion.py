"""Loops of dependency in trees whose choices are symbols: another order of looking, and another account.

The walk is that of `sym_check_deps` in the kernel's `scripts/kconfig/symbol.c` up to Linux 6.10.
"""

from kconfig_index.errors import RecursiveDependencyError
from kconfig_index.finalize import Finalizer
from kconfig_index.grammar import Grammar
from kconfig_index.index import Index
from kconfig_index.recursion import KIND_NAMES, RESOLUTION, Step, Walk
from kconfig_index.symbol_table import in_table_order


def check(grammar: Grammar, finalizer: Finalizer, index: Index) -> None:
    """Go through all symbols in the order of conf's table.

    Raises RecursiveDependencyError, with the kernel's account of every loop, if there is one that it refuses.
    """
    walk = _Walk(grammar, finalizer)
    for symbol in in_table_order(index, range(len(index.names))):
        walk.symbol(symbol)
    if walk.report:
        raise RecursiveDependencyError("".join(walk.report))


class _Walk(Walk):
    def __init__(self, grammar: Grammar, finalizer: Finalizer) -> None:
        super().__init__(grammar, finalizer)
        self._members = finalizer.members
        self._choice_of = {
            member: choice for choice, members in finalizer.members.items() for member in members
        }

    def _choice_symbol(self, symbol: int) -> int | None:
        return self._choice_of.get(symbol)

    def _members_of(self, choice: int) -> list[int]:
        return self._members.get(choice, [])

    def _place(self, step: Step) -> str:
        """The place of the option that was looked at; of the symbol before any was, and of choices and members."""
        entry = self._entries[self._definitions[step.symbol][0]]
        line = entry.line
        if step.of is not None and not self._is_choice(step.symbol) and step.symbol not in self._choice_of:
            entry, line = self._entries[step.of.entry], step.of.line
        return f"{self._files[entry.file]}:{line}"

    def _print(self, last: int) -> None:
        """`sym_check_print_recursive`"""
        stack = list(self._stack)
        choice = self._choice_of.get(last)
        if choice is not None:
            stack.append(Step(last))
            last = choice
        start = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].symbol == last), None)
        if start is None:
            self.report.append("unexpected recursive dependency error\n")
            return
        for position in range(start, len(stack)):
            step = stack[position]
            following = stack[position + 1].symbol if position + 1 < len(stack) else last
            place = self._place(step)
            if step.symbol == last:
                self.report.append(f"{place}:error: recursive dependency detected!\n")
            said = self._said(
                step, self._names[step.symbol] or "<choice>", self._names[following] or "<choice>"
            )
            self.report.append(f"{place}:\t{said}\n")
        self.report.append(RESOLUTION)

    def _said(self, step: Step, name: str, other: str) -> str:
        if self._is_choice(step.symbol):
            return f"choice {name} contains symbol {other}"
        if step.symbol in self._choice_of:
            return f"symbol {name} is part of choice {other}"
        if step.what in ("select", "imply"):
            return f"symbol {name} is {'selected' if step.what == 'select' else 'implied'} by {other}"
        if step.what == "depends":
            return f"symbol {name} depends on {other}"
        kind = KIND_NAMES[step.of.kind] if step.of is not None else "symbol"
        if step.what == "value":
            return f"symbol {name} {kind} value contains {other}"
        return f"symbol {name} {kind} is visible depending on {other}"
