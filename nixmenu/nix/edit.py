"""Planning an edit of the user's Nix file: the new text, proved by reading it back; nothing is written."""

import os
from collections.abc import Container, Mapping
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.nix.entries import new_entry, new_options, options_beside, with_library
from nixmenu.nix.intention import Changes, Intention
from nixmenu.nix.joints import is_conditional
from nixmenu.nix.options import OptionEditor
from nixmenu.nix.planning import Plan, make_plan, reread, unified
from nixmenu.nix.read import Context, Entry, PatchFile, read_entries
from nixmenu.nix.revalue import NotEditableError
from nixmenu.nix.specialisations import qualified, specialisation_of
from nixmenu.nix.spelling import NotSpellableError
from nixmenu.nix.splice import Splice, spliced
from nixmenu.nix.standalone import module_text
from nixmenu.nix.strings import byte_order
from nixmenu.nix.values import Attributes
from nixmenu.nix.verify import verify
from nixmenu.nix.wanted import UNSET, Freeform, Wanted
from nixmenu.nix.writing import Notes, prompts

__all__ = ["UNSET", "Freeform", "Plan", "Wanted", "plan"]


def plan(
    path: Path,
    entry: str,
    changes: Changes,
    *,
    comments: Mapping[str, str] | None = None,
    context: Context | None = None,
) -> Plan:
    """The edit that makes the entry called `entry` say what `changes` wants; None withdraws an option.

    A file that does not exist becomes a new NixOS module; an entry that does not exist is added. `comments`
    gives the remark (an option's prompt) for the line of a new option, `context` the file that imports this
    one. Raises NixmenuError, with a way out, where that is not possible without guessing or touching anything else.
    """
    notes = prompts(comments or {})
    if not os.path.exists(path):  # noqa: PTH110  (Path.exists() raises where a directory may not be searched)
        return _creation(path, entry, changes, notes)
    before = read_entries(path, (context or Context()).of(entry))
    after, changed = edited(before, entry, changes, notes)
    return make_plan(before, after, entry, Intention({entry: changes}), changed)


def _creation(path: Path, entry: str, changes: Changes, notes: Notes) -> Plan:
    if specialisation_of(entry) is not None:
        raise NixmenuError(
            "the file is not there, so it has no such specialisation; name one that has (--patches)",
            path=path,
        )
    added = {name: wanted for name, wanted in changes.items() if wanted is not None}
    after = module_text(entry, added, notes).encode("utf-8", "surrogateescape") if added else b""
    if added:
        verify(None, after, Intention({entry: changes}), path=path)
    return Plan(
        path=path,
        before=None,
        after=after,
        diff=unified(path, b"", after),
        entry=entry,
        created=bool(added),
        changed=sorted(added, key=byte_order),
        intention=Intention({entry: changes}),
    )


def edited(file: PatchFile, name: str, changes: Changes, notes: Notes) -> tuple[bytes, set[str]]:
    """The text with all changes, and the options that they touch: first what is new, then the rest.

    In this order a set that loses all it had and gets something else never stands empty in between. Raises
    NixmenuError where that is not possible without guessing or touching anything else.
    """
    try:
        return _edited(file, name, changes, notes)
    except NotSpellableError:
        raise NixmenuError(
            "nothing in this file leads to nixpkgs' lib, which answers are written with; "
            "add `lib` to the arguments in its first line",
            path=file.path,
            line=1,
        ) from None


def _edited(file: PatchFile, name: str, changes: Changes, notes: Notes) -> tuple[bytes, set[str]]:
    added = _additions(file, _the_entry(file, name), changes)
    if added:
        try:
            splices = _added(file, name, added, notes)
        except NotSpellableError:
            library = with_library(file)
            if library is None:
                raise
            file = reread(file, [library])
            splices = _added(file, name, added, notes)
        file = reread(file, splices)
    entry = _the_entry(file, name)
    if entry is None or (entry.configuration is None and not entry.conditional and not entry.written):
        return file.text, set(added)
    splices, touched = _changed(file, entry, changes)
    return spliced(file.text, splices), touched | set(added)


