"""Reading boot.kernelPatches: every entry of a Nix file, what it says, and what could not be read.

The shapes that people use (lists joined, names brought in, wrapped, computed) all come down to values here;
what an entry looks like in the file is only of interest to `nixmenu.nix.edit`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.nix import syntax
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.configuration import Conditioned, ConfigurationReader, Unread
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.files import Files
from nixmenu.nix.joints import Joint, Level, entry_joint, is_conditional, joint
from nixmenu.nix.modules import FLAKE, Module, collect, flake_modules, place
from nixmenu.nix.parse import Tree, parse
from nixmenu.nix.properties import Guard, discharge
from nixmenu.nix.source import make_source, read_source
from nixmenu.nix.specialisations import (
    Elsewhere,
    Specialisation,
    qualified,
    specialisation_of,
    specialisations,
)
from nixmenu.nix.values import Attributes, Lazy, ListHome, ListValue, Member, Unknown, Value, known

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
    context: "Context" = field(repr=False)
    """What the file was read in."""
    list_files: list[Path] = field(default_factory=list)
    """Every file with a list that an entry can be added to."""
    unfollowed: list[Unread] = field(default_factory=list)
    """Imported modules that could not be read; they may have more entries."""
    joints: list[tuple[Level, Joint]] = field(default_factory=list, repr=False)
    """Where an entry can be put beside those that stand under a condition, from the outside in."""
    module_files: list[Path] = field(default_factory=list)
    """Every file with a module that boot.kernelPatches can be added to."""
    elsewhere: list[Elsewhere] = field(default_factory=list)
    """Entries of specialisations that were not asked for."""

    def with_text(self, text: bytes) -> "PatchFile":
        """The file as it would be read, in the same context, if that were its text; raises as `read_tree` does."""
        return read_tree(parse(make_source(self.path, text)), self.context)

    def entry(self, name: str) -> Entry | None:
        """The first entry called `name`."""
        return next((entry for entry in self.entries if entry.name == name), None)


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is read in: the one that reading begins with, if it is another, and what is known of the system."""

    root: Path | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)
    specialisation: str | None = None
    """The one whose entries are read, too; what is added is added there."""

    def of(self, entry: str) -> "Context":
        """The same for an entry, by what people call it."""
        return replace(self, specialisation=specialisation_of(entry) or self.specialisation)


def read_entries(path: Path, context: Context | None = None) -> PatchFile:
    """Every boot.kernelPatches entry of the module (or list of entries) at `path`, and of what it imports.

    Entries that are written in other files are there, too, but not editable: each file is edited on its own,
    with the one that imports it as the context's root. Raises NixmenuError if the file cannot be read, is too
    large or is not valid Nix. Nothing else is an error: what cannot be worked out is listed in `unread`, with
    the reason.
    """
    return read_tree(parse(read_source(path)), context)


def read_tree(tree: Tree, context: Context | None = None) -> PatchFile:
    """The same of a file that is parsed already; what it says stands for what is on the disk."""
    context = context or Context()
    path = tree.source.path
    file = PatchFile(path, tree.source.data, [], [], None, tree, [], None, context)
    files = Files()
    files.add(tree)
    root = tree
    if context.root is not None and not files.same(context.root, path):
        opened = files.tree(context.root)
        if isinstance(opened, Unknown):
            raise NixmenuError(f"cannot be read as part of {context.root}: {opened.reason}", path=path)
        root = opened
    evaluation = Evaluation(files, context.circumstances)
    try:
        reader = _FileReader(file, evaluation, root)
        reader.read()
        _read_specialisations(file, evaluation, reader)
    except RecursionError:
        raise tree.source.error(
            "is nested too deeply for what is left of the stack", tree.root.start
        ) from None
    return file


