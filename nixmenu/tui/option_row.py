"""Rows for options and menus: the mark, the prompt, and what each layer says."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kconfig_index import MenuNode, Symbol
from nixmenu.layers.definition import PLAIN
from nixmenu.session import LayerRow
from nixmenu.tui import marks
from nixmenu.tui.columns import Column
from nixmenu.tui.menu import Entry, everything, is_empty, opens, option_of
from nixmenu.tui.rows import Cell, Piece, Role, Row
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.wording import shortened

COLUMNS = (
    Column("base", (6, 4, 4), keep=1),
    Column("NixOS", (10, 9, 5), keep=2),
    Column("you", (9, 8, 5), keep=3),
    Column("result", (9, 8, 6), keep=4),
)
"""The layers, in the order in which they are laid over each other; the result is the last to give way."""

OPENS = "  --->"
EMPTY_MENU = "  ----"
FOLDED, UNFOLDED = "▸", "▾"
CHOSEN_WIDTH = 16
"""Cells for the member a choice stands at: more would leave nothing of what it chooses."""

REASON_WIDTH = 26
"""Cells for what a hidden entry lacks; the details say all of it."""

NEW = "  (NEW)"
"""As in the kernel's own menus: nobody has answered this yet."""

NUMBERED = 9
"""So many search results have a number, whose key leads to it."""

MARKED = "»"
"""The next action is for this option, too."""

NOTHING = "·"
"""A layer that says nothing."""

FORCE = "!"
"""Said so that a different outcome fails the build (NixOS), or so that it wins over NixOS (you)."""
WISH = "?"
"""Said so that a different outcome is only a warning: `NAME? VALUE` in nixpkgs' own intermediate file."""


class MenuRows:
    """The rows of one menu."""

    def __init__(
        self,
        view: SessionView,
        entries: Sequence[Entry],
        *,
        hidden: bool = False,
        unfolded: Collection[MenuNode] | None = None,
    ) -> None:
        self.view = view
        self.entries = entries
        self.unfolded = unfolded
        """The menus that are open between the other rows, where all are in one list."""
        self.hidden = hidden
        """Hidden options are shown, so menus of nothing else are not empty."""

    def __len__(self) -> int:
        return len(self.entries)

    def row(self, index: int) -> Row:
        """The row of an entry."""
        entry = self.entries[index]
        node = entry.node
        role: Role = "hidden" if entry.hidden else "plain"
        indent = _indent(entry)
        prompt = node.prompt or ""
        if self.unfolded is not None and opens(node):
            prompt = f"{UNFOLDED if node in self.unfolded else FOLDED} {prompt}"
        if node.kind == "comment":
            return _remark(indent, prompt)
        if opens(node) and role == "plain":
            role = "menu"
        symbol = option_of(node)
        tail = Piece(self._tail(node) if role != "hidden" else self._lacks(node), "quiet")
        if symbol is None:
            return _without_option((Piece(indent + prompt, role),), tail)
        label: tuple[Piece, ...] = (Piece(indent + prompt, role),)
        if self.view.names:
            name = Piece(f"{indent}{symbol.name}  ", "key" if role != "hidden" else role)
            label = (name, Piece(prompt, role))
        return option_row(self.view, node, symbol, label, tail)

    def _lacks(self, node: MenuNode) -> str:
        """Why the entry is hidden, and that it opens a menu of its own."""
        reason = self.view.why_hidden(node)
        return (f"  {shortened(reason, REASON_WIDTH)}" if reason else "") + self._tail(node)

    def _tail(self, node: MenuNode) -> str:
        """Where a choice stands, and that the entry opens a menu of its own."""
        if not opens(node):
            symbol = option_of(node)
            return NEW if symbol is not None and self.view.is_new(symbol) else ""
        chosen = self.view.chosen(node) if node.kind == "choice" else None
        value = f" ({shortened(chosen.prompt or chosen.name, CHOSEN_WIDTH)})" if chosen is not None else ""
        if self.unfolded is not None:
            return value
        return value + (EMPTY_MENU if is_empty(self.view.is_visible, node, hidden=self.hidden) else OPENS)


