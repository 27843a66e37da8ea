"""Lists. Sources: Nix manual, "Built-in Functions"; nixpkgs `lib/lists.nix`."""

from nixmenu.nix.alternatives import conditional_list, holding_list
from nixmenu.nix.library.arguments import (
    Caller,
    anything,
    called,
    function,
    items,
    later,
    number,
    part_list,
    unforced,
)
from nixmenu.nix.operators import MAXIMUM_LENGTH, concatenated, equal
from nixmenu.nix.values import Builtin, Condition, Lazy, ListHome, ListValue, Unknown, Value, known

_MOST_MADE = 10_000
"""Items of a list that is made from a number alone, which costs its writer nothing."""

_NO_BOOLEAN = Unknown("a condition is no boolean")
_NEGATIVE = Unknown("a number of items is negative")


def holds(value: Value) -> bool | Unknown:
    """What a predicate gave."""
    return value if isinstance(value, bool | Unknown) else _NO_BOOLEAN


@function("optionals", unforced, unforced)
def _optionals(_: Caller, condition: Lazy, some: Lazy) -> Value:
    decided = condition.force()
    if decided is False:
        return ListValue(())
    if not isinstance(decided, bool | Unknown):
        return _NO_BOOLEAN
    value = some.force()
    if not isinstance(value, ListValue):
        return value
    if decided is True:
        return holding_list(value, Condition(condition))
    return conditional_list(value, Condition(condition))


@function("optional", unforced, unforced)
def _optional(_: Caller, condition: Lazy, item: Lazy) -> Value:
    decided = condition.force()
    if decided is False:
        return ListValue(())
    if not isinstance(decided, bool | Unknown):
        return _NO_BOOLEAN
    one = ListValue((item,))
    return one if decided is True else conditional_list(one, Condition(condition))


@function("singleton", unforced)
def _singleton(_: Caller, item: Lazy) -> Value:
    return ListValue((item,))


@function("toList", anything)
def _to_list(_: Caller, value: Value) -> Value:
    return value if isinstance(value, ListValue) else ListValue((known(value),))


@function("map", anything, part_list)
def _map(caller: Caller, change: Value, given: ListValue) -> Value:
    return ListValue(tuple(later(caller, change, item) for item in given.items), (), given.unread)


@function("forEach", part_list, anything)
def _for_each(caller: Caller, given: ListValue, change: Value) -> Value:
    return ListValue(tuple(later(caller, change, item) for item in given.items), (), given.unread)


def _numbered(caller: Caller, first: int, change: Value, given: tuple[Lazy, ...]) -> Value:
    return ListValue(
        tuple(later(caller, change, place, item) for place, item in enumerate(given, start=first))
    )


@function("imap0", anything, items)
def _map_from_0(caller: Caller, change: Value, given: tuple[Lazy, ...]) -> Value:
    return _numbered(caller, 0, change, given)


@function("imap1", anything, items)
def _map_from_1(caller: Caller, change: Value, given: tuple[Lazy, ...]) -> Value:
    return _numbered(caller, 1, change, given)


@function("filter", anything, part_list)
def _filter(caller: Caller, predicate: Value, given: ListValue) -> Value:
    kept, unread = [], list(given.unread)
    for item in given.items:
        decided = holds(called(caller, predicate, item))
        if decided is True:
            kept.append(item)
        elif isinstance(decided, Unknown):
            unread.append(decided)
    return ListValue(tuple(kept), (), tuple(unread))


@function("concatLists", part_list)
def _concat(_: Caller, lists: ListValue) -> Value:
    return _joined(lists)


@function("concatMap", anything, part_list)
def _concat_map(caller: Caller, change: Value, given: ListValue) -> Value:
    return _joined(ListValue(tuple(later(caller, change, item) for item in given.items), (), given.unread))


def _joined(lists: ListValue) -> Value:
    items: list[Lazy] = []
    homes: dict[ListHome, None] = {}
    unread = dict.fromkeys(lists.unread)
    for lazy in lists.items:
        value = lazy.force()
        if isinstance(value, Unknown):
            unread[value] = None
            continue
        if not isinstance(value, ListValue):
            return Unknown("something is joined with lists that is no list")
        items += value.items
        homes.update(dict.fromkeys(value.homes))
        unread.update(dict.fromkeys(value.unread))
        if len(items) > MAXIMUM_LENGTH:
            return Unknown("it is a list too long to work out")
    return ListValue(tuple(items), tuple(homes), tuple(unread))


@function("flatten", anything)
def _flatten(_: Caller, value: Value) -> Value:
    found: list[Lazy] = []
    unread: list[Unknown] = []
    pending = [known(value)]
    while pending:
        lazy = pending.pop()
        inner = lazy.force()
        if isinstance(inner, ListValue):
            unread += inner.unread
            pending += reversed(inner.items)
        else:
            found.append(lazy)
        if len(found) + len(pending) > MAXIMUM_LENGTH:
            return Unknown("it is a list too long to work out")
    return ListValue(tuple(found), (), tuple(unread))


@function("head", items)
def _head(_: Caller, given: tuple[Lazy, ...]) -> Value:
    return given[0].force() if given else Unknown("the list is empty")


@function("last", items)
def _last(_: Caller, given: tuple[Lazy, ...]) -> Value:
    return given[-1].force() if given else Unknown("the list is empty")


@function("tail", items)
def _tail(_: Caller, given: tuple[Lazy, ...]) -> Value:
    return ListValue(given[1:]) if given else Unknown("the list is empty")


@function("take", number, items)
def _take(_: Caller, count: int, given: tuple[Lazy, ...]) -> Value:
    return ListValue(given[:count]) if count >= 0 else _NEGATIVE


