"""What a loaded kernel looks like from outside: symbols, menu entries and properties, as light views on the index."""

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kconfig_index.expressions import TYPE_NAMES
from kconfig_index.index import Index
from kconfig_index.menu_tree import CHOICE, COMMENT, CONFIG, IF, MENU, MENUCONFIG, ROOT

if TYPE_CHECKING:
    from kconfig_index.configuration import Configuration
    from kconfig_index.relations import Need, Relation, Relations
    from kconfig_index.search import Search
    from kconfig_index.toolchain_facts import ToolchainFacts

Type = Literal["bool", "tristate", "int", "hex", "string", "unknown"]
Kind = Literal["root", "menu", "config", "menuconfig", "choice", "comment", "if"]
_KINDS: dict[int, Kind] = {
    ROOT: "root",
    MENU: "menu",
    CONFIG: "config",
    MENUCONFIG: "menuconfig",
    CHOICE: "choice",
    COMMENT: "comment",
    IF: "if",
}


class Symbol:
    """One symbol of a kernel; two views of the same one are equal.

    `name` has no `CONFIG_`. `type` is unknown for a symbol that is mentioned and never defined.
    """

    __slots__ = ("index", "kernel")

    def __init__(self, kernel: "Kernel", index: int) -> None:
        self.kernel = kernel
        self.index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Symbol) and other.index == self.index and other.kernel is self.kernel

    def __hash__(self) -> int:
        return self.index

    def __repr__(self) -> str:
        return f"<Symbol {self.name}>"

    @property
    def name(self) -> str:
        """The name without `CONFIG_`; empty for the symbol of a choice."""
        return self.kernel.index.names[self.index]

    @property
    def type(self) -> Type:
        """bool, tristate, int, hex, string or unknown, as defined."""
        return TYPE_NAMES[self.kernel.index.types[self.index]]  # type: ignore[return-value]

    @property
    def nodes(self) -> list["MenuNode"]:
        """Where it is defined, in the order of reading."""
        return [MenuNode(self.kernel, entry) for entry in self.kernel.index.definitions[self.index]]

    @property
    def prompt(self) -> str | None:
        """The text of its first prompt; None if it cannot be asked for."""
        for node in self.nodes:
            if node.prompt is not None:
                return node.prompt
        return None

    @property
    def help(self) -> str:
        """The first help text of its definitions, without newlines at the end."""
        for node in self.nodes:
            if node.help:
                return node.help
        return ""

    @property
    def choice(self) -> "MenuNode | None":
        """The choice it is a member of."""
        choice = self.kernel.index.choice_of[self.index]
        return MenuNode(self.kernel, self.kernel.index.definitions[choice][0]) if choice >= 0 else None

    @property
    def file(self) -> str:
        """The file of its first definition, relative to the source tree; empty if it has none."""
        nodes = self.nodes
        return nodes[0].file if nodes else ""

    @property
    def line(self) -> int:
        """The line of its first definition, from 1 on; 0 if it has none."""
        nodes = self.nodes
        return nodes[0].line if nodes else 0


