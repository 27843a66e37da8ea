"""Tokens of one Kconfig statement, with its macros expanded.

The rules are those of the kernel's `scripts/kconfig/lexer.l`: macros are expanded while a line is read, an unquoted
expansion is one word whatever it holds, and an empty one is no token at all.
"""

import re
from collections.abc import Callable, Iterator
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


def tokens(
    line: str,
    expand: ExpandReference,
    ignored: Callable[[str], None],
    unterminated: Callable[[], None],
    keywords: frozenset[str] = KEYWORDS,
    assigns: bool = True,
) -> Iterator[Token]:
    """The tokens of one logical line, each read when it is asked for.

    `expand` resolves `$(…)`; `ignored` is told every character that the language has no use for, `unterminated`
    of a string that the line does not close, as the kernel warns of both and goes on. The tokens of an assignment end
    with its operator, for what follows is text, unless nothing is assigned there (`assigns`).
    """
    count = 0
    starts_with_word = False
    position = 0
    end = len(line)
    while position < end:
        match = _PIECE.match(line, position)
        if match is None:
            ignored(line[position])
            position += 1
            continue
        kind = match.lastgroup
        position = match.end()
        if kind == "word":
            text = match.group()
            made = text if text in keywords else WORD
            if "$" in text:
                made = WORD
                text, position = _expanded_word(line, match.start(), expand)
                if not text:
                    continue
            starts_with_word = starts_with_word or (not count and made == WORD)
        elif kind == "operator":
            made = text = match.group()
        elif kind == "quote":
            text, position = _quoted(line, position, match.group(), expand, unterminated)
            made = QUOTED
        else:
            continue
        count += 1
        yield Token(made, text, match.start() + 1)
        if count == 2 and starts_with_word and assigns and made in ASSIGNMENTS:
            return


def tokenize(
    line: str,
    expand: ExpandReference,
    ignored: Callable[[str], None],
    unterminated: Callable[[], None],
    keywords: frozenset[str] = KEYWORDS,
) -> list[Token]:
    """All tokens of one logical line (`tokens`)."""
    return list(tokens(line, expand, ignored, unterminated, keywords))


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
