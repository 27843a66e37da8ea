"""Names and expressions of statements, from the text of a plain line or from tokens."""

import re
from collections.abc import Callable

from kconfig_index.expressions import ExpressionError, ExpressionParser, ExpressionStore, SymbolTable
from kconfig_index.lexer import QUOTED, WORD, Token
from kconfig_index.place import Place
from kconfig_index.probes import has_marker

_WORDS = re.compile(r"[ \t]*(?:([A-Za-z0-9_-]+)|(\|\||&&|!=|<=|>=|[=<>!()]))[ \t]*")

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
        self._known: dict[str, int] = {}

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
                known = self._expressions.parse(self.words(operand))
            self._known[operand] = known
        return known

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
        name = as_text(operand)
        if name in self._keywords or not name or " " in name or "\t" in name:
            raise ExpressionError(None)
        return self.symbols.lookup(name)

    def words(self, text: str) -> list[Token]:
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
                tokens.append(Token(word if word in self._keywords else WORD, word, 0))
            position = match.end()
        return tokens
