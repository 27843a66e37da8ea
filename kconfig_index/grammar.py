"""One tree read as a whole: its files, its macros, and the lines that are read token by token.

What each statement means is read by `entries`; lines of a plain shape come there as `parser` has cut them.
"""

from collections.abc import Callable, Mapping

from kconfig_index.dialect import Dialect
from kconfig_index.entries import EntryReader, Handler
from kconfig_index.errors import KconfigError, RecursiveInclusionError
from kconfig_index.expressions import TYPES, ExpressionError, ExpressionStore, SymbolTable
from kconfig_index.lexer import ASSIGNMENTS, KEYWORDS, QUOTED, WORD, Token, tokenize
from kconfig_index.macros import Macros
from kconfig_index.menu_tree import DEFAULT, MENU_PROMPT, RANGE
from kconfig_index.operands import Operand, Operands, as_text
from kconfig_index.parser import RAW
from kconfig_index.place import Place
from kconfig_index.probes import Probes, has_marker
from kconfig_index.statements import ParsedFile, ParsedFiles

_MAXIMUM_NESTING = 64


class Grammar:
    """Reads one tree; afterwards `tree`, `symbols`, `store` and `entries` hold what it says.

    `late` are the symbols whose names are answers of commands that may be on their way; `finish` waits for them.
    """

    def __init__(
        self,
        files: ParsedFiles,
        dialect: Dialect,
        probes: Probes,
        environment: Mapping[str, str],
        progress: Callable[[int], object] | None = None,
        lenient: bool = False,
    ) -> None:
        place = Place()
        keywords = KEYWORDS - dialect.keywords_missing
        self.store = ExpressionStore()
        self.symbols = SymbolTable()
        self._place = place
        self._operands = Operands(self.store, self.symbols, keywords, place, probes.hurry)
        self.entries = EntryReader(place, self._operands, self.symbols, self.store, dialect)
        self.tree = self.entries.tree
        self.file_names = place.file_names
        self.file_states: list[tuple[str, int, int]] = []
        self.said: list[str] = []
        self.warnings = place.warnings
        self.macros = Macros(environment, probes, place.where, self.said, place.warnings, lenient)
        self._files = files
        self._dialect = dialect
        self._probes = probes
        self._progress = progress
        self._keywords = keywords
        self._file_numbers: dict[str, int] = {}
        self._including: list[tuple[str, int]] = []
        self._settled: dict[int, int] = {}
        self.late: set[int] = set()
        self._handlers: dict[str, Handler] = {**self.entries.handlers, "source": self._source}

    def read(self, name: str) -> None:
        """Read the tree whose first file is `name`.

        Raises KconfigError at the first thing that is not Kconfig, or if a file is missing.
        """
        found = self._files.read(name)
        if found is None:
            raise KconfigError(f"can't find file {name}")
        self._read_file(name, found)
        root = self.tree.entries[0]
        if root.prompt is None:
            self.tree.current, self.tree.current_number = root, 0
            self.entries.add_prompt(MENU_PROMPT, "Main menu", None)
        self.late = {symbol for symbol, _, _ in self._operands.late}
        self._handlers.clear()  # they hold their owners, so that nothing of the tree would be freed with its last use
        self.entries.handlers.clear()

    def settled(self, symbol: int) -> int:
        """The symbol that a late one turns out to be; any other is itself. Waits for the answer."""
        known = self._settled.get(symbol)
        if known is None:
            name = self.symbols.names[symbol]
            known = symbol
            if has_marker(name):
                known = self.symbols.settle(symbol, self._probes.known(name))
            self._settled[symbol] = known
        return known

    def finish(self) -> dict[int, int]:
        """Wait for the answers of commands that symbols are named by: which of them are others in truth.

        Raises KconfigError where an answer is empty: the kernel reads such a line as if nothing stood there.
        """
        self.macros.finish()
        replaced: dict[int, int] = {}
        for symbol, file, line in self._operands.late:
            known = self.settled(symbol)
            if not self.symbols.names[known] and not self.symbols.constant[known]:
                raise KconfigError(
                    "syntax error: a command printed nothing where a value is needed", file, line
                )
            if known != symbol:
                replaced[symbol] = known
        return replaced

    def replace(self, replaced: Mapping[int, int]) -> None:
        """Let all that was read mention other symbols than it did; afterwards no symbol is late."""
        self.late.clear()
        if not replaced:
            return
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

    def _read_file(self, name: str, read: ParsedFile) -> None:
        outer = (self._place.file, self._place.line, self._place.text)
        number = self._file_numbers.get(name)
        if number is not None and self._dialect.strict:
            raise self._place.error(f"{name} is sourced a second time")
        if number is None:
            number = self._file_numbers[name] = len(self._place.file_names)
            self._place.file_names.append(name)
            self.file_states.append((read.path, read.size, read.changed))
            if self._progress is not None:
                self._progress(number + 1)
        self._place.file = number
        self._place.text = read.text
        self._probes.pump()
        if read.carriage_returns:
            self._place.warnings.append(f"{name}:1:warning: ignoring unsupported character '\\r'")
        depth = len(self.entries.blocks)
        handlers = self._handlers
        for kind, line, first, second in read.statements:
            self._place.line = line
            if kind == RAW:
                self._raw(first, behind_help=bool(second))
                continue
            try:
                handlers[kind](first, second)
            except ExpressionError:
                self._raw(self._place.source_line(line))
        if not self._including:
            self._end(read)
        if len(self.entries.blocks) > depth:
            entry = self.tree.entries[self.entries.blocks[-1][1]]
            raise KconfigError(
                "missing end statement for this entry",
                name,
                entry.line,
                1,
                self._place.source_line(entry.line),
            )
        self._place.file, self._place.line, self._place.text = outer

    def _end(self, read: ParsedFile) -> None:
        """Complete the last entry, which the kernel's parser does when it comes upon the end of the first file."""
        if self.entries.is_open:
            self._place.line = read.text().count("\n") + 1
            self._place.ended = self._dialect.tells_next_line
        self.entries.complete()
        self._place.ended = False

    def _source(self, name: Operand, _: Operand) -> None:
        """source_stmt: 'source' QUOTED"""
        self.entries.complete()
        name = self._probes.known(as_text(name))
        self._including.append((self._place.file_names[self._place.file], self._place.line))
        if any(name == including for including, _ in self._including):
            raise RecursiveInclusionError(name, self._including)
        if len(self._including) > _MAXIMUM_NESTING:
            raise self._place.error(f"files include each other more than {_MAXIMUM_NESTING} deep")
        found = self._files.read(name)
        if found is None:
            raise self._place.error(f'can\'t open file "{name}"')
        self._read_file(name, found)
        self._including.pop()

    def _raw(self, line: str, behind_help: bool = False) -> None:
        """A statement of any shape: its macros are expanded, then it is told by its first token."""
        tokens = tokenize(line, self.macros.reference, self._ignored, self._unterminated, self._keywords)
        if not tokens:
            return
        first = tokens[0]
        if first.kind == WORD and len(tokens) > 1 and tokens[1].kind in ASSIGNMENTS:
            if behind_help:  # where the kernel's lexer does not look for one
                raise self._place.error(f'unknown statement "{first.text}"', first.column)
            self._assignment(line, first.text, tokens[1])
            return
        keyword = first.kind
        if keyword not in self._handlers and keyword != "on":
            what = f'unknown statement "{first.text}"' if keyword == WORD else "invalid statement"
            raise self._place.error(what, first.column)
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
            raise self._place.error("invalid statement", first.column)

    def _assignment(self, line: str, name: str, operator: Token) -> None:
        """assignment_stmt: WORD ('=' | ':=' | '+=') rest of the line"""
        self.entries.complete()
        value = line[operator.column - 1 + len(operator.kind) :].lstrip(" \t")
        self.macros.assign(self._probes.known(name), operator.kind, value)

    def _ignored(self, character: str) -> None:
        self._place.warn(f"ignoring unsupported character '{character}'")

    def _unterminated(self) -> None:
        self._place.warn("multi-line strings not supported")

    def _syntax_error(self, token: Token | None) -> KconfigError:
        if token is None:
            line = self._place.source_line(self._place.line)
            return self._place.error("syntax error: the line ends too early", len(line) + 1)
        return self._place.error(f'syntax error at "{token.text}"', token.column)
