"""Statements to menu entries, symbols and their properties: the grammar of `scripts/kconfig/parser.y`.

Methods that read a rule name it in their docstring. Operands arrive as text from lines of a plain shape (`parser`)
and as tokens from all others; the same method takes both.
"""

import os
import re
from collections.abc import Callable, Mapping

from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError, RecursiveInclusionError
from kconfig_index.expressions import (
    BOOL,
    OR,
    TRISTATE,
    TYPE_NAMES,
    TYPES,
    UNKNOWN,
    ExpressionError,
    ExpressionParser,
    ExpressionStore,
    SymbolTable,
)
from kconfig_index.lexer import ASSIGNMENTS, KEYWORDS, QUOTED, WORD, Token, tokenize
from kconfig_index.macros import Macros
from kconfig_index.menu_tree import (
    CHOICE,
    COMMENT,
    COMMENT_PROMPT,
    CONFIG,
    DEFAULT,
    IF,
    IMPLY,
    MENU,
    MENU_PROMPT,
    MENUCONFIG,
    PROMPT,
    RANGE,
    SELECT,
    MenuTree,
    Property,
)
from kconfig_index.parser import RAW, parse
from kconfig_index.probes import Probes, has_marker
from kconfig_index.source import SourceFiles

_MAXIMUM_NESTING = 64
_WORDS = re.compile(r"[ \t]*(?:([A-Za-z0-9_-]+)|(\|\||&&|!=|<=|>=|[=<>!()]))[ \t]*")
_TYPES = ("bool", "tristate", "int", "hex", "string")
_DEFAULTS = ("default", "def_bool", "def_tristate")
_CONFIG_OPTIONS = frozenset(
    (*_TYPES, *_DEFAULTS, "prompt", "select", "imply", "range", "modules", "depends", "help", "transitional")
)
_ALLOWED = {
    CONFIG: _CONFIG_OPTIONS,
    MENUCONFIG: _CONFIG_OPTIONS,
    CHOICE: frozenset(["bool", "tristate", "prompt", "default", "depends", "help", "optional"]),
    MENU: frozenset(("visible", "depends")),
    COMMENT: frozenset(("depends",)),
}
_BLOCKS = {MENU: "menu", CHOICE: "choice", IF: "if"}

Operand = str | list[Token]


