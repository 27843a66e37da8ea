"""What nixmenu reads of a user's file, compared with what Nix evaluates it to."""

from collections.abc import Sequence
from pathlib import Path

from nixmenu.layers.definition import Definition
from nixmenu.nix.read import Entry, PatchFile
from nixmenu.nix.real import RealEntry, evaluate_configuration

Said = tuple[str, str | None, str | None, bool, int]


def disagreements(file: PatchFile, library: Path, program: Path) -> list[str]:
    """Where the two differ, one sentence each with file and line; parts that nixmenu says it cannot read do not count.

    `library` is a nixpkgs `lib`, `program` nix-instantiate. Raises RealNixError if Nix cannot evaluate the
    file by itself, because it needs the system.
    """
    specialisation = file.context.specialisation
    evaluated = evaluate_configuration(file.path, library, program=program, specialisation=specialisation)
    theirs = list(evaluated.entries)
    mine = [entry for entry in file.entries if entry.guard.holds is not False]
    if evaluated.skipped:
        mine = [entry for entry in mine if entry.name in {one.name for one in theirs}]
    if file.unread or file.unfollowed or any(entry.guard.holds is None for entry in mine):
        # Nix may have entries that nixmenu says it does not know.
        theirs = [one for one in theirs if one.name in {entry.name for entry in mine}]
    if [entry.name for entry in mine] != [one.name for one in theirs]:
        names = [", ".join(str(one.name) for one in some) or "none" for some in (mine, theirs)]
        return [f"{file.path}: nixmenu reads the entries {names[0]}, Nix evaluates {names[1]}"]
    found = []
    for entry, real in zip(mine, theirs, strict=True):
        found += _differences(entry, real)
    return found


def _differences(entry: Entry, real: RealEntry) -> list[str]:
    place = f"{entry.path}:{entry.line}: entry {entry.name!r}"
    unread = {one.name for one in entry.unread}
    if None in unread:
        return []
    found = []
    if entry.extra_config != real.extra_config:
        found.append(f"{place}: nixmenu reads another extraConfig than Nix evaluates")
    mine, theirs = _said(entry.definitions), _said(real.definitions)
    for name in sorted({one[0] for one in (*mine, *theirs)} - unread):
        ours = [one[1:] for one in mine if one[0] == name]
        others = [one[1:] for one in theirs if one[0] == name]
        if ours != others:
            found.append(f"{place}: {name} is read as {_words(ours)}, and Nix evaluates {_words(others)}")
    return found


def _said(definitions: Sequence[Definition]) -> list[Said]:
    return sorted(
        ((one.name, one.tristate, one.freeform, one.optional, one.priority) for one in definitions), key=repr
    )


def _words(said: Sequence[tuple[str | None, str | None, bool, int]]) -> str:
    words = []
    for tristate, freeform, optional, priority in said:
        value = f'"{freeform}"' if freeform is not None else tristate or "unset"
        words.append(f"{value}{' optional' * optional}{f' at priority {priority}' * (priority != 100)}")
    return " and ".join(words) or "nothing"
