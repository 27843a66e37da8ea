"""Names and expressions of statements, from the text of a plain line or from tokens."""

import re
from collections.abc import Callable

from kconfig_index.expressions import (
    AND,
    NOT,
    OR,
    ExpressionError,
    ExpressionParser,
    ExpressionStore,
    SymbolTable,
)
from kconfig_index.lexer import QUOTED, WORD, Token
from kconfig_index.place import Place
from kconfig_index.probes import has_marker

_WORDS = re.compile(r"[A-Za-z0-9_-]+|\|\||&&|!=|<=|>=|[=<>!()]")
_SIGNS = frozenset("|&!<>=()")

Operand = str | list[Token]
"""What a statement is about: text if its line has a plain shape (`parser`), else tokens."""


def as_text(operand: Operand) -> str:
    """The text of an operand that is one token."""
    return operand if isinstance(operand, str) else operand[0].text


class Operands:
    """Makes symbols and expressions of operands.

    `hurry` is told texts whose answers are wanted before others (`Probes.hurry`).
    `late` are the symbols named by answers of commands that have not arrived, with the file and line of each mention.
    """

    def __init__(
        self,
        store: ExpressionStore,
        symbols: SymbolTable,
        keywords: frozenset[str],
        place: Place,
        hurry: Callable[[str], None],
    ) -> None:
        self.symbols = symbols
        self.late: list[tuple[int, str, int]] = []
        self._keywords = keywords
        self._place = place
        self._hurry = hurry
        self._expressions = ExpressionParser(store, symbols)
        self._store = store
        self._known: dict[str, int] = {}
        self._names: dict[str, int] = {}

    def expression(self, operand: Operand, decides: bool = False) -> int:
        """The operand that an expression stands for; plain texts are read once.

        `decides` tells that where an entry stands may hang on it, so that answers in it are wanted first.
        """
        if isinstance(operand, list):
            for token in operand:
                if has_marker(token.text):
                    self.remember_late(token)
                    if decides:
                        self._hurry(token.text)
            return self._expressions.parse(operand)
        known = self._known.get(operand)
        if known is None:
            if operand.isidentifier() and operand.isascii() and operand not in self._keywords:
                known = ~self.symbols.lookup(operand)
            else:
                known = self._of_names(operand)
                if known is None:
                    known = self._expressions.parse(self.words(operand))
            self._known[operand] = known
        return known

    def _of_names(self, text: str) -> int | None:
        """The operand of a text of names, each with or without `!`, between && and ||; None for any other text."""
        store = self._store
        whole = -1
        for any_number, part in enumerate(text.split("||")):
            both = -1
            for all_number, word in enumerate(part.split("&&")):
                name = word.strip(" \t")
                negated = name[:1] == "!"
                if negated:
                    name = name[1:]
                if not name.isidentifier() or not name.isascii() or name in self._keywords:
                    return None
                one = ~self.symbols.lookup(name)
                if negated:
                    one = store.node(NOT, one)
                both = store.node(AND, both, one) if all_number else one
            whole = store.node(OR, whole, both) if any_number else both
        return whole

    def remember_late(self, token: Token) -> None:
        """A token stands for an answer that is on its way."""
        constant = token.kind == QUOTED
        file, line = self._place.where()
        self.late.append((self.symbols.lookup(token.text, constant), file, line))

    def condition(self, operand: Operand, decides: bool = False) -> int | None:
        """if_expr: | 'if' expr"""
        return self.expression(operand, decides) if operand else None

    def name(self, operand: Operand) -> int:
        """nonconst_symbol: WORD"""
        name = operand if isinstance(operand, str) else operand[0].text
        known = self._names.get(name)
        if known is None:
            if name in self._keywords or not name or " " in name or "\t" in name:
                raise ExpressionError(None)
            known = self._names[name] = self.symbols.lookup(name)
        return known

    def words(self, text: str) -> list[Token]:
        """Tokens of an expression of plain shape: words, operators and parentheses.

        Raises ExpressionError for anything else; the line is then read again as a whole.
        """
        keywords = self._keywords
        words = _WORDS.findall(text)
        if "".join(words) != text.replace(" ", "").replace("\t", ""):
            raise ExpressionError(None)
        return [Token(word if word[0] in _SIGNS or word in keywords else WORD, word, 0) for word in words]
