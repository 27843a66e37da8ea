"""Lines of the kernel's Kconfig files and of Nix files, to be shown: read within bounds, coloured word by word."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nixmenu.tui.rows import Piece, Role
from nixmenu.tui.wrapping import Line

MOST_BYTES = 4_000_000
"""No file of a kernel's Kconfig, and no common-config.nix, comes near; a larger one is cut here."""

_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
    mainmenu menu endmenu config menuconfig choice endchoice comment if endif source osource rsource orsource
    prompt bool tristate int hex string default def_bool def_tristate depends on select imply range help modules
    visible optional transitional option
""",
    )
)
_KCONFIG_WORD = re.compile(
    r'"(?:\\.|[^"\\])*"?|\'(?:\\.|[^\'\\])*\'?|#.*|\$\([^)]*\)?|[A-Za-z0-9_]+|[^A-Za-z0-9_"\'#$]+|\$'
)
_NIX_KEYWORDS = frozenset(["with", "let", "in", "rec", "inherit", "if", "then", "else", "assert", "or"])
_NIX_WORD = re.compile(r'"(?:\\.|[^"\\])*"?|#.*|[A-Za-z_][A-Za-z0-9_\'-]*|[^A-Za-z_"#]+')
_OPTION = re.compile(r"[A-Z0-9][A-Za-z0-9_]*\Z")
_STARTS_PROSE = re.compile(r"\s*(?:---)?help(?:---)?\s*\Z")


@lru_cache(maxsize=32)
def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a file with tabs as spaces; of one that cannot be read, a sentence that says so."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        return (f"{path} cannot be read: {error.strerror}.",)
    return tuple(line.expandtabs(8) for line in text.split("\n"))


def source_line(path: Path, line: int) -> str:
    """One line of a file, from 1 on, without its indentation; empty if there is none."""
    lines = read_lines(path)
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def prose_lines(lines: Sequence[str]) -> frozenset[int]:
    """Which lines, counted from 0, are help texts: what follows `help` and is indented at least as its first line.

    Source: the kernel's `scripts/kconfig/lexer.l`, the state HELP.
    """
    found = set()
    indent: int | None = None
    in_help = False
    for number, line in enumerate(lines):
        width = len(line) - len(line.lstrip())
        if in_help and line.strip():
            if indent is None and width:
                indent = width
            if indent is None or width < indent:
                in_help = False
            else:
                found.add(number)
                continue
        if _STARTS_PROSE.match(line):
            in_help, indent = True, None
    return frozenset(found)


def kconfig_pieces(line: str, *, prose: bool = False) -> Line:
    """A line of a Kconfig file, each word with what it is; `prose` marks a line of a help text."""
    if prose:
        return (Piece(line),)
    return tuple(Piece(word, _kconfig_role(word)) for word in _KCONFIG_WORD.findall(line))


def _kconfig_role(word: str) -> Role:
    if word.startswith("#"):
        return "comment"
    if word.startswith(('"', "'")):
        return "string"
    if word in _KEYWORDS:
        return "keyword"
    return "symbol" if _OPTION.match(word) and not word.isdigit() else "plain"


def nix_pieces(line: str) -> Line:
    """A line of a Nix file, each word with what it is."""
    return tuple(Piece(word, _nix_role(word)) for word in _NIX_WORD.findall(line))


def _nix_role(word: str) -> Role:
    if word.startswith("#"):
        return "comment"
    if word.startswith('"'):
        return "string"
    if word in _NIX_KEYWORDS:
        return "keyword"
    return "symbol" if _OPTION.match(word) and len(word) > 1 else "plain"


def option_names(pieces: Line) -> list[str]:
    """The words of a coloured line that may name options, each once."""
    return list(dict.fromkeys(piece.text for piece in pieces if piece.role == "symbol"))