class MenuNode:
    """One entry of the menu tree; two views of the same one are equal."""

    __slots__ = ("index", "kernel")

    def __init__(self, kernel: "Kernel", index: int) -> None:
        self.kernel = kernel
        self.index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MenuNode) and other.index == self.index and other.kernel is self.kernel

    def __hash__(self) -> int:
        return ~self.index

    def __repr__(self) -> str:
        name = self.symbol.name if self.symbol is not None else ""
        return f"<MenuNode {self.kind} {name or self.prompt} at {self.file}:{self.line}>"

    @property
    def kind(self) -> Kind:
        """What statement made it."""
        return _KINDS[self.kernel.index.entry_kinds[self.index]]

    @property
    def symbol(self) -> Symbol | None:
        """Its symbol; that of a choice has no name. None for menus, comments and ifs."""
        symbol = self.kernel.index.entry_symbol[self.index]
        return Symbol(self.kernel, symbol) if symbol >= 0 else None

    @property
    def prompt(self) -> str | None:
        """The text it is shown with, None if it is never shown."""
        prompt = self.kernel.index.entry_prompt[self.index]
        return self.kernel.index.prompts[prompt] if prompt >= 0 else None

    @property
    def children(self) -> list["MenuNode"]:
        """The entries below it: of a menu or choice, or the options that depend on this one."""
        index = self.kernel.index
        found = []
        child = index.entry_first[self.index]
        while child >= 0:
            found.append(MenuNode(self.kernel, child))
            child = index.entry_next[child]
        return found

    @property
    def members(self) -> list[Symbol]:
        """The symbols that a choice chooses from, in menu order; empty for everything else."""
        index = self.kernel.index
        if index.entry_kinds[self.index] != CHOICE:
            return []
        return [Symbol(self.kernel, member) for member in index.members[index.entry_symbol[self.index]]]

    @property
    def parent(self) -> "MenuNode | None":
        """The entry it stands below, None for the root."""
        parent = self.kernel.index.entry_parent[self.index]
        return MenuNode(self.kernel, parent) if parent >= 0 else None

    @property
    def file(self) -> str:
        """Relative to the source tree, as Kconfig spells it."""
        return self.kernel.index.files[self.kernel.index.entry_file[self.index]]

    @property
    def line(self) -> int:
        """From 1 on."""
        return self.kernel.index.entry_line[self.index]

    @property
    def help(self) -> str:
        """Its help text, without newlines at the end."""
        return self.kernel.index.helps[self.index].rstrip("\n")