class OutlineRows:
    """The rows of one menu before anything has a value."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    def row(self, index: int) -> Row:
        """The row of an entry, with "…" for what its values will be."""
        entry = self.entries[index]
        node, prompt = entry.node, entry.node.prompt or ""
        if node.kind == "comment":
            return _remark(_indent(entry), prompt)
        label = (Piece(_indent(entry) + prompt, "menu" if opens(node) else "plain"),)
        tail = Piece((EMPTY_MENU if is_empty(everything, node) else OPENS) if opens(node) else "", "quiet")
        if option_of(node) is None:
            return _without_option(label, tail)
        cells = (*[Cell("")] * (len(COLUMNS) - 1), Cell("…", "quiet"))
        return Row(Piece(" "), _padded(marks.unknown(node)), label, tail, cells)


class SymbolRows:
    """The rows of options out of their menus, each with its name: search results."""

    def __init__(self, view: SessionView, symbols: Sequence[Symbol], keys: Sequence[str] = ()) -> None:
        self.view = view
        self.symbols = symbols
        self.keys = keys
        """What goes to the first rows; there is room for keys of one letter."""

    def __len__(self) -> int:
        return len(self.symbols)

    def row(self, index: int) -> Row:
        """The row of an option."""
        symbol = self.symbols[index]
        node = main_node(symbol)
        role: Role = "plain" if self.view.is_visible(node) else "hidden"
        label = (
            Piece(f" {symbol.name}", "key" if role == "plain" else "hidden"),
            Piece(f"  {node.prompt or ''}", role),
        )
        tail = "" if role == "plain" else f"  {shortened(self.view.why_hidden(node), REASON_WIDTH)}"
        row = option_row(self.view, node, symbol, label, Piece(tail, "quiet"))
        if index >= len(self.keys) or len(row.sign.text) > 1 or len(self.keys[index]) > 1:
            return row
        return replace(row, sign=Piece(f"{row.sign.text}{self.keys[index]}", row.sign.role))


def main_node(symbol: Symbol) -> MenuNode:
    """The entry that asks for the option, or where it is defined if nobody is asked."""
    return next((node for node in symbol.nodes if node.prompt), symbol.nodes[0])


def option_row(
    view: SessionView, node: MenuNode, symbol: Symbol, label: tuple[Piece, ...], tail: Piece
) -> Row:
    """The row of one option, wherever it is listed."""
    layers = view.layers(symbol)
    return Row(
        sign=_sign(view, symbol, layers),
        mark=_padded(marks.mark(view, node)),
        label=label,
        tail=tail,
        cells=(
            _base(layers),
            _nixos(view, symbol, layers),
            _you(view, symbol, layers),
            _result(view, symbol, layers),
        ),
    )


def _indent(entry: Entry) -> str:
    return " " + "  " * entry.depth


def _remark(indent: str, prompt: str) -> Row:
    return Row(Piece(" "), _padded(""), (Piece(f"{indent}*** {prompt} ***", "comment"),))


def _without_option(label: tuple[Piece, ...], tail: Piece) -> Row:
    return Row(Piece(" "), _padded(""), label, tail)


def _padded(text: str) -> Piece:
    return Piece(text.ljust(marks.WIDTH))


def _sign(view: SessionView, symbol: Symbol, layers: LayerRow) -> Piece:
    """The gravest thing to know about a row, and whether the row is marked."""
    mark = MARKED if symbol.name in view.marked else ""
    message = view.problems.get(symbol.name)
    if message is not None and message.severity == "error":
        return Piece("✗" + mark, "error")
    if message is not None and message.severity == "warning":
        return Piece("!" + mark, "warning")
    return Piece("+" + mark, "edited") if layers.edited else Piece(" " + mark)


def _base(layers: LayerRow) -> Cell:
    return Cell(_shown(layers.base), "quiet")


def _nixos(view: SessionView, symbol: Symbol, layers: LayerRow) -> Cell:
    """The value, a sign and a word for how firmly it is said."""
    value = _shown(layers.nixos)
    answer = view.session.nixos.get(symbol.name)
    if layers.auto:
        return Cell(f"{value} auto", "quiet", value)
    if not layers.forced or answer is None:
        return Cell(value, "quiet")
    if answer.optional:
        return Cell(f"{value}{WISH} wished", "forced", value + WISH)
    word = "default" if answer.priority > PLAIN else "forced"
    return Cell(f"{value}{FORCE} {word}", "forced", value + FORCE)


def _you(view: SessionView, symbol: Symbol, layers: LayerRow) -> Cell:
    """The value, and whether it is said with more than plain strength."""
    answer = view.session.you.get(symbol.name)
    value = _shown(layers.you)
    role: Role = "edited" if layers.edited else "you" if layers.you is not None else "quiet"
    if answer is not None and answer.priority < PLAIN:
        return Cell(f"{value}{FORCE} force", role, value + FORCE)
    return Cell(value, role)


def _result(view: SessionView, symbol: Symbol, layers: LayerRow) -> Cell:
    """What comes of it: old while it is being computed, wrong, as you said, or other than the base."""
    value = _shown(layers.result)
    if (view.stale and symbol.name in view.pending) or view.session.prediction is None:
        return Cell(f"{value} …", "quiet")
    message = view.problems.get(symbol.name)
    if message is not None and message.severity in ("error", "warning"):
        return Cell(value, "error" if message.severity == "error" else "warning")
    if layers.you is not None and layers.result == layers.you:
        return Cell(value, "you")
    if view.session.prediction.fatal is not None:
        return Cell(value, "quiet")  # there is no result to be different
    return Cell(value, "quiet" if (layers.result or "n") == (layers.base or "n") else "difference")


def _shown(value: str | None) -> str:
    """A layer's value as a column shows it; an empty text is shown as one, not as nothing."""
    if value is None:
        return NOTHING
    return value or '""'
