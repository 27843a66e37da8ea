"""Loading a tree: from the cache if nothing it rests on has changed, else from the source."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kconfig_index import toolchain as tools
from kconfig_index.errors import KconfigError

if TYPE_CHECKING:
    from kconfig_index.model import Kernel
    from kconfig_index.reading import Read

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0 where that is not known)."""

READING = "reading Kconfig files"
"""What `Progress` is told while the files of a tree are read: only then does a load read many."""

Later = Callable[[Callable[[], None]], object]
"""Given work that can wait, to be done in any thread, at most once."""

Outlined = Callable[["Kernel"], object]
"""Given the outline of a tree that is being read (`outline`), at most once."""


def load(
    srctree: Path | str,
    arch: str = "x86_64",
    *,
    environment: Mapping[str, str] | None = None,
    cache: Path | Literal["default"] | None = "default",
    run_shell: bool = True,
    kconfig: str = "Kconfig",
    progress: Progress | None = None,
    toolchain: Path | str | None = None,
    later: Later | None = None,
    outlined: "Outlined | None" = None,
) -> "Kernel":
    """Load a kernel for an architecture, named as the kernel or the machine does (x86_64, arm64, aarch64…).

    `environment` replaces the process's environment; what the kernel's Makefile would add to it is added.
    `cache` is the directory of cache files, None for none. Without `run_shell` no command of the tree is run: tests of
    the toolchain are assumed to fail. `toolchain` is a file of answers that another machine's tools gave
    (`Kernel.save_toolchain`): they and the names of the tools are taken from there. What is missing in it is asked here
    if this machine names the same tools, else assumed to fail; `Kernel.assumptions` tells of it. `later` is given what
    writes the cache; without it that is done before the kernel is returned. `outlined` is given a kernel of which only
    the menus are known (`outline`), if the tree has to be read and while its commands still answer.

    Raises KconfigError if the directory is no source tree, the architecture is unknown, or the tree is no Kconfig.
    """
    tree = Path(srctree).resolve()
    if not tree.is_dir():
        raise KconfigError("not a directory; give the top of a kernel source", str(srctree))
    if not (tree / kconfig).is_file():
        raise KconfigError(f"not a kernel source: there is no {kconfig} in it", str(srctree))
    variables = tools.environment(tree, arch, os.environ if environment is None else environment)
    return load_in(
        tree,
        variables,
        cache=cache,
        run_shell=run_shell,
        kconfig=kconfig,
        progress=progress,
        toolchain=toolchain,
        commands=tools.version_commands(variables) if run_shell else {},
        later=later,
        outlined=outlined,
    )


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
    commands: Mapping[str, str] | None = None,
    toolchain: Path | str | None = None,
    later: Later | None = None,
    outlined: "Outlined | None" = None,
) -> "Kernel":
    """Load with exactly the given environment; a `directory` is looked into before the tree, as `conf` does.

    `show_errors` lets commands of the tree write to standard error, where they would else be silent. `commands` print
    the values of more variables.
    """
    given = None
    here = False
    if toolchain is not None:
        from kconfig_index import toolchain_facts

        given = toolchain_facts.read(Path(toolchain))
        here = given.is_of(variables)
        variables = given.applied_to(variables)
        commands = tools.version_commands(variables)
    place = None
    remembered: Mapping[str, str] = {}
    if cache is not None:
        from kconfig_index import cache as cache_file
        from kconfig_index.model import Kernel

        folder = cache_file.default_directory() if cache == "default" else cache
        key = dict(variables) if run_shell else {**variables, "CC": "(not run)"}
        place = cache_file.file_for(folder, tree, kconfig, key, f"{given.digest} {here}" if given else "")
        found = cache_file.read(place)
        if found is not None:
            facts, sections = found
            if _same_tools(facts, variables):
                remembered = facts["answers"]
                if _same_tree(facts, variables):
                    index = sections.index()
                    if index is not None:
                        known = {**facts["versions"], **variables}
                        return Kernel(
                            tree,
                            index,
                            known,
                            list(facts["assumptions"]),
                            remembered,
                            list(facts["unanswered"]),
                            given,
                        )
    # Imported here, because a tree from the cache needs none of it.
    from kconfig_index.reading import Request, from_source

    tell = progress or (lambda _what, _done, _all: None)
    read = from_source(
        Request(
            tree,
            variables,
            commands or {},
            remembered,
            run_shell,
            kconfig,
            directory,
            show_errors,
            tell,
            place.with_suffix(".statements") if place is not None else None,
            given,
            here,
            outlined,
        )
    )
    kernel = read.kernel
    if place is not None:
        facts = {
            "answers": {} if kernel.unanswered else kernel.probes,
            "assumptions": kernel.assumptions,
            "environment": kernel.index.environment,
            "files": read.files,
            "path": variables.get("PATH", ""),
            "tools": tools.identity(variables, read.ran, tree) if read.ran or not given else {},
            "unanswered": kernel.unanswered,
            "versions": read.versions,
        }
        keep = partial(_keep, place, read, facts)
        if later is None:
            keep()
        else:
            later(keep)
    return kernel


def _keep(place: Path, read: "Read", facts: dict[str, Any]) -> None:
    """Write the cache: the index with what it rests on, and the statements of the files."""
    from kconfig_index import cache as cache_file

    cache_file.write(place, read.kernel.index, facts)
    read.parsed.keep()


def _same_tools(facts: dict[str, Any], variables: Mapping[str, str]) -> bool:
    """Whether the programs behind the answers of probes are what they were."""
    try:
        if not isinstance(facts["unanswered"], list) or facts["path"] != variables.get("PATH", ""):
            return False
        return tools.unchanged(facts["tools"], variables)
    except (KeyError, TypeError, AttributeError):
        return False


def _same_tree(facts: dict[str, Any], variables: Mapping[str, str]) -> bool:
    """Whether every file and every variable that was looked at is as it was."""
    try:
        known = {**facts["versions"], **variables}
        if any(known.get(name) != value for name, value in facts["environment"].items()):
            return False
        for path, size, changed in facts["files"]:
            status = os.stat(path)  # noqa: PTH116 - thousands of them, and texts
            if status.st_mtime_ns != changed or status.st_size != size:
                return False
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return False
    return True
