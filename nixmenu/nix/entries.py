"""Adding an entry: to a list, or to a module that has no boot.kernelPatches yet."""

from collections.abc import Mapping

from nixmenu.errors import NixmenuError
from nixmenu.nix import syntax, writing
from nixmenu.nix.joining import joined
from nixmenu.nix.joints import Joint, Level
from nixmenu.nix.library import KERNEL
from nixmenu.nix.parse import Tree
from nixmenu.nix.placement import Insertion, Layout
from nixmenu.nix.read import NEW_NAME, OLD_NAME, Entry, PatchFile
from nixmenu.nix.specialisations import plain_name, specialisation_of
from nixmenu.nix.spelling import Speller
from nixmenu.nix.splice import Splice
from nixmenu.nix.strings import attribute_name, byte_order
from nixmenu.nix.values import AttributeHome, Attributes, ListHome, Scope, known
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import Notes

_WAY_OUT = "name an entry that is there with --entry, or another file with --patches"


def new_entry(file: PatchFile, name: str, added: Mapping[str, Wanted], notes: Notes) -> list[Splice]:
    """An entry for a file that has none of this name.

    Raises NixmenuError if there is no safe place for it, NotSpellableError if nothing leads to nixpkgs' lib.
    """
    layout = Layout(file.tree)
    if specialisation_of(name) != file.context.specialisation:
        raise _no_place(file, f'the entry "{name}" is not there, and would be one of another specialisation')
    if file.lists:
        home = next((home for home in reversed(file.lists) if home.tree is file.tree), None)
        if home is None:
            raise _no_place(file, "boot.kernelPatches is written in another file")
        text = _entry_text(name, options_attribute(file), home.scope, added, notes)
        return [_into_list(layout, home, text)]
    if file.joints and (file.defined is not None or file.module is None) and not file.list_files:
        level, joint = max(file.joints, key=lambda found: list(Level).index(found[0]))
        patches = writing.patches(_entry_text(name, options_attribute(file), joint.scope, added, notes))
        return joined(file.tree, joint, f"{{ {level.path} = {patches}; }}" if level.path else patches)
    if file.defined is not None:
        computed = file.entries and not any(entry.guard.conditions for entry in file.entries)
        reason = "it is computed, not written out" if computed else "it counts only under a condition"
        if file.unread:
            reason = file.unread[0].reason
        if file.list_files:
            reason = f"its list is written in {file.list_files[0]}"
        raise _no_place(file, f"an entry cannot be added to boot.kernelPatches here: {reason}", file.defined)
    if file.module is None:
        raise _no_place(file, "it is neither a NixOS module nor a list of patches that nixmenu can add to")
    return [_into_module(layout, file, file.module, name, added, notes)]


def new_options(file: PatchFile, entry: Entry, added: Mapping[str, Wanted], notes: Notes) -> list[Splice]:
    """The set of options for an entry that has none, such as a patch alone.

    Raises NotSpellableError if nothing in scope leads to nixpkgs' lib.
    """
    home = entry.attributes.homes[-1]
    head, options = options_text(home.scope, added, notes)
    text = "\n".join([f"{options_attribute(file)} = {head}{{", *writing.indented(options, 1), "};"])
    return [_into_set(Layout(file.tree), home, Insertion(text))]


def options_beside(tree: Tree, joint: Joint, added: Mapping[str, Wanted], notes: Notes) -> list[Splice]:
    """Options that count without the condition that the others stand under.

    Raises NotSpellableError if nothing in scope leads to nixpkgs' lib.
    """
    head, options = options_text(joint.scope, added, notes)
    if tree.source.line(joint.node.start) == tree.source.line(joint.node.end):
        body = " ".join(["{", *(option.text.split("\n")[-1] for option in options), "}"])
    else:
        body = "\n".join(["{", *writing.indented(options, 1), "}"])
    return joined(tree, joint, f"({head}{body})" if head else body)


