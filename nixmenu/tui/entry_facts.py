"""All that the Kconfig files say about an entry, with the present value behind every symbol that is named."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kconfig_index import MenuNode, Symbol
from kconfig_index.explain import Explainer
from kconfig_index.explanation import (
    Choice,
    Comparison,
    Default,
    Dependency,
    EntryExplanation,
    Explanation,
    Expression,
    Junction,
    Mention,
    Negation,
    Selection,
)
from nixmenu.tui.menu import menu_of, path_to
from nixmenu.tui.rows import Piece, Role
from nixmenu.tui.wrapping import Line

NAME_WIDTH = 14
"""Cells of the left column."""

DEEPEST = 30
"""Brackets in brackets; what is deeper is not written out."""


class Fact(NamedTuple):
    """A line: what it is about, where that is another thing than in the line above, and what is said."""

    name: str
    text: str
    role: Role = "plain"


def lines(explainer: Explainer, node: MenuNode, symbol: Symbol | None) -> list[Line]:
    """The facts about an entry, and about `symbol` if it is an option."""
    entry = explainer.explain_entry(node)
    if symbol is not None:
        facts = _of_option(explainer.explain(symbol), explainer.selections_by(symbol))
    elif node.kind == "choice" and node.symbol is not None:
        facts = _of_choice(explainer.explain(node.symbol).choice)
    else:
        facts = _conditions(entry)
    told = [*facts, *_places(node, symbol)]
    found: list[Line] = []
    above = ""
    for fact in told:
        name = "" if fact.name == above else fact.name
        found.append((Piece(f"  {name:<{NAME_WIDTH}}", "key"), Piece(fact.text, fact.role)))
        above = fact.name
    return found


def _of_option(told: Explanation, selections: Sequence[Selection]) -> Iterator[Fact]:
    yield Fact("Symbol", f"{told.symbol.name} {_now(told.value, told.type)}, {told.type}")
    for prompt in told.prompts:
        condition = f" if {said(prompt.condition)}" if prompt.condition is not None else ""
        yield Fact("Question", f"{prompt.text}{condition}")
        yield from (_condition(each.condition, "Visible if") for each in prompt.visible_if)
    if not told.prompts:
        yield Fact("Question", "none: nobody is asked")
    yield from _definitions(told)
    for limits in told.ranges:
        bounds = f"{said(limits.low)} to {said(limits.high)}"
        yield Fact("Range", bounds + _if(limits.condition), "plain" if limits.fate == "taken" else "quiet")
    yield from _defaults(told.defaults)
    for each in selections:
        name = "Selects" if each.kind == "select" else "Implies"
        yield Fact(name, said(each.selected) + _if(each.condition), "plain" if each.active else "quiet")
    yield from _selected(told.selected_by, "Selected by")
    yield from _selected(told.implied_by, "Implied by")


def _definitions(told: Explanation) -> Iterator[Fact]:
    """What each definition depends on; of several, those that do not count while others do are quiet."""
    several = len(told.definitions) > 1
    counts = any(each.dependency.value for each in told.definitions)
    for definition in told.definitions:
        dependency = definition.dependency
        role: Role = "quiet" if counts and not dependency.value else "plain"
        if several:
            yield Fact(
                "Defined at", f"{definition.place}{'' if dependency.value else ', not in force'}", role
            )
        for fact in _dependency(dependency):
            yield fact._replace(role="quiet") if role == "quiet" else fact


def _of_choice(choice: Choice | None) -> Iterator[Fact]:
    if choice is None:
        return
    for member in choice.members:
        hidden = "" if member.visibility else ", hidden"
        chosen = member.symbol == choice.chosen
        mark = "(X)" if chosen else "( )"
        yield Fact("Members", f"{mark} {member.symbol.name}{hidden}", "plain" if chosen else "quiet")
    for prompt in choice.prompts:
        yield from _dependency(prompt.dependency)
    yield from _defaults(choice.defaults)


def _conditions(entry: EntryExplanation) -> Iterator[Fact]:
    if entry.prompt is not None:
        yield from _dependency(entry.prompt.dependency)
    if entry.visible_if is not None:
        yield _condition(entry.visible_if, "Visible if")


def _places(node: MenuNode, symbol: Symbol | None) -> Iterator[Fact]:
    """Where it is defined, and in which menus it is asked for."""
    if symbol is None or len(symbol.nodes) == 1:
        yield Fact("Defined at", f"{node.file}:{node.line}")
    for each in [node] if symbol is None else symbol.nodes:
        if each.prompt:
            steps = [step.prompt or "" for step in path_to(menu_of(each))[1:]]
            yield Fact("In the menu", " › ".join(steps) or "the top one")


def _dependency(dependency: Dependency) -> Iterator[Fact]:
    """One line for each condition that has to hold, those around the entry first."""
    conditions = [each.condition for each in dependency.enclosing]
    if dependency.own is not None:
        conditions.append(dependency.own)
    told: dict[Fact, None] = {}  # what several blocks ask for is said once
    for condition in conditions:
        operands: Sequence[Expression] = (condition,)
        if isinstance(condition, Junction) and condition.sign == "&&":
            operands = condition.operands
        told.update(dict.fromkeys(_condition(each, "Depends on") for each in operands))
    yield from told


def _condition(condition: Expression, name: str) -> Fact:
    """A condition; one that does not hold stands out."""
    text = said(condition)
    return Fact(name, text) if condition.value else Fact(name, f"✗ {text}", "warning")


def _defaults(defaults: Iterable[Default]) -> Iterator[Fact]:
    for each in defaults:
        yield Fact(
            "Default",
            said(each.expression) + _if(each.condition),
            "plain" if each.fate == "taken" else "quiet",
        )


def _selected(selections: Iterable[Selection], name: str) -> Iterator[Fact]:
    """Who selects or implies the option; those with an effect first."""
    for each in sorted(selections, key=lambda each: not each.active):
        yield Fact(name, said(each.selector) + _if(each.condition), "plain" if each.active else "quiet")


def _if(condition: Expression | None) -> str:
    return "" if condition is None else f" if {said(condition)}"


def said(expression: Expression, depth: int = 0) -> str:
    """An expression as Kconfig writes it, `DRM [=m] && !MMU [=y]`."""
    if depth > DEEPEST:
        return "…"
    match expression:
        case Mention():
            return _mention(expression)
        case Negation(operand):
            inner = said(operand, depth + 1)
            return f"!{inner}" if isinstance(operand, Mention) else f"!({inner})"
        case Comparison(sign, left, right):
            return f"{_mention(left)} {sign} {_mention(right)}"
        case Junction(sign, operands):
            parts = [
                f"({said(each, depth + 1)})" if isinstance(each, Junction) else said(each, depth + 1)
                for each in operands
            ]
            return f" {sign} ".join(parts)


def _mention(mention: Mention) -> str:
    if mention.constant:
        return mention.name if mention.name in ("n", "m", "y") else f'"{mention.name}"'
    if mention.type == "unknown":
        return f"{mention.name} [not defined]" if not mention.name.isdigit() else mention.name
    return f"{mention.name} {_now(mention.text, mention.type)}"


def _now(value: str, kind: str) -> str:
    return f'[="{value}"]' if kind == "string" else f"[={value}]"
