"""Nix's string literals, both ways: what a literal says, and how a text is written as one."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nixmenu.errors import NixmenuError
from nixmenu.nix.syntax import Node

_ESCAPE = re.compile(r"\\(.)|\r\n?", re.DOTALL)
_INDENTED_ESCAPE = re.compile(r"'''|''\$|''\\(.)", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "${": "\\${"}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_'-]*")
_KEYWORDS = frozenset(("if", "then", "else", "assert", "with", "let", "in", "rec", "inherit", "or"))


def byte_order(name: str) -> bytes:
    """What Nix sorts names by; also for names that are not UTF-8."""
    return name.encode("utf-8", "surrogateescape")


def unescape(raw: str) -> str:
    """What stands between double quotes, without its escapes.

    A carriage return counts as a newline there. Source: Nix `lexer.l`, `unescapeStr`.
    """

    def replace(match: re.Match[str]) -> str:
        escaped = match.group(1)
        return "\n" if escaped is None else _CONTROL.get(escaped, escaped)

    return _ESCAPE.sub(replace, raw)


def quoted(text: str) -> str:
    """`text` as a double-quoted string literal.

    Raises NixmenuError for a zero byte, which no Nix string can hold.
    """
    if "\0" in text:
        raise NixmenuError("a Nix string cannot hold a zero byte; leave it out of the value")
    return '"' + re.sub(r'\$\{|[\\"\n\r\t]', lambda match: _WRITTEN[match.group()], text) + '"'


def indented_literal(text: str) -> str:
    """A text of several lines as an indented string whose lines stand one level (two spaces) from the margin.

    A text that such a string would not give back comes in double quotes.
    """
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or any(line[:1].isspace() or not line.isprintable() for line in lines):
        return quoted(text)
    written = [line.replace("''", "'''").replace("${", "''${") for line in lines]
    return "\n".join(["''", *(f"  {line}" if line else "" for line in written), "''"])


def attribute_name(name: str, *, quote: bool = False) -> str:
    """`name` as an attribute's name: quoted if Nix needs it (as `9P_FS` does) or if `quote` asks for it."""
    if quote or name in _KEYWORDS or not _IDENTIFIER.fullmatch(name):
        return quoted(name)
    return name


def indented_parts(pieces: Iterable[str | Node]) -> list[str | Node]:
    """What stands between pairs of single quotes, without the common indentation and the escapes.

    Only spaces count as indentation, lines of nothing but spaces do not take part, an empty first line is
    dropped and so are the spaces before the closing quotes. An escape is text like an interpolation while
    indentation is measured; but a newline that comes from an escape begins a line when it is removed.
    Source: Nix `parser.y`, `stripIndentation`.
    """
    raw = list(pieces)
    if isinstance(raw[0], str):
        raw[0] = re.sub(r"\A *\n", "", raw[0])
    tokens = [token for piece in raw for token in _tokens(piece)]
    smallest = _smallest_indentation(tokens)
    result: list[str | Node] = []
    dropped: int | None = 0
    for number, token in enumerate(tokens):
        if isinstance(token, Node):
            dropped = None
            result.append(token)
            continue
        text, dropped = _without_indentation(token.text, smallest, dropped)
        if number == len(tokens) - 1:
            text = re.sub(r"\n *\Z", "\n", text)
        if text and result and isinstance(result[-1], str):
            result[-1] += text
        elif text:
            result.append(text)
    return result


@dataclass(frozen=True, slots=True)
class _Token:
    """Plain text of an indented string, or what an escape stands for."""

    text: str
    escaped: bool


def _tokens(piece: str | Node) -> Iterator[_Token | Node]:
    if not isinstance(piece, str):
        yield piece
        return
    position = 0
    for match in _INDENTED_ESCAPE.finditer(piece):
        if match.start() > position:
            yield _Token(piece[position : match.start()], escaped=False)
        yield _Token(_indented_escape(match), escaped=True)
        position = match.end()
    if position < len(piece):
        yield _Token(piece[position:], escaped=False)


def _smallest_indentation(tokens: Iterable[_Token | Node]) -> int:
    """The indentation that all lines with something on them share; without any such line, all there is."""
    smallest = sys.maxsize
    current: int | None = 0
    for token in tokens:
        if isinstance(token, Node) or token.escaped:
            if current is not None:
                smallest = min(smallest, current)
            current = None
            continue
        for number, line in enumerate(token.text.split("\n")):
            if number > 0:
                current = 0
            if current is None:
                continue
            current += len(line) - len(line.lstrip(" "))
            if line.strip(" "):
                smallest = min(smallest, current)
                current = None
    return smallest


def _without_indentation(text: str, indentation: int, dropped: int | None) -> tuple[str, int | None]:
    """A text without its lines' indentation; `dropped` tells how much the line has lost, None within a line."""
    lines = text.split("\n")
    kept = []
    for number, line in enumerate(lines):
        if number > 0:
            dropped = 0
        if dropped is not None:
            spaces = len(line) - len(line.lstrip(" "))
            gone = max(0, min(spaces, indentation - dropped))
            dropped = None if spaces < len(line) else dropped + spaces
            line = line[gone:]
        kept.append(line)
    return "\n".join(kept), dropped


def _indented_escape(match: re.Match[str]) -> str:
    if match.group() == "'''":
        return "''"
    if match.group() == "''$":
        return "$"
    escaped: str = match.group(1)
    return _CONTROL.get(escaped, escaped)
