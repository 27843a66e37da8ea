"""Making a kernel from its source: all the steps of a load that finds nothing in the cache."""

import gc
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kconfig_index import toolchain
from kconfig_index.errors import KconfigError, RecursiveDependencyError
from kconfig_index.probes import Probes

if TYPE_CHECKING:
    from kconfig_index.index import Index
    from kconfig_index.model import Kernel
    from kconfig_index.statements import ParsedFiles
    from kconfig_index.toolchain_facts import ToolchainFacts

_STACK = 12_000
"""Python frames while a tree is read; deeper than any real expression or chain of submenus needs."""


class Request(NamedTuple):
    """What one load was asked to do; see `loader.load_in`. `remembered` are answers of probes that still hold,
    `statements` is where the statements of files are kept, `outlined` is given the outline when it is there.
    `ahead` tells that the index will be kept at once, so that what that needs is made while commands answer.
    `temporary` is a directory for all temporary files, also those of commands.

    `facts` are another machine's answers; `facts_are_of_here` says that this machine names the same tools.
    """

    tree: Path
    variables: Mapping[str, str]
    commands: Mapping[str, str]
    remembered: Mapping[str, str]
    run_shell: bool
    kconfig: str
    directory: Path | None
    show_errors: bool
    progress: Callable[[str, int, int], None]
    statements: Path | None = None
    facts: "ToolchainFacts | None" = None
    facts_are_of_here: bool = False
    outlined: "Callable[[Kernel], object] | None" = None
    ahead: bool = False
    temporary: Path | None = None


class Read(NamedTuple):
    """A kernel, and what it rests on: files with size and time of change, versions of compilers, commands run here.

    `parsed` are the files with their statements.
    """

    kernel: "Kernel"
    files: list[tuple[str, int, int]]
    versions: dict[str, str]
    ran: list[str]
    parsed: "ParsedFiles"


def from_source(request: Request) -> Read:
    """Read the tree.

    Raises KconfigError if it is no Kconfig, or nested too deep to be one that people wrote.
    """
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


def _read(request: Request) -> Read:
    tree, variables, tell = request.tree, request.variables, request.progress
    with ExitStack() as stack:
        directory = request.directory
        if directory is None:
            # Commands try compilers out where they are started, and a source tree may not be there to be written to.
            made = tempfile.TemporaryDirectory(prefix="kconfig-index-", dir=request.temporary)
            directory = Path(stack.enter_context(made))
        # The kernel's own tools stop without a compiler. A look at the tree goes on, and says what it assumes.
        lenient = request.directory is None and (
            not request.run_shell or bool(toolchain.missing_tools(variables))
        )
        facts = None
        if request.facts is not None:
            from kconfig_index.toolchain_facts import FactsInUse, Portable

            portable = Portable(tree, variables, directory)
            facts = FactsInUse(request.facts, portable, request.facts_are_of_here)
            lenient = lenient or (request.directory is None and not facts.may_run)
        theirs = {} if request.temporary is None else {"TMPDIR": str(request.temporary)}
        probes = Probes(
            {**variables, **theirs},
            directory,
            run=request.run_shell,
            remembered=request.remembered,
            show_errors=request.show_errors,
            assume=lenient,
            facts=facts,
            spare=request.directory is None,
        )
        stack.callback(probes.close)
        versions = {name: probes.request(command) for name, command in request.commands.items()}
        # Imported here and below, because commands answer meanwhile.
        from kconfig_index import dialect as dialects
        from kconfig_index.source import SourceFiles
        from kconfig_index.statements import ParsedFiles
        from kconfig_index.steps import Steps

        dialect = dialects.of_tree(tree)
        source = SourceFiles(tree, request.directory)
        files = ParsedFiles(source, request.statements)
        seen = {**variables, **versions}
        outlined = partial(_outlined, request) if request.outlined is not None else None
        steps = Steps(files, request.kconfig, dialect, probes, seen, lenient, tell, outlined, request.ahead)
        try:
            index, order, states = steps.without_waiting() or steps.one_by_one()
        except KconfigError as error:
            told = error.account or isinstance(error, RecursiveDependencyError)
            if request.show_errors and not (dialect.strict or told):
                from kconfig_index.syntax_account import syntax_account

                said, error.account = syntax_account(source, request.kconfig, dialect, probes, seen)
                error.said = said if error.account else error.said
            raise
        from kconfig_index.baseline import compute_baseline
        from kconfig_index.choice_symbols import values_of
        from kconfig_index.model import Kernel

        versions = {name: probes.known(text) for name, text in versions.items()}
        answers = probes.answers
    index.environment = {name: versions.get(name, value) for name, value in index.environment.items()}
    tell("computing values", 0, 0)
    index.baseline = compute_baseline(index, order, values_of)
    if facts is None:
        ran = list(answers)
        assumptions = _assumptions(request, probes.unanswered, bool(answers))
    else:
        ran = [command for command in facts.missing if command not in probes.unanswered]
        assumptions = facts.assumptions(len(probes.unanswered))
    kernel = Kernel(
        tree, index, {**variables, **versions}, assumptions, answers, probes.unanswered, request.facts
    )
    return Read(kernel, states, versions, ran, files)


def _outlined(request: Request, index: "Index", never_asked: Collection[int]) -> None:
    from kconfig_index.outline import outline, outlined_kernel

    assert request.outlined is not None
    request.outlined(outlined_kernel(request.tree, outline(index, never_asked), request.variables))


def _assumptions(request: Request, unanswered: list[str], asked: bool) -> list[str]:
    """Sentences about what could not be found out."""
    if unanswered:
        return [f"no command was run: {len(unanswered)} tests of the toolchain are assumed to fail"]
    missing = toolchain.missing_tools(request.variables) if asked else []
    if not missing:
        return []
    return [
        f"{' and '.join(missing)} not found: what depends on the compiler is taken as not supported, "
        "so the result differs from a real build"
    ]
