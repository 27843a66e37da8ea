"""Keys as the user wants them: which changes of bindings can be made, and what is wrong with the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from textual.binding import Binding, BindingType, InvalidBinding
from textual.dom import DOMNode

from nixmenu.tui.bindings import key_name

Scope = Sequence[Binding]
"""Bindings that are there at the same time: of a screen, what stands in it, and the application."""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys by binding id that can be used, and complaints about the others, one sentence each."""

    keys: Mapping[str, str]
    complaints: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """The first key of each binding, as people write it, by id."""

    def applied(self, bindings: Iterable[Binding]) -> list[Binding]:
        """The bindings with the user's keys."""
        return [replace(binding, key=self.keys.get(binding.id or "", binding.key)) for binding in bindings]


def bindings_of(*nodes: type[DOMNode]) -> list[Binding]:
    """The bindings with an id of all `nodes` and what they are made of."""
    classes = dict.fromkeys(each for node in nodes for each in node.__mro__)
    declared: list[BindingType] = [binding for each in classes for binding in vars(each).get("BINDINGS", ())]
    return [
        binding for binding in declared if isinstance(binding, Binding) and binding.id and binding.tooltip
    ]


def key_map(wanted: Mapping[str, str], scopes: Sequence[Scope]) -> KeyMap:
    """What of `wanted` can be done: ids that exist, keys that are some, and none that something else has there."""
    known = {binding.id: binding for scope in scopes for binding in scope}
    keys: dict[str, str] = {}
    complaints: list[str] = []
    unknown: list[str] = []
    for identifier, names in wanted.items():
        if identifier not in known:
            unknown.append(identifier)
        elif _expanded(names) is None:
            complaints.append(f"{identifier}: {names!r} is no key.")
        else:
            keys[identifier] = names
    for identifier in list(keys):
        for scope in scopes:
            other = _clash(identifier, keys, scope)
            if other is not None and identifier in keys:
                complaints.append(f"{identifier}: {keys.pop(identifier)} is the key of {other} already.")
    named = {
        binding.id: key_name(keys.get(binding.id, binding.key).split(",")[0])
        for binding in known.values()
        if binding.id is not None
    }
    help_key = named.get("session.keys", key_name("question_mark"))
    misnamed = [
        f"No key binding is called {identifier}; {help_key} lists them all." for identifier in unknown
    ]
    return KeyMap(keys, (*misnamed, *complaints), named)


def _clash(identifier: str, keys: Mapping[str, str], scope: Scope) -> str | None:
    """The binding of a scope that has a key of another one."""
    if identifier not in keys or all(binding.id != identifier for binding in scope):
        return None
    mine = _expanded(keys[identifier]) or set()
    for binding in scope:
        if binding.id is not None and binding.id != identifier:
            theirs = _expanded(keys.get(binding.id, binding.key)) or set()
            if mine & theirs:
                return binding.id
    return None


def _expanded(names: str) -> set[str] | None:
    """The keys that a text with commas names, each in Textual's spelling; None if that is none."""
    try:
        keys = {binding.key for binding in Binding.make_bindings([Binding(names, "")])}
    except InvalidBinding:
        return None
    fit = all(
        part.isidentifier() or part.isalnum() or len(part) == 1 for key in keys for part in key.split("+")
    )
    return keys if keys and fit else None
