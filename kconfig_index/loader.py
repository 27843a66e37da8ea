"""Loading a tree: from the cache if nothing it rests on has changed, else from the source."""

import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kconfig_index import cache as cache_file
from kconfig_index import toolchain
from kconfig_index.errors import KconfigError
from kconfig_index.model import Kernel

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0 where that is not known)."""

_STACK = 12_000
"""Python frames while a tree is read; deeper than any real expression or chain of submenus needs."""


def load(
    srctree: Path | str,
    arch: str = "x86_64",
    *,
    environment: Mapping[str, str] | None = None,
    cache: Path | Literal["default"] | None = "default",
    run_shell: bool = True,
    kconfig: str = "Kconfig",
    progress: Progress | None = None,
) -> Kernel:
    """Load a kernel for an architecture, named as the kernel or the machine does (x86_64, arm64, aarch64…).

    `environment` replaces the process's environment; what the kernel's Makefile would add to it is added.
    `cache` is the directory of cache files, None for none. Without `run_shell` no command of the tree is run: tests of
    the toolchain are assumed to fail.

    Raises KconfigError if the directory is no source tree, the architecture is unknown, or the tree is no Kconfig.
    """
    tree = Path(srctree).resolve()
    if not tree.is_dir():
        raise KconfigError("not a directory; give the top of a kernel source", str(srctree))
    if not (tree / kconfig).is_file():
        raise KconfigError(f"not a kernel source: there is no {kconfig} in it", str(srctree))
    variables = toolchain.environment(
        tree, arch, os.environ if environment is None else environment, run=run_shell
    )
    return load_in(tree, variables, cache=cache, run_shell=run_shell, kconfig=kconfig, progress=progress)


def load_in(
    tree: Path,
    variables: Mapping[str, str],
    *,
    cache: Path | Literal["default"] | None = "default",
    run_shell: bool = True,
    kconfig: str = "Kconfig",
    directory: Path | None = None,
    show_errors: bool = False,
    progress: Progress | None = None,
) -> Kernel:
    """Load with exactly the given environment; a `directory` is looked into before the tree, as `conf` does.

    `show_errors` lets commands of the tree write to standard error, where they would else be silent.
    """
    place = None
    remembered: Mapping[str, str] = {}
    if cache is not None:
        folder = cache_file.default_directory() if cache == "default" else cache
        key = dict(variables) if run_shell else {**variables, "CC": "(not run)"}
        place = cache_file.file_for(folder, tree, kconfig, key)
        found = cache_file.read(place)
        if found is not None:
            facts, sections = found
            if _same_tools(facts, variables):
                remembered = facts["answers"]
                if _same_tree(facts, variables):
                    index = sections.index()
                    if index is not None:
                        return Kernel(tree, index, variables, list(facts["assumptions"]), remembered)
    request = _Request(
        tree, variables, place, remembered, run_shell, kconfig, directory, show_errors, progress
    )
    return _from_source(request)


def _same_tools(facts: dict[str, Any], variables: Mapping[str, str]) -> bool:
    try:
        return toolchain.unchanged(facts["tools"], variables) and facts["path"] == variables.get("PATH", "")
    except (KeyError, TypeError, AttributeError):
        return False


def _same_tree(facts: dict[str, Any], variables: Mapping[str, str]) -> bool:
    """Whether every file and every variable that was looked at is as it was."""
    try:
        if any(variables.get(name) != value for name, value in facts["environment"].items()):
            return False
        for path, size, changed in facts["files"]:
            status = os.stat(path)  # noqa: PTH116 - thousands of them, and texts
            if status.st_mtime_ns != changed or status.st_size != size:
                return False
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Request:
    """What one load from source was asked to do."""

    tree: Path
    variables: Mapping[str, str]
    place: Path | None
    remembered: Mapping[str, str]
    run_shell: bool
    kconfig: str
    directory: Path | None
    show_errors: bool
    progress: Progress | None


def _from_source(request: _Request) -> Kernel:
    collecting = gc.isenabled()
    limit = sys.getrecursionlimit()
    gc.disable()  # a tree is a million small objects, all of which stay
    sys.setrecursionlimit(max(limit, _STACK))
    try:
        return _read(request)
    except RecursionError:
        raise KconfigError(
            "expressions or menus are nested too deep in this tree", str(request.tree)
        ) from None
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()


def _read(request: _Request) -> Kernel:
    # Imported here, because a tree from the cache needs none of it.
    from kconfig_index import dialect as dialects
    from kconfig_index.assemble import Assembler
    from kconfig_index.finalize import Finalizer
    from kconfig_index.grammar import Grammar
    from kconfig_index.probes import Probes
    from kconfig_index.recursion import check as check_recursion
    from kconfig_index.source import SourceFiles
    from kconfig_index.values import compute_baseline

    tree, variables = request.tree, request.variables
    tell = request.progress or (lambda _what, _done, _all: None)
    dialect = dialects.of_tree(tree)
    probes = Probes(
        variables,
        request.directory or tree,
        run=request.run_shell,
        remembered=request.remembered,
        show_errors=request.show_errors,
    )
    said: list[str] = []
    try:
        grammar = Grammar(
            SourceFiles(tree, request.directory),
            dialect,
            probes,
            variables,
            said.append,
            lambda count: tell("reading Kconfig files", count, 0) if count % 50 == 0 else None,
        )
        grammar.read(request.kconfig)
        tell("asking the toolchain", 0, 0)
        grammar.finish()
        answers = probes.answers
        unanswered = probes.unanswered
    finally:
        probes.close()
    tell("passing conditions down the menus", 0, 0)
    finalizer = Finalizer(grammar)
    finalizer.run()
    assembler = Assembler(grammar, finalizer, dialect)
    index = assembler.run()
    index.said = said
    if assembler.cyclic:
        check_recursion(grammar, finalizer)
    tell("computing values", 0, 0)
    index.baseline = compute_baseline(index)
    assumptions = _assumptions(variables, unanswered, request.run_shell, bool(answers))
    kernel = Kernel(tree, index, variables, assumptions, answers)
    if request.place is not None:
        facts = {
            "answers": {} if unanswered else answers,
            "assumptions": assumptions,
            "environment": index.environment,
            "files": grammar.file_states,
            "path": variables.get("PATH", ""),
            "tools": toolchain.identity(variables, answers, tree),
        }
        cache_file.write(request.place, index, facts)
    return kernel


def _assumptions(
    variables: Mapping[str, str], unanswered: list[str], run_shell: bool, asked: bool
) -> list[str]:
    if not run_shell:
        return (
            [f"no command was run: {len(unanswered)} tests of the toolchain are assumed to fail"]
            if unanswered
            else []
        )
    missing = toolchain.missing_tools(variables) if asked else []
    if not missing:
        return []
    return [
        f"{' and '.join(missing)} not found: what depends on the compiler is taken as not supported, "
        "so the result differs from a real build"
    ]
