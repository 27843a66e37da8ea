"""From the first file of a tree to its index, all but the baseline values: reading, passing down, putting together."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import MOD
from kconfig_index.grammar import Grammar
from kconfig_index.loader import READING
from kconfig_index.probes import Probes
from kconfig_index.statements import ParsedFiles

if TYPE_CHECKING:
    from kconfig_index.assemble import Assembler
    from kconfig_index.graph import Order
    from kconfig_index.index import Index

_USUAL_FILES = 1600
"""Kconfig files that Linux reads for one architecture, about; it only scales a progress bar."""

Made = tuple["Index", "Order", list[tuple[str, int, int]]]
"""The index of a tree, all but the baseline values, the order to compute it in, and the files it rests on."""


class Steps:
    """The steps for one tree; `lenient` and `variables` are those of `Macros`, `progress` is as `loader.Progress`.

    `outlined` is given the index when the menus are in it, and the entries that nobody is ever asked about, if commands
    have still to answer then. What the cache will hold and nothing else needs yet is made before them with `ahead`.
    """

    def __init__(
        self,
        files: ParsedFiles,
        kconfig: str,
        dialect: Dialect,
        probes: Probes,
        variables: Mapping[str, str],
        lenient: bool,
        progress: Callable[[str, int, int], None],
        outlined: Callable[["Index", Collection[int]], object] | None = None,
        ahead: bool = False,
    ) -> None:
        self._files = files
        self._kconfig = kconfig
        self._progress = progress
        self._dialect = dialect
        self._probes = probes
        self._variables = variables
        self._lenient = lenient
        self._outlined = outlined
        self._ahead = ahead
        probes.on_wait = partial(progress, "asking the toolchain")

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
            made = self._assembled(grammar, self._outlined)
        except KconfigError:  # or one of the commands has an error to say before this one
            return None
        if self._refused_choices(grammar):
            return None
        if self._ahead:
            made.make_ahead(self._probes.pump)
        grammar.tree.forget_entries()  # now, because there is time
        replaced = self._answered(grammar)
        surprising = {MOD, *grammar.tree.definitions}
        if made.order.cyclic or not surprising.isdisjoint(replaced.values()):
            return None
        return made.settle(replaced), made.order, grammar.file_states

    def one_by_one(self) -> Made:
        """The same with every answer known before anything is made of what was read.

        Raises KconfigError if the tree is no Kconfig.
        """
        return self._finished(self._read())

    def _finished(self, grammar: Grammar) -> Made:
        grammar.replace(self._answered(grammar))
        made = self._assembled(grammar)
        if made.order.cyclic or self._refused_choices(grammar):
            from kconfig_index import choice_symbol_recursion, recursion

            try:
                if self._dialect.plain_choices:
                    recursion.check(grammar, made.finalizer)
                else:
                    choice_symbol_recursion.check(grammar, made.finalizer, made.index)
            except KconfigError as error:
                error.said, error.warnings = grammar.said, grammar.warnings + made.finalizer.checks.warnings
                raise
        return made.settle({}), made.order, grammar.file_states

    def _refused_choices(self, grammar: Grammar) -> bool:
        from kconfig_index.choice_checks import any_choice_mistake

        return self._dialect.plain_choices and any_choice_mistake(grammar)

    def _read(self) -> Grammar:
        """Read all files."""
        tell = self._progress
        grammar = Grammar(
            self._files,
            self._dialect,
            self._probes,
            self._variables,
            lambda count: count % 50 or tell(READING, count, max(count, _USUAL_FILES)),
            lenient=self._lenient,
        )
        try:
            grammar.read(self._kconfig)
        except KconfigError as error:
            error.said, error.warnings = grammar.said, grammar.warnings
            raise
        return grammar

    def _answered(self, grammar: Grammar) -> dict[int, int]:
        """Wait for commands; which symbols their answers make others."""
        try:
            return grammar.finish()
        except KconfigError as error:
            error.said, error.warnings = grammar.said, grammar.warnings
            raise

    def _assembled(
        self, grammar: Grammar, outlined: Callable[["Index", Collection[int]], object] | None = None
    ) -> "Assembler":
        """Everything but the answers that are late."""
        # Imported here, because the commands of the tree answer meanwhile.
        from kconfig_index.assemble import Assembler
        from kconfig_index.finalize import Finalizer
        from kconfig_index.index import ints

        self._progress("passing conditions down the menus", 0, 0)
        enclosing = ints([entry.parent for entry in grammar.tree.entries])  # before submenus are made
        finalizer = Finalizer(grammar, self._dialect)
        finalizer.run()
        self._probes.pump()
        assembler = Assembler(grammar, finalizer, self._dialect)
        assembler.index.entry_enclosing = enclosing
        assembler.run(self._probes.pump, outlined)
        assembler.index.said = grammar.said
        return assembler