def with_library(file: PatchFile) -> Splice | None:
    """`lib` for a module that does not ask for it; None if the file is no module, or asks for it."""
    root = file.tree.root
    if file.module is None or "lib" in _formal_names(root):
        return None
    if isinstance(root, syntax.Lambda):
        if root.formals is None:
            return None
        start = root.formals.start + 1
        first = root.formals.names[0].start if root.formals.names else None
        if first is None:
            text = b" lib," if root.formals.open else b" lib"
            return Splice(start, start, text)
        source = file.tree.source
        on_lines = source.opens_line(first)
        separator = source.newline + source.indentation(first) if on_lines else b" "
        return Splice(first, first, b"lib," + separator)
    if isinstance(root, syntax.AttributeSet):
        return Splice(root.start, root.start, b"{ lib, ... }:" + file.tree.source.newline)
    return None


def _formal_names(root: syntax.Node) -> set[str]:
    if not isinstance(root, syntax.Lambda) or root.formals is None:
        return set()
    return {formal.name for formal in root.formals.names}


def _no_place(file: PatchFile, reason: str, line: int | None = None) -> NixmenuError:
    return NixmenuError(f"{reason}; {_WAY_OUT}", path=file.path, line=line)


def options_attribute(file: PatchFile) -> str:
    """What the file's other entries call their options: with an older nixpkgs it is the old name."""
    used = {entry.attribute for entry in file.entries if entry.attribute is not None}
    return OLD_NAME if used == {OLD_NAME} else NEW_NAME


def kernel_speller(scope: Scope) -> tuple[str, Speller]:
    """What stands before a new set of options (`with lib.kernel; `), and how answers are spelled inside.

    Raises NotSpellableError if nothing in scope leads to nixpkgs' lib.
    """
    speller = Speller(scope)
    if speller.knows_kernel():
        return "", speller
    head = f"with {speller.kernel_set()}; "
    return head, Speller(Scope(scope.tree, scope, {}, known(KERNEL)))


def options_text(scope: Scope, added: Mapping[str, Wanted], notes: Notes) -> tuple[str, list[Insertion]]:
    """What stands before the options, and the options."""
    head, speller = kernel_speller(scope)
    names = sorted(added, key=byte_order)
    return head, [writing.option(name, speller.whole(added[name]).text, notes) for name in names]


def _entry_text(name: str, attribute: str, scope: Scope, added: Mapping[str, Wanted], notes: Notes) -> str:
    head, options = options_text(scope, added, notes)
    return writing.entry(plain_name(name), attribute, head, options)


def _into_list(layout: Layout, home: ListHome, text: str) -> Splice:
    node = home.node
    if isinstance(node, syntax.Call):
        continued = Insertion("++ " + writing.patches(text))
        return layout.after(node.start, node.end, node.end, [continued])
    closing = node.end - 1
    if not node.items:
        return layout.into_empty(node.start + 1, closing, [Insertion(text)], on_lines=True)
    last = node.items[-1]
    return layout.after(last.start, last.end, closing, [Insertion(text)])


def _into_module(
    layout: Layout,
    file: PatchFile,
    module: Attributes,
    name: str,
    added: Mapping[str, Wanted],
    notes: Notes,
) -> Splice:
    boot = module.get("boot") if "boot" in module.members else None
    home = module.homes[-1]
    path = ".".join([*map(attribute_name, home.prefix), "boot.kernelPatches"])
    if isinstance(boot, Attributes) and boot.homes:
        home = boot.homes[0]
        path = ".".join([*map(attribute_name, home.prefix), "kernelPatches"])
    elif "boot" in module.members:
        raise _no_place(file, "`boot` is not written out as an attribute set")
    text = _entry_text(name, NEW_NAME, home.scope, added, notes)
    return _into_set(layout, home, Insertion(f"{path} = {writing.patches(text)};"))


def _into_set(layout: Layout, home: AttributeHome, insertion: Insertion) -> Splice:
    """A binding after the last one that shares the home's path, or at the end."""
    bindings = home.set.bindings
    if not bindings:
        return layout.into_empty(home.set.opened, home.set.closed, [insertion], on_lines=True)
    last = bindings[-1]
    for binding in bindings if home.prefix else ():
        if isinstance(binding, syntax.Binding) and binding.path[0].name == home.prefix[0]:
            last = binding
    if len(bindings) > 1 and layout.blank_line_before(last.start):
        insertion = Insertion("\n" + insertion.text, insertion.remark)
    return layout.after(last.start, last.end, home.set.closed, [insertion])
