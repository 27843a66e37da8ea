"""A unified diff as coloured lines; the signs stay, so that colour is never the only carrier."""

from nixmenu.tui.rows import Piece, Role
from nixmenu.tui.wrapping import Line


def lines(diff: str) -> list[Line]:
    """The lines of `diff`, each with the role its first character gives it."""
    return [(Piece(line, _role(line)),) for line in diff.splitlines()]


def _role(line: str) -> Role:
    if line.startswith(("---", "+++")):
        return "quiet"
    if line.startswith("@@"):
        return "menu"
    if line.startswith("+"):
        return "added"
    return "removed" if line.startswith("-") else "plain"