@function("drop", number, items)
def _drop(_: Caller, count: int, given: tuple[Lazy, ...]) -> Value:
    return ListValue(given[count:]) if count >= 0 else _NEGATIVE


@function("length", items)
def _length(_: Caller, given: tuple[Lazy, ...]) -> Value:
    return len(given)


@function("elemAt", items, number)
def _element_at(_: Caller, given: tuple[Lazy, ...], place: int) -> Value:
    return given[place].force() if 0 <= place < len(given) else Unknown("the list is shorter than that")


@function("elem", anything, part_list)
def _element(caller: Caller, wanted: Value, given: ListValue) -> Value:
    return _contains(caller, given, wanted)


def _contains(caller: Caller, given: ListValue, wanted: Value) -> bool | Unknown:
    unknown = given.unread[0] if given.unread else None
    for item in given.items:
        same = equal(wanted, item.force(), caller.budget)
        if same is True:
            return True
        if isinstance(same, Unknown):
            unknown = same
    return False if unknown is None else unknown


def _deciding(name: str, decides: bool) -> Builtin:
    """`any` ends at the first true, `all` at the first false."""

    @function(name, anything, part_list)
    def run(caller: Caller, predicate: Value, given: ListValue) -> Value:
        unknown = given.unread[0] if given.unread else None
        for item in given.items:
            decided = holds(called(caller, predicate, item))
            if decided is decides:
                return decides
            if isinstance(decided, Unknown):
                unknown = decided
        return (not decides) if unknown is None else unknown

    return run


@function("foldl'", anything, anything, items)
def _fold_left(caller: Caller, change: Value, result: Value, given: tuple[Lazy, ...]) -> Value:
    for item in given:
        result = called(caller, change, result, item)
    return result


@function("foldr", anything, unforced, items)
def _fold_right(caller: Caller, change: Value, start: Lazy, given: tuple[Lazy, ...]) -> Value:
    result = start.force()
    for item in reversed(given):
        result = called(caller, change, item, result)
    return result


@function("reverseList", items)
def _reverse(_: Caller, given: tuple[Lazy, ...]) -> Value:
    return ListValue(given[::-1])


@function("range", number, number)
def _range(_: Caller, first: int, last: int) -> Value:
    if last - first > _MOST_MADE:
        return Unknown("it is a list too long to work out")
    return ListValue(tuple(known(value) for value in range(first, last + 1)))


@function("genList", anything, number)
def _generate(caller: Caller, change: Value, count: int) -> Value:
    if count < 0:
        return _NEGATIVE
    if count > _MOST_MADE:
        return Unknown("it is a list too long to work out")
    return ListValue(tuple(later(caller, change, place) for place in range(count)))


@function("unique", items)
def _unique(caller: Caller, given: tuple[Lazy, ...]) -> Value:
    kept: list[Lazy] = []
    for item in given:
        seen = _contains(caller, ListValue(tuple(kept)), item.force())
        if isinstance(seen, Unknown):
            return seen
        if not seen:
            kept.append(item)
    return ListValue(tuple(kept))


def _without(caller: Caller, given: tuple[Lazy, ...], others: ListValue, *, keep: bool) -> Value:
    """The items that are among others, or those that are not."""
    kept = []
    for item in given:
        seen = _contains(caller, others, item.force())
        if isinstance(seen, Unknown):
            return seen
        if seen is keep:
            kept.append(item)
    return ListValue(tuple(kept))


@function("subtractLists", part_list, items)
def _subtract(caller: Caller, others: ListValue, given: tuple[Lazy, ...]) -> Value:
    return _without(caller, given, others, keep=False)


@function("intersectLists", part_list, items)
def _intersect(caller: Caller, others: ListValue, given: tuple[Lazy, ...]) -> Value:
    return _without(caller, given, others, keep=True)


@function("remove", anything, items)
def _remove(caller: Caller, unwanted: Value, given: tuple[Lazy, ...]) -> Value:
    return _without(caller, given, ListValue((known(unwanted),)), keep=False)


@function("count", anything, items)
def _count(caller: Caller, predicate: Value, given: tuple[Lazy, ...]) -> Value:
    total = 0
    for item in given:
        decided = holds(called(caller, predicate, item))
        if isinstance(decided, Unknown):
            return decided
        total += decided
    return total


@function("concat", part_list, part_list)
def _concatenate(caller: Caller, first: ListValue, second: ListValue) -> Value:
    return concatenated(first, second, caller.budget)


FUNCTIONS = {
    "optional": _optional,
    "optionals": _optionals,
    "singleton": _singleton,
    "toList": _to_list,
    "map": _map,
    "forEach": _for_each,
    "imap0": _map_from_0,
    "imap1": _map_from_1,
    "filter": _filter,
    "concatLists": _concat,
    "concatMap": _concat_map,
    "concat": _concatenate,
    "flatten": _flatten,
    "head": _head,
    "last": _last,
    "tail": _tail,
    "take": _take,
    "drop": _drop,
    "length": _length,
    "elemAt": _element_at,
    "elem": _element,
    "any": _deciding("any", decides=True),
    "all": _deciding("all", decides=False),
    "foldl'": _fold_left,
    "foldl": _fold_left,
    "foldr": _fold_right,
    "fold": _fold_right,
    "reverseList": _reverse,
    "range": _range,
    "genList": _generate,
    "unique": _unique,
    "subtractLists": _subtract,
    "intersectLists": _intersect,
    "remove": _remove,
    "count": _count,
}
"""By the names that `lib` has them under."""

BUILTINS = [
    "map",
    "filter",
    "concatLists",
    "concatMap",
    "head",
    "tail",
    "length",
    "elemAt",
    "elem",
    "any",
    "all",
    "foldl'",
    "genList",
]
"""Those that `builtins` has as well."""
