"""Choosing among all that could be changed: for every goal the fewest and most likely roots."""

from collections import deque

from nixmenu.causes.goals import FACTS, All, Any, Formula, Goal, Need, Root, Who
from nixmenu.causes.symbols import Symbols

_MINE, _OTHERS, _UNUSUAL, _FACT = 4, 5, 100, 1000
_FOR_DEVELOPERS = frozenset({"COMPILE_TEST", "BROKEN"})
"""Options that make others possible which nobody is meant to run."""
_MOST_GOALS = 20_000
"""Goals that one solver looks at; a kernel has about as many symbols."""

Roots = frozenset[Root]


class Solver:
    """Finds for goals the roots that would have to change: the fewest, and the user's own before others before facts.

    A goal's formula leads to other goals, in circles too; a goal is solved from what its parts are solved by, and again
    whenever a part finds something cheaper, which ends because costs only fall.
    """

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self._formulas: dict[Goal, Formula | None] = {}
        self._users: dict[Goal, list[Goal]] = {}
        self._best: dict[Goal, Roots] = {}
        self._same: dict[Roots, Roots] = {}
        """Thousands of goals go back to the same few roots."""

    def roots(self, goal: Goal) -> Roots:
        """The roots that a goal goes back to; none if it is reached as things are."""
        self._explore(goal)
        return self._best.get(goal, frozenset())

    def formula(self, goal: Goal) -> Formula | None:
        """What a goal takes, as it was explored."""
        return self._formulas.get(goal)

    def part(self, formula: Formula, held: Roots = frozenset()) -> Roots | None:
        """The roots of a part of a formula; None if nothing is known that would give it.

        `held` are roots that have to change anyway and so cost nothing more.
        """
        if isinstance(formula, Root):
            return frozenset((formula,))
        if isinstance(formula, Need):
            return self._best.get(formula.goal)
        if isinstance(formula, Any):
            ways = [each for part in formula.parts if (each := self.part(part, held)) is not None]
            return min(ways, key=lambda way: cost(way | held)) if ways else None
        gathered = held
        for part in sorted(formula.parts, key=lambda part: isinstance(part, Any)):
            found = self.part(part, gathered)
            if found is None:
                return None
            gathered |= found
        return gathered

    def choice(self, formula: Any, held: Roots = frozenset()) -> Formula:
        """The part of a disjunction that its roots come from."""
        return min(formula.parts, key=lambda part: _cost_or_never(self.part(part, held), held))

    def _explore(self, first: Goal) -> None:
        """Make the formulas of all goals that one leads to, then solve them."""
        if first in self._formulas:
            return
        new = [first]
        pending = deque(new)
        self._formulas[first] = None
        while pending:
            goal = pending.popleft()
            formula = self._symbols.formula(goal)
            self._formulas[goal] = formula
            for needed in _needs(formula):
                self._users.setdefault(needed, []).append(goal)
                if needed not in self._formulas and len(self._formulas) < _MOST_GOALS:
                    self._formulas[needed] = None
                    new.append(needed)
                    pending.append(needed)
        self._solve(new)

    def _solve(self, goals: list[Goal]) -> None:
        # From the far end, so that most goals are solved once.
        pending = deque(reversed(goals))
        queued = set(goals)
        while pending:
            goal = pending.popleft()
            queued.discard(goal)
            formula = self._formulas[goal]
            found = frozenset[Root]() if formula is None else self.part(formula)
            if found is None or (goal in self._best and cost(found) >= cost(self._best[goal])):
                continue
            self._best[goal] = self._same.setdefault(found, found)
            for user in self._users.get(goal, ()):
                if user not in queued:
                    queued.add(user)
                    pending.append(user)


def cost(roots: Roots) -> int:
    """How unlikely it is that these are what somebody means to change."""
    return sum(_cost(name, who) for name, who in {root.key for root in roots})


def _cost(name: str, who: Who) -> int:
    if who in FACTS:
        return _FACT
    if who == "you":
        return _MINE
    return _UNUSUAL if name in _FOR_DEVELOPERS else _OTHERS


def _cost_or_never(roots: Roots | None, held: Roots) -> int:
    return 1 << 60 if roots is None else cost(roots | held)


def _needs(formula: Formula | None) -> list[Goal]:
    found: dict[Goal, None] = {}
    pending = [formula]
    while pending:
        each = pending.pop()
        if isinstance(each, Need):
            found[each.goal] = None
        elif isinstance(each, All | Any):
            pending.extend(each.parts)
    return list(found)
