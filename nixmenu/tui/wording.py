"""Words around numbers and reasons."""


def counted(number: int, noun: str) -> str:
    """`1 option`, `2 options`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def sentence(reason: str) -> str:
    """A reason, which is said in the middle of a line elsewhere, as a sentence of its own."""
    return reason[:1].upper() + reason[1:] + ("" if reason.endswith((".", "?", "!")) else ".")
