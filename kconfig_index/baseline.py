"""The values of a kernel for which the user has answered nothing, from which every configuration starts."""

from collections.abc import Callable, Iterable

from kconfig_index.expressions import AND, ANY, HEX, INT, NOT, OR, TRISTATE, UNKNOWN, YES
from kconfig_index.graph import Order
from kconfig_index.index import Baseline, Index, ints
from kconfig_index.values import Values


def compute_baseline(index: Index, order: Order, make: Callable[[Index], Values]) -> Baseline:
    """All values; `make` makes values of the tree's dialect."""
    count = len(index.names)
    empty_number = {INT: "0", HEX: "0x0"} if index.dialect.zero_numbers else {}
    texts = [
        name if kind == UNKNOWN or symbol <= YES else "n" if kind <= TRISTATE else empty_number.get(kind, "")
        for symbol, (name, kind) in enumerate(zip(index.names, index.types, strict=True))
    ]
    index.baseline = Baseline(bytes(count + len(index.kinds)), texts, bytes(count), bytes(count), {})
    nodes = range(count, count + len(index.kinds))
    if index.dialect.plain_choices and order.modules_is_first and not order.cyclic:
        values: Values = _OnePass(index)
        _set_constants(values)
        index.in_order = ints([*order.operands, *sorted({*nodes}.difference(order.operands))])
        _compute(values, index.in_order)
    else:
        values = make(index)
        _set_constants(values)
        _compute(values, nodes)  # with every symbol at n
        values.touch_all()
        values.flush()
    return Baseline(
        bytes(values.tristates), values.texts, bytes(values.visible), bytes(values.written), values.chosen
    )


def compute_first(values: Values) -> bool:
    """Compute all values after a load of answers, in the way of the baseline, while nobody has turned the graph round.

    That takes three times as long as computing everything once. False where it is done already, or needed.
    """
    index = values.index
    if index.dependents.is_made or not index.in_order or values.journal is not None:
        return False
    made = _OnePass(index)
    made.user_tristates, made.user_texts, made.priority = (
        values.user_tristates,
        values.user_texts,
        values.priority,
    )
    _compute(made, index.in_order)
    values.take_over(made)
    return True


class _OnePass(Values):
    """Values that are computed once, each when all that it needs is known, so that no change has to spread."""

    def _spread(self, operand: int, old: int) -> None:
        pass


def _set_constants(values: Values) -> None:
    values.tristates[1], values.tristates[2] = 1, 2


def _compute(values: Values, operands: Iterable[int]) -> None:
    """Compute symbols and nodes, each of which stands behind those that it is computed from."""
    index = values.index
    count = len(index.names)
    tristates = values.tristates
    types, choice_of = index.types, index.choice_of
    kinds, lefts, rights = index.kinds, index.left, index.right
    for operand in operands:
        if operand < count:
            if operand > YES and types[operand] and choice_of[operand] < 0:
                values.compute_one(operand)
            continue
        node = operand - count
        kind, left, right = kinds[node], lefts[node], rights[node]
        if kind == AND:
            value = tristates[left]
            if tristates[right] < value:
                value = tristates[right]
        elif kind == OR:
            value = tristates[left]
            if tristates[right] > value:
                value = tristates[right]
        elif kind == NOT:
            value = 2 - tristates[left]
        elif kind == ANY:
            value = max([tristates[each] for each in index.any_items[left:right]], default=0)
        else:
            value = values.compare(kind, left, right)
        tristates[operand] = value
