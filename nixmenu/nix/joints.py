"""Where a part can be put beside what counts only under a condition: found when reading, used when editing."""

from dataclasses import dataclass
from enum import Enum

from nixmenu.nix import syntax
from nixmenu.nix.attributes import Evaluator, bind
from nixmenu.nix.values import Attributes, Builtin, Conditional, Member, Merged, Scope


class Way(Enum):
    """How a further part joins a value."""

    UPDATE = "`part // value`"
    MERGE = "`lib.mkMerge [ part value ]`"
    ITEM = "one more item in the list that `lib.mkMerge` is given"


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
        listed = isinstance(node, syntax.Call) and isinstance(node.argument, syntax.ListLiteral)
        return Joint(node, scope, Way.ITEM if listed else Way.MERGE)
    if isinstance(value, Conditional):
        return Joint(node, scope, Way.MERGE)
    if isinstance(value, Attributes) and value.rest is None and _is_made_of_sets(evaluator, node, scope):
        return Joint(node, scope, Way.UPDATE)
    return None


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
