"""Attribute sets. Sources: Nix manual, "Built-in Functions"; nixpkgs `lib/attrsets.nix`."""

from collections.abc import Mapping

from nixmenu.nix.alternatives import guarded, holding
from nixmenu.nix.library.arguments import (
    Caller,
    anything,
    called,
    function,
    items,
    later,
    made_list,
    part_list,
    part_set,
    text,
    texts,
    unforced,
    whole_set,
)
from nixmenu.nix.library.lists import holds
from nixmenu.nix.operators import updated
from nixmenu.nix.strings import byte_order
from nixmenu.nix.values import (
    Attributes,
    Builtin,
    Condition,
    Lazy,
    ListValue,
    Member,
    Property,
    Unknown,
    Value,
    known,
)

_MAXIMUM_DEPTH = 60


def _sorted(given: Attributes) -> list[str]:
    return sorted(given.members, key=byte_order)


def _pair(name: Value, value: Lazy) -> Attributes:
    return Attributes({"name": Member(known(name)), "value": Member(value)})


@function("optionalAttrs", unforced, unforced)
def _optional_attributes(_: Caller, condition: Lazy, attributes: Lazy) -> Value:
    decided = condition.force()
    if decided is False:
        return Attributes({})
    value = attributes.force()
    if decided is True and isinstance(value, Attributes):
        return holding(value, Condition(condition))
    if not isinstance(decided, bool | Unknown):
        return Unknown("its condition is no boolean")
    if not isinstance(value, Attributes) or isinstance(decided, bool):
        return value
    return guarded(value, Condition(condition), decided)


@function("attrNames", whole_set)
def _names(_: Caller, given: Attributes) -> Value:
    return made_list(_sorted(given))


@function("attrValues", whole_set)
def _values(_: Caller, given: Attributes) -> Value:
    return ListValue(tuple(given.members[name].value for name in _sorted(given)))


@function("attrsToList", whole_set)
def _to_list(_: Caller, given: Attributes) -> Value:
    return ListValue(tuple(known(_pair(name, given.members[name].value)) for name in _sorted(given)))


@function("getAttr", text, part_set)
def _get(_: Caller, name: str, given: Attributes) -> Value:
    found = given.get(name)
    if found is None and name not in given.members:
        return Unknown(f"there is no attribute `{name}`")
    return found


@function("hasAttr", text, part_set)
def _has(_: Caller, name: str, given: Attributes) -> Value:
    if name in given.members:
        return True
    return False if given.rest is None or name in given.absent else given.rest


@function("mapAttrs", anything, part_set)
def _map(caller: Caller, change: Value, given: Attributes) -> Value:
    members = {
        name: Member(later(caller, change, name, member.value)) for name, member in given.members.items()
    }
    return Attributes(members, (), given.rest, given.absent)


@function("mapAttrs'", anything, whole_set)
def _map_names(caller: Caller, change: Value, given: Attributes) -> Value:
    return from_pairs([later(caller, change, name, given.members[name].value) for name in _sorted(given)])


@function("mapAttrsToList", anything, whole_set)
def _map_to_list(caller: Caller, change: Value, given: Attributes) -> Value:
    return ListValue(tuple(later(caller, change, name, given.members[name].value) for name in _sorted(given)))


@function("concatMapAttrs", anything, whole_set)
def _concat_map(caller: Caller, change: Value, given: Attributes) -> Value:
    return _updated_all(
        caller, [later(caller, change, name, given.members[name].value) for name in _sorted(given)]
    )


@function("filterAttrs", anything, part_set)
def _filter(caller: Caller, predicate: Value, given: Attributes) -> Value:
    members = {}
    for name, member in given.members.items():
        decided = holds(called(caller, predicate, name, member.value))
        if decided is True:
            members[name] = member
        elif isinstance(decided, Unknown):
            members[name] = Member(known(decided))
    return Attributes(members, (), given.rest, given.absent)


def from_pairs(pairs: "list[Lazy] | tuple[Lazy, ...]", unread: tuple[Unknown, ...] = ()) -> Attributes:
    """`listToAttrs`: the first of a name counts; what has no name that can be told may be any attribute."""
    members: dict[str, Member] = {}
    rest = unread[0] if unread else None
    for lazy in pairs:
        pair = lazy.force()
        if not isinstance(pair, Attributes):
            rest = pair if isinstance(pair, Unknown) else Unknown("a pair of name and value is none")
            continue
        name = pair.get("name")
        if not isinstance(name, str):
            rest = name if isinstance(name, Unknown) else Unknown("an attribute's name is no string")
            continue
        value = pair.members.get("value")
        missing = pair.rest or Unknown(f"there is no value for `{name}`")
        members.setdefault(name, value or Member(known(missing)))
    return Attributes(members, (), rest)


@function("listToAttrs", part_list)
def _from_list(_: Caller, given: ListValue) -> Value:
    return from_pairs(given.items, given.unread)


@function("nameValuePair", anything, unforced)
def _name_value_pair(_: Caller, name: Value, value: Lazy) -> Value:
    return _pair(name, value)


@function("genAttrs", part_list, anything)
def _generate(caller: Caller, names: ListValue, change: Value) -> Value:
    return from_pairs([_named(caller, lazy, change) for lazy in names.items], names.unread)


def _named(caller: Caller, lazy: Lazy, change: Value) -> Lazy:
    name = text(lazy)
    return known(name if isinstance(name, Unknown) else _pair(name, later(caller, change, name)))


@function("genAttrs'", part_list, anything)
def _generate_names(caller: Caller, given: ListValue, change: Value) -> Value:
    return from_pairs([later(caller, change, item) for item in given.items], given.unread)


