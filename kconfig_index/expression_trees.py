"""Expressions, places and dependencies of one configuration as the data of explanations, each made once."""

from kconfig_index.conditions import enclosing_dependencies, own_dependency
from kconfig_index.configuration import Configuration
from kconfig_index.explanation import (
    Comparison,
    Dependency,
    Enclosing,
    Expression,
    Junction,
    Mention,
    Negation,
    Place,
)
from kconfig_index.expressions import AND, ANY, NOT, OR, SIGNS, TYPE_NAMES, YES
from kconfig_index.model import MenuNode, Symbol


class Trees:
    """What explanations of one configuration share; good until it changes."""

    def __init__(self, config: Configuration) -> None:
        self._kernel = config.kernel
        self._values = config.values
        self._index = config.kernel.index
        self._expressions: dict[int, Expression] = {}
        self._dependencies: dict[int, Dependency] = {}
        self._enclosing: dict[tuple[int, int], Enclosing] = {}

    # -- expressions --

    def condition(self, operand: int) -> Expression | None:
        """An operand as a tree; None where no condition is."""
        return None if operand == YES else self.expression(operand)

    def expression(self, operand: int) -> Expression:
        """An operand as a tree; made from its leaves upwards, because a tree may be deeper than Python's stack."""
        made = self._expressions
        pending = [operand]
        while pending:
            each = pending[-1]
            if each in made:
                pending.pop()
                continue
            parts = self._parts(each)
            missing = [part for part in parts if part not in made]
            if missing:
                pending.extend(missing)
            else:
                made[each] = self._made(each, parts)
                pending.pop()
        return made[operand]

    def _parts(self, operand: int) -> list[int]:
        """What an operand is made from: the operands of a whole chain of the same && or ||, from left to right."""
        index = self._index
        count = len(index.names)
        if operand < count:
            return []
        kind = index.kinds[operand - count]
        if kind == NOT:
            return [index.left[operand - count]]
        if kind == ANY:
            return list(index.any_items[index.left[operand - count] : index.right[operand - count]])
        if kind not in (AND, OR):
            return []
        found: list[int] = []
        pending = [operand]
        while pending:
            each = pending.pop()
            node = each - count
            if node >= 0 and index.kinds[node] == kind:
                pending += (index.right[node], index.left[node])
            else:
                found.append(each)
        return found

    def _made(self, operand: int, parts: list[int]) -> Expression:
        index = self._index
        count = len(index.names)
        if operand < count:
            return self.mention(operand)
        node = operand - count
        kind = index.kinds[node]
        value = self._values.tristates[operand]
        if kind == NOT:
            return Negation(self._expressions[parts[0]], value)
        if kind in (AND, OR, ANY):
            return Junction(
                "&&" if kind == AND else "||", tuple(self._expressions[part] for part in parts), value
            )
        return Comparison(
            SIGNS[kind],  # type: ignore[arg-type]
            self.mention(index.left[node]),
            self.mention(index.right[node]),
            value,
        )

    def mention(self, symbol: int) -> Mention:
        """A symbol as it stands in an expression."""
        index = self._index
        return Mention(
            Symbol(self._kernel, symbol),
            index.names[symbol],
            TYPE_NAMES[index.types[symbol]],  # type: ignore[arg-type]
            bool(index.constant[symbol]),
            self._values.text(symbol),
            self._values.tristates[symbol],
        )

    # -- places and conditions --

    def entry_place(self, entry: int) -> Place:
        """Where an entry starts."""
        index = self._index
        return Place(index.files[index.entry_file[entry]], index.entry_line[entry])

    def place(self, each: int) -> Place:
        """The line of a property."""
        index = self._index
        return Place(index.files[index.entry_file[index.property_entry[each]]], index.property_line[each])

    def block(self, entry: int, operand: int) -> Enclosing:
        """A block and what it adds to what stands in it; made once."""
        known = self._enclosing.get((entry, operand))
        if known is None:
            node = MenuNode(self._kernel, entry)
            known = Enclosing(node, node.kind, node.prompt, self.entry_place(entry), self.expression(operand))
            self._enclosing[entry, operand] = known
        return known

    def dependency(self, entry: int) -> Dependency:
        """What an entry depends on, taken apart."""
        known = self._dependencies.get(entry)
        if known is None:
            index = self._index
            known = self._dependencies[entry] = Dependency(
                tuple(self.block(*each) for each in enclosing_dependencies(index, entry)),
                self.condition(own_dependency(index, entry)),
                self._values.tristates[index.entry_dependency[entry]],
            )
        return known
