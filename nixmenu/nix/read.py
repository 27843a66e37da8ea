"""Reading boot.kernelPatches: every entry of a Nix file, what it says, and what could not be read.

The shapes that people use (lists joined, names brought in, wrapped, computed) all come down to values here;
what an entry looks like in the file is only of interest to `nixmenu.nix.edit`.
"""

from dataclasses import dataclass, field
from pathlib import Path

from nixmenu.layers.definition import Definition
from nixmenu.nix.configuration import ConfigurationReader, Unread
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.parse import Tree, parse
from nixmenu.nix.properties import Guard, discharge
from nixmenu.nix.source import read_source
from nixmenu.nix.values import Attributes, Lazy, ListHome, ListValue, Unknown, Value

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
    extra_config_line: int | None
    editable: bool
    reason: str
    """Why it is not editable."""
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


@dataclass(eq=False)
class PatchFile:
    """A user's Nix file, as far as boot.kernelPatches goes."""

    path: Path
    text: bytes
    entries: list[Entry]
    unread: list[Unread]
    """Parts of boot.kernelPatches that could not be read."""
    defined: int | None
    """The line that defines boot.kernelPatches; None if nothing does."""
    tree: Tree = field(repr=False)
    lists: list[ListHome] = field(repr=False)
    """Where an entry can be added, outside of any condition."""
    module: Attributes | None = field(repr=False)
    """Where boot.kernelPatches can be added, if it is nowhere yet."""

    def entry(self, name: str) -> Entry | None:
        """The first entry called `name`."""
        return next((entry for entry in self.entries if entry.name == name), None)


def read_entries(path: Path) -> PatchFile:
    """Every boot.kernelPatches entry of the module (or list of entries) at `path`.

    Raises NixmenuError if the file cannot be read, is too large or is not valid Nix. Nothing else is an
    error: what cannot be worked out is listed in `unread`, with the reason.
    """
    return read_tree(parse(read_source(path)))


def read_tree(tree: Tree) -> PatchFile:
    """The same of a file that is parsed already."""
    file = PatchFile(tree.source.path, tree.source.data, [], [], None, tree, [], None)
    evaluation = Evaluation()
    top = evaluation.module(evaluation.file(tree))
    try:
        _FileReader(file).read_top(top)
    except RecursionError:
        raise tree.source.error(
            "is nested too deeply for what is left of the stack", tree.root.start
        ) from None
    return file


