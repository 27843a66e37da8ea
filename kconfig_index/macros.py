"""Kconfig's macro language: variables, user-defined functions, built-in functions, environment variables.

The rules are those of the kernel's `scripts/kconfig/preprocess.c`, and of `kconfig-macro-language.rst` in its
documentation.
What a `$(shell,…)` printed may still be on its way: its place in the text is then held by a marker, which travels
until somebody has to know the text (`probes`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kconfig_index.errors import KconfigError
from kconfig_index.probes import Probes, has_marker

_MAXIMUM_ARGUMENTS = 16
_MAXIMUM_RECURSION = 1000
_MAXIMUM_NESTING = 1200  # references inside references, those of macros in use included; ours alone
_MAXIMUM_REFERENCE = (
    1 << 14
)  # characters between its parentheses; ours alone, for each level reads them again
_MAXIMUM_EXPANSION = 1 << 20  # characters; ours alone, so that a hostile macro cannot fill the memory
_ARGUMENT_NUMBER = re.compile(r"[ \t\n\v\f\r]*[+-]?[0-9]+\Z")

_ARITY = {"error-if": 2, "filename": 0, "info": 1, "lineno": 0, "shell": 1, "warning-if": 2}


@dataclass(slots=True)
class _Variable:
    """A macro: `simple` ones were expanded when they were set, the others are expanded at every use."""

    value: str
    simple: bool
    depth: int = 0


class Macros:
    """The macros of one load.

    `where` tells the file and line being read, for messages and for `$(filename)` and `$(lineno)`; `said` gets what
    `$(info,…)` prints, `warnings` what `$(warning-if,…)` does. Where answers of commands are assumed (`lenient`), an
    `$(error-if,…)` does not end the load: what it would have said becomes a warning.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        probes: Probes,
        where: Callable[[], tuple[str, int]],
        said: list[str],
        warnings: list[str],
        lenient: bool = False,
    ) -> None:
        self._environment = environment
        self._probes = probes
        self._where = where
        self._said = said
        self._warnings = warnings
        self._lenient = lenient
        self._variables: dict[str, _Variable] = {}
        self._active = 0
        self._nested = 0
        self._late: list[tuple[str, tuple[str, ...], str, int, int, int]] = []
        self.environment_used: dict[str, str | None] = {}

    def assign(self, name: str, operator: str, value: str) -> None:
        """`name = value`, `name := value` or `name += value` (`variable_add`)."""
        variable = self._variables.get(name)
        append = operator == "+=" and variable is not None
        simple = variable.simple if append and variable is not None else operator == ":="
        new = self.expand(value) if simple else value
        if append and variable is not None:
            variable.value = self._bounded(f"{variable.value} {new}")
        elif variable is not None:
            variable.value, variable.simple = new, simple
        else:
            self._variables[name] = _Variable(new, simple)

    def expand(self, text: str, arguments: tuple[str, ...] = ()) -> str:
        """All references in a text replaced; `arguments` are what `$(1)`, `$(2)`… stand for."""
        if "$" not in text:
            return text
        parts: list[str] = []
        position = 0
        while True:
            dollar = text.find("$", position)
            if dollar < 0:
                parts.append(text[position:])
                return self._bounded("".join(parts))
            parts.append(text[position:dollar])
            expansion, position = self.reference(text, dollar + 1, arguments)
            parts.append(expansion)

    def reference(self, text: str, position: int, arguments: tuple[str, ...] = ()) -> tuple[str, int]:
        """Expand what stands behind a `$` at `position`: the expansion and the offset behind it.

        A `$` without an opening parenthesis stands for itself (`expand_dollar_with_args`).
        """
        if text[position : position + 1] != "(":
            return "$", position
        if self._nested >= _MAXIMUM_NESTING:
            raise self._error(f"macros stand more than {_MAXIMUM_NESTING} deep inside each other")
        self._nested += 1
        try:
            return self._in_parentheses(text, position, arguments)
        finally:
            self._nested -= 1

    def _in_parentheses(self, text: str, position: int, arguments: tuple[str, ...]) -> tuple[str, int]:
        nesting = 0
        start = position + 1
        for index in range(start, min(len(text), start + _MAXIMUM_REFERENCE)):
            character = text[index]
            if character == "(":
                nesting += 1
            elif character == ")":
                if not nesting:
                    return self._clause(text[start:index], arguments), index + 1
                nesting -= 1
        if len(text) - start > _MAXIMUM_REFERENCE:
            raise self._error(f"a reference is longer than {_MAXIMUM_REFERENCE} characters")
        raise self._error(f"unterminated reference to '{text[start:]}': missing ')'")

    def _clause(self, clause: str, arguments: tuple[str, ...]) -> str:
        """The value of `name` or `name,argument,…` between the parentheses (`eval_clause`)."""
        if _ARGUMENT_NUMBER.match(clause) and 0 < int(clause) <= len(arguments):
            return arguments[int(clause) - 1]
        parts = _split(clause)
        if len(parts) > _MAXIMUM_ARGUMENTS:
            raise self._error("too many function arguments")
        name = self._probes.known(self.expand(parts[0], arguments))
        values = tuple(self.expand(part, arguments) for part in parts[1:])
        variable = self._variables.get(name)
        if variable is not None:
            return self._use(name, variable, values)
        if name in _ARITY:
            return self._call(name, values)
        if not values and name:
            value = self._environment.get(name)
            self.environment_used[name] = value
            if value is not None:
                return value
        return ""

    def _use(self, name: str, variable: _Variable, values: tuple[str, ...]) -> str:
        if not values and variable.depth:
            raise self._error(f"Recursive variable '{name}' references itself (eventually)")
        if variable.depth > _MAXIMUM_RECURSION or self._active > _MAXIMUM_RECURSION:
            raise self._error("Too deep recursive expansion")
        if variable.simple:
            return variable.value
        variable.depth += 1
        self._active += 1
        try:
            return self.expand(variable.value, values)
        finally:
            variable.depth -= 1
            self._active -= 1

    def _call(self, name: str, values: tuple[str, ...]) -> str:
        wanted = _ARITY[name]
        if len(values) != wanted:
            few = "few" if len(values) < wanted else "many"
            raise self._error(f"too {few} function arguments passed to '{name}'")
        if name == "shell":
            return self._probes.request(values[0])
        file, line = self._where()
        if name == "filename":
            return file
        if name == "lineno":
            return str(line)
        if has_marker("".join(values)):
            self._late.append((name, values, file, line, len(self._said), len(self._warnings)))
        else:
            self._report(name, values, file, line, len(self._said), len(self._warnings))
        return ""

    def finish(self) -> None:
        """Say, warn and fail where that had to wait for the answers of commands, each at its place among the others."""
        before = len(self._said), len(self._warnings)
        for name, values, file, line, said, warned in self._late:
            known = tuple(self._probes.known(value) for value in values)
            shift = len(self._said) - before[0], len(self._warnings) - before[1]
            self._report(name, known, file, line, said + shift[0], warned + shift[1])
        self._late.clear()

    def _report(
        self, name: str, values: tuple[str, ...], file: str, line: int, said: int, warned: int
    ) -> None:
        if name == "info":
            self._said.insert(said, values[0])
        elif values[0] == "y":
            if name == "error-if" and not self._lenient:
                raise KconfigError(values[1], file, line)
            self._warnings.insert(warned, f"{file}:{line}: {values[1]}")

    def _bounded(self, text: str) -> str:
        if len(text) > _MAXIMUM_EXPANSION:
            raise self._error(f"a macro expands to more than {_MAXIMUM_EXPANSION} characters")
        return text

    def _error(self, message: str) -> KconfigError:
        file, line = self._where()
        return KconfigError(message, file, line)


def _split(clause: str) -> list[str]:
    """A clause cut at its commas, but for those inside parentheses."""
    parts: list[str] = []
    nesting = 0
    start = 0
    for index, character in enumerate(clause):
        if character == "," and not nesting:
            parts.append(clause[start:index])
            start = index + 1
        elif character == "(":
            nesting += 1
        elif character == ")":
            nesting -= 1
    parts.append(clause[start:])
    return parts
