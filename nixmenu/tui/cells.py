"""Text in the cells of a terminal: most characters take one, some two, some none."""

from rich.cells import cell_len, set_cell_size

from nixmenu.tui.rows import printable

ELLIPSIS = "…"


def cells(text: str) -> int:
    """How many cells of the terminal `text` takes; most has one for each character."""
    return len(text) if text.isascii() else cell_len(text)


def filled(text: str, width: int) -> str:
    """`text` with spaces behind it, or as much of it as fits."""
    return text[:width].ljust(width) if text.isascii() else set_cell_size(text, width)


def cut(text: str, width: int) -> str:
    """`text`, fit to be shown, or as much of it as fits with a sign that something is missing."""
    text = printable(text)
    if cells(text) <= width:
        return text
    return filled(text, width - 1) + ELLIPSIS if width > 0 else ""
