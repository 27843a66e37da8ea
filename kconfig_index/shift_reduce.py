"""A parser that goes on after a mistake as the kernel's does, which GNU Bison makes of its rules.

Bison documents it: where only one rule can be complete, it is taken before the next token is looked at; after a
mistake the parser goes back to where `error` may stand, skips tokens until one fits, and is silent until three in a
row have.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from kconfig_index.language_rules import END_OF_INPUT, ERROR, Rule

_QUIET = 3
_BINDING = {"'||'": 1, "'&&'": 2, "'!'": 3}
"""How tight operators bind; all of them from the left."""


class Token(NamedTuple):
    """One token, `text` being what it says."""

    kind: str
    text: str


class Reactions(Protocol):
    """What is done as the parser goes."""

    def next_token(self) -> Token:
        """The next one; END_OF_INPUT for ever at the end."""

    def completed(self, rule: Rule, values: Sequence[object]) -> object:
        """A rule is complete, its parts having these values; the value of the whole."""

    def mistake(self) -> None:
        """A token does not fit, and this is told."""

    def dropped(self, name: str, value: object) -> None:
        """Something that was read is given up."""


class _State(NamedTuple):
    moves: dict[str, int]
    complete: Rule | None
    looks_ahead: bool


class Automaton:
    """All that a parser for some rules can be in the middle of, made once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_name: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_name.setdefault(rule.name, []).append(rule)
        self._top = rules[0].name
        self.states: list[_State] = []
        self._numbers: dict[frozenset[tuple[Rule, int]], int] = {}
        self._number(frozenset((rule, 0) for rule in self._by_name[self._top]))

    def _number(self, kernel: frozenset[tuple[Rule, int]]) -> int:
        """The state for rules read up to some place, made with all that follow if it is new."""
        known = self._numbers.get(kernel)
        if known is not None:
            return known
        number = self._numbers[kernel] = len(self.states)
        self.states.append(_State({}, None, False))
        items = dict.fromkeys(kernel)
        pending = list(kernel)
        following: dict[str, set[tuple[Rule, int]]] = {}
        complete: Rule | None = None
        while pending:
            rule, place = pending.pop()
            if place == len(rule.parts):
                complete = rule
                continue
            part = rule.parts[place]
            following.setdefault(part, set()).add((rule, place + 1))
            for inner in self._by_name.get(part, ()):
                if (inner, 0) not in items:
                    items[inner, 0] = None
                    pending.append((inner, 0))
        if complete is not None and complete.name == "expression" and len(complete.parts) > 1:
            binding = max(_BINDING.get(part, 0) for part in complete.parts)
            following = {part: to for part, to in following.items() if _BINDING.get(part, 9) > binding}
        moves = {part: self._number(frozenset(to)) for part, to in following.items()}
        self.states[number] = _State(moves, complete, any(part not in self._by_name for part in moves))
        return number

    def is_whole(self, rule: Rule) -> bool:
        """Whether a rule is that of a whole tree."""
        return rule.name == self._top


class Parser:
    """One run over one input."""

    def __init__(self, automaton: Automaton, reactions: Reactions) -> None:
        self._automaton = automaton
        self._reactions = reactions
        self._stack: list[tuple[int, str, object]] = [(0, "", None)]
        self._ahead: Token | None = None
        self._quiet = 0

    def run(self, limit: Callable[[], bool]) -> None:
        """Parse all, or until `limit` says that it is enough."""
        states = self._automaton.states
        while not limit():
            state = states[self._stack[-1][0]]
            if state.complete is not None and not (
                state.looks_ahead or self._automaton.is_whole(state.complete)
            ):
                self._reduce(state.complete)
                continue
            if self._ahead is None:
                self._ahead = self._reactions.next_token()
            to = state.moves.get(self._ahead.kind)
            if to is not None:
                self._stack.append((to, self._ahead.kind, self._ahead.text))
                self._ahead = None
                self._quiet = max(0, self._quiet - 1)
            elif state.complete is not None and self._automaton.is_whole(state.complete):
                if self._ahead.kind == END_OF_INPUT:
                    return
                if not self._recover():
                    break
            elif state.complete is not None:
                self._reduce(state.complete)
            elif not self._recover():
                break
        while len(self._stack) > 1:
            self._drop()

    def _reduce(self, rule: Rule) -> None:
        count = len(rule.parts)
        values = [value for _, _, value in self._stack[len(self._stack) - count :]]
        del self._stack[len(self._stack) - count :]
        value = self._reactions.completed(rule, values)
        to = self._automaton.states[self._stack[-1][0]].moves[rule.name]
        self._stack.append((to, rule.name, value))

    def _recover(self) -> bool:
        """Go back to where a mistake may stand; whether there is such a place and more to read."""
        if not self._quiet:
            self._reactions.mistake()
        elif self._quiet == _QUIET:
            assert self._ahead is not None
            if self._ahead.kind == END_OF_INPUT:
                return False
            self._ahead = None
        self._quiet = _QUIET
        while ERROR not in self._automaton.states[self._stack[-1][0]].moves:
            if len(self._stack) == 1:
                return False
            self._drop()
        to = self._automaton.states[self._stack[-1][0]].moves[ERROR]
        self._stack.append((to, ERROR, None))
        return True

    def _drop(self) -> None:
        _, name, value = self._stack.pop()
        self._reactions.dropped(name, value)
