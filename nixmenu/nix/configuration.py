"""Reading one entry's options: a `structuredExtraConfig` as definitions.

Source of an item's shape: nixpkgs `nixos/modules/system/boot/kernel_config.nix`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nixmenu.layers.definition import PLAIN, Definition, Fields, Origin
from nixmenu.nix.parse import Tree
from nixmenu.nix.properties import Guard, discharge
from nixmenu.nix.values import Attributes, Either, Guarded, Lazy, Member, Unknown, Value

_FIELDS = ("tristate", "freeform", "optional")


@dataclass(frozen=True, slots=True)
class Unread:
    """Something of the user's file that nixmenu could not read: an option if it has a name, and why."""

    name: str | None
    reason: str
    line: int | None
    path: Path | None = None
    """The file, if it is not the one that was opened."""


@dataclass(frozen=True, slots=True, eq=False)
class Conditioned:
    """What an option is answered in one part of an entry, and where that is written.

    In the definition stand the conditions that only the system knows.
    """

    definition: Definition
    member: Member
    holding: tuple[str, ...] = ()
    """The conditions that are known to hold, as they are written."""


class ConfigurationReader:
    """Collects the definitions of one entry, or of NixOS itself.

    `editable` becomes the set that edits go to: the first that stands under no condition.
    """

    def __init__(self, tree: Tree, label: str, layer: Literal["nixos", "you"] = "you") -> None:
        self._tree = tree
        self._label = label
        self._layer = layer
        self.definitions: list[Definition] = []
        self.unread: list[Unread] = []
        self.conditional: list[Conditioned] = []
        """Of these options, those whose answer is known but for whether it counts."""
        self.written: list[Conditioned] = []
        """All that is in `definitions`, part by part."""
        self.editable: Attributes | None = None

    def read(self, lazy: Lazy) -> None:
        """Take in the value of `structuredExtraConfig`."""
        for inner, value, guard in discharge(lazy, Guard()):
            if guard.priority != PLAIN:
                reason = "a priority around all of it would also throw away what NixOS itself answers"
                self._unread(None, reason, self._place(inner))
            elif isinstance(value, Attributes):
                self._read_set(inner, value, guard)
            else:
                reason = value.reason if isinstance(value, Unknown) else "it is no attribute set"
                self._unread(None, reason, self._place(inner))

    def _place(self, lazy: Lazy) -> tuple[Path, int | None]:
        """The file and line of a value; just the file that was opened for what a function made."""
        if lazy.node is None or lazy.scope is None or lazy.scope.tree is None:
            return self._tree.source.path, None
        source = lazy.scope.tree.source
        return source.path, source.line(lazy.node.start)

    def _unread(self, name: str | None, reason: str, place: tuple[Path, int | None]) -> None:
        path, line = place
        self.unread.append(Unread(name, reason, line, None if path == self._tree.source.path else path))

    def _read_set(self, lazy: Lazy, options: Attributes, guard: Guard) -> None:
        if self.editable is None and not guard.conditions and options.homes:
            self.editable = options
        if options.rest is not None:
            self._unread(None, options.rest.reason, self._place(lazy))
        for name, member in options.members.items():
            self._read_option(name, member, guard)

    def _read_option(self, name: str, member: Member, guard: Guard) -> None:
        place = self._place(member.value)
        if member.binding is not None and member.home is not None:
            source = member.home.tree.source
            place = source.path, source.line(member.binding.start)
        for value, item_guard in _parts(member.value, guard.under_all(member.conditions)):
            if item_guard.holds is False:
                continue
            if item_guard.holds is None:
                reason = f"whether it counts depends on `{item_guard.conditions[-1]}`"
                self._unread(name, reason, place)
                self._tell_conditional(name, member, value, item_guard, place)
                continue
            item = _item(value)
            if isinstance(item, Unknown):
                self._unread(name, item.reason, place)
                continue
            # NixOS writes whole items whose field stands under a condition: they are no answer of its own then.
            if self._layer == "nixos" and item.values.keys() <= {"optional"}:
                continue
            origin = Origin(self._layer, self._label, *place)
            definition = _definition(name, item, item_guard.priority, origin)
            self.definitions.append(definition)
            self.written.append(Conditioned(definition, member, item_guard.conditions))

    def _tell_conditional(
        self, name: str, member: Member, value: Value, guard: Guard, place: tuple[Path, int | None]
    ) -> None:
        item = _item(value)
        if not isinstance(item, Unknown):
            definition = _definition(name, item, guard.priority, Origin(self._layer, self._label, *place))
            self.conditional.append(Conditioned(replace(definition, conditions=guard.conditions), member))


def _parts(lazy: Lazy, guard: Guard) -> Iterator[tuple[Value, Guard]]:
    """What an option is given, with what guards it, be that a property or the set that it is in."""
    for _, value, inner in discharge(lazy, guard):
        if isinstance(value, Either):
            for part in value.parts:
                yield from _parts(part, inner)
        elif isinstance(value, Guarded):
            yield from _parts(value.content, inner.under(value.condition))
        else:
            yield value, inner


@dataclass(frozen=True, slots=True)
class _Item:
    """The fields that an item has, and the priority of each."""

    values: dict[str, Value]
    priorities: dict[str, int]


def _definition(name: str, item: _Item, priority: int, origin: Origin) -> Definition:
    tristate, freeform = item.values.get("tristate"), item.values.get("freeform")
    optional = item.values.get("optional", False)
    assert tristate is None or isinstance(tristate, str)
    assert freeform is None or isinstance(freeform, str)
    assert isinstance(optional, bool)
    usual = item.values.keys() in ({"tristate", "optional"}, {"freeform", "optional"})
    if (
        usual
        and set(item.priorities.values()) == {PLAIN}
        and (freeform is not None or "tristate" in item.values)
    ):
        return Definition(name, tristate, freeform, optional, priority, origin)
    fields = Fields(priority, *(item.priorities.get(field) for field in _FIELDS))
    inner = [value for value in item.priorities.values() if value != PLAIN]
    shown = inner[-1] if inner and priority == PLAIN else priority
    return Definition(name, tristate, freeform, optional, shown, origin, fields)


def _item(value: Value) -> _Item | Unknown:
    """What an item says, or why it is none."""
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, Attributes):
        return Unknown('it is no answer; write `yes`, `no`, `module`, `unset` or `freeform "…"`')
    if value.rest is not None:
        return value.rest
    strange = value.members.keys() - set(_FIELDS)
    if strange:
        return Unknown(f"an answer has no attribute `{min(strange)}`")
    item = _Item({}, {})
    for name in _FIELDS:
        if name not in value.members:
            continue
        parts = [part for part in discharge(value.members[name].value, Guard()) if part[2].holds is not False]
        if len(parts) > 1 or any(guard.holds is None for _, _, guard in parts):
            return Unknown(f"its `{name}` depends on a condition")
        for _, said, guard in parts:
            item.values[name], item.priorities[name] = said, guard.priority
    return _checked(item)


def _checked(item: _Item) -> _Item | Unknown:
    for value in item.values.values():
        if isinstance(value, Unknown):
            return value
    tristate, freeform = item.values.get("tristate"), item.values.get("freeform")
    if tristate is not None and (not isinstance(tristate, str) or tristate not in ("y", "m", "n")):
        return Unknown('its `tristate` is none of "y", "m", "n" and null')
    if freeform is not None and not isinstance(freeform, str):
        return Unknown("its free text is no string")
    if not isinstance(item.values.get("optional", False), bool):
        return Unknown("its `optional` is no boolean")
    return item
