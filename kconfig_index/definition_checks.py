"""What the kernel warns of in the definitions of symbols while it finishes the menus (`sym_check_prop`)."""

from kconfig_index.errors import KconfigError
from kconfig_index.expressions import HEX, INT, STRING, UNKNOWN
from kconfig_index.grammar import Grammar
from kconfig_index.menu_tree import CHOICE, DEFAULT, IMPLY, PROMPT, RANGE, SELECT, Entry, choice_of
from kconfig_index.numbers import valid_number


class DefinitionChecks:
    """The checks of one tree, made by `Finalizer` entry by entry, in the kernel's order."""

    def __init__(self, grammar: Grammar, plain_choices: bool) -> None:
        self._symbols = grammar.symbols
        self._entries = grammar.tree.entries
        self._properties = grammar.tree.properties
        self._symbol_entries = grammar.tree.definitions
        self._choices = grammar.entries.choices
        self._files = grammar.file_names
        self._transitional = grammar.entries.transitional
        self._late = grammar.late
        self._settled = grammar.settled
        self._plain_choices = plain_choices
        self._warnings: list[str] = []
        self._unchecked: list[tuple[int, int, tuple[int, ...], str]] = []

    @property
    def warnings(self) -> list[str]:
        """What the kernel warns of in the tree; those about answers of commands wait for them."""
        told = self._warnings.copy()
        for place, kind, numbers, warning in reversed(self._unchecked):
            if not all(self._is_number(kind, each) for each in numbers):
                told.insert(place, warning)
        return told

    def check(self, entry: Entry) -> None:
        """What the kernel warns of in a symbol's definition (`sym_check_prop`)."""
        symbol = entry.symbol
        kind = self._symbols.types[symbol]
        name = self._symbols.names[symbol]
        if kind == UNKNOWN:
            self._warn(entry, entry.line, "config symbol defined without type")
        if entry.kind == CHOICE and not self._plain_choices and entry.prompt is None:
            self._warn(entry, entry.line, "choice must have a prompt")
        if symbol in self._transitional and (self._properties.get(symbol) or entry.dependency is not None):
            file = self._files[entry.file]
            raise KconfigError(f"transitional symbol {name} can only have a type and help", file, entry.line)
        for each in self._properties.get(symbol, ()):
            where = self._entries[each.entry]
            if each.kind == DEFAULT:
                self._check_default(symbol, name, kind, where, each.line, each.value)
            elif each.kind in (SELECT, IMPLY):
                use = "select" if each.kind == SELECT else "imply"
                if kind in (UNKNOWN, INT, HEX, STRING):
                    self._warn(
                        where, each.line, f"config symbol '{name}' uses {use}, but is not bool or tristate"
                    )
                elif self._symbols.types[each.value] in (INT, HEX, STRING):
                    other = self._symbols.names[each.value]
                    self._warn(
                        where,
                        each.line,
                        f"'{other}' has wrong type. '{use}' only accept arguments of bool and tristate type",
                    )
            elif each.kind == RANGE:
                if kind not in (INT, HEX):
                    self._warn(where, each.line, "range is only allowed for int or hex symbols")
                self._check_numbers(kind, (each.value, each.high), where, each.line, "range is invalid")

    def _check_default(self, symbol: int, name: str, kind: int, where: Entry, line: int, value: int) -> None:
        if value >= 0:
            if kind in (STRING, INT, HEX):
                self._warn(where, line, f"default for config symbol '{name}' must be a single symbol")
            return
        if kind in (INT, HEX):
            self._check_numbers(kind, (~value,), where, line, f"'{name}': number is invalid")
        if symbol in self._choices:
            choice = choice_of(self._entries, self._symbol_entries.get(~value, []))
            if choice < 0 or self._entries[choice].symbol != symbol:
                other = self._symbols.names[~value]
                self._warn(where, line, f"choice default symbol '{other}' is not contained in the choice")

    def _check_numbers(
        self, kind: int, symbols: tuple[int, ...], where: Entry, line: int, message: str
    ) -> None:
        """Warn unless all of them are numbers; answers of commands are looked at when they are there."""
        if self._late.isdisjoint(symbols):
            if not all(self._is_number(kind, each) for each in symbols):
                self._warn(where, line, message)
        else:
            self._unchecked.append((len(self._warnings), kind, symbols, self._warning(where, line, message)))

    def _is_number(self, kind: int, symbol: int) -> bool:
        """`menu_validate_number`"""
        symbol = self._settled(symbol)
        other = self._symbols.types[symbol]
        return other in (INT, HEX) or (other == UNKNOWN and valid_number(kind, self._symbols.names[symbol]))

    def _warn(self, entry: Entry, line: int, message: str) -> None:
        self._warnings.append(self._warning(entry, line, message))

    def _warning(self, entry: Entry, line: int, message: str) -> str:
        return f"{self._files[entry.file]}:{line}:warning: {message}"

    def check_member(self, choice: Entry, entry: Entry) -> None:
        """What the kernel warns of in a member of a choice that is a symbol."""
        if entry.prompt is None:
            self._warn(entry, entry.line, "choice value must have a prompt")
        for each in self._properties.get(entry.symbol, ()):
            where = self._entries[each.entry]
            if each.kind == DEFAULT:
                self._warn(where, each.line, "defaults for choice values not supported")
            if where is not entry and each.kind == PROMPT:
                around = self._entries[where.parent]
                if around.symbol != choice.symbol:
                    self._warn(where, each.line, "choice value used outside its choice group")