class _Symbols(Mapping[str, Symbol]):
    """The defined symbols of a kernel by name."""

    def __init__(self, kernel: "Kernel") -> None:
        self._kernel = kernel
        index = kernel.index
        starts = index.definitions.starts
        self._numbers = {
            name: number
            for number, name in enumerate(index.names)
            if starts[number] != starts[number + 1] and number not in index.members
        }

    def __getitem__(self, name: str) -> Symbol:
        return Symbol(self._kernel, self._numbers[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Kernel:
    """One parsed kernel tree for one architecture.

    `assumptions` are sentences about what could not be found out, `warnings` what the kernel's own tools print to
    standard error while they read the tree, `said` what its `$(info,…)` print. `probes` are the answers of its
    commands, `unanswered` the commands that were not run.
    """

    def __init__(
        self,
        srctree: Path,
        index: Index,
        variables: Mapping[str, str],
        assumptions: list[str],
        probes: Mapping[str, str],
        unanswered: list[str] | None = None,
        facts: "ToolchainFacts | None" = None,
    ) -> None:
        self.srctree = srctree
        self.index = index
        self.variables = variables
        self.assumptions = assumptions
        self.probes = probes
        self.unanswered = unanswered or []
        self._facts = facts
        self._symbols: _Symbols | None = None
        self._plain: dict[str, int] | None = None
        self._relations: Relations | None = None
        self._search: Search | None = None

    @property
    def version(self) -> str:
        """The kernel's version, such as 6.12.30."""
        return self.variables.get("KERNELVERSION", "")

    @property
    def arch(self) -> str:
        """The architecture as make's ARCH names it."""
        return self.variables.get("ARCH", "")

    @property
    def srcarch(self) -> str:
        """The architecture's directory below `arch/`."""
        return self.variables.get("SRCARCH", "")

    @property
    def title(self) -> str:
        """The text of `mainmenu`."""
        return self.index.title

    @property
    def warnings(self) -> list[str]:
        """What the kernel's tools warn of while they read the tree."""
        return self.index.warnings

    @property
    def root(self) -> MenuNode:
        """The entry above all others."""
        return MenuNode(self, 0)

    @property
    def symbols(self) -> Mapping[str, Symbol]:
        """Every defined symbol by name, in the order in which names first appear."""
        if self._symbols is None:
            self._symbols = _Symbols(self)
        return self._symbols

    def symbol(self, name: str) -> Symbol | None:
        """A defined symbol by its name, with or without `CONFIG_`."""
        found = self.symbols.get(name)
        return self.symbols.get(name[7:]) if found is None and name.startswith("CONFIG_") else found

    def mentioned(self, name: str) -> int | None:
        """The number of any symbol that is defined or mentioned without quotes (`sym_find`)."""
        if self._plain is None:
            constant = self.index.constant
            self._plain = {
                name: number for number, name in enumerate(self.index.names) if name and not constant[number]
            }
        return self._plain.get(name)

    def nodes(self) -> Iterator[MenuNode]:
        """All entries but the root, depth first, in menu order."""
        from kconfig_index.config_file import entries_in_order

        for entry in entries_in_order(self.index):
            yield MenuNode(self, entry)

    @property
    def choices(self) -> "list[MenuNode]":
        """All choices, in the order in which they are written."""
        return [MenuNode(self, entry) for entry, kind in enumerate(self.index.entry_kinds) if kind == CHOICE]

    @property
    def texts(self) -> "Search":
        """The index of names, prompts and help texts; the first look takes the longest, and may be a thread's work."""
        search = self._search
        if search is None:
            # Imported here because only a search needs the index of all texts.
            from kconfig_index.search import Search

            search = self._search = Search(self)
        return search

    def search(self, text: str, limit: int = 200) -> list[Symbol]:
        """Symbols that fit all words of a text, the best first (`Search.find`)."""
        return self.texts.find(text, limit)

    def save_toolchain(self, path: Path | str) -> None:
        """Save what the toolchain answered, for a load on another machine (`load`, `toolchain`).

        Raises KconfigError if commands were not run, if there is no compiler, or if the file cannot be written.
        """
        from kconfig_index import toolchain, toolchain_facts
        from kconfig_index.errors import KconfigError

        if self.unanswered:
            raise KconfigError(
                f"{len(self.unanswered)} commands of this tree were not run, so there is nothing to save for them; "
                "load it on a machine with the toolchain, with commands allowed"
            )
        missing = toolchain.missing_tools(self.variables) if self.probes and self._facts is None else []
        if missing:
            raise KconfigError(
                f"{' and '.join(missing)} not found, so there is no toolchain whose answers to save"
            )
        facts = toolchain_facts.collect(
            self.srctree, self.variables, self.probes, self.index.environment, self._facts
        )
        toolchain_facts.save(Path(path), facts)

    def configuration(self) -> "Configuration":
        """A configuration in which the user has set nothing."""
        from kconfig_index.configuration import Configuration

        return Configuration(self)

    @property
    def relations(self) -> "Relations":
        """What mentions what; made when it is first asked for."""
        if self._relations is None:
            from kconfig_index.relations import Relations

            self._relations = Relations(self)
        return self._relations

    def needs(self, symbol: Symbol) -> "list[Relation]":
        """What the definitions of a symbol mention: depends, select, imply, default, range and visibility."""
        return self.relations.needs(symbol)

    def needed_by(self, symbol: Symbol) -> "list[Relation]":
        """The definitions that mention a symbol."""
        return self.relations.needed_by(symbol)

    def all_needs(self, symbol: Symbol, kinds: "Container[Need] | None" = None) -> "Iterator[Relation]":
        """What a symbol needs over any number of steps, nearest first; `kinds` limits which relations count.

        Every symbol is reached once, by the relation that is given.
        """
        return self.relations.closure(symbol, backwards=False, kinds=kinds)

    def all_needed_by(self, symbol: Symbol, kinds: "Container[Need] | None" = None) -> "Iterator[Relation]":
        """What needs a symbol over any number of steps, nearest first."""
        return self.relations.closure(symbol, backwards=True, kinds=kinds)
