"""The chain of reasons behind a goal that is not reached, and the roots it ends in."""

from dataclasses import dataclass

from kconfig_index import Configuration
from nixmenu.causes import wording
from nixmenu.causes.cause import Cause
from nixmenu.causes.goals import Any, Formula, Goal, Need, Root
from nixmenu.causes.kernel_text import KernelText
from nixmenu.causes.says import Says
from nixmenu.causes.solver import Roots, Solver
from nixmenu.causes.symbols import Symbols

_MOST = 6
"""Reasons that are told beside each other."""
_DEEPEST = 20
"""Links of a chain that are told."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Reasons, and how many there are beside them."""

    causes: tuple[Cause, ...] = ()
    more: int = 0


class Reasons:
    """Reasons for what one configuration holds; the same configuration gives the same ones, in the same order."""

    def __init__(self, config: Configuration, says: Says) -> None:
        self._kernel = config.kernel
        self.config = config
        self.says = says
        self.text = KernelText(config.kernel)
        self._symbols = Symbols(config, says, self.text)
        self._solver = Solver(self._symbols)
        self._ends: dict[Root, Cause] = {}
        self.where = f"Linux {config.kernel.version} for {config.kernel.srcarch}"

    @property
    def symbols(self) -> Symbols:
        """What goals take."""
        return self._symbols

    def roots(self, goal: Goal) -> Roots:
        """What would have to change for a goal; nothing if it is reached."""
        return self._solver.roots(goal)

    def because(self, goal: Goal) -> Reasoned:
        """Why a goal is not reached, by the way that takes least."""
        self._solver.roots(goal)
        formula = self._solver.formula(goal)
        return Reasoned() if formula is None else _Telling(self, self._solver).causes(formula, 0)

    def end(self, root: Root) -> Cause:
        """The sentence that a chain ends with; made once, because many chains end in one root."""
        known = self._ends.get(root)
        if known is None:
            known = self._ends[root] = self._end(root)
        return known

    def _end(self, root: Root) -> Cause:
        value = self.value(root.name)
        text, brief = wording.end(root, value, self.says, self.text, self.where)
        answer = self.says.answer(root.name) if root.who in ("you", "nixos") else None
        return Cause(root.name, value, text, brief, root.place, root=root, answered_by=answer)

    def named(self, goal: Goal) -> tuple[str, str]:
        """The name and the value of a goal's symbol."""
        name = self._kernel.index.names[goal.symbol] or "the choice"
        return name, self.config.values.text(goal.symbol)

    def value(self, name: str) -> str | None:
        """What a symbol stands at; None for an unknown one."""
        symbol = self._kernel.symbols.get(name)
        return None if symbol is None else self.config.value(symbol)


class _Telling:
    """One chain of reasons while it is told; what was told once is not told again."""

    def __init__(self, reasons: Reasons, solver: Solver) -> None:
        self._reasons = reasons
        self._solver = solver
        self._told: set[Goal] = set()

    def causes(
        self, formula: Formula, depth: int, others: tuple[str, ...] = (), held: Roots = frozenset()
    ) -> Reasoned:
        """The reasons that a formula comes to."""
        if isinstance(formula, Root):
            return Reasoned((self._reasons.end(formula),))
        if isinstance(formula, Need):
            return Reasoned((self._link(formula, depth, others),))
        if isinstance(formula, Any):
            chosen = self._solver.choice(formula, held)
            rest = dict.fromkeys(_named(part) for part in formula.parts if part is not chosen)
            return self.causes(chosen, depth, tuple(name for name in rest if name), held)
        found: dict[Cause, None] = {}
        more = 0
        gathered = held
        for part in sorted(formula.parts, key=self._directness):
            roots = self._solver.part(part, gathered) or frozenset()
            if found and roots and roots <= gathered:
                continue  # it follows from what is told already
            if len(found) < _MOST:
                behind = self.causes(part, depth, (), gathered)
                found.update(dict.fromkeys(behind.causes))
                more += behind.more
            else:
                more += 1
            gathered |= roots
        return Reasoned(tuple(found), more)

    def _directness(self, part: Formula) -> int:
        """How soon a part leads to its root: those that say it in one step come first, choices last."""
        if isinstance(part, Any):
            return 3
        if isinstance(part, Need):
            return 1 if isinstance(self._solver.formula(part.goal), Root) else 2
        return 0

    def _link(self, need: Need, depth: int, others: tuple[str, ...]) -> Cause:
        goal = need.goal
        name, value = self._reasons.named(goal)
        text = wording.link(need, name, value, others)
        place = need.statement.place
        formula = self._solver.formula(goal)
        if goal in self._told:
            return Cause(name, value, text, text, place, repeated=not isinstance(formula, Root))
        self._told.add(goal)
        behind = Reasoned()
        if formula is not None and depth < _DEEPEST:
            behind = self.causes(formula, depth + 1)
        return Cause(name, value, text, text, place, behind.causes, more=behind.more)


def _named(part: Formula) -> str:
    """A part of a disjunction in a word or two; nothing for what would take many."""
    if isinstance(part, Need):
        return part.words
    return part.name if isinstance(part, Root) else ""
