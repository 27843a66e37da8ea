"""What is in a menu, told without opening it: what is yours, and what goes wrong."""

from collections.abc import Iterable, Iterator

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.menu import is_empty
from nixmenu.tui.rows import Piece, Role
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.wording import counted
from nixmenu.tui.wrapping import Line

NAMED = 6
"""So many options are named; the rest is counted."""

EMPTY = "Nothing in it is asked now: its options depend on something that is off."
NOT_YOURS = "Nothing in it is answered by you."
QUIET = "Nothing in it is answered by you, and nothing goes wrong."


def summary(view: SessionView, menu: MenuNode) -> list[Line]:
    """Which options below `menu` the user answers, and which have an error or a warning."""
    if is_empty(view.is_visible, menu):
        return [(Piece(EMPTY, "quiet"),)]
    by_severity: dict[str, list[str]] = {"error": [], "warning": []}
    for name, message in view.problems.items():
        by_severity.get(message.severity, []).append(name)
    kinds: tuple[tuple[str, Iterable[str], Role], ...] = (
        ("You answer {}", view.session.you, "you"),
        ("✗ Errors about {}", by_severity["error"], "error"),
        ("! Warnings about {}", by_severity["warning"], "warning"),
    )
    lines: list[Line] = []
    for told, names, role in kinds:
        found = list(_inside(view, menu, names))
        if found:
            more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
            what = told.format(f"{counted(len(found), 'option')} in it")
            lines.append((Piece(f"{what}: {', '.join(found[:NAMED])}{more}.", role),))
    prediction = view.session.prediction
    known = prediction is not None and prediction.fatal is None
    return lines or [(Piece(QUIET if known else NOT_YOURS, "quiet"),)]


def _inside(view: SessionView, menu: MenuNode, names: Iterable[str]) -> Iterator[str]:
    symbols = view.session.kernel.symbols
    for name in names:
        symbol = symbols.get(name)
        if symbol is not None and _is_below(symbol, menu):
            yield name


def _is_below(symbol: Symbol, menu: MenuNode) -> bool:
    for node in symbol.nodes:
        parent = node.parent
        while parent is not None and parent != menu:
            parent = parent.parent
        if parent is not None:
            return True
    return False
