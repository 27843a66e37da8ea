"""Which modules a NixOS configuration consists of: the file, what it imports, and what these import.

Source of the order: nixpkgs `lib/modules.nix`, `collectModules`: in breadth, and merged from the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.library import LIBRARY
from nixmenu.nix.library.arguments import Caller, function, made_set, part_set
from nixmenu.nix.parse import Tree
from nixmenu.nix.properties import Guard, discharge
from nixmenu.nix.values import (
    Attributes,
    Closure,
    Lazy,
    ListValue,
    Member,
    SearchPathValue,
    Unknown,
    Value,
    known,
)

FLAKE = "flake.nix"


@dataclass(frozen=True, slots=True)
class Module:
    """A module's value, with what guards it."""

    lazy: Lazy
    value: Attributes
    guard: Guard


@dataclass(eq=False)
class Modules:
    """The modules in the order that the module system merges them in; `unknown` are imports that are not read."""

    found: list[Module] = field(default_factory=list)
    unknown: list[tuple[Lazy, Unknown]] = field(default_factory=list)


def place(lazy: Lazy) -> tuple[Path, int] | None:
    """The file and the 1-based line that a value is written in; None for what a function made."""
    if lazy.node is None or lazy.scope is None or lazy.scope.tree is None:
        return None
    source = lazy.scope.tree.source
    return source.path, source.line(lazy.node.start)


def collect(evaluation: Evaluation, tree: Tree, first: list[Module]) -> Modules:
    """`first`, which stand in the file of `tree`, and all modules that they import, each file once."""
    modules = Modules()
    seen = {tree}
    pending = list(first)
    while pending:
        module = pending.pop(0)
        modules.found.append(module)
        for lazy in _imports(module, modules):
            pending += _opened(evaluation, lazy, seen, modules)
    modules.found.reverse()
    return modules


def _imports(module: Module, modules: Modules) -> Iterator[Lazy]:
    member = module.value.members.get("imports")
    if member is None:
        return
    value = member.value.force()
    if isinstance(value, ListValue):
        yield from value.items
        modules.unknown += [(member.value, unread) for unread in value.unread]
    elif isinstance(value, Unknown):
        modules.unknown.append((member.value, value))


def _opened(evaluation: Evaluation, lazy: Lazy, seen: set[Tree], modules: Modules) -> Iterator[Module]:
    """The modules that an item of `imports` stands for: a path, or a module written there."""
    value = lazy.force()
    if isinstance(value, SearchPathValue):
        # nixpkgs' own modules add no patches.
        return
    if isinstance(value, Path):
        tree = evaluation.opened(value)
        if isinstance(tree, Unknown):
            modules.unknown.append((lazy, tree))
            return
        if tree in seen:
            return
        seen.add(tree)
        lazy = evaluation.file(tree)
    for inner, content, guard in discharge(evaluation.module(lazy), Guard()):
        if isinstance(content, Attributes):
            yield Module(inner, content, guard)
        elif isinstance(content, Unknown):
            modules.unknown.append((lazy, content))


def flake_modules(evaluation: Evaluation, flake: Attributes) -> Iterator[Lazy]:
    """The modules of every system in a flake's `nixosConfigurations`, as far as they are written there."""
    outputs = flake.get("outputs")
    if not isinstance(outputs, Closure):
        return
    library = Attributes({**LIBRARY.members, "nixosSystem": Member(known(_SYSTEM))}, (), LIBRARY.rest)
    rest = "the flake's inputs are known only to Nix"
    nixpkgs = made_set({"lib": library}, rest)
    inputs: dict[str, Value] = {"nixpkgs": nixpkgs}
    if outputs.node.formals is not None:
        for formal in outputs.node.formals.names:
            inputs.setdefault(formal.name, Unknown(rest))
    result = evaluation.entered(outputs, known(made_set(inputs, rest))).force()
    systems = result.get("nixosConfigurations") if isinstance(result, Attributes) else None
    if not isinstance(systems, Attributes):
        return
    for name in sorted(systems.members):
        system = systems.members[name].value.force()
        modules = system.get("modules") if isinstance(system, Attributes) else None
        if isinstance(modules, ListValue):
            yield from modules.items


@function("nixosSystem", part_set)
def _nixos_system(_: Caller, arguments: Attributes) -> Value:
    return arguments


_SYSTEM = _nixos_system
