"""The text of the detail pane: what the layers say to the entry under the cursor, then its help."""

from kconfig_index import MenuNode, Symbol
from nixmenu.problems import Severity
from nixmenu.tui.menu import opens, option_of
from nixmenu.tui.menu_summary import summary
from nixmenu.tui.rows import Piece
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.wrapping import Line


def title(node: MenuNode) -> str:
    """Name, type and the whole question, which the row may have had to cut."""
    symbol = option_of(node)
    question = node.prompt or "nobody is asked"
    return f"{node.kind} · {question}" if symbol is None else f"{symbol.name} · {symbol.type} · {question}"


def has_reason(view: SessionView, symbol: Symbol) -> bool:
    """Whether there is something to tell why about an option, by the present result."""
    prediction = view.session.prediction
    if prediction is None or view.stale or symbol.type not in ("bool", "tristate"):
        return False
    return prediction.config is not None or prediction.stop is not None


def lines(view: SessionView, node: MenuNode, *, hidden: bool = False, reason: str = "") -> list[Line]:
    """What there is to know about an entry, the most useful first; `reason` is empty until it is found."""
    text: list[Line] = []
    symbol = option_of(node)
    if hidden and node.prompt:
        lacking = view.why_hidden(node) or "what it depends on is not met"
        text.append((Piece(f"Hidden: {lacking}.", "comment"),))
    if symbol is not None:
        text += said(view, symbol)
        if reason or has_reason(view, symbol):
            text.append((Piece(reason or "Why: …", "plain" if reason else "quiet"),))
    if node.kind == "choice":
        text.append((Piece("One of its members is chosen; they are shown where it is opened."),))
    if opens(node):
        text += summary(view, node)
    for paragraph in (help_text(node), f"Defined at {node.file}:{node.line}."):
        if paragraph and text:
            text.append((Piece(""),))
        text += [(Piece(line),) for line in paragraph.rstrip().splitlines()]
    return text


def help_text(node: MenuNode) -> str:
    """The help of the entry itself, else the first one that its option has; empty if there is none."""
    symbol = option_of(node)
    return (node.help or (symbol.help if symbol is not None else "") or "").rstrip()


def said(view: SessionView, symbol: Symbol) -> list[Line]:
    """What each layer says, and what goes wrong with it."""
    prediction = view.session.prediction
    problems = (
        {message.text: message.severity for message in prediction.messages} if prediction is not None else {}
    )
    text = [_statement(line, problems.get(line)) for line in view.session.explain(symbol)]
    limits = view.config.range(symbol)
    if limits is not None:
        text.append((Piece(f"Range {limits[0]} to {limits[1]}.", "quiet"),))
    return text


def _statement(line: str, severity: Severity | None) -> Line:
    if severity == "error":
        return (Piece(f"✗ {line}", "error"),)
    if severity == "warning":
        return (Piece(f"! {line}", "warning"),)
    return (Piece(line),)
