"""Joining a part to what counts only under a condition, so that the part counts always."""

from nixmenu.nix import syntax
from nixmenu.nix.joints import Joint, Way
from nixmenu.nix.parse import Tree
from nixmenu.nix.placement import Insertion, Layout
from nixmenu.nix.spelling import Speller
from nixmenu.nix.splice import Splice


def joined(tree: Tree, joint: Joint, part: str) -> list[Splice]:
    """The splices that join the text of a part.

    Raises NotSpellableError if nothing in scope leads to nixpkgs' lib.
    """
    layout, node = Layout(tree), joint.node
    if (
        joint.way is Way.ITEM
        and isinstance(node, syntax.Call)
        and isinstance(node.argument, syntax.ListLiteral)
    ):
        listed = node.argument
        if not listed.items:
            return [layout.into_empty(listed.start + 1, listed.end - 1, [Insertion(part)], on_lines=False)]
        last = listed.items[-1]
        return [layout.after(last.start, last.end, listed.end - 1, [Insertion(part)])]
    if joint.way in (Way.UPDATE, Way.CONCATENATE):
        # First, so that what stands under a condition still wins where it holds.
        operator = "//" if joint.way is Way.UPDATE else "++"
        needs = isinstance(node, syntax.If)
        return _around(layout, node, f"{part} {operator} {'(' * needs}", ")" * needs)
    merge = Speller(joint.scope).library("mkMerge")
    return _around(layout, node, f"{merge} [ {part} (", ") ]")


def _around(layout: Layout, node: syntax.Node, before: str, after: str) -> list[Splice]:
    return [layout.leading(node.start, Insertion(before)), Splice(node.end, node.end, after.encode())]
