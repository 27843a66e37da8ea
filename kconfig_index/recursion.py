"""Symbols that depend on themselves: whether the kernel's tools refuse a tree for it, and what they print.

The walk is that of `sym_check_deps` and its parts in the kernel's `scripts/kconfig/symbol.c`; it runs only for trees
in which ranking the symbols came upon a loop.
"""

from dataclasses import dataclass

from kconfig_index.choice_checks import choice_mistakes, entries_below
from kconfig_index.errors import KconfigError, RecursiveDependencyError
from kconfig_index.expressions import AND, NOT, OR
from kconfig_index.finalize import Finalizer
from kconfig_index.grammar import Grammar
from kconfig_index.menu_tree import (
    CHOICE,
    COMMENT_PROMPT,
    DEFAULT,
    IMPLY,
    MENU_PROMPT,
    PROMPT,
    RANGE,
    SELECT,
    Property,
    choice_of,
)

KIND_NAMES = {
    PROMPT: "prompt",
    MENU_PROMPT: "menu",
    COMMENT_PROMPT: "comment",
    DEFAULT: "default",
    SELECT: "select",
    IMPLY: "imply",
    RANGE: "range",
}


RESOLUTION = (
    "For a resolution refer to Documentation/kbuild/kconfig-language.rst\n"
    'subsection "Kconfig recursive dependency limitations"\n\n'
)
"""What the kernel's tools say behind every loop."""


@dataclass(slots=True)
class Step:
    """A symbol that is being looked at: what of it, and of which property."""

    symbol: int
    what: str = "prompt"
    of: Property | None = None


def check(grammar: Grammar, finalizer: Finalizer) -> None:
    """Go through all symbols and choices of a tree whose choices are plain.

    Raises RecursiveDependencyError, with the kernel's account of every loop, if there is one that it refuses, and
    KconfigError for a choice that it refuses.
    """
    walk = Walk(grammar, finalizer)
    mistakes: list[tuple[str, int, str]] = []
    loops = 0
    for number in entries_below(grammar, 0):
        entry = grammar.tree.entries[number]
        if entry.symbol < 0:
            continue
        before = len(walk.report)
        walk.symbol(entry.symbol)
        loops += len(walk.report) - before
        if entry.kind == CHOICE:
            for file, line, message in choice_mistakes(grammar, number):
                mistakes.append((file, line, message))
                walk.report.append(f"{file}:{line}: error: {message}\n")
    report = "".join(walk.report)
    if loops:
        raise RecursiveDependencyError(report)
    if mistakes:
        file, line, message = mistakes[0]
        error = KconfigError(message, file, line)
        error.account = "".join(f"{each}\n" for each in grammar.warnings + finalizer.checks.warnings) + report
        raise error


