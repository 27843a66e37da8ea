"""The proof of an edit: read back, the new text says what was intended and everything else as before."""

from collections.abc import Container, Mapping
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import PLAIN, Definition
from nixmenu.nix.parse import parse
from nixmenu.nix.read import NEW_NAME, OLD_NAME, Entry, PatchFile, read_tree
from nixmenu.nix.source import make_source
from nixmenu.nix.wanted import Wanted

Said = tuple[str, str | None, str | None, bool, int]


def verify(
    before: PatchFile | None,
    after: bytes,
    entry: str,
    intended: Mapping[str, Wanted | None],
    *,
    path: Path | None = None,
) -> None:
    """Raise NixmenuError unless `after` is the file `before` with the entry changed as intended.

    `path` names the file where there was none before. The check does not share anything with the editor: it
    knows only what the reader sees.
    """
    where = before.path if before is not None else path
    if where is None:
        raise ValueError("either the file before or its path is needed")
    try:
        result = read_tree(parse(make_source(where, after)))
    except NixmenuError as error:
        raise _refusal(where, f"the new text would not be valid Nix ({error.message})") from error
    old = before.entry(entry) if before is not None else None
    new = result.entry(entry)
    _check_others(before, result, entry, where)
    if new is None:
        if old is not None or any(wanted is not None for wanted in intended.values()):
            raise _refusal(where, f'the entry "{entry}" would be missing')
        return
    _check_entry(old, new, intended, where)


def _refusal(path: Path, what: str) -> NixmenuError:
    return NixmenuError(
        f"the edit was stopped by its own check, and nothing is written: {what}; change the file by hand",
        path=path,
    )


def _said(entry: Entry) -> list[Said]:
    """What an entry's definitions say, without their places."""
    return sorted(map(_plain, entry.definitions), key=repr)


def _plain(definition: Definition) -> Said:
    return (
        definition.name,
        definition.tristate,
        definition.freeform,
        definition.optional,
        definition.priority,
    )


def _rest(entry: Entry) -> object:
    """All of an entry but its options."""
    return entry.name, entry.extra_config, entry.guard, set(entry.attributes.members) - {NEW_NAME, OLD_NAME}


def _unread(entry: Entry, besides: Container[str] = ()) -> list[tuple[str, str]]:
    return sorted(
        (str(unread.name), unread.reason) for unread in entry.unread if str(unread.name) not in besides
    )


def _check_others(before: PatchFile | None, after: PatchFile, entry: str, path: Path) -> None:
    old = [] if before is None else [other for other in before.entries if other.name != entry]
    new = [other for other in after.entries if other.name != entry]
    old_entries, new_entries = (
        [(_said(other), _rest(other), other.attribute, _unread(other)) for other in entries]
        for entries in (old, new)
    )
    if old_entries != new_entries:
        raise _refusal(path, "another entry would change too, because what it says is shared")
    old_unread = [] if before is None else [unread.reason for unread in before.unread]
    if old_unread != [unread.reason for unread in after.unread]:
        raise _refusal(path, "what boot.kernelPatches is made of would change")


def _check_entry(old: Entry | None, new: Entry, intended: Mapping[str, Wanted | None], path: Path) -> None:
    if old is not None:
        renamed = old.attribute != new.attribute and None not in (old.attribute, new.attribute)
        if renamed or _rest(old) != _rest(new) or _unread(old, intended) != _unread(new, intended):
            raise _refusal(path, "the entry would change in more than its options")
    kept = [said for said in _said(old) if said[0] not in intended] if old is not None else []
    if kept != [said for said in _said(new) if said[0] not in intended]:
        raise _refusal(path, "options that were not to be changed would say something else")
    for name, wanted in intended.items():
        found = [definition for definition in new.definitions if definition.name == name]
        if wanted is None:
            if found:
                raise _refusal(path, f"{name} would still be answered")
        elif len(found) != 1 or not _fulfils(found[0], wanted):
            raise _refusal(path, f"{name} would not get the answer that was asked for")


def _fulfils(definition: Definition, wanted: Wanted) -> bool:
    same = (definition.tristate, definition.freeform) == (wanted.tristate, wanted.freeform)
    strong = definition.priority < PLAIN or not wanted.force
    return same and strong and (definition.optional or not wanted.optional)
