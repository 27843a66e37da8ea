"""Edits of whole entries: another name, the other name of their options, away with one."""

import re
from dataclasses import replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.nix import syntax
from nixmenu.nix.intention import Intention
from nixmenu.nix.placement import Layout
from nixmenu.nix.planning import Plan, make_plan
from nixmenu.nix.read import NEW_NAME, OLD_NAME, Context, Entry, PatchFile, read_entries
from nixmenu.nix.specialisations import plain_name, qualified
from nixmenu.nix.splice import Splice, spliced
from nixmenu.nix.strings import quoted
from nixmenu.nix.values import AttributeHome

_NO_ESCAPES = re.compile(r"[^'$\\\n\r\t ]+")
"""What stands in a string of either kind as it is."""


def rename_entry(path: Path, old: str, new: str) -> Plan:
    """The entry `old` called `new`; raises NixmenuError if there is no such one, or its name is computed."""
    file, entry = opened(path, old)
    literal_name = plain_name(new)
    new = qualified(file.context.specialisation, literal_name) if plain_name(old) != old else new
    if new == old or not literal_name:
        raise NixmenuError("the new name is the old one" if new else "an entry needs a name", path=file.path)
    taken = file.entry(new)
    if taken is not None:
        raise NixmenuError(
            f'an entry is called "{new}" already; choose another name', path=file.path, line=taken.line
        )
    member = entry.attributes.members["name"]
    literal = member.value.node
    if not isinstance(literal, syntax.Text) or not all(isinstance(part, str) for part in literal.parts):
        raise _computed(file, entry, "the name")
    if member.value.scope is None or member.value.scope.tree is not file.tree:
        raise _elsewhere(file, entry)
    home = member.home
    if home is None or (home.set.recursive and _mentions(file, home.set, literal)):
        raise NixmenuError(
            f'the name of the entry "{old}" is used for more than its name; change it there by hand',
            path=file.path,
            line=entry.line,
        )
    text = quoted(literal_name)
    if literal.indented and _NO_ESCAPES.fullmatch(literal_name):
        text = f"''{literal_name}''"
    splice = Splice(literal.start, literal.end, text.encode("utf-8", "surrogateescape"))
    return make_plan(file, spliced(file.text, [splice]), new, Intention(renamed={old: new}))


def rename_attribute(path: Path, name: str, attribute: str = NEW_NAME) -> Plan:
    """The options of the entry `name` under `attribute`: structuredExtraConfig, or what it was called before.

    Raises NixmenuError if the entry has no options, or brings them in by `inherit`.
    """
    file, entry = opened(path, name)
    if entry.attribute is None:
        raise NixmenuError(f'the entry "{name}" has no structured options', path=file.path, line=entry.line)
    if {NEW_NAME, OLD_NAME} <= entry.attributes.members.keys():
        raise NixmenuError(
            f'the entry "{name}" has both {NEW_NAME} and {OLD_NAME}, which nixpkgs refuses; keep one of them',
            path=file.path,
            line=entry.line,
        )
    splices = []
    for home in entry.attributes.homes:
        if home.tree is not file.tree:
            raise _elsewhere(file, entry)
        if attribute != entry.attribute:
            splices += _renamed(file, home, entry.attribute, attribute)
    if not splices and attribute != entry.attribute:
        raise _computed(file, entry, f"the {entry.attribute}")
    return make_plan(file, spliced(file.text, splices), name, Intention(attributes={name: attribute}))


def remove_entry(path: Path, name: str) -> Plan:
    """The file without the entry `name`; raises NixmenuError if it brings a patch, or is no item of a list."""
    file, entry = opened(path, name)
    if entry.attributes.members.get("patch") and entry.attributes.get("patch") is not None:
        raise NixmenuError(
            f'the entry "{name}" brings a patch, which is more than options; remove it by hand',
            path=file.path,
            line=entry.line,
        )
    for home in file.lists:
        if home.tree is not file.tree or not isinstance(home.node, syntax.ListLiteral):
            continue
        for item in home.node.items:
            if any(literal.set is _inner(item) for literal in entry.attributes.homes):
                splices = _without_item(file, home.node, item)
                intention = Intention(removed=frozenset({name}))
                return make_plan(file, spliced(file.text, splices), name, intention)
    raise NixmenuError(
        f'the entry "{name}" is not written in a list of this file by itself; remove it by hand',
        path=file.path,
        line=entry.line,
    )


def opened(path: Path, name: str) -> tuple[PatchFile, Entry]:
    """The entry `name` of the configuration that begins with `path`, and the file that it is written in.

    Raises NixmenuError if there is none or more than one.
    """
    file = read_entries(path, Context().of(name))
    entry = entry_called(file, name)
    if entry.path != file.path:
        file = read_entries(entry.path, replace(file.context, root=path))
        entry = entry_called(file, name)
    return file, entry


def entry_called(file: PatchFile, name: str) -> Entry:
    """The one entry of that name; raises NixmenuError if there is none or more than one."""
    found = [entry for entry in file.entries if entry.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        lines = " and ".join(str(entry.line) for entry in found)
        raise NixmenuError(
            f'{len(found)} entries are called "{name}" (lines {lines}), so which one is meant is not clear; '
            "rename one of them by hand",
            path=file.path,
            line=found[0].line,
        )
    names = [entry.name for entry in file.entries if entry.name is not None]
    names += [qualified(one.specialisation, one.name) for one in file.elsewhere]
    there = ", ".join(f'"{name}"' for name in names)
    raise NixmenuError(
        f'there is no entry called "{name}"' + (f"; there is {there}" if there else ""), path=file.path
    )


def _renamed(file: PatchFile, home: AttributeHome, old: str, new: str) -> list[Splice]:
    splices = []
    for binding in home.set.bindings:
        if not isinstance(binding, syntax.Binding) or len(binding.path) <= len(home.prefix):
            continue
        above = tuple(attribute.name for attribute in binding.path[: len(home.prefix)])
        attribute = binding.path[len(home.prefix)]
        if above == home.prefix and attribute.name == old:
            is_quoted = file.text[attribute.start : attribute.start + 1] == b'"'
            text = quoted(new) if is_quoted else new
            splices.append(Splice(attribute.start, attribute.end, text.encode()))
    return splices


def _without_item(file: PatchFile, literal: syntax.ListLiteral, item: syntax.Node) -> list[Splice]:
    layout = Layout(file.tree)
    opened = literal.start + 1
    splices = [layout.removal(item.start, item.end, opened)]
    if len(literal.items) == 1:
        splices = layout.emptied(opened, literal.end - 1, splices)
    return splices


def _inner(node: syntax.Node) -> syntax.Node:
    while isinstance(node, syntax.Parenthesized):
        node = node.inner
    return node


def _mentions(file: PatchFile, literal: syntax.AttributeSet, name: syntax.Node) -> bool:
    """May the value of `name` be used elsewhere in a `rec` set? Any such word counts."""
    rest = file.text[literal.start : name.start] + file.text[name.end : literal.end]
    return len(re.findall(rb"\bname\b", rest)) > 1


def _computed(file: PatchFile, entry: Entry, what: str) -> NixmenuError:
    return NixmenuError(
        f'{what} of the entry "{entry.name}" is computed, not written out; change it there by hand',
        path=file.path,
        line=entry.line,
    )


def _elsewhere(file: PatchFile, entry: Entry) -> NixmenuError:
    return NixmenuError(
        f'the entry "{entry.name}" is written in several files; change it there by hand',
        path=file.path,
        line=entry.line,
    )