def _the_entry(file: PatchFile, name: str) -> Entry | None:
    """The one entry of that name; NixmenuError if there are several."""
    found = [entry for entry in file.entries if entry.name == name]
    if len(found) > 1:
        lines = " and ".join(str(entry.line) for entry in found)
        raise NixmenuError(
            f'{len(found)} entries are called "{name}" (lines {lines}), so which one is meant is not clear; '
            "rename one of them, or name another entry with --entry",
            path=file.path,
            line=found[0].line,
        )
    return found[0] if found else None


def _additions(file: PatchFile, entry: Entry | None, changes: Changes) -> dict[str, Wanted]:
    present = _present(entry)
    wanted = {name: value for name, value in changes.items() if value is not None and name not in present}
    if entry is not None and not entry.editable and _touches(entry, changes):
        raise NixmenuError(
            f'the entry "{entry.name}" cannot be edited in place: {entry.reason}; '
            "put the options into an entry of their own (--entry NAME)",
            path=file.path,
            line=entry.line,
        )
    return wanted


def _present(entry: Entry | None) -> Container[str]:
    """The options that are written somewhere to be changed, be it under a condition."""
    if entry is None:
        return ()
    members = entry.configuration.members if entry.configuration is not None else {}
    return members.keys() | _conditional(entry) | {one.definition.name for one in entry.written}


def _conditional(entry: Entry) -> set[str]:
    return {one.definition.name for one in entry.conditional}


def _touches(entry: Entry, changes: Changes) -> bool:
    """Do changes need the set that could not be found, and not only what is written under a condition?"""
    conditional = _conditional(entry)
    changes = {name: wanted for name, wanted in changes.items() if name not in conditional}
    told = {definition.name for definition in entry.definitions} | {unread.name for unread in entry.unread}
    return any(wanted is not None or name in told for name, wanted in changes.items())


def _added(file: PatchFile, name: str, added: Mapping[str, Wanted], notes: Notes) -> list[Splice]:
    entry = _the_entry(file, name)
    if entry is None:
        for other in file.elsewhere:
            if other.name == name:
                raise NixmenuError(
                    f'the entry "{name}" is one of the specialisation {other.specialisation!r}; name it'
                    f" {qualified(other.specialisation, name)} (--entry), or choose another name for one of the system",
                    path=other.path,
                    line=other.line,
                )
        return new_entry(file, name, added, notes)
    if entry.attribute is None:
        return new_options(file, entry, added, notes)
    options = entry.configuration or Attributes({})
    editor = OptionEditor(file, entry, options)
    for option in added:
        try:
            editor.current(option)
        except NotEditableError as error:
            raise _not_editable(file, entry, option, error) from error
    if not is_conditional(options):
        return editor.addition(added, notes)
    if entry.joint is None:
        raise NixmenuError(
            f'all options of the entry "{name}" stand under a condition, and there is no place beside them; '
            "put the options into an entry of their own (--entry NAME)",
            path=file.path,
            line=entry.line,
        )
    return options_beside(file.tree, entry.joint, added, notes)


def _changed(file: PatchFile, entry: Entry, changes: Changes) -> tuple[list[Splice], set[str]]:
    options = entry.configuration or Attributes({})
    present = _present(entry)
    editor = OptionEditor(file, entry, options)
    splices: list[Splice] = []
    touched: set[str] = set()
    removed = []
    for name, wanted in changes.items():
        if name not in present:
            continue
        try:
            if wanted is None:
                removed.append(name)
                editor.removal([name])
                continue
            splice = editor.change(name, wanted)
        except NotEditableError as error:
            raise _not_editable(file, entry, name, error) from error
        if splice is not None:
            splices.append(splice)
            touched.add(name)
    return splices + editor.removal(removed), touched | set(removed)


def _not_editable(file: PatchFile, entry: Entry, option: str, error: NotEditableError) -> NixmenuError:
    lines = [
        definition.origin.line
        for definition in entry.definitions
        if definition.name == option and definition.origin
    ]
    lines += [unread.line for unread in entry.unread if unread.name == option]
    return NixmenuError(
        f'{option} in the entry "{entry.name}" cannot be changed safely: {error}; change it there by hand',
        path=file.path,
        line=next((line for line in lines if line is not None), entry.line),
    )