@function("removeAttrs", part_set, texts)
def _remove(_: Caller, given: Attributes, names: list[str]) -> Value:
    members = {name: member for name, member in given.members.items() if name not in names}
    return Attributes(members, (), given.rest, given.absent | frozenset(names))


@function("intersectAttrs", whole_set, whole_set)
def _intersect(_: Caller, given: Attributes, other: Attributes) -> Value:
    return Attributes({name: member for name, member in other.members.items() if name in given.members})


@function("getAttrs", texts, part_set)
def _get_several(_: Caller, names: list[str], given: Attributes) -> Value:
    missing = Unknown("it is asked for and not there")
    return Attributes({name: given.members.get(name) or Member(known(missing)) for name in names})


@function("catAttrs", text, items)
def _from_each(_: Caller, name: str, sets: tuple[Lazy, ...]) -> Value:
    found = []
    for lazy in sets:
        given = whole_set(lazy)
        if isinstance(given, Unknown):
            return given
        if name in given.members:
            found.append(given.members[name].value)
    return ListValue(tuple(found))


@function("zipAttrsWith", anything, items)
def _zip_with(caller: Caller, change: Value, sets: tuple[Lazy, ...]) -> Value:
    collected = _zipped(sets)
    if isinstance(collected, Unknown):
        return collected
    return Attributes(
        {
            name: Member(later(caller, change, name, known(ListValue(tuple(values)))))
            for name, values in collected.items()
        }
    )


@function("zipAttrs", items)
def _zip(_: Caller, sets: tuple[Lazy, ...]) -> Value:
    collected = _zipped(sets)
    if isinstance(collected, Unknown):
        return collected
    return Attributes({name: Member(known(ListValue(tuple(values)))) for name, values in collected.items()})


def _zipped(sets: tuple[Lazy, ...]) -> Mapping[str, list[Lazy]] | Unknown:
    collected: dict[str, list[Lazy]] = {}
    for lazy in sets:
        given = whole_set(lazy)
        if isinstance(given, Unknown):
            return given
        for name, member in given.members.items():
            collected.setdefault(name, []).append(member.value)
    return collected


@function("mergeAttrsList", items)
def _merge_list(caller: Caller, sets: tuple[Lazy, ...]) -> Value:
    return _updated_all(caller, list(sets))


def _updated_all(caller: Caller, sets: list[Lazy]) -> Value:
    result: Value = Attributes({})
    for lazy in sets:
        result = updated(result, lazy.force(), caller.budget)
    return result


@function("recursiveUpdate", anything, anything)
def _recursive_update(caller: Caller, left: Value, right: Value) -> Value:
    strange = [side for side in (left, right) if not isinstance(side, Attributes | Property | Unknown)]
    return (
        Unknown("a function wants an attribute set and is given something else")
        if strange
        else _deep(caller, left, right, 0)
    )


def _deep(caller: Caller, left: Value, right: Value, depth: int) -> Value:
    if depth > _MAXIMUM_DEPTH:
        return Unknown("it is nested too deeply to work out")
    if not isinstance(left, Attributes) or not isinstance(right, Attributes):
        return right
    result = updated(left, right, caller.budget)
    if not isinstance(result, Attributes):
        return result
    members = dict(result.members)
    for name in left.members.keys() & right.members.keys():
        members[name] = Member(_deeper(caller, left.members[name].value, right.members[name].value, depth))
    return Attributes(members, result.homes, result.rest, result.absent)


def _deeper(caller: Caller, left: Lazy, right: Lazy, depth: int) -> Lazy:
    return Lazy(lambda: _deep(caller, left.force(), right.force(), depth + 1))


def _along(value: Value, path: list[str], otherwise: Value) -> Value:
    for name in path:
        if not isinstance(value, Attributes):
            return value if isinstance(value, Unknown) else otherwise
        found = value.get(name)
        if found is None and name not in value.members:
            return otherwise
        value = found
    return value


@function("attrByPath", texts, unforced, anything)
def _by_path(_: Caller, path: list[str], otherwise: Lazy, value: Value) -> Value:
    missing = Unknown("there is nothing at this path")
    found = _along(value, path, missing)
    return otherwise.force() if found is missing else found


@function("hasAttrByPath", texts, anything)
def _has_by_path(_: Caller, path: list[str], value: Value) -> Value:
    missing = Unknown("there is nothing at this path")
    found = _along(value, path, missing)
    return False if found is missing else found if isinstance(found, Unknown) else True


@function("setAttrByPath", texts, unforced)
def _set_by_path(_: Caller, path: list[str], value: Lazy) -> Value:
    for name in reversed(path):
        value = known(Attributes({name: Member(value)}))
    return value.force()


FUNCTIONS: dict[str, Builtin] = {
    builtin.name: builtin
    for builtin in (
        _optional_attributes,
        _names,
        _values,
        _to_list,
        _get,
        _has,
        _map,
        _map_names,
        _map_to_list,
        _concat_map,
        _filter,
        _from_list,
        _name_value_pair,
        _generate,
        _generate_names,
        _remove,
        _intersect,
        _get_several,
        _from_each,
        _zip_with,
        _zip,
        _merge_list,
        _recursive_update,
        _by_path,
        _has_by_path,
        _set_by_path,
    )
}
"""By the names that `lib` has them under."""
FUNCTIONS["mergeAttrs"] = Builtin(
    "mergeAttrs", 2, lambda caller, left, right: updated(left.force(), right.force(), caller.budget)
)

BUILTINS = [
    "attrNames",
    "attrValues",
    "getAttr",
    "hasAttr",
    "mapAttrs",
    "listToAttrs",
    "removeAttrs",
    "intersectAttrs",
    "catAttrs",
    "zipAttrsWith",
]
"""Those that `builtins` has as well."""
