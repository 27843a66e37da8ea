"""Finished conditions taken apart again: what an entry or an option says itself, and what encloses it.

`finalize` joins conditions from the outermost block inwards, always as `outer && own`, and a prompt's `visible if`s
behind its own `if`. Where a condition is not of that form, all of it counts as its own, so that nothing is lost.
"""

from kconfig_index.expressions import AND, ANY, EQUAL, MOD, NOT, YES
from kconfig_index.index import Index
from kconfig_index.menu_tree import CHOICE, COMMENT_PROMPT, CONFIG, MENUCONFIG


def enclosing_entries(index: Index, entry: int) -> list[int]:
    """The blocks that an entry is written in, the outermost first, without the root."""
    found: list[int] = []
    outer = index.entry_enclosing[entry]
    while outer > 0:
        found.append(outer)
        outer = index.entry_enclosing[outer]
    found.reverse()
    return found


def own_dependency(index: Index, entry: int) -> int:
    """The operand of an entry's own `depends on`s, or of an `if` itself; YES without any."""
    outer = index.entry_enclosing[entry]
    whole = index.entry_dependency[entry]
    if outer < 0:
        return whole
    return _behind(index, _without_choice_test(index, entry, whole)[1], _passed_down(index, outer))


def enclosing_dependencies(index: Index, entry: int) -> list[tuple[int, int]]:
    """The blocks around an entry and the operand that each adds to its dependency, the outermost first.

    A choice that is a symbol stands for all that is around it: its members depend on its value.
    """
    found: list[tuple[int, int]] = []
    for outer in enclosing_entries(index, entry):
        if _is_choice_symbol(index, outer):
            test, _ = _without_choice_test(index, entry, index.entry_dependency[entry])
            found = [(outer, index.entry_symbol[outer] if test == YES else test)]
        else:
            own = own_dependency(index, outer)
            if own != YES:
                found.append((outer, own))
    return found


def own_condition(index: Index, each: int) -> tuple[int, list[tuple[int, int]]]:
    """What stands behind an option's own `if` (YES without one), and what every `visible if` around it adds.

    Only prompts of options and choices are limited by a `visible if`. The outermost menu comes first, each with its
    operand as it became part of the condition.
    """
    entry = index.property_entry[each]
    whole = rest = _own_condition(index, each)
    if index.property_kinds[each] > COMMENT_PROMPT or index.entry_kinds[entry] not in (
        CONFIG,
        MENUCONFIG,
        CHOICE,
    ):
        return rest, []
    found: list[tuple[int, int]] = []
    menus = [outer for outer in enclosing_entries(index, entry) if index.entry_visibility[outer] != YES]
    for position, menu in enumerate(menus):
        visibility = index.entry_visibility[menu]
        parts = _sides(index, rest)
        if parts is not None and _alike(index, parts[1], visibility):
            rest, part = parts
        elif position == len(menus) - 1 and _alike(index, rest, visibility):
            rest, part = YES, rest
        else:
            return whole, []
        found.append((menu, part))
    return rest, found


def mentioned(index: Index, operand: int) -> list[int]:
    """The symbols that stand in an operand, each once, from left to right; constants are left out."""
    count = len(index.names)
    found: dict[int, None] = {}
    pending = [operand]
    while pending:
        operand = pending.pop()
        if operand < count:
            if operand > YES and not index.constant[operand]:
                found[operand] = None
            continue
        node = operand - count
        kind, left, right = index.kinds[node], index.left[node], index.right[node]
        if kind == ANY:
            pending.extend(reversed(index.any_items[left:right]))
        elif kind == NOT:
            pending.append(left)
        else:
            pending += (right, left)
    return list(found)


def _sides(index: Index, operand: int) -> tuple[int, int] | None:
    """Both sides of an &&, None for anything else."""
    node = operand - len(index.names)
    return (index.left[node], index.right[node]) if node >= 0 and index.kinds[node] == AND else None


def _own_condition(index: Index, each: int) -> int:
    """What a condition of an option has besides the dependency of its entry."""
    entry = index.property_entry[each]
    _, whole = _without_choice_test(index, entry, index.property_condition[each])
    _, first = _without_choice_test(index, entry, index.entry_dependency[entry])
    return _behind(index, whole, first)


def _is_choice_symbol(index: Index, entry: int) -> bool:
    return index.entry_kinds[entry] == CHOICE and not index.dialect.plain_choices


def _passed_down(index: Index, outer: int) -> int:
    """What an entry limits the entries in it by."""
    return index.entry_symbol[outer] if _is_choice_symbol(index, outer) else index.entry_dependency[outer]


def _without_choice_test(index: Index, entry: int, operand: int) -> tuple[int, int]:
    """A condition as `CHOICE=y && rest`: bools in a tristate choice that is a symbol have that in front."""
    symbol = index.entry_symbol[entry]
    choice = index.choice_of[symbol] if symbol >= 0 else -1
    if choice >= 0 and not index.dialect.plain_choices:
        parts = _sides(index, operand) or (operand, YES)
        node = parts[0] - len(index.names)
        if node >= 0 and (index.kinds[node], index.left[node], index.right[node]) == (EQUAL, choice, YES):
            return parts
    return YES, operand


def _behind(index: Index, whole: int, first: int) -> int:
    """The rest of `first && rest`."""
    if whole == first:
        return YES
    parts = _sides(index, whole)
    if parts is not None and parts[0] == first:
        return parts[1]
    return whole


def _alike(index: Index, finished: int, written: int) -> bool:
    """Whether an operand is another as it was written, where the constant m became `m && MODULES`."""
    count = len(index.names)
    pending = [(finished, written)]
    while pending:
        one, other = pending.pop()
        if one == other:
            continue
        if other == MOD:
            if _sides(index, one) != (MOD, index.modules):
                return False
            continue
        if one < count or other < count or index.kinds[one - count] != index.kinds[other - count]:
            return False
        one, other = one - count, other - count
        if index.kinds[one] > NOT:
            if index.left[one] != index.left[other] or index.right[one] != index.right[other]:
                return False
            continue
        pending.append((index.left[one], index.left[other]))
        if index.kinds[one] != NOT:
            pending.append((index.right[one], index.right[other]))
    return True
