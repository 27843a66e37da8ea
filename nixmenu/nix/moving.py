"""Moving options from one entry to another, in the same file or in two."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.layers.merge import described
from nixmenu.nix.edit import edited, plan
from nixmenu.nix.entry_edits import entry_called
from nixmenu.nix.intention import Changes, Intention
from nixmenu.nix.planning import Plan, make_plan
from nixmenu.nix.read import Context, Entry, PatchFile, read_entries
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import Note


def move_options(
    path: Path, names: Sequence[str], source: str, target: str, *, target_path: Path | None = None
) -> list[Plan]:
    """The options `names` of the entry `source` in the entry `target`, with priority, optional mark and remark.

    With `target_path` that entry is in another file, which need not be there; there are two plans then, to be
    saved in their order: a failure in between leaves the options in both entries, which agree. Raises
    NixmenuError if `source` does not say something plain to each of them, or `target` says something else.
    """
    file = read_entries(path, Context().of(source).of(target))
    entry = entry_called(file, source)
    if source == target and target_path is None:
        raise NixmenuError(f'the options are in the entry "{source}" already', path=path, line=entry.line)
    file = _file_of(file, entry)
    entry = entry_called(file, source)
    wanted = {name: Wanted.of(_definition(file, entry, name)) for name in names}
    notes = {name: note for name in names if (note := _note(file, entry, name)) is not None}
    away: Changes = dict.fromkeys(names)
    other = _target(path, file, target) if target_path is None else (target_path, None)
    if other is not None and not _same(file.path, other[0]):
        place, context = other
        if os.path.exists(place):  # noqa: PTH110  (Path.exists() raises where it may not be searched)
            _check_target(read_entries(place, context), target, wanted)
        remarks = {name: note.behind for name, note in notes.items()}
        return [
            plan(place, target, wanted, comments=remarks, context=context),
            plan(file.path, source, away, context=file.context),
        ]
    _check_target(file, target, wanted)
    text, _ = edited(file, target, wanted, notes)
    text, _ = edited(file.with_text(text), source, away, {})
    intention = Intention({target: wanted, source: away})
    return [make_plan(file, text, target, intention, set(names))]


def _file_of(file: PatchFile, entry: Entry) -> PatchFile:
    """The file that an entry's options are written in, read as part of the same configuration."""
    if entry.home is None or entry.home == file.path:
        return file
    return read_entries(entry.home, replace(file.context, root=file.context.root or file.path))


def _target(root: Path, file: PatchFile, target: str) -> tuple[Path, Context] | None:
    """The other file of the same configuration that has the target's options; None if there is none."""
    entry = file.entry(target)
    if entry is None or entry.home is None:
        return None
    return entry.home, replace(file.context, root=root)


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _definition(file: PatchFile, entry: Entry, name: str) -> Definition:
    found = [definition for definition in entry.definitions if definition.name == name]
    if len(found) == 1 and found[0].fields is None:
        return found[0]
    reason = "puts together by hand what it says about" if found else "says nothing that can be read about"
    raise NixmenuError(f'the entry "{entry.name}" {reason} {name}', path=file.path, line=entry.line)


def _check_target(file: PatchFile, target: str, wanted: Mapping[str, Wanted]) -> None:
    """Raise NixmenuError if the entry says something else already: what is moved must not be lost."""
    entry = file.entry(target)
    for definition in entry.definitions if entry is not None else ():
        if definition.name in wanted and Wanted.of(definition) != wanted[definition.name]:
            raise NixmenuError(
                f"{definition.name} is there already, and different: {described(definition)}; "
                "take it out of one of the two entries first",
                path=file.path,
                line=entry.line if entry is not None else None,
            )


def _note(file: PatchFile, entry: Entry, name: str) -> Note | None:
    """The comment that ends an option's line, which moves with it."""
    member = entry.configuration.members.get(name) if entry.configuration is not None else None
    if member is None or member.binding is None or member.home is None or member.home.tree is not file.tree:
        return None
    source, end = file.tree.source, member.binding.end
    for comment in file.tree.comments_between(end, source.line_end(end)):
        text = source.text(comment.start, comment.end)
        if not source.data[end : comment.start].strip() and text.startswith("#"):
            return Note(behind=text.removeprefix("#").strip())
    return None