class Grammar:
    """Reads one tree; afterwards `tree`, `symbols` and `store` hold what it says.

    `finish` has to be called behind `read`: it waits for the probes whose answers became part of expressions.
    """

    def __init__(
        self,
        files: SourceFiles,
        dialect: Dialect,
        probes: Probes,
        environment: Mapping[str, str],
        progress: Callable[[int], object] | None = None,
        lenient: bool = False,
    ) -> None:
        self.store = ExpressionStore()
        self.symbols = SymbolTable()
        self.tree = MenuTree()
        self.choices: set[int] = set()
        self.optional: set[int] = set()
        self.transitional: set[int] = set()
        self.modules = -1
        self.file_names: list[str] = []
        self.file_states: list[tuple[str, int, int]] = []
        self.said: list[str] = []
        self.warnings: list[str] = []
        self.macros = Macros(environment, probes, self._where, self.said, self.warnings, lenient)
        self._files = files
        self._dialect = dialect
        self._probes = probes
        self._progress = progress
        self._keywords = KEYWORDS - dialect.keywords_missing
        self._expressions = ExpressionParser(self.store, self.symbols)
        self._operands: dict[str, int] = {}
        self._late: list[tuple[int, bool, str, int]] = []
        self._file_numbers: dict[str, int] = {}
        self._file = 0
        self._line = 0
        self._text = ""
        self._including: list[tuple[str, int]] = []
        self._blocks: list[tuple[int, int, int]] = []
        self._kind = -1
        self._choice = -1
        self._handlers = self._make_handlers()

    def _make_handlers(self) -> dict[str, Callable[[Operand, Operand], None]]:
        handlers: dict[str, Callable[[Operand, Operand], None]] = {
            "config": lambda name, _: self._config(CONFIG, name),
            "menuconfig": lambda name, _: self._config(MENUCONFIG, name),
            "choice": self._choice_start,
            "endchoice": lambda _, __: self._end(CHOICE),
            "menu": self._menu_start,
            "endmenu": lambda _, __: self._end(MENU),
            "if": self._if_start,
            "endif": lambda _, __: self._end(IF),
            "comment": self._comment,
            "mainmenu": self._mainmenu,
            "source": self._source,
            "prompt": self._prompt,
            "default": lambda value, condition: self._default(value, condition, UNKNOWN),
            "def_bool": lambda value, condition: self._default(value, condition, BOOL),
            "def_tristate": lambda value, condition: self._default(value, condition, TRISTATE),
            "select": lambda name, condition: self._select("select", SELECT, name, condition),
            "imply": lambda name, condition: self._select("imply", IMPLY, name, condition),
            "range": self._range,
            "depends": self._depends,
            "visible": self._visible,
            "help": self._help,
            "modules": self._modules,
            "optional": self._make_optional,
            "transitional": self._make_transitional,
        }
        for name in _TYPES:
            handlers[name] = lambda _, __, name=name: self._type(name)  # type: ignore[misc]
            handlers[f"{name} prompt"] = lambda text, condition, name=name: self._typed_prompt(  # type: ignore[misc]
                name, text, condition
            )
        return handlers

    # -- files --

    def read(self, name: str) -> None:
        """Read the tree whose first file is `name`.

        Raises KconfigError at the first thing that is not Kconfig, or if a file is missing.
        """
        found = self._files.read(name)
        if found is None:
            raise KconfigError(f"can't find file {name}")
        self._read_file(name, *found)
        root = self.tree.entries[0]
        if root.prompt is None:
            self.tree.current, self.tree.current_number = root, 0
            self._add_prompt(MENU_PROMPT, "Main menu", None)

    def finish(self) -> None:
        """Put the answers of probes in the place of the markers that stood for them.

        Raises KconfigError where an answer is empty: the kernel reads such a line as if nothing stood there.
        """
        self.macros.finish()
        replaced: dict[int, int] = {}
        for symbol, constant, file, line in self._late:
            name = self._probes.known(self.symbols.names[symbol])
            if not name and not constant:
                raise KconfigError(
                    "syntax error: a command printed nothing where a value is needed", file, line
                )
            replaced[symbol] = self.symbols.lookup(name, constant)
        if replaced:
            self.store.replace_symbols(replaced)
            for properties in self.tree.properties.values():
                for each in properties:
                    if each.kind == RANGE:
                        each.value = replaced.get(each.value, each.value)
                        each.high = replaced.get(each.high, each.high)
                    elif each.kind == DEFAULT and each.value < 0:
                        each.value = ~replaced.get(~each.value, ~each.value)
                    if each.condition is not None and each.condition < 0:
                        each.condition = ~replaced.get(~each.condition, ~each.condition)
            for entry in self.tree.entries:
                if entry.dependency is not None and entry.dependency < 0:
                    entry.dependency = ~replaced.get(~entry.dependency, ~entry.dependency)
                if entry.visibility is not None and entry.visibility < 0:
                    entry.visibility = ~replaced.get(~entry.visibility, ~entry.visibility)

    def _read_file(self, name: str, text: str, path: str, status: os.stat_result) -> None:
        outer = (self._file, self._line, self._text)
        number = self._file_numbers.get(name)
        if number is not None and self._dialect.strict:
            raise self._error(f"{name} is sourced a second time")
        if number is None:
            number = self._file_numbers[name] = len(self.file_names)
            self.file_names.append(name)
            self.file_states.append((path, status.st_size, status.st_mtime_ns))
            if self._progress is not None:
                self._progress(number + 1)
        self._file = number
        self._text = text
        self._probes.pump()
        if "\r" in text:
            self.warnings.append(f"{name}:1:warning: ignoring unsupported character '\\r'")
            text = text.replace("\r", "")
        depth = len(self._blocks)
        handlers = self._handlers
        for kind, line, first, second in parse(text):
            self._line = line
            if kind == RAW:
                self._raw(first)
                continue
            try:
                handlers[kind](first, second)
            except ExpressionError:
                self._raw(self._source_line(line))
        self._complete()
        if len(self._blocks) > depth:
            entry = self.tree.entries[self._blocks[-1][1]]
            raise KconfigError(
                "missing end statement for this entry", name, entry.line, 1, self._source_line(entry.line)
            )
        self._file, self._line, self._text = outer

    def _source(self, name: Operand, _: Operand) -> None:
        """source_stmt: 'source' QUOTED"""
        self._complete()
        name = self._probes.known(_as_text(name))
        self._including.append((self.file_names[self._file], self._line))
        if any(name == including for including, _ in self._including):
            raise RecursiveInclusionError(name, self._including)
        if len(self._including) > _MAXIMUM_NESTING:
            raise self._error(f"files include each other more than {_MAXIMUM_NESTING} deep")
        found = self._files.read(name)
        if found is None:
            raise self._error(f'can\'t open file "{name}"')
        self._read_file(name, *found)
        self._including.pop()

    def _source_line(self, line: int) -> str:
        return self._text.split("\n")[line - 1] if line else ""

    def _where(self) -> tuple[str, int]:
        return (self.file_names[self._file] if self.file_names else ""), self._line

    def _error(self, message: str, column: int = 0) -> KconfigError:
        file, line = self._where()
        return KconfigError(message, file, line, column, self._source_line(line))

    def _warn(self, message: str) -> None:
        file, line = self._where()
        self.warnings.append(f"{file}:{line}:warning: {message}")

    # -- lines read token by token --

    def _raw(self, line: str) -> None:
        """A statement of any shape: its macros are expanded, then it is told by its first token."""
        tokens = tokenize(line, self.macros.reference, self._ignored, self._unterminated, self._keywords)
        if not tokens:
            return
        first = tokens[0]
        if first.kind == WORD and len(tokens) > 1 and tokens[1].kind in ASSIGNMENTS:
            self._assignment(line, first.text, tokens[1])
            return
        keyword = first.kind
        if keyword not in self._handlers and keyword != "on":
            what = f'unknown statement "{first.text}"' if keyword == WORD else "invalid statement"
            raise self._error(what, first.column)
        rest = tokens[1:]
        if keyword == "depends":
            if not rest or rest[0].kind != "on":
                raise self._syntax_error(rest[0] if rest else None)
            rest = rest[1:]
        try:
            self._dispatch(keyword, rest, first)
        except ExpressionError as error:
            raise self._syntax_error(error.token) from None

    def _dispatch(self, keyword: str, rest: list[Token], first: Token) -> None:
        condition: list[Token] = []
        if keyword not in ("if", "visible"):
            for index, token in enumerate(rest):
                if token.kind == "if":
                    rest, condition = rest[:index], rest[index + 1 :]
                    if not condition:
                        raise ExpressionError(None)
                    break
        if keyword in (
            "bool",
            "tristate",
            "int",
            "hex",
            "string",
            "prompt",
            "menu",
            "comment",
            "mainmenu",
            "source",
        ):
            if not rest and not condition and keyword in TYPES:
                self._handlers[keyword]("", "")
                return
            if len(rest) != 1 or rest[0].kind != QUOTED:
                raise ExpressionError(
                    next((t for t in rest if t.kind != QUOTED), rest[1] if len(rest) > 1 else None)
                )
            if condition and keyword in ("menu", "comment", "mainmenu", "source"):
                raise ExpressionError(condition[0])
            name = f"{keyword} prompt" if keyword in TYPES else keyword
            self._handlers[name](self._probes.known(rest[0].text), condition or "")
        elif keyword in ("config", "menuconfig", "select", "imply"):
            if len(rest) != 1 or rest[0].kind != WORD:
                raise ExpressionError(
                    next((t for t in rest if t.kind != WORD), rest[1] if len(rest) > 1 else None)
                )
            if condition and keyword in ("config", "menuconfig"):
                raise ExpressionError(condition[0])
            self._handlers[keyword](self._probes.known(rest[0].text), condition or "")
        elif keyword in ("endif", "endmenu", "endchoice", "modules", "help", "optional", "transitional"):
            if rest or condition:
                raise ExpressionError((rest or condition)[0])
            self._handlers[keyword]("", "")
        elif keyword in self._handlers:
            self._handlers[keyword](rest, condition or "")
        else:
            raise self._error("invalid statement", first.column)

    def _assignment(self, line: str, name: str, operator: Token) -> None:
        """assignment_stmt: WORD ('=' | ':=' | '+=') rest of the line"""
        self._complete()
        value = line[operator.column - 1 + len(operator.kind) :].lstrip(" \t")
        self.macros.assign(self._probes.known(name), operator.kind, value)

    def _ignored(self, character: str) -> None:
        self._warn(f"ignoring unsupported character '{character}'")

    def _unterminated(self) -> None:
        self._warn("multi-line strings not supported")

    def _syntax_error(self, token: Token | None) -> KconfigError:
        if token is None:
            line = self._source_line(self._line)
            return self._error("syntax error: the line ends too early", len(line) + 1)
        return self._error(f'syntax error at "{token.text}"', token.column)

    # -- operands --

    def _expression(self, operand: Operand) -> int:
        """The operand that an expression stands for; plain texts are read once."""
        if isinstance(operand, list):
            for token in operand:
                if has_marker(token.text):
                    self._remember_late(token)
            return self._expressions.parse(operand)
        known = self._operands.get(operand)
        if known is None:
            known = self._operands[operand] = self._expressions.parse(_words(operand, self._keywords))
        return known

    def _remember_late(self, token: Token) -> None:
        constant = token.kind == QUOTED
        file, line = self._where()
        self._late.append((self.symbols.lookup(token.text, constant), constant, file, line))

    def _condition(self, operand: Operand) -> int | None:
        """if_expr: | 'if' expr"""
        return self._expression(operand) if operand else None

    def _name(self, operand: Operand) -> int:
        """nonconst_symbol: WORD"""
        name = _as_text(operand)
        if name in self._keywords or not name or " " in name or "\t" in name:
            raise ExpressionError(None)
        return self.symbols.lookup(name)

    def _allowed(self, option: str) -> None:
        if option not in _ALLOWED.get(self._kind, ()):
            raise self._error("invalid statement")

    # -- entries --

    def _complete(self) -> None:
        """The current entry gets no more options: what the grammar demands of it is checked here."""
        kind = self._kind
        if kind < 0:
            return
        self._kind = -1
        entry = self.tree.current
        file = self.file_names[entry.file]
        if kind in (CONFIG, MENUCONFIG):
            if kind == MENUCONFIG:
                if entry.prompt is not None:
                    entry.prompt.kind = MENU_PROMPT
                elif self._dialect.strict:
                    raise KconfigError("menuconfig statement without prompt", file, entry.line)
                else:
                    self._warn("menuconfig statement without prompt")
            if self._choice >= 0 and self._dialect.plain_choices:
                if entry.prompt is None:
                    raise KconfigError("choice member must have a prompt", file, entry.line)
                if self.symbols.types[entry.symbol] != BOOL:
                    raise KconfigError("choice member must be bool", file, entry.line)
                members = self.tree.entries[self._choice].members
                assert members is not None
                if entry.symbol not in members:
                    members.append(entry.symbol)
        elif kind == CHOICE:
            if entry.prompt is None and self._dialect.plain_choices:
                raise KconfigError("choice must have a prompt", file, entry.line)
            self._choice = self.tree.open()
        elif kind == MENU:
            self.tree.open()

    def _config(self, kind: int, name: Operand) -> None:
        """config_stmt: 'config' WORD options; menuconfig_stmt likewise"""
        self._complete()
        if kind == MENUCONFIG and self._choice >= 0:
            raise self._error("invalid statement")
        self.tree.add(kind, self._file, self._line, self._name(name))
        self._kind = kind

    def _choice_start(self, name: Operand, condition: Operand) -> None:
        """choice_stmt: 'choice' options members 'endchoice'"""
        self._complete()
        if name or condition or self._choice >= 0:
            raise ExpressionError(name[0] if isinstance(name, list) and name else None)
        symbol = self.symbols.unnamed(BOOL if self._dialect.plain_choices else UNKNOWN)
        self.choices.add(symbol)
        self._blocks.append((CHOICE, len(self.tree.entries), self._file))
        self.tree.add(CHOICE, self._file, self._line, symbol).members = []
        self._kind = CHOICE

    def _menu_start(self, title: Operand, _: Operand) -> None:
        """menu_stmt: 'menu' QUOTED options statements 'endmenu'"""
        self._complete()
        if self._choice >= 0:
            raise self._error("invalid statement")
        self._blocks.append((MENU, len(self.tree.entries), self._file))
        self.tree.add(MENU, self._file, self._line)
        self._add_prompt(MENU_PROMPT, _as_text(title), None)
        self._kind = MENU

    def _if_start(self, condition: Operand, _: Operand) -> None:
        """if_stmt: 'if' expr statements 'endif'"""
        self._complete()
        dependency = self._expression(condition)
        self._blocks.append((IF, len(self.tree.entries), self._file))
        self.tree.add(IF, self._file, self._line).dependency = dependency
        self.tree.open()

    def _end(self, kind: int) -> None:
        """end: 'endmenu' | 'endchoice' | 'endif', which has to fit the block that is open in the same file"""
        self._complete()
        if not self._blocks:
            raise self._error("invalid statement")
        open_kind, number, file = self._blocks.pop()
        if open_kind != kind:
            raise self._error(f"unexpected '{_BLOCKS[kind]}' within {_BLOCKS[open_kind]} block")
        if file != self._file:
            start = self.tree.entries[number]
            place = f"{self.file_names[file]}:{start.line}"
            raise self._error(f"'{_BLOCKS[kind]}' in different file than '{_BLOCKS[kind]}' at {place}")
        if kind == CHOICE:
            self._choice = -1
        self.tree.close()

    def _comment(self, title: Operand, _: Operand) -> None:
        """comment_stmt: 'comment' QUOTED options"""
        self._complete()
        self.tree.add(COMMENT, self._file, self._line)
        self._add_prompt(COMMENT_PROMPT, _as_text(title), None)
        self._kind = COMMENT

    def _mainmenu(self, title: Operand, _: Operand) -> None:
        """mainmenu_stmt: 'mainmenu' QUOTED, before all other statements"""
        if len(self.tree.entries) > 1 or self.tree.entries[0].prompt is not None:
            raise self._error("invalid statement")
        self.tree.entries[0].line = self._line
        self._add_prompt(MENU_PROMPT, _as_text(title), None)

    # -- options --

    def _add_prompt(self, kind: int, text: str, condition: int | None) -> None:
        """A prompt of the current entry, limited by `visible if` of every menu around it (`menu_add_prompt`)."""
        entry = self.tree.current
        if text[:1].isspace():
            self._warn("leading whitespace ignored")
            text = text.lstrip()
        if entry.prompt is not None:
            self._warn("prompt redefined")
        if kind == PROMPT:
            parent = entry.parent
            while parent >= 0:
                around = self.tree.entries[parent]
                if around.visibility is not None:
                    condition = self.store.both(condition, around.visibility)
                parent = around.parent
        prompt = Property(kind, self.tree.current_number, self._line, condition, text=text)
        self.tree.add_property(prompt)
        entry.prompt = prompt

    def _type(self, name: str) -> None:
        """config_option: type"""
        self._allowed(name)
        if self._kind == CHOICE and self._dialect.plain_choices:
            raise ExpressionError(None)
        self._set_type(TYPES[name])

    def _typed_prompt(self, name: str, text: Operand, condition: Operand) -> None:
        """config_option: type QUOTED if_expr; choice_option: 'bool' QUOTED if_expr"""
        self._allowed(name)
        plain = self._kind == CHOICE and self._dialect.plain_choices
        if plain and name != "bool":
            raise self._error("invalid statement")
        self._add_prompt(PROMPT, _as_text(text), self._condition(condition))
        if not plain:
            self._set_type(TYPES[name])

    def _make_transitional(self, _: Operand, __: Operand) -> None:
        """config_option: 'transitional', where the dialect has it"""
        self._allowed("transitional")
        self.transitional.add(self.tree.current.symbol)

    def _make_optional(self, _: Operand, __: Operand) -> None:
        """choice_option: 'optional', where choices are symbols"""
        self._allowed("optional")
        self.optional.add(self.tree.current.symbol)

    def _set_type(self, kind: int) -> None:
        symbol = self.tree.current.symbol
        known = self.symbols.types[symbol]
        if known == UNKNOWN:
            self.symbols.types[symbol] = kind
        elif known != kind:
            entry = self.tree.current
            old, new = (TYPE_NAMES[each] if each != TYPES["int"] else "integer" for each in (known, kind))
            self.warnings.append(
                f"{self.file_names[entry.file]}:{entry.line}:warning: ignoring type redefinition of "
                f"'{self.symbols.names[symbol]}' from '{old}' to '{new}'"
            )

    def _prompt(self, text: Operand, condition: Operand) -> None:
        """config_option: 'prompt' QUOTED if_expr"""
        self._allowed("prompt")
        self._add_prompt(PROMPT, _as_text(text), self._condition(condition))

    def _default(self, value: Operand, condition: Operand, kind: int) -> None:
        """config_option: ('default' | 'def_bool' | 'def_tristate') expr if_expr; a choice takes a WORD only"""
        self._allowed("default")
        if self._kind == CHOICE:
            if kind != UNKNOWN:
                raise self._error("invalid statement")
            operand = ~self._name(value)
        else:
            operand = self._expression(value)
        self.tree.add_property(
            Property(DEFAULT, self.tree.current_number, self._line, self._condition(condition), operand)
        )
        if kind != UNKNOWN:
            self._set_type(kind)

    def _select(self, option: str, kind: int, name: Operand, condition: Operand) -> None:
        """config_option: ('select' | 'imply') WORD if_expr"""
        self._allowed(option)
        symbol = self._name(name)
        self.tree.add_property(
            Property(kind, self.tree.current_number, self._line, self._condition(condition), symbol)
        )

    def _range(self, bounds: Operand, condition: Operand) -> None:
        """config_option: 'range' symbol symbol if_expr"""
        self._allowed("range")
        tokens = _words(bounds, self._keywords) if isinstance(bounds, str) else bounds
        if len(tokens) != 2 or any(token.kind not in (WORD, QUOTED) for token in tokens):
            raise ExpressionError(tokens[2] if len(tokens) > 2 else None)
        for token in tokens:
            if has_marker(token.text):
                self._remember_late(token)
        low, high = (self.symbols.lookup(token.text, token.kind == QUOTED) for token in tokens)
        self.tree.add_property(
            Property(RANGE, self.tree.current_number, self._line, self._condition(condition), low, high)
        )

    def _depends(self, dependency: Operand, condition: Operand) -> None:
        """depends: 'depends' 'on' expr; where the dialect has it, with if_expr: then it is `expr || if_expr = n`"""
        self._allowed("depends")
        if condition and not self._dialect.conditional_depends:
            raise ExpressionError(condition[0] if isinstance(condition, list) else None)
        entry = self.tree.current
        operand = self._expression(dependency)
        if condition:
            operand = self.store.node(OR, operand, self.store.is_no(self._expression(condition)))
        entry.dependency = self.store.both(entry.dependency, operand)

    def _visible(self, condition: Operand, _: Operand) -> None:
        """visible: 'visible' if_expr"""
        self._allowed("visible")
        if isinstance(condition, str) or (condition and condition[0].kind != "if"):
            raise ExpressionError(None)
        if condition:
            entry = self.tree.current
            entry.visibility = self.store.both(entry.visibility, self._expression(condition[1:]))

    def _help(self, text: Operand, _: Operand) -> None:
        """help: 'help' HELPTEXT"""
        self._allowed("help")
        entry = self.tree.current
        name = self.symbols.names[entry.symbol] or "<choice>"
        text = _as_text(text)
        problems = []
        if entry.help is not None:
            problems.append(f"'{name}' defined with more than one help text")
        if not text.strip():
            problems.append(f"'{name}' defined with blank help text")
        if problems and self._dialect.strict:
            raise self._error(problems[0])
        for problem in problems:
            more = " -- only the last one will be used" if "more than one" in problem else ""
            self._warn_plain(problem + more)
        entry.help = text

    def _warn_plain(self, message: str) -> None:
        file, line = self._where()
        self.warnings.append(f"{file}:{line}: warning: {message}")

    def _modules(self, _: Operand, __: Operand) -> None:
        """config_option: 'modules'"""
        self._allowed("modules")
        if self.modules >= 0:
            names = self.symbols.names
            raise self._error(
                f"symbol '{names[self.tree.current.symbol]}' redefines option 'modules' already defined by symbol "
                f"'{names[self.modules]}'"
            )
        self.modules = self.tree.current.symbol


def _as_text(operand: Operand) -> str:
    return operand if isinstance(operand, str) else operand[0].text


def _words(text: str, keywords: frozenset[str]) -> list[Token]:
    """Tokens of an expression of plain shape: words, operators and parentheses.

    Raises ExpressionError for anything else; the line is then read again as a whole.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _WORDS.match(text, position)
        if match is None:
            raise ExpressionError(None)
        word = match[1]
        if word is None:
            tokens.append(Token(match[2], match[2], 0))
        else:
            tokens.append(Token(word if word in keywords else WORD, word, 0))
        position = match.end()
    return tokens
