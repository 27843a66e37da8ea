"""Kconfig text to statements, file by file.

Most lines have one of a few plain shapes, which are cut apart here by string operations alone. Every other line
(macros, comments behind code, continued lines, escapes) becomes a RAW statement: the assembly reads it token by token
with `grammar`, which is the whole language. Which way a line goes changes the speed, never the meaning.
"""

import re

from kconfig_index import help_texts

RAW = "raw"
"""A line to be read token by token; its first operand is the text of the line, the second `help` behind a help text."""


Statement = tuple[str, int, str, str]
"""Keyword (or RAW), line, and two operands as the method of `entries.EntryReader` for this keyword expects them."""


_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_CONDITION = re.compile(r"(?<![A-Za-z0-9_-])if(?![A-Za-z0-9_-])")
_PROMPT = re.compile(r'"([^"\\$]*)"[ \t]*(?:if(?![A-Za-z0-9_-])[ \t]*([^"#\\$\'][^"#\\$\']*))?\Z')
_PLAIN = re.compile(r"[^\"#\\$']*\Z")

_TYPED_PROMPTS = {kind: f"{kind} prompt" for kind in ("bool", "tristate", "int", "hex", "string")}
_VALUED = frozenset({"default", "def_bool", "def_tristate", "select", "imply", "range"})
_BARE = frozenset({"endif", "endmenu", "endchoice", "choice", "modules"})
_NAMED = frozenset({"config", "menuconfig", "select"})
"""What is mostly followed by nothing but a name."""
_TITLED = frozenset({"menu", "comment", "mainmenu", "source"})

_OTHERS = {RAW, "help", "depends", "if", "prompt", "config", "menuconfig"}
KEYWORDS = tuple(
    sorted(_OTHERS | _TYPED_PROMPTS.keys() | {*_TYPED_PROMPTS.values()} | _VALUED | _BARE | _TITLED)
)
"""Every keyword that a statement can have."""


def parse(text: str) -> list[Statement]:
    """All statements of one Kconfig file, in order; the operands of a help text are those of `help_texts.Written`,
    and its line is the one behind it, as in the kernel's messages.

    Nothing is rejected here: what is not one of the plain shapes is handed on RAW.
    """
    statements: list[Statement] = []
    add = statements.append
    lines = text.split("\n")
    count = len(lines)
    index = 0
    while index < count:
        line = lines[index]
        index += 1
        stripped = line.strip(" \t")
        if not stripped or stripped[0] == "#":
            continue
        number = index
        if stripped == "help":
            written, newlines, index = help_texts.find(lines, index)
            add(("help", min(index + 1, count), written, newlines))
            continue
        if line[-1:] == "\\" and not _is_assignment(stripped):
            line, index = _continued(lines, index)
            stripped = line.strip(" \t")
        keyword, _, rest = stripped.partition(" ")
        if "\t" in keyword:
            keyword, _, rest = stripped.partition("\t")
        rest = rest.strip(" \t")
        if rest:
            if keyword in _NAMED and rest.isidentifier() and rest.isascii() and rest != "if":
                add((keyword, number, rest, ""))
                continue
            statement = _plain(keyword, rest, number)
        elif keyword in _BARE or keyword in _TYPED_PROMPTS:
            statement = (keyword, number, "", "")
        else:
            statement = None
        if statement is not None:
            add(statement)
        elif _COMMENTED_HELP.match(stripped):
            written, newlines, index = help_texts.find(lines, index)
            add(("help", min(index + 1, count), written, newlines))
        else:
            add((RAW, number, line, "help" if statements and statements[-1][0] == "help" else ""))
    return statements


def _continued(lines: list[str], index: int) -> tuple[str, int]:
    """The line before `index` with those that it is continued by, and the index behind them.

    A backslash at the end continues a line, but not in a comment.
    """
    parts: list[str] = []
    line = lines[index - 1]
    while line[-1:] == "\\" and "#" not in line and index < len(lines):
        parts.append(line[:-1])
        line = lines[index]
        index += 1
    parts.append(line)
    return " ".join(parts), index


_COMMENTED_HELP = re.compile(r"help[ \t]*(#.*)?\Z")


def _plain(keyword: str, rest: str, number: int) -> Statement | None:
    """The statement if it has one of the plain shapes with an operand, else None."""
    if keyword == "depends":
        if rest[:2] != "on" or rest[2:3] not in (" ", "\t", "(", "!") or not _PLAIN.match(rest):
            return None
        return (keyword, number, rest[2:].lstrip(), "")
    if keyword == "config" or keyword == "menuconfig":
        return (keyword, number, rest, "") if _NAME.match(rest) else None
    if keyword in _TYPED_PROMPTS or keyword == "prompt":
        if rest[0] == '"' == rest[-1] and rest.count('"') == 2 and "\\" not in rest and "$" not in rest:
            return (_TYPED_PROMPTS.get(keyword, keyword), number, rest[1:-1], "")
        match = _PROMPT.match(rest)
        return (_TYPED_PROMPTS.get(keyword, keyword), number, match[1], match[2] or "") if match else None
    if keyword in _VALUED:
        if not _PLAIN.match(rest):
            return None
        if "if" in rest:
            match = _CONDITION.search(rest)
            if match:
                return (keyword, number, rest[: match.start()].rstrip(), rest[match.end() :].lstrip())
        return (keyword, number, rest, "")
    if keyword == "if":
        return (keyword, number, rest, "") if _PLAIN.match(rest) else None
    if keyword in _TITLED:
        match = _PROMPT.match(rest)
        return (keyword, number, match[1], "") if match and match[2] is None else None
    return None


_ASSIGNMENT = re.compile(r"([A-Za-z0-9_$(){},.-]+)[ \t]*(:=|\+=|=)")


def _is_assignment(stripped: str) -> bool:
    """Whether a line sets a macro: its value runs to the end of the line, backslash included."""
    return _ASSIGNMENT.match(stripped) is not None
