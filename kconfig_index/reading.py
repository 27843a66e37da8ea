"""Making a kernel from its source: all the steps of a load that finds nothing in the cache."""

import gc
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kconfig_index import dialect as dialects
from kconfig_index import toolchain
from kconfig_index.assemble import Assembler
from kconfig_index.choice_symbols import values_of
from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import MOD
from kconfig_index.finalize import Finalizer
from kconfig_index.grammar import Grammar
from kconfig_index.index import Index, ints
from kconfig_index.model import Kernel
from kconfig_index.probes import Probes
from kconfig_index.recursion import check as check_recursion
from kconfig_index.source import SourceFiles
from kconfig_index.statements import ParsedFiles
from kconfig_index.toolchain_facts import FactsInUse, Portable, ToolchainFacts
from kconfig_index.values import compute_baseline

_USUAL_FILES = 1600
"""Kconfig files that Linux reads for one architecture, about; it only scales a progress bar."""

_STACK = 12_000
"""Python frames while a tree is read; deeper than any real expression or chain of submenus needs."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one load was asked to do; see `loader.load_in`. `remembered` are answers of probes that still hold,
    `statements` is where the statements of files are kept.

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
    facts: ToolchainFacts | None = None
    facts_are_of_here: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A kernel, and what it rests on: files with size and time of change, versions of compilers, commands run here.

    `parsed` are the files with their statements.
    """

    kernel: Kernel
    files: list[tuple[str, int, int]]
    versions: dict[str, str]
    ran: list[str]
    parsed: ParsedFiles


Made = tuple[Index, list[tuple[str, int, int]]]
"""The index of a tree, all but the baseline values, and the files it rests on."""


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
    dialect = dialects.of_tree(tree)
    with ExitStack() as stack:
        directory = request.directory
        if directory is None:
            # Commands try compilers out where they are started, and a source tree may not be there to be written to.
            directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kconfig-index-")))
        # The kernel's own tools stop without a compiler. A look at the tree goes on, and says what it assumes.
        lenient = request.directory is None and (
            not request.run_shell or bool(toolchain.missing_tools(variables))
        )
        facts = None
        if request.facts is not None:
            portable = Portable(tree, variables, directory)
            facts = FactsInUse(request.facts, portable, request.facts_are_of_here)
            lenient = lenient or (request.directory is None and not facts.may_run)
        probes = Probes(
            variables,
            directory,
            run=request.run_shell,
            remembered=request.remembered,
            show_errors=request.show_errors,
            assume=lenient,
            facts=facts,
        )
        stack.callback(probes.close)
        versions = {name: probes.request(command) for name, command in request.commands.items()}
        steps = _Steps(request, dialect, probes, {**variables, **versions}, lenient)
        index, files = steps.without_waiting() or steps.one_by_one()
        versions = {name: probes.known(text) for name, text in versions.items()}
        answers = probes.answers
    index.environment = {name: versions.get(name, value) for name, value in index.environment.items()}
    tell("computing values", 0, 0)
    index.baseline = compute_baseline(index, values_of)
    if facts is None:
        ran = list(answers)
        assumptions = _assumptions(request, probes.unanswered, bool(answers))
    else:
        ran = [command for command in facts.missing if command not in probes.unanswered]
        assumptions = facts.assumptions(len(probes.unanswered))
    kernel = Kernel(
        tree, index, {**variables, **versions}, assumptions, answers, probes.unanswered, request.facts
    )
    return Read(kernel, files, versions, ran, steps.files)


class _Steps:
    """From the first file of a tree to its index, all but the baseline values."""

    def __init__(
        self, request: Request, dialect: Dialect, probes: Probes, variables: Mapping[str, str], lenient: bool
    ) -> None:
        self._request = request
        self._dialect = dialect
        self._probes = probes
        self._variables = variables
        self._lenient = lenient
        self.files = ParsedFiles(SourceFiles(request.tree, request.directory), request.statements)

    def without_waiting(self) -> Made | None:
        """Everything that can be made while commands are still answering, then the answers put in.

        None where an answer could have changed what is made of the tree: such a tree has to be read `one_by_one`.
        Raises KconfigError if the tree is no Kconfig.
        """
        grammar = self._read()
        if not grammar.late:
            return self._finished(grammar)
        self._probes.pump()
        try:
            made = self._assembled(grammar)
        except KconfigError:  # or one of the commands has an error to say before this one
            return None
        replaced = self._answered(grammar)
        surprising = {MOD, *grammar.tree.definitions}
        if made.cyclic or not surprising.isdisjoint(replaced.values()):
            return None
        return made.settle(replaced), grammar.file_states

    def one_by_one(self) -> Made:
        """The same with every answer known before anything is made of what was read.

        Raises KconfigError if the tree is no Kconfig.
        """
        return self._finished(self._read())

    def _finished(self, grammar: Grammar) -> Made:
        grammar.replace(self._answered(grammar))
        made = self._assembled(grammar)
        if made.cyclic:
            check_recursion(grammar, made.finalizer)
        return made.settle({}), grammar.file_states

    def _read(self) -> Grammar:
        """Read all files."""
        request = self._request
        tell = request.progress
        grammar = Grammar(
            self.files,
            self._dialect,
            self._probes,
            self._variables,
            lambda count: count % 50 or tell("reading Kconfig files", count, max(count, _USUAL_FILES)),
            lenient=self._lenient,
        )
        try:
            grammar.read(request.kconfig)
        except KconfigError as error:
            error.said, error.warnings = grammar.said, grammar.warnings
            raise
        return grammar

    def _answered(self, grammar: Grammar) -> dict[int, int]:
        """Wait for commands; which symbols their answers make others."""
        self._request.progress("asking the toolchain", 0, 0)
        try:
            return grammar.finish()
        except KconfigError as error:
            error.said, error.warnings = grammar.said, grammar.warnings
            raise

    def _assembled(self, grammar: Grammar) -> Assembler:
        """Everything but the answers that are late."""
        self._request.progress("passing conditions down the menus", 0, 0)
        enclosing = ints(entry.parent for entry in grammar.tree.entries)  # before submenus are made
        finalizer = Finalizer(grammar, self._dialect)
        finalizer.run()
        self._probes.pump()
        assembler = Assembler(grammar, finalizer, self._dialect)
        assembler.run(self._probes.pump)
        assembler.index.entry_enclosing = enclosing
        assembler.index.said = grammar.said
        return assembler


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
