"""Planning an edit of the user's Nix file: the new text, proved by reading it back; nothing is written."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.nix.entries import new_entry, new_module, new_options, with_library
from nixmenu.nix.options import OptionEditor
from nixmenu.nix.parse import parse
from nixmenu.nix.read import Entry, PatchFile, read_entries, read_tree
from nixmenu.nix.revalue import NotEditableError
from nixmenu.nix.source import make_source
from nixmenu.nix.spelling import NotSpellableError
from nixmenu.nix.splice import Splice, spliced
from nixmenu.nix.strings import byte_order
from nixmenu.nix.verify import verify
from nixmenu.nix.wanted import UNSET, Freeform, Wanted

__all__ = ["UNSET", "Freeform", "Plan", "Wanted", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of one file, ready to be shown and saved."""

    path: Path
    before: bytes | None
    """What the file held when the plan was made; None if it was not there."""
    after: bytes
    diff: str
    """Unified; empty if nothing changes."""
    entry: str
    created: bool
    """The file is a new one."""
    changed: list[str]
    """The options that are written differently afterwards, in byte order."""
    intended: Mapping[str, Wanted | None] = field(repr=False)
    """What was asked for, so that a save can prove it again."""
    conditions: tuple[str, ...] = ()
    """What the entry stands under (`lib.mkIf c [ … ]`), as it is written."""


def plan(
    path: Path, entry: str, changes: Mapping[str, Wanted | None], *, comments: Mapping[str, str] | None = None
) -> Plan:
    """The edit that makes the entry called `entry` say what `changes` wants; None withdraws an option.

    A file that does not exist becomes a new NixOS module; an entry that does not exist is added. `comments`
    gives the remark (an option's prompt) for the line of a new option. Raises NixmenuError, with a way out,
    where that is not possible without guessing or touching anything else.
    """
    comments = comments or {}
    if not os.path.exists(path):  # noqa: PTH110  (Path.exists() raises where a directory may not be searched)
        return _creation(path, entry, changes, comments)
    before = read_entries(path)
    try:
        after, changed = _edited(before, entry, changes, comments)
    except NotSpellableError:
        raise NixmenuError(
            "nothing in this file leads to nixpkgs' lib, which answers are written with; "
            "add `lib` to the arguments in its first line",
            path=path,
            line=1,
        ) from None
    verify(before, after, entry, changes)
    there = before.entry(entry)
    return Plan(
        path=path,
        before=before.text,
        after=after,
        diff=_diff(path, before.text, after),
        entry=entry,
        created=False,
        changed=sorted(changed, key=byte_order),
        conditions=there.guard.conditions if there is not None else (),
        intended=changes,
    )


def _creation(
    path: Path, entry: str, changes: Mapping[str, Wanted | None], comments: Mapping[str, str]
) -> Plan:
    added = {name: wanted for name, wanted in changes.items() if wanted is not None}
    after = new_module(entry, added, comments) if added else b""
    if added:
        verify(None, after, entry, changes, path=path)
    return Plan(
        path=path,
        before=None,
        after=after,
        diff=_diff(path, b"", after),
        entry=entry,
        created=bool(added),
        changed=sorted(added, key=byte_order),
        intended=changes,
    )


def _edited(
    file: PatchFile, name: str, changes: Mapping[str, Wanted | None], comments: Mapping[str, str]
) -> tuple[bytes, set[str]]:
    """The text with all changes, and the options that they touch: first what is new, then the rest.

    In this order a set that loses all it had and gets something else never stands empty in between.
    """
    added = _additions(file, _the_entry(file, name), changes)
    if added:
        try:
            splices = _added(file, name, added, comments)
        except NotSpellableError:
            library = with_library(file)
            if library is None:
                raise
            file = _reread(file, [library])
            splices = _added(file, name, added, comments)
        file = _reread(file, splices)
    entry = _the_entry(file, name)
    if entry is None or entry.configuration is None:
        return file.text, set(added)
    splices, touched = _changed(file, entry, changes)
    return spliced(file.text, splices), touched | set(added)


def _reread(file: PatchFile, splices: list[Splice]) -> PatchFile:
    return read_tree(parse(make_source(file.path, spliced(file.text, splices))))


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


def _additions(
    file: PatchFile, entry: Entry | None, changes: Mapping[str, Wanted | None]
) -> dict[str, Wanted]:
    present = entry.configuration.members if entry is not None and entry.configuration is not None else {}
    wanted = {name: value for name, value in changes.items() if value is not None and name not in present}
    if entry is not None and not entry.editable and _touches(entry, changes):
        raise NixmenuError(
            f'the entry "{entry.name}" cannot be edited in place: {entry.reason}; '
            "put the options into an entry of their own (--entry NAME)",
            path=file.path,
            line=entry.line,
        )
    return wanted


def _touches(entry: Entry, changes: Mapping[str, Wanted | None]) -> bool:
    told = {definition.name for definition in entry.definitions} | {unread.name for unread in entry.unread}
    return any(wanted is not None or name in told for name, wanted in changes.items())


def _added(
    file: PatchFile, name: str, added: Mapping[str, Wanted], comments: Mapping[str, str]
) -> list[Splice]:
    entry = _the_entry(file, name)
    if entry is None:
        return new_entry(file, name, added, comments)
    if entry.configuration is None:
        return new_options(file, entry, added, comments)
    editor = OptionEditor(file, entry, entry.configuration)
    for option in added:
        try:
            editor.current(option)
        except NotEditableError as error:
            raise _not_editable(file, entry, option, error) from error
    return editor.addition(added, comments)


def _changed(
    file: PatchFile, entry: Entry, changes: Mapping[str, Wanted | None]
) -> tuple[list[Splice], set[str]]:
    options = entry.configuration
    if options is None:
        return [], set()
    editor = OptionEditor(file, entry, options)
    splices: list[Splice] = []
    touched: set[str] = set()
    removed = []
    for name, wanted in changes.items():
        if name not in options.members:
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


def _diff(path: Path, before: bytes, after: bytes) -> str:
    """A unified diff of two texts, with the lines as they are."""
    old, new = (_lines(text.decode("utf-8", "replace")) for text in (before, after))
    lines = difflib.unified_diff(old, new, str(path) if before else "/dev/null", str(path), n=3)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
