"""Loading a tree: from the cache if nothing it rests on has changed, else from the source."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kconfig_index import toolchain as tools
from kconfig_index.errors import KconfigError

if TYPE_CHECKING:
    from kconfig_index.model import Kernel
    from kconfig_index.reading import Read
    from kconfig_index.toolchain_facts import ToolchainFacts

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
    outlined: Outlined | None = None,
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
    loading = prepared(
        srctree,
        arch,
        environment=environment,
        cache=cache,
        run_shell=run_shell,
        kconfig=kconfig,
        toolchain=toolchain,
    )
    return loading.kernel(progress, later, outlined)


def prepared(
    srctree: Path | str,
    arch: str,
    *,
    environment: Mapping[str, str] | None = None,
    cache: Path | Literal["default"] | None = "default",
    run_shell: bool = True,
    kconfig: str = "Kconfig",
    toolchain: Path | str | None = None,
) -> "Loading":
    """What `load` does with the same arguments, before any of it is done.

    Raises KconfigError if the directory is no source tree or the architecture is unknown.
    """
    tree = Path(srctree).resolve()
    if not tree.is_dir():
        raise KconfigError("not a directory; give the top of a kernel source", str(srctree))
    if not (tree / kconfig).is_file():
        raise KconfigError(f"not a kernel source: there is no {kconfig} in it", str(srctree))
    variables = tools.environment(tree, arch, os.environ if environment is None else environment)
    return Loading(
        tree,
        variables,
        cache=cache,
        run_shell=run_shell,
        kconfig=kconfig,
        toolchain=toolchain,
        commands=tools.version_commands(variables) if run_shell else {},
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
    toolchain: Path | str | None = None,
) -> "Kernel":
    """Load with exactly the given environment; a `directory` is looked into before the tree, as `conf` does.

    `show_errors` lets commands of the tree write to standard error, where they would else be silent.
    """
    return Loading(
        tree,
        variables,
        cache=cache,
        run_shell=run_shell,
        kconfig=kconfig,
        directory=directory,
        show_errors=show_errors,
        toolchain=toolchain,
    ).kernel()


class Loading:
    """One load: what was asked for, and what is kept of the tree from before; see `load` and `load_in`.

    `commands` print the values of more variables.
    """

    def __init__(
        self,
        tree: Path,
        variables: Mapping[str, str],
        *,
        cache: Path | Literal["default"] | None,
        run_shell: bool,
        kconfig: str,
        directory: Path | None = None,
        show_errors: bool = False,
        commands: Mapping[str, str] | None = None,
        toolchain: Path | str | None = None,
    ) -> None:
        self.tree = tree
        self.variables = variables
        self._commands = commands or {}
        self._run_shell = run_shell
        self._kconfig = kconfig
        self._directory = directory
        self._show_errors = show_errors
        self._remembered: Mapping[str, str] = {}
        self._facts: ToolchainFacts | None = None
        self._facts_are_of_here = False
        if toolchain is not None:
            from kconfig_index import toolchain_facts

            self._facts = toolchain_facts.read(Path(toolchain))
            self._facts_are_of_here = self._facts.is_of(variables)
            self.variables = self._facts.applied_to(variables)
            self._commands = tools.version_commands(self.variables)
        self._place = self._place_in(cache) if cache is not None else None

    def kernel(
        self,
        progress: Progress | None = None,
        later: Later | None = None,
        outlined: Outlined | None = None,
    ) -> "Kernel":
        """The kernel from the cache or from its source. Raises KconfigError if the tree is no Kconfig."""
        known = self.cached()
        if known is not None:
            return known
        ahead = self._place is not None and later is None
        read = self.read(progress, outlined, ahead=ahead)
        if self._place is not None:
            facts = self.rests_on(read)

            def keep() -> None:
                self.keep(read, facts)
                read.parsed.keep()

            if later is None:
                keep()
            else:
                later(keep)
        return read.kernel

    def cached(self) -> "Kernel | None":
        """The kernel from the cache, None if it is not there as it would be read now."""
        if self._place is None:
            return None
        from kconfig_index import cache as cache_file
        from kconfig_index.model import Kernel

        found = cache_file.read(self._place)
        if found is None:
            return None
        facts, sections = found
        if not _same_tools(facts, self.variables):
            return None
        self._remembered = facts["answers"]
        if not _same_tree(facts, self.variables):
            return None
        index = sections.index()
        if index is None:
            return None
        return Kernel(
            self.tree,
            index,
            {**facts["versions"], **self.variables},
            list(facts["assumptions"]),
            self._remembered,
            list(facts["unanswered"]),
            self._facts,
        )

    def read(
        self,
        progress: Progress | None,
        outlined: Outlined | None,
        *,
        ahead: bool,
        temporary: Path | None = None,
    ) -> "Read":
        """Read the source; `ahead` makes what `keep` needs while commands answer.

        `temporary` is a directory for all temporary files, also those of commands; by default the usual one.
        Raises KconfigError if the tree is no Kconfig.
        """
        # Imported here, because a tree from the cache needs none of it.
        from kconfig_index.reading import Request, from_source

        return from_source(
            Request(
                self.tree,
                self.variables,
                self._commands,
                self._remembered,
                self._run_shell,
                self._kconfig,
                self._directory,
                self._show_errors,
                progress or (lambda _what, _done, _all: None),
                self._place.with_suffix(".statements") if self._place is not None else None,
                self._facts,
                self._facts_are_of_here,
                outlined,
                ahead,
                temporary,
            )
        )

    def rests_on(self, read: "Read") -> dict[str, Any]:
        """What has to be as it is now for the index to hold."""
        kernel = read.kernel
        with_tools = read.ran or not self._facts
        return {
            "answers": {} if kernel.unanswered else kernel.probes,
            "assumptions": kernel.assumptions,
            "environment": kernel.index.environment,
            "files": read.files,
            "path": self.variables.get("PATH", ""),
            "tools": tools.identity(self.variables, read.ran, self.tree) if with_tools else {},
            "unanswered": kernel.unanswered,
            "versions": read.versions,
        }

    def keep(self, read: "Read", facts: dict[str, Any]) -> bool:
        """Write the index to the cache with what it rests on; False if that is not possible."""
        from kconfig_index import cache as cache_file

        return self._place is not None and cache_file.write(self._place, read.kernel.index, facts)

    def can_keep(self) -> bool:
        """Whether there is a cache that can probably be written."""
        if self._place is None:
            return False
        directory = self._place.parent
        while not directory.exists():
            directory = directory.parent
        return os.access(directory, os.W_OK | os.X_OK)

    def _place_in(self, cache: Path | Literal["default"]) -> Path:
        from kconfig_index import cache as cache_file

        folder = cache_file.default_directory() if cache == "default" else cache
        key = dict(self.variables) if self._run_shell else {**self.variables, "CC": "(not run)"}
        facts = f"{self._facts.digest} {self._facts_are_of_here}" if self._facts else ""
        return cache_file.file_for(folder, self.tree, self._kconfig, key, facts)


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