def _read_specialisations(file: PatchFile, evaluation: Evaluation, reader: "_FileReader") -> None:
    """Take in the one that is asked for, and of the others what their entries are called."""
    wanted = file.context.specialisation
    for name in dict.fromkeys(one.name for one in reader.specialisations):
        parts = [one for one in reader.specialisations if one.name == name]
        inner = replace(file, entries=[], unread=[], defined=None, lists=[], module=None, list_files=[])
        inner.module_files, inner.joints = [], []
        _FileReader(inner, evaluation, reader.root).read_specialisation(parts)
        if name != wanted:
            file.elsewhere += [
                Elsewhere(name, one.name, one.path, one.line) for one in inner.entries if one.name is not None
            ]
            continue
        for entry in inner.entries:
            entry.name = None if entry.name is None else qualified(name, entry.name)
        kept = file.entries if all(part.inherits for part in parts) else []
        file.entries = [*kept, *inner.entries]
        file.unread = [*file.unread, *inner.unread]
        file.defined, file.lists, file.module = inner.defined, inner.lists, inner.module
        file.list_files, file.module_files, file.joints = inner.list_files, inner.module_files, inner.joints
        return
    if wanted is not None:
        known = ", ".join(sorted({one.name for one in reader.specialisations})) or "none"
        raise NixmenuError(
            f"there is no specialisation called {wanted!r} here (there is {known}); define it first",
            path=file.path,
        )


