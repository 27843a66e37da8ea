"""A change of one file, ready to be shown and saved."""

import difflib
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from nixmenu.layers.merge import merge
from nixmenu.nix.intention import Intention
from nixmenu.nix.parse import parse
from nixmenu.nix.read import Context, PatchFile, read_tree
from nixmenu.nix.source import make_source
from nixmenu.nix.splice import Splice, spliced
from nixmenu.nix.strings import byte_order
from nixmenu.nix.verify import verify


@dataclass(frozen=True, slots=True)
class Plan:
    """What will become of a file; made only by edits that have been read back."""

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
    intention: Intention = field(repr=False)
    """What was asked for, so that a save can prove it again."""
    conditions: tuple[str, ...] = ()
    """What the entry stands under (`lib.mkIf c [ … ]`), as it is written."""
    conditional: tuple[str, ...] = ()
    """Which of the options count only under a condition, where they are written: sentences."""
    context: Context = field(default_factory=Context, repr=False)
    """What the file was read in."""
    clashes: tuple[str, ...] = ()
    """Options of these that another entry of the file answers differently, at which NixOS will stop: sentences."""

    @property
    def removes(self) -> bool:
        """The file goes away, which a save had made."""
        return self.intention.file_removed

    def inverse(self) -> "Plan":
        """What undoes this plan once it is saved, byte by byte; a save refuses it if the file has changed since.

        A file that was not there before goes away again. Raises NixmenuError if what was there was not valid Nix.
        """
        renamed = {new: old for old, new in self.intention.renamed.items()}
        entry = renamed.get(self.entry, self.entry)
        if self.removes:
            return replace(
                self,
                before=None,
                after=self.before or b"",
                diff=unified(self.path, b"", self.before or b""),
                created=True,
                intention=Intention(restored=self.before),
            )
        now = read_tree(parse(make_source(self.path, self.after)), self.context)
        if self.before is None:
            return removal_of_file(now, entry, self.changed)
        return make_plan(now, self.before, entry, Intention(restored=self.before), set(self.changed))


def removal_of_file(file: PatchFile, entry: str, options: Collection[str]) -> Plan:
    """The plan that a file goes away, with the one `entry` it has and the `options` in there."""
    lines = difflib.unified_diff(
        _lines(file.text.decode("utf-8", "replace")), [], str(file.path), "/dev/null"
    )
    return Plan(
        path=file.path,
        before=file.text,
        after=b"",
        diff=_joined(lines),
        entry=entry,
        created=False,
        changed=sorted(options, key=byte_order),
        intention=Intention(file_removed=True),
        context=file.context,
    )


def make_plan(
    before: PatchFile,
    after: bytes,
    entry: str,
    intention: Intention,
    changed: set[str] | frozenset[str] = frozenset(),
) -> Plan:
    """The plan that makes a file `after`; raises NixmenuError unless that is exactly what is intended."""
    verify(before, after, intention)
    there = before.entry(entry)
    result = before.with_text(after)
    return Plan(
        path=before.path,
        before=before.text,
        after=after,
        diff=unified(before.path, before.text, after),
        entry=entry,
        created=False,
        changed=sorted(changed, key=byte_order),
        intention=intention,
        context=before.context,
        conditions=there.guard.conditions if there is not None else (),
        conditional=tuple(
            dict.fromkeys((*_conditional(before, intention), *_conditional(result, intention)))
        ),
        clashes=clashes(result, {name for changes in intention.options.values() for name in changes}),
    )


def _conditional(file: PatchFile, intention: Intention) -> Iterator[str]:
    for entry in file.entries:
        changes = intention.options.get(entry.name or "", {})
        for one in (*entry.conditional, *entry.written):
            conditions = one.definition.conditions or one.holding
            if one.definition.name in changes and conditions:
                known = "" if one.definition.conditions else ", which is so for this kernel"
                yield f"{one.definition.name} counts only if {' and '.join(conditions)}{known}"


def clashes(file: PatchFile, names: Container[str]) -> tuple[str, ...]:
    """Which of some options the entries of a file contradict each other about: who, where, and the ways out."""
    definitions = [
        definition
        for entry in file.entries
        if entry.guard.holds is not False
        for definition in entry.definitions
        if definition.name in names
    ]
    return tuple(str(conflict) for conflict in merge(definitions).conflicts)


def reread(file: PatchFile, splices: list[Splice]) -> PatchFile:
    """The file with the splices, as it would be read then."""
    return file.with_text(spliced(file.text, splices))


def unified(path: Path, before: bytes, after: bytes) -> str:
    """A unified diff of two texts, with the lines as they are."""
    old, new = (_lines(text.decode("utf-8", "replace")) for text in (before, after))
    return _joined(difflib.unified_diff(old, new, str(path) if before else "/dev/null", str(path), n=3))


def _joined(lines: Iterable[str]) -> str:
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
