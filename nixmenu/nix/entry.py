"""One entry of boot.kernelPatches: what it says, and whether and where it can be edited."""

from dataclasses import dataclass, field
from pathlib import Path

from nixmenu.layers.definition import Definition
from nixmenu.nix.configuration import Conditioned, ConfigurationReader, Unread
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.joints import Joint, is_conditional, joint
from nixmenu.nix.modules import place
from nixmenu.nix.parse import Tree
from nixmenu.nix.properties import Guard
from nixmenu.nix.values import Attributes, Lazy, Unknown, Value

NEW_NAME, OLD_NAME = "structuredExtraConfig", "extraStructuredConfig"
"""What an entry's options are called: up to nixpkgs 25.05 the old name, from 25.11 on only the new one."""


@dataclass(eq=False)
class Entry:
    """One entry of boot.kernelPatches."""

    name: str | None
    """None if it has none, or one that only the system knows."""
    definitions: list[Definition]
    extra_config: str | None
    """The text of `extraConfig`, which beats every structured answer."""
    extra_config_path: Path
    extra_config_line: int | None
    editable: bool
    reason: str
    """Why it is not editable."""
    path: Path
    """The file that it is written in."""
    line: int
    unread: list[Unread]
    """What of its options could not be read, each with the reason."""
    attribute: str | None
    """Which name its options go by; None if it has no options."""
    guard: Guard
    """The conditions it stands under; `guard.holds` is None where only the system can tell."""
    attributes: Attributes = field(repr=False)
    configuration: Attributes | None = field(repr=False)
    """The set that an edit changes, if there is one such set."""
    conditional: list[Conditioned] = field(default_factory=list)
    """Of `unread`, the options whose answer is written out; whether it counts only the system knows."""
    written: list[Conditioned] = field(default_factory=list)
    """All that is in `definitions`, part by part."""
    joint: Joint | None = field(default=None, repr=False)
    """Where options can be added if all that are there count only under a condition."""
    home: Path | None = None
    """The one file that an edit of its options goes to; None if there is no such file."""


class EntryReader:
    """Reads the entries of a configuration that begins with the file `root`; those written in `tree` are editable."""

    def __init__(self, tree: Tree, evaluation: Evaluation, root: Path) -> None:
        self._tree = tree
        self._evaluation = evaluation
        self._root = root

    def read(self, lazy: Lazy, attributes: Attributes, guard: Guard) -> Entry:
        """The entry that a value of an item of boot.kernelPatches is."""
        path, line = place(lazy) or (self._root, 1)
        if attributes.homes:
            source = attributes.homes[0].tree.source
            path, line = source.path, source.line(attributes.homes[0].set.start)
        name = attributes.get("name")
        entry = Entry(
            name=name if isinstance(name, str) else None,
            definitions=[],
            extra_config=None,
            extra_config_path=path,
            extra_config_line=None,
            editable=False,
            reason="",
            path=path,
            line=line,
            unread=[],
            attribute=None,
            guard=guard,
            attributes=attributes,
            configuration=None,
        )
        if attributes.rest is not None:
            entry.unread.append(Unread(None, attributes.rest.reason, line, path))
        self._read_text(entry)
        self._read_options(entry)
        return entry

    def _read_text(self, entry: Entry) -> None:
        member = entry.attributes.members.get("extraConfig")
        if member is None:
            return
        text = member.value.force()
        entry.extra_config_path, entry.extra_config_line = place(member.value) or (entry.path, None)
        if isinstance(text, str):
            entry.extra_config = text
        elif text is not None:
            reason = "extraConfig: " + why(text, "it is no string")
            entry.unread.append(Unread(None, reason, entry.extra_config_line, entry.extra_config_path))

    def _read_options(self, entry: Entry) -> None:
        present = [name for name in (NEW_NAME, OLD_NAME) if name in entry.attributes.members]
        if not present:
            entry.reason = self._why_fixed(entry.attributes)
            entry.home = _only_file(entry.attributes)
            entry.editable = not entry.reason
            return
        entry.attribute = present[0]
        label = entry.name or "(no name)"
        reader = ConfigurationReader(self._tree, label)
        reader.read(entry.attributes.members[present[0]].value)
        entry.definitions = reader.definitions
        entry.unread += reader.unread
        entry.conditional = reader.conditional
        entry.written = reader.written
        entry.configuration = reader.editable
        member = entry.attributes.members[present[0]]
        complete = all(unread.name is not None for unread in reader.unread)
        if complete and (reader.editable is None or is_conditional(reader.editable)):
            entry.joint = joint(self._evaluation, member)
        if len(present) > 1:
            entry.reason = f"it has both {NEW_NAME} and {OLD_NAME}, which nixpkgs refuses; keep one of them"
            entry.unread.append(Unread(None, entry.reason, entry.line, entry.path))
        elif reader.editable is None and entry.joint is not None:
            tree = entry.joint.scope.tree
            entry.home = tree.source.path if tree is not None else None
            entry.reason = f"it is written in {entry.home}" if tree is not self._tree else ""
        elif reader.editable is None:
            why = "; ".join(unread.reason for unread in reader.unread if unread.name is None)
            entry.reason = f"its {present[0]} is computed" + (f" ({why})" if why else "")
        else:
            entry.reason = self._why_fixed(reader.editable)
            entry.home = _only_file(reader.editable)
        entry.editable = not entry.reason

    def _why_fixed(self, attributes: Attributes) -> str:
        """Why a set cannot be written to; "" if it can."""
        if attributes.rest is not None:
            return f"it is only partly written here ({attributes.rest.reason})"
        if not attributes.homes:
            return "it is computed, not written out"
        others = [home.tree for home in attributes.homes if home.tree is not self._tree]
        return f"it is written in {others[0].source.path}" if others else ""


def _only_file(attributes: Attributes) -> Path | None:
    """The file that a set is written in, if it is one."""
    trees = {home.tree for home in attributes.homes}
    return trees.pop().source.path if len(trees) == 1 and attributes.rest is None else None


def why(value: Value, otherwise: str) -> str:
    """The reason of an unknown value, or another."""
    return value.reason if isinstance(value, Unknown) else otherwise
