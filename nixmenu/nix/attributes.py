"""Attribute sets and `let`: how bindings, with their paths, become sets that know where they are written.

Nix merges `a.b = 1; a.c = 2;` and also `a = { b = 1; }; a.c = 2;`. Source: Nix `parser.y`, `addAttr`.
"""

from dataclasses import dataclass, field
from typing import Protocol

from nixmenu.nix import syntax
from nixmenu.nix.values import AttributeHome, Attributes, Lazy, Member, Scope, Unknown, Value, known


class Evaluator(Protocol):
    """What is needed of the evaluator here."""

    def delay(self, node: syntax.Node, scope: Scope) -> Lazy:
        """The value of `node`, once it is needed."""

    def evaluate(self, node: syntax.Node, scope: Scope) -> Value:
        """The value of `node`."""

    def name(self, attribute: syntax.Attribute, scope: Scope) -> str | Unknown:
        """What an attribute is called."""


@dataclass(slots=True, eq=False)
class _Branch:
    """A set while its bindings come in: names, or further sets that only paths tell of."""

    members: "dict[str, Member | _Branch]" = field(default_factory=dict)
    homes: list[AttributeHome] = field(default_factory=list)
    rest: Unknown | None = None

    def finished(self) -> Attributes:
        members = {
            name: Member(known(entry.finished())) if isinstance(entry, _Branch) else entry
            for name, entry in self.members.items()
        }
        return Attributes(members, tuple(sorted(self.homes, key=lambda home: len(home.prefix))), self.rest)


def attribute_set(evaluator: Evaluator, node: syntax.AttributeSet, scope: Scope) -> Attributes:
    """The value of `{ … }` or `rec { … }`."""
    names: dict[str, Lazy] = {}
    inner = Scope(scope.tree, scope, names) if node.recursive else scope
    home = None if scope.tree is None else AttributeHome(scope.tree, node, inner)
    result = _Builder(evaluator, inner, scope, home).build(node.bindings)
    if node.recursive:
        names.update((name, member.value) for name, member in result.members.items())
    return result


def bind(evaluator: Evaluator, bindings: syntax.Bindings, scope: Scope) -> Scope:
    """The scope inside a `let`."""
    names: dict[str, Lazy] = {}
    inner = Scope(scope.tree, scope, names)
    result = _Builder(evaluator, inner, scope, None).build(bindings)
    names.update((name, member.value) for name, member in result.members.items())
    return inner


class _Builder:
    """Takes the bindings of one literal; `outer` is where a plain `inherit` looks."""

    def __init__(self, evaluator: Evaluator, scope: Scope, outer: Scope, home: AttributeHome | None) -> None:
        self._evaluator = evaluator
        self._scope = scope
        self._outer = outer
        self._home = home

    def build(self, bindings: syntax.Bindings) -> Attributes:
        root = _Branch()
        self._add_all(root, bindings, self._home)
        return root.finished()

    def _add_all(self, branch: _Branch, bindings: syntax.Bindings, home: AttributeHome | None) -> None:
        if home is not None:
            branch.homes.append(home)
        for binding in bindings:
            if isinstance(binding, syntax.Inherit):
                self._inherit(branch, binding)
            else:
                self._add(branch, binding, home)

    def _inherit(self, branch: _Branch, inherit: syntax.Inherit) -> None:
        for attribute in inherit.attributes:
            name = self._evaluator.name(attribute, self._scope)
            if isinstance(name, Unknown):
                branch.rest = name
            elif inherit.subject is None:
                node = syntax.Name(attribute.start, attribute.end, name)
                self._put(branch, name, Member(self._evaluator.delay(node, self._outer)))
            else:
                selected = syntax.Select(attribute.start, attribute.end, inherit.subject, (attribute,), None)
                self._put(branch, name, Member(self._evaluator.delay(selected, self._scope)))

    def _add(self, branch: _Branch, binding: syntax.Binding, home: AttributeHome | None) -> None:
        names: list[str] = []
        for attribute in binding.path:
            name = self._evaluator.name(attribute, self._scope)
            if isinstance(name, Unknown):
                branch.rest = name
                return
            names.append(name)
        for depth, name in enumerate(names[:-1], start=1):
            below = self._descend(branch, name)
            if below is None:
                return
            branch = below
            if home is not None:
                self._add_path_home(branch, home, tuple(names[:depth]))
        member = Member(self._evaluator.delay(binding.value, self._scope), binding, home)
        self._put(branch, names[-1], member)

    @staticmethod
    def _add_path_home(branch: _Branch, home: AttributeHome, path: tuple[str, ...]) -> None:
        prefix = (*home.prefix, *path)
        if not any(known_home.set is home.set and known_home.prefix == prefix for known_home in branch.homes):
            branch.homes.append(AttributeHome(home.tree, home.set, home.scope, prefix))

    def _descend(self, branch: _Branch, name: str) -> _Branch | None:
        """The set below `name`, made or opened for more; None if what stands there is no such set."""
        entry = branch.members.get(name)
        if entry is None:
            entry = branch.members[name] = _Branch()
        if isinstance(entry, _Branch):
            return entry
        opened = self._opened(entry)
        branch.members[name] = opened if opened is not None else Member(known(_defined_twice(name)))
        return opened

    def _opened(self, member: Member) -> _Branch | None:
        """A plain literal set as a branch, so that further bindings can join it."""
        node = None if member.binding is None else member.binding.value
        if not isinstance(node, syntax.AttributeSet) or node.recursive:
            return None
        opened = _Branch()
        home = None if self._scope.tree is None else AttributeHome(self._scope.tree, node, self._scope)
        self._add_all(opened, node.bindings, home if member.home is not None else None)
        return opened

    def _put(self, branch: _Branch, name: str, member: Member) -> None:
        entry = branch.members.get(name)
        if entry is None:
            branch.members[name] = member
            return
        first = entry if isinstance(entry, _Branch) else self._opened(entry)
        node = None if member.binding is None else member.binding.value
        if first is None or not isinstance(node, syntax.AttributeSet) or node.recursive:
            branch.members[name] = Member(known(_defined_twice(name)))
            return
        branch.members[name] = first
        home = None
        if member.home is not None and self._scope.tree is not None:
            home = AttributeHome(self._scope.tree, node, self._scope)
        self._add_all(first, node.bindings, home)


def _defined_twice(name: str) -> Unknown:
    return Unknown(f"`{name}` is defined twice, which Nix refuses")
