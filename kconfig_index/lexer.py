"""Tokens of one Kconfig statement, with its macros expanded.

The rules are those of the kernel's `scripts/kconfig/lexer.l`: macros are expanded while a line is read, an unquoted
expansion is one word whatever it holds, and an empty one is no token at all.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

ASSIGNMENTS = frozenset(("=", ":=", "+="))
WORD = "word"
QUOTED = "quoted"


class Token(NamedTuple):
    """One token: `kind` is WORD, QUOTED, or the operator or keyword itself; `column` is 1-based."""

    kind: str
    text: str
    column: int


KEYWORDS = frozenset(
    """
    bool choice comment config def_bool def_tristate default depends endchoice endif endmenu help hex if imply int
    mainmenu menu menuconfig modules on optional prompt range select source string transitional tristate visible
    """.split()  # noqa: SIM905 - thirty words read better as words
)
# `optional` and `transitional` are keywords of some series only; the dialect turns the others into plain words.

_PIECE = re.compile(
    r"(?P<space>[ \t]+)|(?P<comment>\#.*)|(?P<word>[A-Za-z0-9_$-]+)"
    r"|(?P<operator>\|\||&&|!=|<=|>=|:=|\+=|[=<>!()])|(?P<quote>[\"'])"
)
_STRING_TEXT = re.compile(r"[^$'\"\\]+")

ExpandReference = Callable[[str, int], tuple[str, int]]
"""Expands the macro reference that starts behind the `$` at an offset: (expansion, offset behind it)."""


def tokenize(
    line: str,
    expand: ExpandReference,
    ignored: Callable[[str], None],
    unterminated: Callable[[], None],
    keywords: frozenset[str] = KEYWORDS,
) -> list[Token]:
    """Split one logical line into tokens.

    `expand` resolves `$(…)`; `ignored` is told every character that the language has no use for, `unterminated`
    of a string that the line does not close, as the kernel warns of both and goes on. The tokens of an assignment end
    with its operator, for what follows is text.
    """
    tokens: list[Token] = []
    position = 0
    end = len(line)
    while position < end:
        match = _PIECE.match(line, position)
        if match is None:
            ignored(line[position])
            position += 1
            continue
        kind = match.lastgroup
        if kind == "word":
            text = match.group()
            if "$" in text:
                word, position = _expanded_word(line, position, expand)
                if word:
                    tokens.append(Token(WORD, word, match.start() + 1))
                continue
            tokens.append(Token(text if text in keywords else WORD, text, match.start() + 1))
        elif kind == "operator":
            operator = match.group()
            tokens.append(Token(operator, operator, match.start() + 1))
            if operator in ASSIGNMENTS and len(tokens) == 2 and tokens[0].kind == WORD:
                return tokens
        elif kind == "quote":
            text, position = _quoted(line, match.end(), match.group(), expand, unterminated)
            tokens.append(Token(QUOTED, text, match.start() + 1))
            continue
        position = match.end()
    return tokens


def _expanded_word(line: str, position: int, expand: ExpandReference) -> tuple[str, int]:
    """A word with at least one `$`: plain characters and expansions up to the next character of another kind."""
    parts: list[str] = []
    while position < len(line):
        character = line[position]
        if character == "$":
            expansion, position = expand(line, position + 1)
            parts.append(expansion)
        elif character.isascii() and (character.isalnum() or character in "_-"):
            parts.append(character)
            position += 1
        else:
            break
    return "".join(parts), position


def _quoted(
    line: str, position: int, quote: str, expand: ExpandReference, unterminated: Callable[[], None]
) -> tuple[str, int]:
    """The text of a string from behind its opening quote: a backslash takes the next character as it is."""
    parts: list[str] = []
    while position < len(line):
        match = _STRING_TEXT.match(line, position)
        if match is not None:
            parts.append(match.group())
            position = match.end()
            continue
        character = line[position]
        if character == "$":
            expansion, position = expand(line, position + 1)
            parts.append(expansion)
        elif character == "\\":
            parts.append(line[position + 1 : position + 2])
            position += 2
        elif character == quote:
            return "".join(parts), position + 1
        else:
            parts.append(character)
            position += 1
    unterminated()
    return "".join(parts), position
