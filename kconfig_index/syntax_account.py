"""What the kernel's tools print about a tree that is no Kconfig: every mistake, where the engine tells the first.

The tree is read once more, as the kernel's parser goes through it (`parser.y`, `lexer.l`, `menu.c` in its
`scripts/kconfig`), and nothing is made of it but the messages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kconfig_index import help_texts
from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError, RecursiveInclusionError
from kconfig_index.language_rules import ASSIGNED, END_OF_INPUT, END_OF_LINE, HELP_TEXT, Rule, rules, token
from kconfig_index.lexer import ASSIGNMENTS, KEYWORDS, WORD, tokens
from kconfig_index.macros import Macros
from kconfig_index.probes import Probes
from kconfig_index.shift_reduce import Automaton, Parser, Token
from kconfig_index.source import SourceFiles

_ENOUGH = 1000
"""Lines after which the account ends; ours alone."""
_MAXIMUM_NESTING = 64
_TYPES = {"def_bool": "bool", "def_tristate": "tristate"}
_BLOCK_ENDS = {"endmenu": "menu", "endchoice": "choice", "endif": "if"}


@dataclass(slots=True)
class _Symbol:
    name: str
    type: str = ""


@dataclass(slots=True)
class _Entry:
    file: str
    line: int
    symbol: _Symbol | None
    around: "_Entry | None"
    has_prompt: bool = False
    has_help: bool = False


class _File:
    """A file that is being read; `line` is the number of the line behind the last one taken."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        self.ends_with_newline = not self.lines[-1]
        if self.ends_with_newline:
            self.lines.pop()
        self.line = 1
        self.statement = 0


def syntax_account(
    files: SourceFiles, kconfig: str, dialect: Dialect, probes: Probes, variables: Mapping[str, str]
) -> tuple[list[str], str]:
    """What `$(info,…)` prints, and all that is printed about a tree, empty if the parser finds nothing amiss."""
    account = _Account(files, dialect, probes, variables)
    text = account.of(kconfig)
    return account.said, text


