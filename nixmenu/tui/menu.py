"""Which entries a menu shows, in which order, and how far each is indented."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kconfig_index import MenuNode, Symbol
from nixmenu.tui.session_view import SessionView


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a menu on screen."""

    node: MenuNode
    depth: int
    """How many entries it depends on stand above it in the same menu."""
    hidden: bool
    """Shown only because hidden options are shown."""


def option_of(node: MenuNode) -> Symbol | None:
    """The option an entry asks for; a choice has a symbol too, but its members are what is asked for."""
    return None if node.kind == "choice" else node.symbol


def opens(node: MenuNode) -> bool:
    """Whether the entry has a screen of its own, as in the kernel's menus."""
    return node.kind in ("root", "menu", "menuconfig", "choice")


def entries(view: SessionView, menu: MenuNode, *, hidden: bool = False) -> list[Entry]:
    """The entries on the screen of `menu`; with `hidden` also those whose dependencies are not met."""
    return list(_entries(view, menu, 0, hidden))


def tree(
    view: SessionView, root: MenuNode, unfolded: Collection[MenuNode], *, hidden: bool = False
) -> list[Entry]:
    """The entries below `root` in one list, those in the `unfolded` menus between the others."""
    return list(_entries(view, root, 0, hidden, unfolded))


def _entries(
    view: SessionView, parent: MenuNode, depth: int, hidden: bool, unfolded: Collection[MenuNode] = ()
) -> Iterator[Entry]:
    for node in parent.children:
        if not node.prompt:
            yield from _entries(view, node, depth, hidden, unfolded)
            continue
        visible = view.is_visible(node)
        if not visible and not hidden:
            continue
        yield Entry(node, depth, not visible)
        if not opens(node) or node in unfolded:
            yield from _entries(view, node, depth + 1, hidden, unfolded)


def is_empty(view: SessionView, menu: MenuNode, *, hidden: bool = False) -> bool:
    """Whether the screen of `menu` would show nothing."""
    return next(_entries(view, menu, 0, hidden), None) is None


def menu_of(node: MenuNode) -> MenuNode:
    """The entry on whose screen `node` stands."""
    parent = node.parent
    while parent is not None and parent.parent is not None and not (opens(parent) and parent.prompt):
        parent = parent.parent
    return parent or node


def path_to(menu: MenuNode) -> list[MenuNode]:
    """The screens from the top one to `menu`, both included."""
    path = [menu]
    while path[0].parent is not None:
        path.insert(0, menu_of(path[0]))
    return path
