"""Why an entry is hidden, in a few words: what it depends on and does not have."""

from collections.abc import Iterator

from kconfig_index.explanation import Comparison, EntryExplanation, Expression, Junction, Mention, Negation

MOST_WAYS = 2
"""So many ways out are named; more of them are counted."""


def reason(entry: EntryExplanation) -> str:
    """What is missing for the entry to be shown, "needs SOUND"; empty if it is nothing that it depends on.

    Of several things the outermost is named: what is further inside often follows from it.
    """
    for condition in _conditions(entry):
        if condition is not None and condition.value == 0:
            return missing(condition)
    return ""


def missing(expression: Expression) -> str:
    """What would make an expression that is n another one, in a few words."""
    match expression:
        case Mention():
            return f"needs {expression.name}"
        case Negation(operand):
            return f"needs {operand.name}=n" if isinstance(operand, Mention) else "needs other options off"
        case Comparison(sign, left, right):
            return f"needs {left.name}{sign}{right.name}"
        case Junction("&&", operands):
            return missing(next(operand for operand in operands if operand.value == 0))
        case Junction(_, operands):
            return _one_of(operands)


def _one_of(operands: tuple[Expression, ...]) -> str:
    ways = [missing(operand).removeprefix("needs ") for operand in operands]
    if len(ways) > MOST_WAYS:
        return f"needs {ways[0]} or {len(ways) - 1} others"
    return f"needs {' or '.join(ways)}"


def _conditions(entry: EntryExplanation) -> Iterator[Expression | None]:
    prompt = entry.prompt
    if prompt is not None:
        yield from (block.condition for block in prompt.dependency.enclosing)
        yield from (block.condition for block in prompt.visible_if)
        yield prompt.dependency.own
        yield prompt.condition
    yield entry.visible_if