class Walk:
    """The walk over one tree; `report` is what the kernel says about the loops in it."""

    def __init__(self, grammar: Grammar, finalizer: Finalizer) -> None:
        self._grammar = grammar
        self._entries = grammar.tree.entries
        self._definitions = grammar.tree.definitions
        self._properties = grammar.tree.properties
        self._names = grammar.symbols.names
        self._nodes = grammar.store.nodes
        self._files = grammar.file_names
        self._finalizer = finalizer
        self._checking: set[int] = set()
        self._checked: set[int] = set()
        self._stack: list[Step] = []
        self.report: list[str] = []

    def _symbols_below(self, number: int) -> list[int]:
        symbols = (self._entries[each].symbol for each in entries_below(self._grammar, number))
        return [symbol for symbol in symbols if symbol >= 0]

    def _choice_entry(self, symbol: int) -> int:
        return choice_of(self._entries, self._definitions.get(symbol, []))

    def _choice_symbol(self, symbol: int) -> int | None:
        """The choice that a symbol is a member of."""
        entry = self._choice_entry(symbol)
        return self._entries[entry].symbol if entry >= 0 else None

    def _members_of(self, choice: int) -> list[int]:
        return self._symbols_below(self._definitions[choice][0])

    def _is_choice(self, symbol: int) -> bool:
        numbers = self._definitions.get(symbol)
        return numbers is not None and self._entries[numbers[0]].kind == CHOICE

    def symbol(self, symbol: int) -> int | None:
        """`sym_check_deps`: the symbol at which a loop closes, None if all is well."""
        if symbol in self._checking:
            self._print(symbol)
            return symbol
        if symbol in self._checked:
            return None
        choice = self._choice_symbol(symbol)
        if choice is not None:
            self._stack.append(Step(symbol))
            found = self.symbol(choice)
            self._stack.pop()
            return found
        if self._is_choice(symbol):
            return self._choice(symbol)
        self._checking.add(symbol)
        self._checked.add(symbol)
        found = self._inside(symbol)
        self._checking.discard(symbol)
        return found

    def _choice(self, choice: int) -> int | None:
        """`sym_check_choice_deps`"""
        members = self._members_of(choice)
        self._stack.append(Step(choice))
        self._checking.update(members)
        self._checked.update(members)
        self._checking.add(choice)
        self._checked.add(choice)
        found = self._inside(choice)
        self._checking.discard(choice)
        if found is None:
            for member in members:
                found = self._inside(member)
                if found is not None:
                    break
        self._checking.difference_update(members)
        if found is not None and self._choice_symbol(found) == choice:
            found = choice
        self._stack.pop()
        return found

    def _inside(self, symbol: int) -> int | None:
        """`sym_check_sym_deps`"""
        step = Step(symbol)
        self._stack.append(step)
        try:
            for what, operands in (
                ("depends", [self._finalizer.direct.get(symbol)]),
                ("select", list(self._finalizer.reverse.get(symbol, []))),
                ("imply", list(self._finalizer.implied.get(symbol, []))),
            ):
                step.what = what
                for operand in operands:
                    found = self._expression(operand)
                    if found is not None:
                        return found
            step.what = "prompt"
            for each in self._properties.get(symbol, []):
                if each.kind in (SELECT, IMPLY):
                    continue
                step.of = each
                found = self._expression(each.condition)
                if found is not None:
                    return found
                if each.kind != DEFAULT or self._is_choice(symbol):
                    continue
                step.what = "value"
                found = self._expression(each.value)
                if found is not None:
                    return found
                step.what = "prompt"
        finally:
            self._stack.pop()
        return None

    def _expression(self, operand: int | None) -> int | None:
        """`sym_check_expr_deps`"""
        if operand is None:
            return None
        if operand < 0:
            return self.symbol(~operand)
        kind, left, right = self._nodes[operand]
        if kind in (AND, OR):
            found = self._expression(left)
            return self._expression(right) if found is None else found
        if kind == NOT:
            return self._expression(left)
        found = self.symbol(left)
        return self.symbol(right) if found is None else found

    def _print(self, last: int) -> None:
        """`sym_check_print_recursive`"""
        stack = list(self._stack)
        choice = self._choice_entry(last)
        if choice >= 0:
            stack.append(Step(last))
            last = self._entries[choice].symbol
        start = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].symbol == last), None)
        if start is None:
            self.report.append("unexpected recursive dependency error\n")
            return
        out = self.report.append
        for position in range(start, len(stack)):
            step = stack[position]
            following = stack[position + 1].symbol if position + 1 < len(stack) else last
            name = self._names[step.symbol] or "<choice>"
            kind = KIND_NAMES[step.of.kind] if step.of is not None else "unknown"
            if step.symbol == last:
                out("error: recursive dependency detected!\n")
            if self._is_choice(following):
                entry = self._entries[self._definitions[following][0]]
                out(f"\tsymbol {name} is part of choice block at {self._files[entry.file]}:{entry.line}\n")
                continue
            other = self._names[following]
            if step.what == "depends":
                out(f"\tsymbol {name} depends on {other}\n")
            elif step.what == "select":
                out(f"\tsymbol {name} is selected by {other}\n")
            elif step.what == "imply":
                out(f"\tsymbol {name} is implied by {other}\n")
            elif step.what == "value":
                out(f"\tsymbol {name} {kind} value contains {other}\n")
            else:
                out(f"\tsymbol {name} {kind} is visible depending on {other}\n")
        out(RESOLUTION)
