"""What it takes for a condition to hold, or not to hold: formulas from the expressions of an explanation."""

from kconfig_index.explanation import Comparison, Expression, Junction, Mention, Negation
from nixmenu.causes.goals import Formula, Goal, Need, Root, Statement, Way, all_of, any_of
from nixmenu.causes.kernel_text import KernelText
from nixmenu.causes.says import LEVELS

_DEEPEST = 12
"""Levels of brackets in a condition that are followed; the kernel has less than eight."""


class Conditions:
    """Makes formulas of conditions; `subject` is the symbol that has the condition."""

    def __init__(self, text: KernelText) -> None:
        self._text = text
        self._wanted: dict[tuple[int, Way, int], tuple[Goal, str]] = {}
        """What is wanted of symbols, and in words: most symbols are mentioned again and again."""

    def hold(
        self, condition: Expression | None, level: int, subject: str, by: Statement, depth: int = 0
    ) -> Formula | None:
        """What it takes for a condition to be at least `level`; None if it is."""
        if condition is None or condition.value >= level:
            return None
        if depth > _DEEPEST:
            return Root(subject, "kernel", "", by.place)
        if isinstance(condition, Negation):
            return self.fail(condition.operand, 2 - level, subject, by, depth + 1)
        if isinstance(condition, Junction):
            parts = [self.hold(each, level, subject, by, depth + 1) for each in condition.operands]
            missing = [part for part in parts if part is not None]
            return all_of(missing) if condition.sign == "&&" else any_of(missing)
        if isinstance(condition, Comparison):
            return self._comparison(condition, subject, by)
        return self._mention(condition, "at least", level, subject, by)

    def fail(
        self, condition: Expression | None, level: int, subject: str, by: Statement, depth: int = 0
    ) -> Formula | None:
        """What it takes for a condition to be at most `level`; None if it is."""
        if condition is None:
            return Root(subject, "kernel", "", by.place)
        if condition.value <= level:
            return None
        if depth > _DEEPEST:
            return Root(subject, "kernel", "", by.place)
        if isinstance(condition, Negation):
            return self.hold(condition.operand, 2 - level, subject, by, depth + 1)
        if isinstance(condition, Junction):
            parts = [self.fail(each, level, subject, by, depth + 1) for each in condition.operands]
            missing = [part for part in parts if part is not None]
            return any_of(missing) if condition.sign == "&&" else all_of(missing)
        if isinstance(condition, Comparison):
            return self._comparison(condition, subject, by)
        return self._mention(condition, "at most", level, subject, by)

    def _mention(self, mention: Mention, way: Way, level: int, subject: str, by: Statement) -> Formula:
        if mention.constant:
            return self._fixed(subject, by)
        if mention.type == "unknown":
            return Root(mention.name, "unknown", "", by.place)
        key = mention.symbol.index, way, level
        known = self._wanted.get(key)
        if known is None:
            known = self._wanted[key] = _wanted(mention, way, level)
        goal, words = known
        return Need(goal, by, words, subject)

    def _fixed(self, subject: str, by: Statement) -> Root:
        """A constant: the outcome of a test of the toolchain, or what the kernel's text says for good."""
        return Root(subject, "toolchain" if self._text.test(by.place) else "kernel", "", by.place)

    def _comparison(self, comparison: Comparison, subject: str, by: Statement) -> Formula:
        """What it takes for a comparison to come out the other way."""
        words = f"{comparison.left.name} {comparison.sign} {comparison.right.name}"
        if not comparison.value:
            wanted = words
        else:
            opposite = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
            wanted = f"{comparison.left.name} {opposite[comparison.sign]} {comparison.right.name}"
        parts: list[Formula] = []
        for mine, other in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
            if mine.constant or (mine.type == "unknown" and _is_literal(mine.name)):
                continue
            if mine.type == "unknown":
                parts.append(Root(mine.name, "unknown", "", by.place))
                continue
            goal = _toward(mine, other, comparison)
            parts.append(Need(goal, by, wanted, subject))
        return any_of(parts) if parts else self._fixed(subject, by)


def _is_literal(name: str) -> bool:
    return name.lstrip("-")[:1].isdigit()


def _toward(mine: Mention, other: Mention, comparison: Comparison) -> Goal:
    """The goal of a symbol that turns a comparison with `other` round."""
    number = mine.symbol.index
    if mine.type not in ("bool", "tristate") or other.text not in LEVELS:
        return Goal(number, "other")
    now, bound = mine.value, LEVELS[other.text]
    equal = (comparison.sign == "=") != bool(comparison.value)
    if comparison.sign not in ("=", "!="):
        return Goal(number, "other")
    way: Way
    if equal:
        # It is not what the comparison names, and has to become that.
        way = "at least" if now < bound else "at most"
        level = bound
    else:
        way = "at least" if now == 0 else "at most"
        level = 1 if now == 0 else now - 1
    if mine.type == "bool":
        level = 2 if way == "at least" else 0
    return Goal(number, way, level)


def _wanted(mention: Mention, way: Way, level: int) -> tuple[Goal, str]:
    """The goal of a symbol that is mentioned, and its words."""
    is_bool = mention.type == "bool"
    if way == "at least":
        words = mention.name if is_bool or level == 1 else f"{mention.name}=y"
        return Goal(mention.symbol.index, way, 2 if is_bool else level), words
    words = f"!{mention.name}" if level == 0 else f"{mention.name} not to be y"
    return Goal(mention.symbol.index, way, 0 if is_bool else level), words
