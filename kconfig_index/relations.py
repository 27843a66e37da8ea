"""What a symbol needs and what needs it, by the statements that say so.

A relation goes from the symbol in whose definition a statement stands to a symbol that the statement mentions:
`A depends on B`, `A select C if D` make A need B, C and D. Conditions of the blocks around a definition count as its
own, and have the block's place. Constants are no relations, nor are symbols without a definition.
"""

from collections import deque
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kconfig_index.conditions import enclosing_dependencies, mentioned, own_condition, own_dependency
from kconfig_index.explanation import Place
from kconfig_index.index import Table
from kconfig_index.menu_tree import DEFAULT, IMPLY, RANGE, SELECT
from kconfig_index.model import Symbol

if TYPE_CHECKING:
    from kconfig_index.model import Kernel

Need: TypeAlias = Literal["depends", "visibility", "default", "range", "select", "imply"]
_KINDS: dict[int, Need] = {DEFAULT: "default", SELECT: "select", IMPLY: "imply", RANGE: "range"}


@dataclass(frozen=True, slots=True)
class Relation:
    """`symbol` needs `needed`, by a statement of the given kind at a place.

    `visibility` is the condition of a prompt, or a `visible if` around it. `role` tells whether the needed symbol
    stands in the condition, or is the value of a default, the bound of a range, or what is selected or implied.
    """

    kind: Need
    role: Literal["condition", "value"]
    symbol: Symbol
    needed: Symbol
    place: Place


class Relations:
    """The relations of one kernel; how they go backwards is worked out when it is first asked for."""

    def __init__(self, kernel: "Kernel") -> None:
        self._kernel = kernel
        self._index = kernel.index
        self._selecting: dict[int, list[int]] | None = None
        self._users: Table | None = None

    def selects(self, symbol: int) -> list[int]:
        """The properties that select a symbol, by number, in the order in which they were read."""
        return self._properties_about(symbol, SELECT)

    def implies(self, symbol: int) -> list[int]:
        """The properties that imply a symbol."""
        return self._properties_about(symbol, IMPLY)

    def _properties_about(self, symbol: int, kind: int) -> list[int]:
        index = self._index
        if self._selecting is None:
            self._selecting = {}
            for each, of_kind in enumerate(index.property_kinds):
                if of_kind in (SELECT, IMPLY) and index.entry_symbol[index.property_entry[each]] >= 0:
                    self._selecting.setdefault(index.property_value[each], []).append(each)
        return [each for each in self._selecting.get(symbol, ()) if index.property_kinds[each] == kind]

    def needs(self, symbol: Symbol) -> list[Relation]:
        """What the definitions of a symbol mention, in the order of reading; each statement and symbol once."""
        return list(self._needs(symbol.index))

    def needed_by(self, symbol: Symbol) -> list[Relation]:
        """All relations that lead to a symbol, by the number of the symbols that they come from."""
        if self._users is None:
            self._users = self._make_users()
        found = []
        for user in self._users[symbol.index]:
            found += [each for each in self._needs(user) if each.needed.index == symbol.index]
        return found

    def _make_users(self) -> Table:
        """Of every symbol, the symbols whose definitions mention it."""
        index = self._index
        users: list[list[int]] = [[] for _ in index.names]
        known: dict[int, list[int]] = {}
        for symbol in range(len(index.names)):
            operands = {
                operand
                for entry in index.definitions[symbol]
                for operand in (
                    own_dependency(index, entry),
                    *(operand for _, operand in enclosing_dependencies(index, entry)),
                )
            }
            operands.update(
                operand
                for each in index.symbol_properties[symbol]
                for _, _, operand, _ in self._operands(each)
            )
            needed: set[int] = set()
            for operand in operands:
                if operand not in known:
                    known[operand] = mentioned(index, operand)
                needed.update(known[operand])
            for each in needed:
                users[each].append(symbol)
        return Table.of(users)

    def _operands(self, each: int) -> Iterator[tuple[Need, Literal["condition", "value"], int, Place]]:
        """The operands that a property mentions, and as what."""
        index = self._index
        file = index.files[index.entry_file[index.property_entry[each]]]
        place = Place(file, index.property_line[each])
        kind = _KINDS.get(index.property_kinds[each], "visibility")
        if kind != "visibility":
            yield kind, "value", index.property_value[each], place
            if kind == "range":
                yield kind, "value", index.property_high[each], place
        own, menus = own_condition(index, each)
        yield kind, "condition", own, place
        for menu, operand in menus:
            around = Place(index.files[index.entry_file[menu]], index.entry_line[menu])
            yield "visibility", "condition", operand, around

    def _needs(self, symbol: int) -> Iterator[Relation]:
        index = self._index
        kernel = self._kernel
        seen: set[tuple[Need, str, int, Place]] = set()

        def about(
            kind: Need, role: Literal["condition", "value"], operand: int, place: Place
        ) -> Iterator[Relation]:
            for needed in mentioned(index, operand):
                key = (kind, role, needed, place)
                if key not in seen and index.types[needed]:
                    seen.add(key)
                    yield Relation(kind, role, Symbol(kernel, symbol), Symbol(kernel, needed), place)

        for entry in index.definitions[symbol]:
            for block, operand in [
                *enclosing_dependencies(index, entry),
                (entry, own_dependency(index, entry)),
            ]:
                place = Place(index.files[index.entry_file[block]], index.entry_line[block])
                yield from about("depends", "condition", operand, place)
        for each in index.symbol_properties[symbol]:
            for kind, role, operand, place in self._operands(each):
                yield from about(kind, role, operand, place)

    def closure(
        self, symbol: Symbol, *, backwards: bool, kinds: Container[Need] | None = None
    ) -> Iterator[Relation]:
        """All that is reached from a symbol over any number of relations, nearest first.

        Every symbol but the first is reached once, by the relation that is given; `kinds` limits which ones count.
        """
        step: Callable[[Symbol], list[Relation]] = self.needed_by if backwards else self.needs
        reached = {symbol}
        pending = deque([symbol])
        while pending:
            for relation in step(pending.popleft()):
                if kinds is not None and relation.kind not in kinds:
                    continue
                other = relation.symbol if backwards else relation.needed
                if other not in reached:
                    reached.add(other)
                    pending.append(other)
                    yield relation
