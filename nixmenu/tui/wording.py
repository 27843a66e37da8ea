"""Words around numbers and reasons."""

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """`1 option`, `2 options`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shortened(text: str, width: int) -> str:
    """`text`, or its beginning and a sign that there is more."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def sentence(reason: str) -> str:
    """A reason, which is said in the middle of a line elsewhere, as a sentence of its own."""
    return reason[:1].upper() + reason[1:] + ("" if reason.endswith((".", "?", "!")) else ".")


def trail(steps: Sequence[str], room: int) -> str:
    """The way to where one is; where it is too long its beginning goes, for the end is what matters."""
    path = " › ".join(steps)
    for start in range(1, len(steps)):
        if len(path) <= room:
            break
        path = " › ".join(["…", *steps[start:]])
    return path
