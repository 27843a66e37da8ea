"""Writing a part beside what counts only under a condition."""

from collections.abc import Mapping

from nixmenu.nix import syntax, writing
from nixmenu.nix.entries import kernel_speller
from nixmenu.nix.joints import Joint, Way
from nixmenu.nix.parse import Tree
from nixmenu.nix.placement import Insertion, Layout
from nixmenu.nix.spelling import Speller
from nixmenu.nix.splice import Splice
from nixmenu.nix.strings import byte_order
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import Notes


def options_beside(tree: Tree, joint: Joint, added: Mapping[str, Wanted], notes: Notes) -> list[Splice]:
    """Options that count without the condition that the others stand under.

    Raises NotSpellableError if nothing in scope leads to nixpkgs' lib.
    """
    head, speller = kernel_speller(joint.scope)
    names = sorted(added, key=byte_order)
    options = [writing.option(name, speller.whole(added[name]).text, notes) for name in names]
    if tree.source.line(joint.node.start) == tree.source.line(joint.node.end):
        body = " ".join(["{", *(option.text.split("\n")[-1] for option in options), "}"])
    else:
        body = "\n".join(["{", *writing.indented(options, 1), "}"])
    return joined(tree, joint, f"({head}{body})" if head else body)


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
    if joint.way is Way.UPDATE:
        # First, so that what stands under a condition still wins where it holds.
        needs = isinstance(node, syntax.If)
        return _around(layout, node, f"{part} // {'(' * needs}", ")" * needs)
    merge = Speller(joint.scope).library("mkMerge")
    return _around(layout, node, f"{merge} [ {part} (", ") ]")


def _around(layout: Layout, node: syntax.Node, before: str, after: str) -> list[Splice]:
    return [layout.leading(node.start, Insertion(before)), Splice(node.end, node.end, after.encode())]
