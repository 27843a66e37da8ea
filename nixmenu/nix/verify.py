"""The proof of an edit: read back, the new text says what was intended and everything else as before."""

from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import PLAIN, Definition, Fields
from nixmenu.nix.intention import Changes, Intention
from nixmenu.nix.parse import parse
from nixmenu.nix.properties import Guard
from nixmenu.nix.read import NEW_NAME, OLD_NAME, Entry, PatchFile, read_tree
from nixmenu.nix.source import make_source
from nixmenu.nix.wanted import Wanted

_TEXT = "extraConfig"

Said = tuple[str, str | None, str | None, bool, int, Fields | None]


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that an entry says, without its places; equal ones are the same to NixOS."""

    name: str | None
    attribute: str | None
    others: frozenset[str]
    """What else it has: `patch`, `features`, misspelt things."""
    text: str | None
    guard: Guard
    said: tuple[Said, ...]
    conditional: tuple[tuple[Said, tuple[str, ...]], ...]
    unread: tuple[tuple[str, str], ...]

    def besides(self, options: Container[str]) -> "_Facts":
        """The same without what is said to some options."""
        return replace(
            self,
            said=tuple(said for said in self.said if said[0] not in options),
            conditional=tuple(each for each in self.conditional if each[0][0] not in options),
            unread=tuple(unread for unread in self.unread if unread[0] not in options),
        )

    def rest(self) -> object:
        """All but what is said, and the attribute that says it, which an entry without options has not."""
        return replace(self, said=(), attribute=None)


def verify(before: PatchFile | None, after: bytes, intention: Intention, *, path: Path | None = None) -> None:
    """Raise NixmenuError unless `after` is the file `before` with exactly what was intended.

    `path` names the file where there was none before. The check does not share anything with the editor: it
    knows only what the reader sees.
    """
    where = before.path if before is not None else path
    if where is None:
        raise ValueError("either the file before or its path is needed")
    try:
        context = before.context if before is not None else None
        result = read_tree(parse(make_source(where, after)), context)
    except NixmenuError as error:
        raise _refusal(where, f"the new text would not be valid Nix ({error.message})") from error
    if intention.restored is not None:
        if after != intention.restored:
            raise _refusal(where, "the text is not the one that was there before")
        return
    _check_entries(before, result, intention, where)
    for entry, changes in intention.options.items():
        _check_options(result.entry(entry), changes, where)
    old_unread = [] if before is None else [unread.reason for unread in before.unread]
    if old_unread != [unread.reason for unread in result.unread]:
        raise _refusal(where, "what boot.kernelPatches is made of would change")


def _refusal(path: Path, what: str) -> NixmenuError:
    return NixmenuError(
        f"the edit was stopped by its own check, and nothing is written: {what}; change the file by hand",
        path=path,
    )


def _check_entries(before: PatchFile | None, after: PatchFile, intention: Intention, path: Path) -> None:
    """All entries as they were, in their order, but for what was intended."""
    old = [_facts(entry) for entry in before.entries] if before is not None else []
    kept = [_intended(facts, intention) for facts in old if facts.name not in intention.removed]
    known = {facts.name for facts in kept}
    added = intention.options.keys() - known
    found = [facts for facts in map(_facts, after.entries) if facts.name not in added]
    for facts in kept:
        if facts.name not in {one.name for one in found}:
            raise _refusal(path, f'the entry "{facts.name}" would be missing')
    if len(kept) != len(found):
        raise _refusal(path, "an entry would be there that nobody asked for")
    for wanted, facts in zip(kept, found, strict=True):
        _check_entry(wanted, facts, intention, path)


def _check_entry(wanted: _Facts, found: _Facts, intention: Intention, path: Path) -> None:
    changes: Collection[str] = intention.options.get(wanted.name or "", {})
    wanted, found = wanted.besides(changes), found.besides(changes)
    attributes = {wanted.attribute, found.attribute} - {None}
    if wanted.said == found.said and wanted.rest() == found.rest() and len(attributes) < 2:
        return
    if wanted.name not in _touched(intention):
        raise _refusal(path, "another entry would change too, because what it says is shared")
    if (wanted.said, wanted.conditional) != (found.said, found.conditional):
        raise _refusal(path, "options that were not to be changed would say something else")
    raise _refusal(path, "the entry would change in more than its options")


def _touched(intention: Intention) -> set[str]:
    """The entries that something is meant to happen to."""
    return {
        *intention.options,
        *intention.renamed.values(),
        *intention.attributes,
        *intention.without_text,
    }


def _facts(entry: Entry) -> _Facts:
    return _Facts(
        name=entry.name,
        attribute=entry.attribute,
        others=frozenset(entry.attributes.members) - {NEW_NAME, OLD_NAME},
        text=entry.extra_config,
        guard=entry.guard,
        said=tuple(sorted(map(_plain, entry.definitions), key=repr)),
        conditional=tuple(
            sorted(
                ((_plain(one.definition), one.definition.conditions) for one in entry.conditional), key=repr
            )
        ),
        unread=tuple(sorted((str(unread.name), unread.reason) for unread in entry.unread)),
    )


def _plain(definition: Definition) -> Said:
    return (
        definition.name,
        definition.tristate,
        definition.freeform,
        definition.optional,
        definition.priority,
        definition.fields,
    )


def _intended(facts: _Facts, intention: Intention) -> _Facts:
    """What is to become of an entry that was there before, but for its options."""
    if facts.name is None:
        return facts
    name = intention.renamed.get(facts.name, facts.name)
    attribute = intention.attributes.get(name, facts.attribute)
    if name in intention.without_text:
        facts = replace(facts, text=None, others=facts.others - {_TEXT})
    return replace(facts, name=name, attribute=attribute)


def _check_options(entry: Entry | None, changes: Changes, path: Path) -> None:
    definitions: list[Definition] = []
    if entry is not None:
        definitions = [*entry.definitions, *(one.definition for one in entry.conditional)]
    for name, wanted in changes.items():
        found = [definition for definition in definitions if definition.name == name]
        if wanted is None:
            if found:
                raise _refusal(path, f"{name} would still be answered")
        elif len(found) != 1 or not _fulfils(found[0], wanted):
            raise _refusal(path, f"{name} would not get the answer that was asked for")


def _fulfils(definition: Definition, wanted: Wanted) -> bool:
    same = (definition.tristate, definition.freeform) == (wanted.tristate, wanted.freeform)
    if wanted.priority is not None:
        return same and (definition.priority, definition.optional) == (wanted.priority, wanted.optional)
    strong = definition.priority < PLAIN or not wanted.force
    return same and strong and (definition.optional or not wanted.optional)