class _FileReader:
    """Finds the entries and fills a PatchFile with them."""

    def __init__(self, file: PatchFile) -> None:
        self._file = file

    def _line(self, lazy: Lazy) -> int | None:
        if lazy.node is None or lazy.scope is None or lazy.scope.tree is not self._file.tree:
            return None
        return self._file.tree.source.line(lazy.node.start)

    def _tell(self, lazy: Lazy, reason: str) -> None:
        self._file.unread.append(Unread(None, reason, self._line(lazy)))

    def read_top(self, top: Lazy) -> None:
        for lazy, value, guard in discharge(top, Guard()):
            if isinstance(value, ListValue):
                self._read_list(lazy, value, guard)
            elif isinstance(value, Attributes):
                self._read_module(lazy, value, guard)
            else:
                self._tell(lazy, _why(value, "the file is neither a NixOS module nor a list of patches"))

    def _read_module(self, lazy: Lazy, module: Attributes, guard: Guard) -> None:
        """A module is its configuration, unless it has the attributes of the long form.

        Source: nixpkgs `lib/modules.nix`, `unifyModuleSyntax`.
        """
        if "config" in module.members or "options" in module.members:
            if "config" not in module.members:
                return
            for inner, value, inner_guard in discharge(module.members["config"].value, guard):
                if isinstance(value, Attributes):
                    self._read_configuration(inner, value, inner_guard)
                else:
                    self._tell(inner, _why(value, "`config` is no attribute set"))
            return
        self._read_configuration(lazy, module, guard)

    def _read_configuration(self, lazy: Lazy, configuration: Attributes, guard: Guard) -> None:
        if self._file.module is None and not guard.conditions and configuration.homes:
            self._file.module = configuration
        if configuration.rest is not None:
            self._tell(lazy, configuration.rest.reason)
        if "boot" not in configuration.members:
            return
        for boot_lazy, boot, boot_guard in discharge(configuration.members["boot"].value, guard):
            if not isinstance(boot, Attributes):
                self._tell(boot_lazy, _why(boot, "`boot` is no attribute set"))
                continue
            if boot.rest is not None:
                self._tell(boot_lazy, boot.rest.reason)
            if "kernelPatches" in boot.members:
                patches = boot.members["kernelPatches"].value
                for inner, value, inner_guard in discharge(patches, boot_guard):
                    self._read_list(inner, value, inner_guard)

    def _read_list(self, lazy: Lazy, patches: Value, guard: Guard) -> None:
        if self._file.defined is None:
            self._file.defined = self._line(lazy) or 1
        if not isinstance(patches, ListValue):
            self._tell(lazy, _why(patches, "boot.kernelPatches is no list"))
            return
        if not guard.conditions:
            self._file.lists.extend(patches.homes)
        for unread in patches.unread:
            self._tell(lazy, unread.reason)
        for item in patches.items:
            for inner, value, inner_guard in discharge(item, guard):
                if isinstance(value, Attributes):
                    self._file.entries.append(self._entry(inner, value, inner_guard))
                else:
                    self._tell(inner, _why(value, "an item of boot.kernelPatches is no attribute set"))

    def _entry(self, lazy: Lazy, attributes: Attributes, guard: Guard) -> Entry:
        line = self._line(lazy) or 1
        own_homes = [home for home in attributes.homes if home.tree is self._file.tree]
        if own_homes:
            line = self._file.tree.source.line(own_homes[0].set.start)
        name = attributes.get("name")
        entry = Entry(
            name=name if isinstance(name, str) else None,
            definitions=[],
            extra_config=None,
            extra_config_line=None,
            editable=False,
            reason="",
            line=line,
            unread=[],
            attribute=None,
            guard=guard,
            attributes=attributes,
            configuration=None,
        )
        if attributes.rest is not None:
            entry.unread.append(Unread(None, attributes.rest.reason, line))
        self._read_text(entry)
        self._read_options(entry)
        return entry

    def _read_text(self, entry: Entry) -> None:
        member = entry.attributes.members.get("extraConfig")
        if member is None:
            return
        text = member.value.force()
        entry.extra_config_line = self._line(member.value)
        if isinstance(text, str):
            entry.extra_config = text
        elif text is not None:
            reason = "extraConfig: " + _why(text, "it is no string")
            entry.unread.append(Unread(None, reason, entry.extra_config_line))

    def _read_options(self, entry: Entry) -> None:
        present = [name for name in (NEW_NAME, OLD_NAME) if name in entry.attributes.members]
        if not present:
            entry.reason = self._why_fixed(entry.attributes)
            entry.editable = not entry.reason
            return
        entry.attribute = present[0]
        label = entry.name or "(no name)"
        reader = ConfigurationReader(self._file.tree, label)
        reader.read(entry.attributes.members[present[0]].value)
        entry.definitions = reader.definitions
        entry.unread += reader.unread
        entry.configuration = reader.editable
        if len(present) > 1:
            entry.reason = f"it has both {NEW_NAME} and {OLD_NAME}, which nixpkgs refuses; keep one of them"
            entry.unread.append(Unread(None, entry.reason, entry.line))
        elif reader.editable is None:
            why = "; ".join(unread.reason for unread in reader.unread if unread.name is None)
            entry.reason = f"its {present[0]} is computed" + (f" ({why})" if why else "")
        else:
            entry.reason = self._why_fixed(reader.editable)
        entry.editable = not entry.reason

    def _why_fixed(self, attributes: Attributes) -> str:
        """Why a set cannot be written to; "" if it can."""
        if attributes.rest is not None:
            return f"it is only partly written here ({attributes.rest.reason})"
        if not attributes.homes:
            return "it is computed, not written out"
        if any(home.tree is not self._file.tree for home in attributes.homes):
            return "it is written in another file"
        return ""


def _why(value: Value, otherwise: str) -> str:
    return value.reason if isinstance(value, Unknown) else otherwise