class _Account:
    """The reactions to what a `Parser` finds (`shift_reduce.Reactions`)."""

    def __init__(
        self, files: SourceFiles, dialect: Dialect, probes: Probes, variables: Mapping[str, str]
    ) -> None:
        self._files = files
        self._dialect = dialect
        self._known = probes.known
        self._keywords = KEYWORDS - dialect.keywords_missing
        self._printed: list[str] = []
        self._mistakes = 0
        self._reading: list[_File] = []
        self._last_file = ""
        self._statement = ("<none>", 0)
        self._tokens: Iterator[Token] = iter(())
        self._behind_help = False
        self._wants_help = False
        self._symbols: dict[str, _Symbol] = {}
        self._root = _Entry("", 0, None, None)
        self._entry = self._menu = self._root
        self._choice: _Entry | None = None
        self._modules: _Symbol | None = None
        self.said: list[str] = []
        self._macros = Macros(variables, probes, self._where, self.said, self._printed)
        self._actions: dict[str, Callable[[Sequence[object]], object]] = {
            name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        }

    def of(self, kconfig: str) -> str:
        """The account of the tree whose first file has a name."""
        parser = Parser(Automaton(rules(self._dialect)), self)
        try:
            self._open(kconfig)
            parser.run(lambda: len(self._printed) > _ENOUGH)
        except RecursiveInclusionError as error:
            self._mistakes += 1
            self._printed.append(error.report.rstrip("\n"))
        except KconfigError as error:
            self._mistakes += 1
            where = f"{error.file}:{error.line}: " if error.line else ""
            self._printed.append(f"{where}{error.message}")
        return "".join(f"{line}\n" for line in self._printed) if self._mistakes else ""

    # -- reading --

    def _open(self, name: str) -> None:
        found = self._files.read(name)
        if found is None:
            if not self._reading:
                raise KconfigError(f"can't find file {name}")
            raise KconfigError(f'can\'t open file "{name}"', *self._place())
        including = [(each.name, each.statement) for each in self._reading]
        if any(name == each for each, _ in including):
            if self._dialect.tells_next_line:  # where the account ends with the file itself
                last = max(place for place, (each, _) in enumerate(including) if each == name)
                including = including[last:]
            raise RecursiveInclusionError(name, including)
        if len(including) > _MAXIMUM_NESTING:
            raise KconfigError(f"files include each other more than {_MAXIMUM_NESTING} deep", *self._place())
        self._reading.append(_File(name, found[0].replace("\r", "")))
        self._last_file = name

    def next_token(self) -> Token:
        """The next token, an end of line only behind something."""
        while True:
            following = next(self._tokens, None)
            if following is not None:
                self._behind_help = following.kind == HELP_TEXT
                return following
            if not self._reading:
                return Token(END_OF_INPUT, "")
            file = self._reading[-1]
            if file.line <= len(file.lines):
                self._tokens = self._line(file)
            elif len(self._reading) > 1:
                self._reading.pop()
                self._last_file = self._reading[-1].name
            else:
                self._reading.pop()
                name = "<none>" if self._dialect.tells_next_line else file.name
                self._statement = (name, len(file.lines) + file.ends_with_newline)

    def _line(self, file: _File) -> Iterator[Token]:
        """The tokens of the line that comes next, with those that continue it."""
        start = file.line
        text = file.lines[start - 1]
        file.line += 1
        while text.endswith("\\") and "#" not in text and file.line <= len(file.lines):
            text = text[:-1] + " " + file.lines[file.line - 1]
            file.line += 1
        file.statement = start
        count = 0
        first = ""
        assigns = not self._behind_help
        for each in tokens(text, self._expanded, self._ignored, self._unterminated, self._keywords, assigns):
            if not count:
                self._statement = (file.name, start)
                first = each.kind
            count += 1
            yield Token(token(each.kind), each.text)
            if count == 2 and first == WORD and assigns and each.kind in ASSIGNMENTS:
                value = text[each.column - 1 + len(each.kind) :].lstrip(" \t")
                if value:
                    yield Token(ASSIGNED, value)
                break
        if file.line > len(file.lines) and not file.ends_with_newline and count:
            self._printed.append(f"{file.name}:{start}:warning: no new line at end of file")
            if len(self._reading) > 1:
                self._reading.pop()
                self._last_file = self._reading[-1].name
            elif not self._dialect.tells_next_line:
                return
            else:
                self._last_file = ""
        if count:
            yield Token(END_OF_LINE, "")
            if self._wants_help:
                self._wants_help = False
                written, _, index = help_texts.find(file.lines, file.line - 1)
                file.line = index + 1
                self._statement = (file.name, file.line)
                yield Token(HELP_TEXT, written)

    def _expanded(self, text: str, position: int) -> tuple[str, int]:
        """The expansion of a reference and the offset behind it; answers are waited for."""
        expansion, end = self._macros.reference(text, position)
        return self._known(expansion), end

    def _where(self) -> tuple[str, int]:
        """File and line that are being read."""
        file = self._reading[-1] if self._reading else None
        return (file.name, file.statement) if file is not None else self._statement

    def _place(self) -> tuple[str, int]:
        """File and line of the statement, as messages have them."""
        file, line = self._statement
        return (file if self._dialect.tells_next_line else self._last_file), line

    def _ignored(self, character: str) -> None:
        file, line = self._where()
        self._printed.append(f"{file}:{line}:warning: ignoring unsupported character '{character}'")

    def _unterminated(self) -> None:
        file = self._reading[-1]
        if file.line > len(file.lines) and not file.ends_with_newline:
            return
        name, line = self._place()
        self._printed.append(f"{name}:{line}:warning: multi-line strings not supported")

    # -- what the parser tells --

    def mistake(self) -> None:
        """`yyerror`"""
        file, line = self._place()
        self._mistakes += 1
        self._printed.append(f"{file}:{line + self._dialect.tells_next_line}: syntax error")

    def dropped(self, name: str, value: object) -> None:
        """Blocks that nobody will end (`%destructor`)."""
        if name in ("if_entry", "menu_entry", "choice_entry") and isinstance(value, _Entry):
            self._printed.append(f"{value.file}:{value.line}: missing end statement for this entry")
            if self._menu is value:
                self._end_menu()

    def completed(self, rule: Rule, values: Sequence[object]) -> object:
        """A rule is complete; without an action its value is that of its first part."""
        if rule.action:
            return self._actions[rule.action](values)
        return values[0] if values else None

    def _error(self, message: str) -> None:
        """`zconf_error`"""
        file, line = self._place()
        self._mistakes += 1
        self._printed.append(f"{file}:{line}: {message}")

    def _note(self, message: str) -> None:
        """`zconfprint`"""
        file, line = self._place()
        self._printed.append(f"{file}:{line}: warning: {message}")

    def _warn(self, message: str) -> None:
        """`prop_warn`, about what was just added"""
        self._printed.append(f"{self._last_file}:{self._statement[1]}:warning: {message}")

    # -- what rules do --

    def _do_unknown_statement(self, values: Sequence[object]) -> None:
        self._error(f'unknown statement "{values[1]}"')

    def _do_invalid_statement(self, _: Sequence[object]) -> None:
        self._error("invalid statement")

    def _do_main_title(self, values: Sequence[object]) -> None:
        self._add_prompt(str(values[1]))

    def _symbol(self, name: str) -> _Symbol:
        return self._symbols.setdefault(name, _Symbol(name))

    def _add_entry(self, symbol: _Symbol | None) -> None:
        self._entry = _Entry(self._last_file, self._statement[1], symbol, self._menu)

    def _open_menu(self) -> _Entry:
        self._menu = self._entry
        return self._menu

    def _end_menu(self) -> None:
        if self._menu.around is not None:
            self._menu = self._menu.around

    def _add_prompt(self, text: str) -> None:
        if text[:1].isspace():
            self._warn("leading whitespace ignored")
        if self._entry.has_prompt:
            self._warn("prompt redefined")
        self._entry.has_prompt = True

    def _do_start_entry(self, values: Sequence[object]) -> None:
        self._add_entry(self._symbol(str(values[1])))

    def _do_end_config(self, _: Sequence[object]) -> None:
        entry = self._entry
        if self._choice is None or not self._dialect.plain_choices:
            return
        if not entry.has_prompt:
            self._about(entry, "choice member must have a prompt")
        if entry.symbol is not None and entry.symbol.type != "bool":
            self._about(entry, "choice member must be bool")

    def _about(self, entry: _Entry, message: str) -> None:
        self._mistakes += 1
        self._printed.append(f"{entry.file}:{entry.line}: error: {message}")

    def _do_end_menuconfig(self, _: Sequence[object]) -> None:
        if not self._entry.has_prompt:
            self._note("menuconfig statement without prompt")

    def _do_set_type(self, values: Sequence[object]) -> None:
        symbol = self._entry.symbol
        kind = _TYPES.get(str(values[0]), str(values[0]))
        if symbol is None or kind == "default":
            return
        if not symbol.type:
            symbol.type = kind
        elif symbol.type != kind:
            old, new = ("integer" if each == "int" else each for each in (symbol.type, kind))
            self._printed.append(
                f"{self._entry.file}:{self._entry.line}:warning: ignoring type redefinition of "
                f"'{symbol.name or '<choice>'}' from '{old}' to '{new}'"
            )

    def _do_add_prompt(self, values: Sequence[object]) -> None:
        self._add_prompt(str(values[1]))

    def _do_add_short_prompt(self, values: Sequence[object]) -> None:
        self._add_prompt(str(values[0]))

    def _do_modules(self, _: Sequence[object]) -> None:
        symbol = self._entry.symbol
        if self._modules is not None and symbol is not None:
            self._error(
                f"symbol '{symbol.name}' redefines option 'modules' already defined by symbol "
                f"'{self._modules.name}'"
            )
        self._modules = symbol

    def _do_start_choice(self, values: Sequence[object]) -> None:
        name = str(values[1] or "") if len(values) > 2 else ""
        symbol = self._symbol(name) if name else _Symbol("")
        self._add_entry(symbol)
        if self._dialect.plain_choices:
            symbol.type = "bool"

    def _do_open_choice(self, _: Sequence[object]) -> _Entry:
        if self._dialect.plain_choices:
            if not self._entry.has_prompt:
                self._about(self._entry, "choice must have a prompt")
            self._choice = self._entry
        return self._open_menu()

    def _do_open_if(self, _: Sequence[object]) -> _Entry:
        self._add_entry(None)
        return self._open_menu()

    def _do_open_menu(self, _: Sequence[object]) -> _Entry:
        return self._open_menu()

    def _do_start_titled(self, values: Sequence[object]) -> None:
        self._add_entry(None)
        self._add_prompt(str(values[1]))

    def _do_end_choice(self, values: Sequence[object]) -> None:
        self._choice = None
        self._end(str(values[0]), "choice")

    def _do_end_if(self, values: Sequence[object]) -> None:
        self._end(str(values[0]), "if")

    def _do_end_menu(self, values: Sequence[object]) -> None:
        self._end(str(values[0]), "menu")

    def _end(self, word: str, block: str) -> None:
        """`zconf_endtoken`"""
        found = _BLOCK_ENDS[word]
        if found != block:
            self._error(f"unexpected '{found}' within {block} block")
        elif self._menu.file != self._last_file:
            self._error(f"'{found}' in different file than '{block}'")
            self._printed.append(f"{self._menu.file}:{self._menu.line}: location of the '{block}'")
        else:
            self._end_menu()

    def _do_source(self, values: Sequence[object]) -> None:
        self._open(str(values[1]))

    def _do_start_help(self, _: Sequence[object]) -> None:
        self._wants_help = True

    def _do_add_help(self, values: Sequence[object]) -> None:
        name = (self._entry.symbol.name if self._entry.symbol else "") or "<choice>"
        if self._entry.has_help:
            self._note(f"'{name}' defined with more than one help text -- only the last one will be used")
        if not str(values[1]).strip(" \f\n\r\t\v"):
            self._note(f"'{name}' defined with blank help text")
        self._entry.has_help = True

    def _do_assign(self, values: Sequence[object]) -> None:
        self._macros.assign(str(values[0]), str(values[1]), str(values[2] or ""))
