"""Reasons in sentences."""

from collections.abc import Sequence

from nixmenu.causes.goals import Need, Root, Statement
from nixmenu.causes.kernel_text import KernelText
from nixmenu.causes.says import Says
from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import Definition

_MOST_OTHERS = 3


def link(need: Need, name: str, value: str | None, others: Sequence[str]) -> str:
    """How one symbol leads to another: what the statement wants, and how the other one stands."""
    standing = f"{name} is {shown(value)}" if value is not None else f"there is no {name}"
    instead = f" ({listed(others)} would do as well)" if others else ""
    by = need.statement
    if by.kind in ("select", "imply"):
        if need.goal.way == "at most":
            return f"{name} {by.kind}s {need.subject}, and is {shown(value)}"
        return f"{name} would {by.kind} it, but is {shown(value)}{instead}"
    wants = _wants(by, need.subject, need.words)
    if need.words == name and value is not None:
        return f"{wants}, which is {shown(value)}{instead}"
    return f"{wants}, and {standing}{instead}"


def _wants(by: Statement, subject: str, words: str) -> str:
    if by.kind in ("menu", "choice"):
        return f'{subject} is in the {by.kind} "{by.block}", which depends on {words}'
    if by.kind == "visible if":
        return f'{subject} is in the menu "{by.block}", which is shown only if {words}'
    if by.kind == "prompt":
        return f"{subject} is only asked for if {words}"
    if by.kind == "default":
        return f"the default of {subject} takes {words}"
    return f"{subject} depends on {words}"


def end(root: Root, value: str | None, says: Says, text: KernelText, where: str) -> tuple[str, str]:
    """Where a chain ends: who decides about `root`, in full and where its name was just said.

    `where` names kernel and architecture.
    """
    name = root.name
    if root.who in ("you", "nixos"):
        answer = says.answer(name)
        assert answer is not None
        said, behind = _answered(answer, root.who == "you", says.is_text_only)
        to = "the answer to" if answer.kind == "unset" else "to"
        return f"{said} {to} {name}{behind}", f"{said}{' its answer' if to != 'to' else ''}{behind}"
    if root.who == "auto":
        return f"auto-modules answers m to {name}", "auto-modules answers m"
    if root.who == "base":
        origin = f"as the base ({says.base_name}) has it" if says.base(name) is not None else "by default"
        return f"nobody answers {name}, so it is {shown(value)} {origin}", f"nobody answers it ({origin})"
    if root.who == "unknown":
        elsewhere = text.architectures_with(name)
        there = f"; {listed(elsewhere, 'and')} has it" if elsewhere else ""
        return f"{where} has no option {name}{there}", f"{where} has no such option{there}"
    if root.who == "toolchain":
        test = text.test(root.place) if root.place is not None else None
        return f"{name} is a test of the toolchain: {test}", f"a test of the toolchain: {test}"
    if root.who == "architecture":
        brief = f"nothing in {where} selects it"
        return f"{name} has no prompt, and {brief}", brief
    return f"{name} is {shown(value)} here whatever is answered", "so whatever is answered"


def _answered(answer: Answer, mine: bool, lines_only: bool) -> tuple[str, str]:
    """Who says what, and where."""
    if lines_only:
        return f"the answers say {shown(answer.value)}", ""
    where = places(answer.definitions, mine)
    if answer.kind == "unset":
        return ("you take away" if mine else "NixOS takes away"), where
    return f"{'you answer' if mine else 'NixOS answers'} {shown(answer.value)}", where


def places(definitions: Sequence[Definition], mine: bool) -> str:
    """Where definitions stand, in brackets with a space in front; nothing if nobody knows."""
    found = []
    for definition in definitions:
        origin = definition.origin
        if origin is None or (origin.layer == "you") != mine:
            continue
        label = f"entry {origin.label!r}" if mine else origin.label
        line = f":{origin.line}" if origin.line is not None else ""
        found.append(f"{label}, {origin.path}{line}" if origin.path is not None else label)
    return f" ({'; '.join(dict.fromkeys(found))})" if found else ""


def shown(value: str | None) -> str:
    """A value in a sentence."""
    return value or '""'


def listed(names: Sequence[str], word: str = "or") -> str:
    """Names in a sentence, the first few of many."""
    if len(names) <= _MOST_OTHERS:
        return f" {word} ".join(names)
    return f"{', '.join(names[:_MOST_OTHERS])} {word} {len(names) - _MOST_OTHERS} more"
