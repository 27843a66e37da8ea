"""Changing what a binding says by the fewest bytes: wrappers, parentheses and spelling are kept."""

from dataclasses import dataclass

from nixmenu.layers.definition import FORCED, PLAIN, Definition
from nixmenu.nix import syntax
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.source import Source
from nixmenu.nix.spelling import Expression, Speller, applied
from nixmenu.nix.splice import Splice
from nixmenu.nix.strings import quoted
from nixmenu.nix.values import Attributes, Builtin, Override, Scope
from nixmenu.nix.wanted import Freeform, Wanted

_PRIORITIES = frozenset(
    ("mkForce", "mkDefault", "mkOptionDefault", "mkImageMediaOverride", "mkVMOverride", "mkOverride")
)


class NotEditableError(Exception):
    """A value is written in a way that cannot be changed safely; the message is a clause that says which."""


@dataclass(frozen=True, slots=True)
class _Wrapper:
    head: syntax.Node
    """What is applied: `lib.mkOverride 90`."""
    priority: int | None
    """None: it is `option`."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A value taken apart: wrappers from the outside in, the answer itself, the parentheses around it."""

    wrappers: tuple[_Wrapper, ...]
    core: syntax.Node
    parenthesized: syntax.Node


def says(definition: Definition, wanted: Wanted) -> bool:
    """Does a definition give the wanted answer, whatever its priority?"""
    return (definition.tristate, definition.freeform) == (wanted.tristate, wanted.freeform)


def is_satisfied(definition: Definition, wanted: Wanted) -> bool:
    """Is there nothing to change? A wrapper that the user put around the same answer stays."""
    if wanted.priority is not None:
        exact = (definition.priority, definition.optional) == (wanted.priority, wanted.optional)
        return says(definition, wanted) and exact
    strong = not wanted.force or definition.priority < PLAIN
    return says(definition, wanted) and strong and (definition.optional or not wanted.optional)


class Revaluer:
    """Changes the values of one file."""

    def __init__(self, source: Source, evaluation: Evaluation) -> None:
        self._source = source
        self._evaluation = evaluation

    def splice(
        self, node: syntax.Node, scope: Scope, definition: Definition, wanted: Wanted, speller: Speller
    ) -> Splice:
        """The edit that makes the value `node`, which now gives `definition`, say what is wanted.

        Raises NotEditableError where more than an answer and its usual wrappers is written.
        """
        written = self._taken_apart(node, scope)
        if not self._is_answer(written.core, scope):
            raise NotEditableError("its value is an expression of its own")
        if wanted.priority is not None:
            return self._replaced(node, speller.whole(wanted))
        keeps_answer = says(definition, wanted)
        wrappers = self._kept(written.wrappers, wanted, keeps_answer)
        consistent = self._explains(written, scope, definition)
        if consistent and wrappers == written.wrappers and self._has_all(wrappers, wanted, keeps_answer):
            return self._answer(written, scope, wanted, speller)
        if not consistent:
            return self._replaced(node, speller.whole(wanted))
        inner = self._source.text(written.core.start, written.core.end)
        is_call = isinstance(written.core, syntax.Call)
        expression = Expression(inner, is_call) if keeps_answer else speller.value(wanted, written.core)
        if wanted.optional and not any(wrapper.priority is None for wrapper in wrappers):
            expression = applied(speller.kernel("option"), expression)
        for wrapper in reversed(wrappers):
            expression = applied(self._source.text(wrapper.head.start, wrapper.head.end), expression)
        if wanted.force and not any(wrapper.priority is not None for wrapper in wrappers):
            expression = applied(speller.force(), expression)
        return self._replaced(node, expression)

    def _replaced(self, node: syntax.Node, expression: Expression) -> Splice:
        return Splice(node.start, node.end, expression.text.encode("utf-8", "surrogateescape"))

    def _taken_apart(self, node: syntax.Node, scope: Scope) -> _Written:
        wrappers: list[_Wrapper] = []
        outer = node
        while True:
            if isinstance(node, syntax.Parenthesized):
                node = node.inner
                continue
            wrapper = self._wrapper(node, scope) if isinstance(node, syntax.Call) else None
            if wrapper is None or not isinstance(node, syntax.Call):
                return _Written(tuple(wrappers), node, outer)
            wrappers.append(wrapper)
            node = outer = node.argument

    def _wrapper(self, call: syntax.Call, scope: Scope) -> _Wrapper | None:
        function = self._evaluation.evaluate(call.function, scope)
        if not isinstance(function, Builtin):
            return None
        if function.name == "option":
            return _Wrapper(call.function, None)
        value = self._evaluation.evaluate(call, scope)
        if function.name in _PRIORITIES and isinstance(value, Override):
            return _Wrapper(call.function, value.priority)
        return None

    def _is_answer(self, core: syntax.Node, scope: Scope) -> bool:
        if isinstance(core, syntax.Call):
            function = self._evaluation.evaluate(core.function, scope)
            return isinstance(function, Builtin) and function.name == "freeform"
        return isinstance(core, syntax.Name | syntax.Select | syntax.AttributeSet)

    def _explains(self, written: _Written, scope: Scope, definition: Definition) -> bool:
        """Do the wrappers account for all there is? A name may stand for `mkForce (option no)` by itself."""
        value = self._evaluation.evaluate(written.core, scope)
        if not isinstance(value, Attributes) or isinstance(written.core, syntax.AttributeSet):
            return False
        priorities = [wrapper.priority for wrapper in written.wrappers if wrapper.priority is not None]
        priority = priorities[0] if priorities else PLAIN
        optional = any(wrapper.priority is None for wrapper in written.wrappers)
        return (priority, optional) == (definition.priority, definition.optional)

    @staticmethod
    def _kept(wrappers: tuple[_Wrapper, ...], wanted: Wanted, keeps_answer: bool) -> tuple[_Wrapper, ...]:
        kept = []
        for wrapper in wrappers:
            if wrapper.priority is None:
                keep = keeps_answer or wanted.optional
            elif wanted.force:
                keep = wrapper.priority < PLAIN
            else:
                keep = keeps_answer or wrapper.priority != FORCED
            if keep:
                kept.append(wrapper)
        return tuple(kept)

    @staticmethod
    def _has_all(wrappers: tuple[_Wrapper, ...], wanted: Wanted, keeps_answer: bool) -> bool:
        """Are only bytes of the answer itself to change?"""
        optional = any(wrapper.priority is None for wrapper in wrappers) or not wanted.optional
        forced = any(wrapper.priority is not None for wrapper in wrappers) or not wanted.force
        return optional and forced and not keeps_answer

    def _answer(self, written: _Written, scope: Scope, wanted: Wanted, speller: Speller) -> Splice:
        core = written.core
        if isinstance(core, syntax.Call) and isinstance(wanted.value, Freeform):
            return self._replaced(core.argument, Expression(quoted(wanted.value.text)))
        expression = speller.value(wanted, core)
        if expression.application == isinstance(core, syntax.Call):
            return self._replaced(core, expression)
        if not expression.application:
            return self._replaced(written.parenthesized, expression)
        is_argument = bool(written.wrappers) and written.parenthesized is core
        return self._replaced(core, Expression(expression.argument() if is_argument else expression.text))