class _FileReader:
    """Finds the entries and fills a PatchFile with them."""

    def __init__(self, file: PatchFile, evaluation: Evaluation, root: Tree) -> None:
        self._file = file
        self._evaluation = evaluation
        self.root = root
        self.specialisations: list[Specialisation] = []
        """All that the configuration defines."""

    def _tell(self, lazy: Lazy, reason: str) -> None:
        self._file.unread.append(self._unread(lazy, reason))

    def _unread(self, lazy: Lazy, reason: str) -> Unread:
        path, line = place(lazy) or (self.root.source.path, None)
        return Unread(None, reason, line, None if path == self._file.path else path)

    def read(self) -> None:
        """Read the root, and the modules that it imports."""
        first: list[Module] = []
        top = self._evaluation.module(self._evaluation.file(self.root))
        for lazy, value, guard in discharge(top, Guard()):
            if isinstance(value, ListValue):
                self._read_list(lazy, value, guard)
            elif (
                isinstance(value, Attributes)
                and self.root.source.path.name == FLAKE
                and "outputs" in value.members
            ):
                modules = known(ListValue(tuple(flake_modules(self._evaluation, value))))
                first.append(Module(lazy, Attributes({"imports": Member(modules)}), guard))
            elif isinstance(value, Attributes):
                first.append(Module(lazy, value, guard))
            else:
                self._tell(lazy, _why(value, "the file is neither a NixOS module nor a list of patches"))
        self._read_modules(first)

    def read_specialisation(self, parts: Sequence[Specialisation]) -> None:
        """Read what a specialisation has beside the system, which is a configuration of its own."""
        first: list[Module] = []
        for part in parts:
            lazy = part.configuration
            value = lazy.force()
            if isinstance(value, Path):
                tree = self._evaluation.opened(value)
                lazy = known(tree) if isinstance(tree, Unknown) else self._evaluation.file(tree)
            for inner, content, guard in discharge(self._evaluation.module(lazy), part.guard):
                if isinstance(content, Attributes):
                    first.append(Module(inner, content, guard))
                else:
                    self._tell(inner, _why(content, "the configuration of a specialisation is no module"))
        self._read_modules(first)

    def _read_modules(self, first: list[Module]) -> None:
        found = collect(self._evaluation, self.root, first)
        for module in found.found:
            self._read_module(module.lazy, module.value, module.guard)
        for lazy, unknown in found.unknown:
            self._file.unfollowed.append(self._unread(lazy, unknown.reason))

    def _read_module(self, lazy: Lazy, module: Attributes, guard: Guard) -> None:
        """A module is its configuration, unless it has the attributes of the long form.

        Source: nixpkgs `lib/modules.nix`, `unifyModuleSyntax`.
        """
        if "config" in module.members or "options" in module.members:
            if "config" not in module.members:
                return
            self._join(Level.MODULE, module.members["config"], guard)
            for inner, value, inner_guard in discharge(module.members["config"].value, guard):
                if isinstance(value, Attributes):
                    self._read_configuration(inner, value, inner_guard)
                else:
                    self._tell(inner, _why(value, "`config` is no attribute set"))
            return
        self._read_configuration(lazy, module, guard)

    def _read_configuration(self, lazy: Lazy, configuration: Attributes, guard: Guard) -> None:
        here = any(home.tree is self._file.tree for home in configuration.homes)
        if self._file.module is None and not guard.conditions and here:
            self._file.module = configuration
        if not guard.conditions:
            self._file.module_files += [home.tree.source.path for home in configuration.homes]
        self.specialisations += specialisations(configuration, guard)
        if configuration.rest is not None:
            self._tell(lazy, configuration.rest.reason)
        if "boot" not in configuration.members:
            return
        member = configuration.members["boot"]
        guard = guard.under_all(member.conditions)
        self._join(Level.BOOT, member, guard)
        for boot_lazy, boot, boot_guard in discharge(member.value, guard):
            if not isinstance(boot, Attributes):
                self._tell(boot_lazy, _why(boot, "`boot` is no attribute set"))
                continue
            if boot.rest is not None:
                self._tell(boot_lazy, boot.rest.reason)
            if "kernelPatches" in boot.members:
                patches = boot.members["kernelPatches"]
                boot_guard = boot_guard.under_all(patches.conditions)
                self._join(Level.LIST, patches, boot_guard)
                for inner, value, inner_guard in discharge(patches.value, boot_guard):
                    self._read_list(inner, value, inner_guard)

    def _join(self, level: Level, member: Member, guard: Guard) -> None:
        """Take down where an entry can be put beside what stands under a condition."""
        if not guard.conditions and member.home is not None and member.home.tree is self._file.tree:
            found = entry_joint(self._evaluation, member, level)
            if found is not None:
                self._file.joints.append((level, found))

    def _read_list(self, lazy: Lazy, patches: Value, guard: Guard) -> None:
        path, line = place(lazy) or (self.root.source.path, 1)
        if self._file.defined is None and path == self._file.path:
            self._file.defined = line
        if not isinstance(patches, ListValue):
            self._tell(lazy, _why(patches, "boot.kernelPatches is no list"))
            return
        if not guard.conditions:
            homes = [home for home in patches.homes if not home.conditions]
            self._file.lists.extend(home for home in homes if home.tree is self._file.tree)
            self._file.list_files.extend(home.tree.source.path for home in homes)
        for unread in patches.unread:
            self._tell(lazy, unread.reason)
        for item in patches.items:
            for inner, value, inner_guard in discharge(item, _guard_of(item, patches, guard)):
                if isinstance(value, Attributes):
                    self._file.entries.append(self._entry(inner, value, inner_guard))
                else:
                    self._tell(inner, _why(value, "an item of boot.kernelPatches is no attribute set"))

    def _entry(self, lazy: Lazy, attributes: Attributes, guard: Guard) -> Entry:
        path, line = place(lazy) or (self.root.source.path, 1)
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
            reason = "extraConfig: " + _why(text, "it is no string")
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
        reader = ConfigurationReader(self._file.tree, label)
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
            entry.reason = f"it is written in {entry.home}" if tree is not self._file.tree else ""
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
        others = [home.tree for home in attributes.homes if home.tree is not self._file.tree]
        return f"it is written in {others[0].source.path}" if others else ""


def _guard_of(item: Lazy, patches: ListValue, guard: Guard) -> Guard:
    """What guards an item of a list, parts of which are there only because a condition holds."""
    for home in patches.homes:
        if home.conditions and isinstance(home.node, syntax.ListLiteral) and item.node in home.node.items:
            return guard.under_all(home.conditions)
    return guard


def _only_file(attributes: Attributes) -> Path | None:
    """The file that a set is written in, if it is one."""
    trees = {home.tree for home in attributes.homes}
    return trees.pop().source.path if len(trees) == 1 and attributes.rest is None else None


def _why(value: Value, otherwise: str) -> str:
    return value.reason if isinstance(value, Unknown) else otherwise
