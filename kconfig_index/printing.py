"""Expressions and symbols as the kernel's tools print them, in help texts and warnings.

The layout is that of `expr_print` (`scripts/kconfig/expr.c`) and of `get_symbol_str` and its parts (`menu.c`).
"""

from collections.abc import Callable, Iterator

from kconfig_index.expressions import AND, ANY, MOD, NO, NOT, OR, SIGNS, TRISTATE, TYPE_NAMES, UNKNOWN, YES
from kconfig_index.index import Index
from kconfig_index.menu_tree import IMPLY, SELECT
from kconfig_index.simplify import SYMBOL, Simplifier, Term, both, is_yes
from kconfig_index.values import Values

_STRENGTH = {OR: 1, AND: 2, NOT: 3}
_NO_HELP = "There is no help available for this option."


class Printer:
    """Prints what one configuration knows. Dependencies are shown in the kernel's rewritten form.

    Every value is known here; the kernel's tools show n or `(null)` for one that they have never computed, and so
    does this for those that are not `known`.
    """

    def __init__(
        self, values: Values, prefix: str = "CONFIG_", known: Callable[[int], object] | None = None
    ) -> None:
        self._values = values
        self._index = values.index
        self._prefix = prefix
        self._known = known
        self._simplifier = Simplifier(
            values.index.types, values.index.constant, values.index.dialect.shared_expressions
        )

    def condition(self, operand: int) -> Term | None:
        """A condition as the kernel keeps it; None if there is none."""
        term = term_of(self._index, operand)
        if term == (SYMBOL, YES):
            return None
        return self._simplifier.eliminate_duplicates(self._simplifier.transform(term))

    def expression(self, term: Term | None, outer: int = -1) -> str:
        """An expression with the value of every symbol behind it."""
        if term is None:
            return "y"
        kind = term[0]
        if kind == SYMBOL:
            return self._symbol(term[1])
        if kind in (AND, OR):
            sign = " && " if kind == AND else " || "
            text = f"{self.expression(term[1], kind)}{sign}{self.expression(term[2], kind)}"
        elif kind == NOT:
            text = f"!{self.expression(term[1], NOT)}"
        else:
            text = f"{self._symbol(term[1])}{SIGNS[kind]}{self._symbol(term[2])}"
        strength = _STRENGTH.get(kind, 4)
        outer_strength = _STRENGTH.get(outer, 0)
        return f"({text})" if outer_strength > strength else text

    def _value(self, symbol: int) -> str:
        if self._known is None or symbol <= YES or self._known(symbol):
            return self._values.text(symbol)
        return "n" if self._index.types[symbol] <= TRISTATE else "(null)"

    def _symbol(self, symbol: int) -> str:
        name = self._index.names[symbol] if symbol not in self._index.members else "<choice>"
        if self._index.types[symbol] == UNKNOWN or symbol in self._index.members:
            return name
        return f"{name} [={self._value(symbol)}]"

    def unmet_dependency(self, symbol: int) -> str | None:
        """The warning of a symbol that is selected beyond what it depends on (`sym_warn_unmet_dep`), else None."""
        values = self._values
        index = self._index
        if symbol <= YES or index.choice_of[symbol] >= 0:
            return None
        direct = values.bound(index.direct[symbol], symbol)
        if direct >= values.selected_by(symbol):
            return None
        lines = [
            f"\nWARNING: unmet direct dependencies detected for {index.names[symbol]}\n",
            f"  Depends on [{'m' if direct == 1 else 'n'}]: ",
            f"{self.expression(self.condition(index.direct[symbol]))}\n",
            *self._sources(index.reverse[symbol], 2, "  Selected by [y]:\n"),
            *self._sources(index.reverse[symbol], 1, "  Selected by [m]:\n"),
        ]
        return "".join(lines)

    def _sources(self, operand: int, value: int, title: str) -> list[str]:
        """The operands of an || that have a value, one per line (`expr_print_revdep`)."""
        index = self._index
        count = len(index.names)
        operands = [operand]
        if operand >= count and index.kinds[operand - count] == ANY:
            node = operand - count
            operands = list(index.any_items[index.left[node] : index.right[node]])
        lines = [
            f"  - {self.expression(self._source(each))}\n"
            for each in operands
            if self._values.tristates[each] == value
        ]
        return [title, *lines] if lines else []

    def _source(self, operand: int) -> Term | None:
        """`SELECTOR && its condition`; only the condition is rewritten, as `_menu_finalize` joins the two later."""
        index = self._index
        count = len(index.names)
        if operand < count:
            return (SYMBOL, operand)
        left, right = index.left[operand - count], index.right[operand - count]
        if right == MOD:  # a choice that selects itself
            return both(self.condition(left), (SYMBOL, MOD))
        return both((SYMBOL, left), self.condition(right))

    def help_text(self, entry: int) -> str:
        """All that `?` prints for an entry (`menu_get_ext_help`)."""
        index = self._index
        symbol = index.entry_symbol[entry]
        text = index.helps[entry]
        out: list[str] = []
        if text and symbol >= 0 and symbol not in index.members:
            out.append(f"{self._prefix}{index.names[symbol]}:\n\n")
        out.append(f"{text or _NO_HELP}\n")
        if symbol >= 0:
            out.extend(self._about(symbol))
        return "".join(out)

    def _about(self, symbol: int) -> Iterator[str]:
        """`get_symbol_str`"""
        index = self._index
        values = self._values
        if symbol not in index.members:
            kind = TYPE_NAMES[index.types[symbol]]
            yield f"Symbol: {index.names[symbol]} [={self._value(symbol)}]\n"
            yield f"Type  : {'integer' if kind == 'int' else kind}\n"
            bounds = values.active_range(symbol)
            if bounds is not None and kind in ("int", "hex"):
                yield f"Range : [{self._symbol(bounds[0])} {self._symbol(bounds[1])}]\n"
        definitions = index.definitions[symbol]
        for entry in definitions:
            if index.entry_prompt[entry] >= 0:
                yield self._place(entry)
                yield from self._prompt(entry)
        for entry in definitions:
            if index.entry_prompt[entry] < 0:
                yield self._place(entry)
                yield from self._dependency("  Depends on: ", index.entry_dependency[entry])
        for kind_number, made, received, operand in (
            (SELECT, "Selects: ", "Selected by", index.reverse[symbol]),
            (IMPLY, "Implies: ", "Implied by", index.implied[symbol]),
        ):
            targets = [
                self._symbol(index.property_value[each])
                for each in index.symbol_properties[symbol]
                if index.property_kinds[each] == kind_number
            ]
            if targets:
                yield f"{made}{' && '.join(targets)}\n"
            if operand != NO:
                for value, letter in ((2, "y"), (1, "m"), (0, "n")):
                    yield from self._sources(operand, value, f"{received} [{letter}]:\n")
        yield "\n\n"

    def _place(self, entry: int) -> str:
        index = self._index
        return f"Defined at {index.files[index.entry_file[entry]]}:{index.entry_line[entry]}\n"

    def _dependency(self, title: str, operand: int) -> Iterator[str]:
        term = self.condition(operand)
        if not is_yes(term):
            yield f"{title}{self.expression(term)}\n"

    def _prompt(self, entry: int) -> Iterator[str]:
        """`get_prompt_str`"""
        index = self._index
        prompt = index.entry_prompt[entry]
        yield f"  Prompt: {index.prompts[prompt]}\n"
        yield from self._dependency("  Depends on: ", index.entry_dependency[entry])
        depends = self.condition(index.entry_dependency[entry])
        visible = self.condition(index.property_condition[prompt])
        if not self._simplifier.equal(depends, visible):
            yield from self._dependency("  Visible if: ", index.property_condition[prompt])
        path: list[int] = []
        while entry > 0 and len(path) < 8:
            path.append(entry)
            entry = index.entry_parent[entry]
        yield "  Location:\n"
        for depth, each in enumerate(reversed(path)):
            symbol = index.entry_symbol[each]
            shown = index.entry_prompt[each]
            text = index.prompts[shown] if shown >= 0 else index.names[symbol] if symbol >= 0 else "(null)"
            value = ""
            if symbol >= 0:
                name = index.names[symbol] if symbol not in index.members else "<choice>"
                value = f" ({name} [={self._value(symbol)}])"
            yield f"{' ' * (2 * depth + 4)}-> {text}{value}\n"


def term_of(index: Index, operand: int) -> Term:
    """An operand of an index as a term that can be rewritten."""
    count = len(index.names)
    if operand < count:
        return (SYMBOL, operand)
    node = operand - count
    kind, left, right = index.kinds[node], index.left[node], index.right[node]
    if kind == ANY:
        terms = [term_of(index, each) for each in index.any_items[left:right]]
        made = terms[0]
        for each in terms[1:]:
            made = (OR, made, each)
        return made
    if kind == NOT:
        return (NOT, term_of(index, left))
    if kind in (AND, OR):
        return (kind, term_of(index, left), term_of(index, right))
    return (kind, left, right)
