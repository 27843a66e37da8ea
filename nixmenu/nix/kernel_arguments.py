"""Kernels that a Nix file makes with arguments of their own, which are no entries of boot.kernelPatches.

Source of the names: nixpkgs `pkgs/os-specific/linux/kernel/generic.nix`.
"""

from collections.abc import Container, Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

from nixmenu.nix import syntax
from nixmenu.nix.read import PatchFile

T = TypeVar("T")

_MAKERS = frozenset(("override", "buildLinux", "manualConfig", "linuxManualConfig"))
_ANSWERS = frozenset(("structuredExtraConfig", "extraConfig"))
_PATCHES = "kernelPatches"
_TEXT = frozenset(("extraConfig", "argsOverride"))


def texts_left_alone(file: PatchFile) -> list[str]:
    """Where a kernel's own arguments bring text, which edits of entries leave alone: a sentence each."""
    return [
        f"{file.path}:{line}: this {name} is an argument of a kernel, no entry of boot.kernelPatches, and left alone"
        for line, name in _bound(file, _TEXT)
    ]


def answers_not_read(file: PatchFile) -> tuple[str, ...]:
    """Where a kernel's own arguments answer options, which only Nix can tell the worth of: a sentence each."""
    return tuple(
        f"{file.path}:{line}: a kernel has a {name} of its own here, which is not read: if it is your kernel, name your"
        " configuration with --configuration, so that Nix tells what it answers"
        for line, name in _bound(file, _ANSWERS, without=_PATCHES)
    )


def _bound(file: PatchFile, names: Container[str], without: str | None = None) -> list[tuple[int, str]]:
    """The lines where an argument of a kernel binds one of the names, and which."""
    source = file.tree.source
    lines = {
        source.line(binding.start): attribute.name
        for argument in _arguments(file.tree.root)
        for binding in _nodes(argument, syntax.Binding, without)
        for attribute in binding.path
        if attribute.name in names
    }
    return sorted((line, name) for line, name in lines.items() if name is not None)


def _arguments(root: syntax.Node) -> Iterator[syntax.Node]:
    """What functions that make kernels are called with."""
    for call in _nodes(root, syntax.Call):
        match call.function:
            case syntax.Name(name=name) if name in _MAKERS:
                yield call.argument
            case syntax.Select(path=path) if path[-1].name in _MAKERS:
                yield call.argument


def _nodes(root: syntax.Node, kind: type[T], without: str | None = None) -> Iterator[T]:
    """Everything of one kind in a tree, but for what a name `without` is bound to."""
    pending: list[object] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, syntax.Binding) and without is not None and node.path[-1].name == without:
            continue
        if isinstance(node, kind):
            yield node
        if isinstance(node, tuple):
            pending += node
        elif is_dataclass(node):
            pending += [getattr(node, field.name) for field in fields(node)]
