"""Reading boot.kernelPatches: every entry of a Nix file, what it says, and what could not be read.

The shapes that people use (lists joined, names brought in, wrapped, computed) all come down to values here;
what an entry looks like in the file is only of interest to `nixmenu.nix.edit`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.nix import syntax
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.configuration import Unread
from nixmenu.nix.entry import NEW_NAME, OLD_NAME, Entry, EntryReader, why
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.files import Files
from nixmenu.nix.joints import Joint, Level, entry_joint
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

__all__ = ["NEW_NAME", "OLD_NAME", "Context", "Entry", "PatchFile", "read_entries", "read_tree"]


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
                self._tell(lazy, why(value, "the file is neither a NixOS module nor a list of patches"))
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
                    self._tell(inner, why(content, "the configuration of a specialisation is no module"))
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
                    self._tell(inner, why(value, "`config` is no attribute set"))
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
                self._tell(boot_lazy, why(boot, "`boot` is no attribute set"))
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
            self._tell(lazy, why(patches, "boot.kernelPatches is no list"))
            return
        if not guard.conditions:
            homes = [home for home in patches.homes if not home.conditions]
            self._file.lists.extend(home for home in homes if home.tree is self._file.tree)
            self._file.list_files.extend(home.tree.source.path for home in homes)
        for unread in patches.unread:
            self._tell(lazy, unread.reason)
        entries = EntryReader(self._file.tree, self._evaluation, self.root.source.path)
        for item in patches.items:
            for inner, value, inner_guard in discharge(item, _guard_of(item, patches, guard)):
                if isinstance(value, Attributes):
                    self._file.entries.append(entries.read(inner, value, inner_guard))
                else:
                    self._tell(inner, why(value, "an item of boot.kernelPatches is no attribute set"))


def _guard_of(item: Lazy, patches: ListValue, guard: Guard) -> Guard:
    """What guards an item of a list, parts of which are there only because a condition holds."""
    for home in patches.homes:
        if home.conditions and isinstance(home.node, syntax.ListLiteral) and item.node in home.node.items:
            return guard.under_all(home.conditions)
    return guard
