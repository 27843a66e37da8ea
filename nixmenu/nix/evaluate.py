"""A small lazy evaluator for Nix, for the language that kernel configurations are written in.

It never touches anything but the syntax tree it is given and the files that this one names, is bounded in
steps and depth, and answers `Unknown` instead of failing: a file is read as far as it can be.
"""

from collections.abc import Callable
from pathlib import Path

from nixmenu.nix import syntax
from nixmenu.nix.alternatives import either, holding, holding_list, is_written_out
from nixmenu.nix.attributes import attribute_set, bind
from nixmenu.nix.budget import Budget
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.files import Files
from nixmenu.nix.library import LIBRARY, ROOT_NAMES
from nixmenu.nix.operators import MAXIMUM_LENGTH, binary, unary
from nixmenu.nix.parse import Tree
from nixmenu.nix.system import arguments, module_arguments, packages
from nixmenu.nix.values import (
    Attributes,
    Builtin,
    Closure,
    Condition,
    Lazy,
    ListHome,
    ListValue,
    Scope,
    SearchPathValue,
    Unknown,
    Value,
    known,
)

MAXIMUM_STEPS = 300_000
MAXIMUM_DEPTH = 80
"""Nested evaluations and calls; each takes up to eight frames of Python's stack."""


class Evaluation:
    """One reading of a file: what it may cost in all, and the rules of the language.

    `files` gives the other files that are named in it; without it, they stay closed.
    """

    def __init__(self, files: Files | None = None, circumstances: Circumstances | None = None) -> None:
        self._steps = 0
        self.budget = Budget()
        self._depth = 0
        self._files = files
        self._values: dict[Tree, Lazy] = {}
        self._circumstances = circumstances or Circumstances()
        self._packages = packages(self._circumstances)

    def file(self, tree: Tree) -> Lazy:
        """The value of a whole file."""
        if tree not in self._values:
            self._values[tree] = self.delay(tree.root, Scope(tree, None, ROOT_NAMES))
        return self._values[tree]

    def imported(self, place: Value) -> Value:
        """What the file at `place` evaluates to: nixpkgs' `lib`, or a file that is named literally."""
        if isinstance(place, Unknown):
            return place
        if isinstance(place, SearchPathValue):
            if place.name == "nixpkgs":
                return Builtin("nixpkgs", 1, lambda _, _arguments: self._packages)
            if place.name == "nixpkgs/lib":
                return LIBRARY
        if not isinstance(place, Path):
            return Unknown("what is imported is no file that nixmenu may open")
        tree = self.opened(place)
        return tree if isinstance(tree, Unknown) else self.file(tree).force()

    def opened(self, path: Path) -> Tree | Unknown:
        """The tree of another file."""
        if self._files is None:
            return Unknown("it is written in another file (open that one with --patches)")
        return self._files.tree(path)

    def delay(self, node: syntax.Node, scope: Scope) -> Lazy:
        """The value of `node`, once it is needed."""
        return Lazy(lambda: self.evaluate(node, scope), node=node, scope=scope)

    def module(self, lazy: Lazy) -> Lazy:
        """A file's value as NixOS uses it: a function is called with a module's arguments.

        Of these, `lib` is known, `pkgs` and `config` for what is known of the kernel and its platform, and
        everything else belongs to the system.
        """
        for _ in range(3):
            value = lazy.force()
            if not isinstance(value, Closure):
                break
            given = module_arguments(self._circumstances, self._packages)
            lazy = self.entered(value, arguments(value, given, Unknown("the system passes it in")))
        return lazy

    def call(self, function: Value, argument: Lazy) -> Value:
        """`function argument`."""
        return self._bounded(lambda: self._call(function, argument))

    def _bounded(self, compute: Callable[[], Value]) -> Value:
        """One step of the evaluation; Unknown if it costs too much."""
        self._steps += 1
        if self._steps > MAXIMUM_STEPS:
            return Unknown("it takes too many steps to work out")
        if self._depth >= MAXIMUM_DEPTH:
            return Unknown("it is nested too deeply to work out")
        self._depth += 1
        try:
            return compute()
        finally:
            self._depth -= 1

    def _call(self, function: Value, argument: Lazy) -> Value:
        if isinstance(function, Builtin):
            arguments = (*function.arguments, argument)
            if len(arguments) < function.arity:
                return Builtin(function.name, function.arity, function.run, arguments)
            return function.run(self, *arguments)
        if isinstance(function, Closure):
            return self.entered(function, argument).force()
        if isinstance(function, Attributes):
            functor = function.get("__functor")
            if functor is not None:
                return self.call(self.call(functor, known(function)), argument)
        return (
            function if isinstance(function, Unknown) else Unknown("something is called that is no function")
        )

    def entered(self, function: Closure, argument: Lazy) -> Lazy:
        """The body of a function, in the scope that its argument makes."""
        node = function.node
        names: dict[str, Lazy] = {}
        scope = Scope(function.scope.tree, function.scope, names)
        if node.name is not None:
            names[node.name] = argument
        if node.formals is not None:
            given = argument.force()
            refused = _refused(node.formals, given)
            if refused is not None:
                return known(refused)
            for formal in node.formals.names:
                names[formal.name] = self._formal(formal, given, scope)
        return self.delay(node.body, scope)

    def _formal(self, formal: syntax.Formal, given: Value, scope: Scope) -> Lazy:
        if isinstance(given, Attributes):
            member = given.members.get(formal.name)
            if member is not None:
                return member.value
            if given.rest is not None and formal.name not in given.absent:
                return known(given.rest)
            if formal.default is not None:
                return self.delay(formal.default, scope)
        return known(
            given if isinstance(given, Unknown) else Unknown(f"the argument `{formal.name}` is not given")
        )

    def evaluate(self, node: syntax.Node, scope: Scope) -> Value:
        """The value of an expression in its scope."""
        return self._bounded(lambda: self._expression(node, scope))

    def _expression(self, node: syntax.Node, scope: Scope) -> Value:
        match node:
            case syntax.Name(name=name):
                return scope.look_up(name)
            case syntax.Select():
                return self._select(node, scope)
            case syntax.Call(function=function, argument=argument):
                return self._called(node, self.evaluate(function, scope), self.delay(argument, scope), scope)
            case syntax.Parenthesized(inner=inner):
                return self.evaluate(inner, scope)
            case syntax.AttributeSet():
                return attribute_set(self, node, scope)
            case syntax.ListLiteral(items=items):
                home = () if scope.tree is None else (ListHome(scope.tree, node, scope),)
                return ListValue(tuple(self.delay(item, scope) for item in items), home)
            case syntax.Let(bindings=bindings, body=body):
                return self.evaluate(body, bind(self, bindings, scope))
            case syntax.With(namespace=namespace, body=body):
                return self.evaluate(body, Scope(scope.tree, scope, {}, self.delay(namespace, scope)))
            case syntax.Lambda():
                return Closure(node, scope)
            case syntax.Text(parts=parts):
                return self._text(parts, scope)
            case syntax.Number(value=value):
                return value
            case _:
                return self._rarer_expression(node, scope)

    def _rarer_expression(self, node: syntax.Node, scope: Scope) -> Value:
        match node:
            case syntax.If(condition=condition, consequence=consequence, alternative=alternative):
                return self._if(self.delay(condition, scope), consequence, alternative, scope)
            case syntax.Assert(condition=condition, body=body):
                return self._assert(self.evaluate(condition, scope), body, scope)
            case syntax.Binary(operator=operator, left=left, right=right):
                return binary(operator, self.delay(left, scope), self.delay(right, scope), self.budget)
            case syntax.Unary(operator=operator, operand=operand):
                return unary(operator, self.evaluate(operand, scope))
            case syntax.HasAttribute(subject=subject, path=path):
                return self._has_attribute(self.evaluate(subject, scope), path, scope)
            case syntax.PathLiteral(parts=parts):
                return self._path(parts, scope)
            case syntax.SearchPath(name=name):
                return SearchPathValue(name)
            case _:
                return Unknown("it is written in a way that nixmenu does not read")

    def _called(self, node: syntax.Call, function: Value, argument: Lazy, scope: Scope) -> Value:
        result = self.call(function, argument)
        if isinstance(function, Builtin) and function.name == "singleton" and isinstance(result, ListValue):
            home = () if scope.tree is None else (ListHome(scope.tree, node, scope),)
            return ListValue(result.items, home)
        return result

    def _if(self, condition: Lazy, consequence: syntax.Node, alternative: syntax.Node, scope: Scope) -> Value:
        decided = condition.force()
        if isinstance(decided, bool):
            branch = consequence if decided else alternative
            value = self.evaluate(branch, scope)
            if not is_written_out(branch):
                return value
            known_condition = Condition(condition, negated=not decided)
            if isinstance(value, ListValue):
                return holding_list(value, known_condition)
            return holding(value, known_condition) if isinstance(value, Attributes) else value
        if not isinstance(decided, Unknown):
            return Unknown("the condition of an `if` is no boolean")
        if is_written_out(consequence) and is_written_out(alternative):
            first, second = (self.evaluate(branch, scope) for branch in (consequence, alternative))
            return either(first, second, condition, decided)
        return decided

    def _assert(self, condition: Value, body: syntax.Node, scope: Scope) -> Value:
        """What an assertion guards; one that only the system can tell is taken to hold."""
        if condition is False:
            return Unknown("an assertion before it fails")
        if not isinstance(condition, bool | Unknown):
            return Unknown("the condition of an `assert` is no boolean")
        return self.evaluate(body, scope)

    def name(self, attribute: syntax.Attribute, scope: Scope) -> str | Unknown:
        """What an attribute is called, also where that is computed."""
        if attribute.name is not None:
            return attribute.name
        value = (
            Unknown("it has no name")
            if attribute.computed is None
            else self.evaluate(attribute.computed, scope)
        )
        return value if isinstance(value, str | Unknown) else Unknown("an attribute's name is not a string")

    def _select(self, node: syntax.Select, scope: Scope) -> Value:
        value = self.evaluate(node.subject, scope)
        for attribute in node.path:
            name = self.name(attribute, scope)
            if isinstance(name, Unknown):
                return name
            if isinstance(value, Unknown):
                return value
            found = value.get(name) if isinstance(value, Attributes) else None
            if found is None and not (isinstance(value, Attributes) and name in value.members):
                if node.default is not None:
                    return self.evaluate(node.default, scope)
                return Unknown(f"there is no attribute `{name}`")
            if isinstance(found, Unknown) and isinstance(value, Attributes) and found is value.rest:
                return Unknown(f"`{name}`: {found.reason}")
            value = found
        return value

    def _has_attribute(self, value: Value, path: syntax.AttributePath, scope: Scope) -> Value:
        for attribute in path:
            name = self.name(attribute, scope)
            if isinstance(name, Unknown):
                return name
            if isinstance(value, Unknown):
                return value
            if not isinstance(value, Attributes):
                return False
            if name not in value.members:
                return False if value.rest is None or name in value.absent else value.rest
            value = value.members[name].value.force()
        return True

    def _text(self, parts: tuple[str | syntax.Node, ...], scope: Scope) -> Value:
        pieces = []
        for part in parts:
            value = part if isinstance(part, str) else self.evaluate(part, scope)
            if isinstance(value, Unknown):
                return value
            if not isinstance(value, str):
                return Unknown("something is put into a string that nixmenu cannot write as text")
            pieces.append(value)
        if sum(map(len, pieces)) > MAXIMUM_LENGTH:
            return Unknown("it is a text too long to work out")
        return "".join(pieces)

    def _path(self, parts: tuple[str | syntax.Node, ...], scope: Scope) -> Value:
        if not all(isinstance(part, str) for part in parts):
            return Unknown("the name of a file is computed, and nixmenu opens only files that are named")
        text = "".join(part for part in parts if isinstance(part, str))
        if text.startswith("~") or scope.tree is None:
            return Unknown(f"{text} is a place that depends on who evaluates it")
        return scope.tree.source.path.parent / text


def _refused(formals: syntax.Formals, given: Value) -> Unknown | None:
    """Why a set pattern does not take what the function is called with.

    Source: Nix manual, "Functions": every name without a default has to be given, others only before `...`.
    """
    if isinstance(given, Unknown):
        return None
    if not isinstance(given, Attributes):
        return Unknown("a function that wants an attribute set is given something else")
    if given.rest is not None:
        return None
    missing = [one.name for one in formals.names if one.default is None and one.name not in given.members]
    if missing:
        return Unknown(f"the argument `{missing[0]}` is not given")
    strange = given.members.keys() - {one.name for one in formals.names}
    return (
        Unknown(f"a function is given `{min(strange)}`, which it does not take")
        if strange and not formals.open
        else None
    )
