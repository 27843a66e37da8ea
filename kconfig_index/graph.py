"""What every symbol is computed from, what is computed from it, and in which order that can be done."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kconfig_index.expressions import ANY, MOD, NO, NOT, UNKNOWN, YES
from kconfig_index.index import Index, Table, ints


def inputs(index: Index) -> list[Sequence[int]]:
    """By symbol, the operands that its value is computed from; nothing for the members of plain choices.

    Where choices are symbols, a choice is computed first, and then all its members, each from what all of them need.
    """
    columns = zip(index.visible, index.direct, index.reverse, index.implied, strict=True)
    found: list[Sequence[int]] = list(columns)
    for values in (index.defaults, index.ranges):
        starts, items = values.starts, values.items
        start = 0
        for symbol, end in enumerate(starts[1:]):
            if end != start:
                found[symbol] = (*found[symbol], *items[start:end])
            start = end
    for symbol, kind in enumerate(index.types):
        if kind == UNKNOWN or symbol <= YES:
            found[symbol] = ()
    plain = index.dialect.plain_choices
    for symbol, choice in enumerate(index.choice_of):
        if choice >= 0 and symbol not in index.members and found[symbol]:
            found[symbol] = () if plain else (choice, *_of_members(index, choice), *index.defaults[symbol])
    for choice in index.members:
        if found[choice]:
            own = _of_members(index, choice) if plain else (index.reverse[choice],)
            found[choice] = (index.visible[choice], *own)
    return found


def _of_members(index: Index, choice: int) -> list[int]:
    """What decides between the members of a choice, but for the user."""
    return [*(index.visible[member] for member in index.members[choice]), *index.defaults[choice][::2]]


def dependents(index: Index) -> Table:
    """The graph turned round: of every operand, the nodes it stands in, and as ~symbol what is computed from it."""
    return Table.of(turned_round(index))


def turned_round(index: Index) -> list[list[int]]:
    """The same as lists, in which symbols may still be replaced."""
    count = len(index.names)
    targets: list[list[int]] = [[] for _ in range(count + len(index.kinds))]
    for number, (kind, left, right) in enumerate(
        zip(index.kinds, index.left, index.right, strict=True), count
    ):
        if kind == ANY:
            for operand in index.any_items[left:right]:
                targets[operand].append(number)
        else:
            targets[left].append(number)
            if kind != NOT and right != left:
                targets[right].append(number)
    for symbol, needed in enumerate(inputs(index)):
        for operand in set(needed):
            if operand > YES:
                targets[operand].append(~symbol)
    for constant in (NO, MOD, YES):
        targets[constant].clear()
    return targets


def replace_turned(targets: list[list[int]], index: Index, replaced: Mapping[int, int]) -> None:
    """Let a graph that was turned round mention other symbols, each place once but in nodes of many operands."""
    count = len(index.names)
    for symbol, known in replaced.items():
        moved, targets[symbol] = targets[symbol], []
        if known <= YES or not moved:
            continue
        together = sorted([*targets[known], *moved], key=lambda each: (each < 0, abs(each)))
        targets[known] = [
            each
            for before, each in pairwise([None, *together])
            if each is not None and (each != before or (each >= count and index.kinds[each - count] == ANY))
        ]


class Order:
    """Symbols and nodes, each behind all that it is computed from: depth first, MODULES before all others.

    `operands` is that order; nodes that no symbol is computed from are not in it. `ranks` has the place of each symbol
    among the symbols, `cyclic` tells that values may depend on themselves: whether the kernel's tools refuse that is
    `recursion`'s to say. `modules_is_first` tells that nothing has to be computed before MODULES, at which every
    tristate looks.
    """

    def __init__(self, index: Index) -> None:
        self.operands: list[int] = []
        self.ranks: array[int] = ints([0]) * len(index.names)
        self.cyclic = False
        self._walk(index)
        for rank, symbol in enumerate([each for each in self.operands if each < len(index.names)]):
            self.ranks[symbol] = rank
        before = self.operands[: self.operands.index(index.modules)]
        self.modules_is_first = all(each <= YES for each in before)

    def _walk(self, index: Index) -> None:
        count = len(index.names)
        needed = inputs(index)
        state = bytearray(count + len(index.kinds))
        leave = self.operands.append
        kinds, left, right, any_items = index.kinds, index.left, index.right, index.any_items
        choice_of = index.choice_of if index.dialect.plain_choices else ints([-1]) * count
        for start in (index.modules, *range(count)):
            if state[start]:
                continue
            pending = [start]
            while pending:
                operand = pending.pop()
                if operand < 0:
                    operand = ~operand
                    state[operand] = 2
                    leave(operand)
                    continue
                if state[operand]:
                    if state[operand] == 1:
                        self.cyclic = True
                    continue
                state[operand] = 1
                pending.append(~operand)
                if operand < count:
                    if choice_of[operand] >= 0:
                        if state[choice_of[operand]] != 2:
                            pending.append(choice_of[operand])
                    else:
                        pending += [each for each in needed[operand] if state[each] != 2]
                    continue
                node = operand - count
                kind = kinds[node]
                if kind == ANY:
                    pending += [each for each in any_items[left[node] : right[node]] if state[each] != 2]
                else:
                    if state[left[node]] != 2:
                        pending.append(left[node])
                    if kind != NOT and state[right[node]] != 2:
                        pending.append(right[node])
