"""Reasons and advice as an indented tree for a terminal, and as facts for JSON."""

import textwrap
from collections.abc import Iterator, Sequence

from nixmenu.causes.advice import Advice
from nixmenu.causes.cause import Cause

WIDTH = 80
_STEP = 2
_DEEPEST_INDENT = 30


def tree_lines(causes: Sequence[Cause], more: int = 0, indent: int = 2) -> Iterator[str]:
    """A line or more per reason, those behind it indented below it."""
    pending = [(_left_out(more), indent)] if more else []
    pending += [(cause, indent) for cause in reversed(causes)]
    while pending:
        cause, depth = pending.pop()
        depth = min(depth, _DEEPEST_INDENT)
        behind = cause.because
        text = cause.text
        if (
            len(behind) == 1
            and behind[0].root is not None
            and behind[0].name == cause.name
            and not cause.more
        ):
            # Who decides belongs to what it is, not below it.
            text, behind = f"{text}: {behind[0].brief}", ()
        place = f" ({cause.place})" if cause.place is not None and cause.answered_by is None else ""
        yield from folded(f"{text}{place}{'; see above' if cause.repeated else ''}", depth)
        if cause.more:
            pending.append((_left_out(cause.more), depth + _STEP))
        pending += [(each, depth + _STEP) for each in reversed(behind)]


def _left_out(number: int) -> Cause:
    return Cause("", None, f"and {number} more", "", None)


def folded(text: str, indent: int = 2) -> list[str]:
    """A sentence over as many lines as it takes, later ones indented a little more."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )


def advice_lines(advice: Advice, indent: int = 2, most: int | None = None) -> Iterator[str]:
    """An advice and the lines to write, the first few of many."""
    yield from folded(f"{advice.text}{':' if advice.lines else ''}", indent)
    shown = advice.lines if most is None else advice.lines[:most]
    for line in shown:
        yield f"{' ' * (indent + 4)}{line}"
    if len(shown) < len(advice.lines):
        yield f"{' ' * (indent + 4)}and {len(advice.lines) - len(shown)} more (--all prints them)"


def cause_facts(cause: Cause) -> dict[str, object]:
    """A reason and the reasons behind it, for JSON."""
    root = cause.root
    return {
        "name": cause.name,
        "value": cause.value,
        "text": cause.text,
        "file": None if cause.place is None else cause.place.file,
        "line": None if cause.place is None else cause.place.line,
        "root": None if root is None else {"name": root.name, "who": root.who, "wanted": root.wanted or None},
        "repeated": cause.repeated,
        "more": cause.more,
        "because": [cause_facts(each) for each in cause.because],
    }
