"""Which entries a menu shows, in which order, and how far each is indented."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from kconfig_index import MenuNode, Symbol

Visible = Callable[[MenuNode], bool]
"""Tells whether what an entry depends on is met."""


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


def everything(_: MenuNode) -> bool:
    """Every entry is visible: whether it is, is not known yet, or not asked."""
    return True


def entries(visible: Visible, menu: MenuNode, *, hidden: bool = False) -> list[Entry]:
    """The entries on the screen of `menu`; with `hidden` also those whose dependencies are not met."""
    return list(_entries(visible, menu, 0, hidden))


def tree(
    visible: Visible, root: MenuNode, unfolded: Collection[MenuNode], *, hidden: bool = False
) -> list[Entry]:
    """The entries below `root` in one list, those in the `unfolded` menus between the others."""
    return list(_entries(visible, root, 0, hidden, unfolded))


def _entries(
    visible: Visible, parent: MenuNode, depth: int, hidden: bool, unfolded: Collection[MenuNode] = ()
) -> Iterator[Entry]:
    for node in parent.children:
        if not node.prompt:
            yield from _entries(visible, node, depth, hidden, unfolded)
            continue
        is_visible = visible(node)
        if not is_visible and not hidden:
            continue
        yield Entry(node, depth, not is_visible)
        if not opens(node) or node in unfolded:
            yield from _entries(visible, node, depth + 1, hidden, unfolded)


def is_empty(visible: Visible, menu: MenuNode, *, hidden: bool = False) -> bool:
    """Whether the screen of `menu` would show nothing."""
    return next(_entries(visible, menu, 0, hidden), None) is None


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


def titles(menu: MenuNode) -> list[str]:
    """What is read on the way from the top menu to `menu`; at the top, the title of all."""
    return [step.prompt or "" for step in path_to(menu)[1:]] or [menu.kernel.title]
