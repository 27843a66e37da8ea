"""Where a part can be put beside what counts only under a condition: found when reading, used when editing."""

from dataclasses import dataclass
from enum import Enum

from nixmenu.layers.definition import PLAIN
from nixmenu.nix import syntax
from nixmenu.nix.attributes import Evaluator, bind
from nixmenu.nix.properties import Guard, discharge
from nixmenu.nix.values import Attributes, Builtin, Conditional, ListValue, Member, Merged, Ordered, Scope


class Way(Enum):
    """How a further part joins a value."""

    UPDATE = "`part // value`"
    MERGE = "`lib.mkMerge [ part value ]`"
    ITEM = "one more item in the list that `lib.mkMerge` is given"
    CONCATENATE = "`part ++ value`"


class Level(Enum):
    """What an entry is put beside, from the outside in."""

    MODULE = "boot.kernelPatches"
    BOOT = "kernelPatches"
    LIST = ""

    @property
    def path(self) -> str:
        """What leads from there to the list."""
        return self.value


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """An expression that a part can be joined to."""

    node: syntax.Node
    """Without the `with` and `let` before it; for ITEM the call of `mkMerge`."""
    scope: Scope
    way: Way


def joint(evaluator: Evaluator, member: Member) -> Joint | None:
    """Where the value of an attribute can be joined; None if that is not to be done: it is computed some other way."""
    lazy = member.value
    if member.binding is None or lazy.node is not member.binding.value or lazy.scope is None:
        return None
    node, scope = _body(evaluator, lazy.node, lazy.scope)
    value = lazy.force()
    if isinstance(value, Merged):
        return _merging(node, scope)
    if isinstance(value, Conditional):
        return Joint(node, scope, Way.MERGE)
    if isinstance(value, Attributes) and value.rest is None and _is_made_of_sets(evaluator, node, scope):
        return Joint(node, scope, Way.UPDATE)
    return None


def entry_joint(evaluator: Evaluator, member: Member, level: Level) -> Joint | None:
    """Where a further entry can be joined to a module's configuration, its `boot` or its list.

    None if that is not to be done: it is no condition that the entries stand under, or a priority.
    """
    lazy = member.value
    if member.binding is None or lazy.node is not member.binding.value or lazy.scope is None:
        return None
    if any(guard.priority != PLAIN for _, _, guard in discharge(lazy, Guard())):
        return None
    node, scope = _body(evaluator, lazy.node, lazy.scope)
    value = lazy.force()
    if isinstance(value, Merged):
        return _merging(node, scope)
    if isinstance(value, Conditional | Ordered):
        return Joint(node, scope, Way.MERGE)
    by_condition = isinstance(_inner(node), syntax.If | syntax.Call)
    if level is Level.LIST:
        joins = by_condition or (isinstance(node, syntax.Binary) and node.operator == "++")
        return Joint(node, scope, Way.CONCATENATE) if joins and isinstance(value, ListValue) else None
    return Joint(node, scope, Way.MERGE) if by_condition and isinstance(value, Attributes) else None


def _merging(node: syntax.Node, scope: Scope) -> Joint:
    listed = isinstance(node, syntax.Call) and isinstance(node.argument, syntax.ListLiteral)
    return Joint(node, scope, Way.ITEM if listed else Way.MERGE)


def _inner(node: syntax.Node) -> syntax.Node:
    while isinstance(node, syntax.Parenthesized):
        node = node.inner
    return node


def _body(evaluator: Evaluator, node: syntax.Node, scope: Scope) -> tuple[syntax.Node, Scope]:
    """What a `with` or `let` is for, and the names in scope there."""
    while True:
        match node:
            case syntax.With(namespace=namespace, body=body):
                node, scope = body, Scope(scope.tree, scope, {}, evaluator.delay(namespace, scope))
            case syntax.Let(bindings=bindings, body=body):
                node, scope = body, bind(evaluator, bindings, scope)
            case _:
                return node, scope


def _is_made_of_sets(evaluator: Evaluator, node: syntax.Node, scope: Scope) -> bool:
    """Is it written out, if by conditions?"""
    node, scope = _body(evaluator, node, scope)
    match node:
        case syntax.AttributeSet():
            return True
        case syntax.Parenthesized(inner=inner):
            return _is_made_of_sets(evaluator, inner, scope)
        case (
            syntax.If(consequence=first, alternative=second)
            | syntax.Binary(operator="//", left=first, right=second)
        ):
            return all(_is_made_of_sets(evaluator, side, scope) for side in (first, second))
        case syntax.Call(function=syntax.Call(function=function), argument=argument):
            called = evaluator.evaluate(function, scope)
            optional = isinstance(called, Builtin) and called.name == "optionalAttrs"
            return optional and _is_made_of_sets(evaluator, argument, scope)
    return False


def is_conditional(options: Attributes) -> bool:
    """Is every place of a set, that could be written to, under a condition?"""
    return all(home.conditional for home in options.homes)
