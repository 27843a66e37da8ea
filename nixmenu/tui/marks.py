"""The mark before an option, as the kernel's own menus draw it."""

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.wording import shortened

SIGNS = {"y": "*", "m": "M", "n": " "}

WIDTH = 3
"""Of a mark that is not a value."""

VALUE_WIDTH = 16
"""Of a value in a mark: a long text would leave nothing of the question."""


def mark(view: SessionView, node: MenuNode) -> str:
    """`[*]` bool, `<M>` tristate, `{M}` selected as m, `-*-` not the user's to set, `(X)` chosen, `(text)`.

    Source: `build_conf` of the kernel's `scripts/kconfig/mconf.c`.
    """
    symbol = node.symbol
    if symbol is None:
        return ""
    if symbol.type not in ("bool", "tristate"):
        return f"({shortened(view.value(symbol), VALUE_WIDTH)})"
    if symbol.choice is not None:
        return "(X)" if view.chosen(symbol.choice) == symbol else "( )"
    sign = SIGNS.get(view.value(symbol), " ")
    if symbol.name not in view.pending and not view.config.is_changeable(symbol):
        return f"-{sign}-"
    return _brackets(view, symbol).replace("?", sign)


def unknown(node: MenuNode) -> str:
    """The mark of an option whose value is not known yet, in the brackets that it will have if it can be changed."""
    symbol = node.symbol
    if symbol is None:
        return ""
    is_member = node.parent is not None and node.parent.kind == "choice"
    if is_member or symbol.type not in ("bool", "tristate"):
        return "(…)"
    return "[…]" if symbol.type == "bool" else "<…>"


def _brackets(view: SessionView, symbol: Symbol) -> str:
    if symbol.type == "bool":
        return "[?]"
    return "{?}" if view.config.selected_by(symbol) == 1 else "<?>"
