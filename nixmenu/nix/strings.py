"""Nix's string literals, both ways: what a literal says, and how a text is written as one."""

import re
from collections.abc import Iterable

from nixmenu.errors import NixmenuError
from nixmenu.nix.syntax import Node

_ESCAPE = re.compile(r"\\(.)|\r\n?", re.DOTALL)
_INDENTED_ESCAPE = re.compile(r"'''|''\$|''\\(.)", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "${": "\\${"}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_'-]*")
_KEYWORDS = frozenset(("if", "then", "else", "assert", "with", "let", "in", "rec", "inherit", "or"))


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


def attribute_name(name: str, *, quote: bool = False) -> str:
    """`name` as an attribute's name: quoted if Nix needs it (as `9P_FS` does) or if `quote` asks for it."""
    if quote or name in _KEYWORDS or not _IDENTIFIER.fullmatch(name):
        return quoted(name)
    return name


def indented_parts(pieces: Iterable[str | Node]) -> list[str | Node]:
    """What stands between pairs of single quotes, without the common indentation and the escapes.

    Only spaces count as indentation, lines of nothing but spaces do not take part, the first line is dropped
    if it is empty, and the spaces before the closing quotes are too.
    Source: Nix `parser.y`, `stripIndentation`.
    """
    parts = list(pieces)
    if isinstance(parts[0], str):
        parts[0] = re.sub(r"\A *\n", "", parts[0])
    indentation = _common_indentation(parts)
    result: list[str | Node] = []
    opens_line = True
    for index, part in enumerate(parts):
        if not isinstance(part, str):
            result.append(part)
            opens_line = False
            continue
        lines = part.split("\n")
        kept = [
            _strip(line, indentation) if number > 0 or opens_line else line
            for number, line in enumerate(lines)
        ]
        if index == len(parts) - 1 and (len(lines) > 1 or opens_line) and not kept[-1].strip(" "):
            kept[-1] = ""
        opens_line = False
        text = _INDENTED_ESCAPE.sub(_indented_escape, "\n".join(kept))
        if text:
            result.append(text)
    return result


def _common_indentation(parts: list[str | Node]) -> int:
    smallest: int | None = None
    opens_line = True
    for index, part in enumerate(parts):
        if not isinstance(part, str):
            continue
        lines = part.split("\n")
        for number, line in enumerate(lines):
            spaces = len(line) - len(line.lstrip(" "))
            before_interpolation = number == len(lines) - 1 and index < len(parts) - 1
            if (number > 0 or opens_line) and (spaces < len(line) or before_interpolation):
                smallest = spaces if smallest is None else min(smallest, spaces)
        opens_line = False
    return smallest or 0


def _strip(line: str, indentation: int) -> str:
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(spaces, indentation) :]


def _indented_escape(match: re.Match[str]) -> str:
    if match.group() == "'''":
        return "''"
    if match.group() == "''$":
        return "$"
    escaped: str = match.group(1)
    return _CONTROL.get(escaped, escaped)
