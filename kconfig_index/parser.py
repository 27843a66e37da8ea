"""Kconfig text to statements, file by file.

Most lines have one of a few plain shapes, which are cut apart here by string operations alone. Every other line
(macros, comments behind code, continued lines, escapes) becomes a RAW statement: the assembly reads it token by token
with `grammar`, which is the whole language. Which way a line goes changes the speed, never the meaning.
"""

import re

RAW = "raw"
"""A line to be read token by token; its first operand is the text of the line."""


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
    """All statements of one Kconfig file, in order; a help text is one statement with its text as it is shown.

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
            help_text, index = _help(lines, index)
            add(("help", number, help_text, ""))
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
            help_text, index = _help(lines, index)
            add(("help", number, help_text, ""))
        else:
            add((RAW, number, line, ""))
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


def _indentation(line: str) -> int:
    """Columns of white space at the start of a line, a tab filling up to a multiple of eight."""
    column = 0
    for character in line:
        if character == "\t":
            column = (column & ~7) + 8
        elif character == " ":
            column += 1
        else:
            break
    return column


def _help(lines: list[str], index: int) -> tuple[str, int]:
    """A help text, newlines at its end as the kernel keeps them, and the index of the first line behind it.

    `lexer.l`, state HELP: it ends before the first line that starts in column 1 or is indented less than the first
    line of the text. Only a line directly below `help` may be text without being indented.
    """
    count = len(lines)
    shown: list[str] = []
    blank = 0
    first = 0
    prefix = "\0"
    width = 0
    while index < count:
        line = lines[index]
        text = line.strip(" \t")
        if not text:
            blank += 1
            index += 1
            continue
        if line.startswith(prefix):
            extra = 0 if line[width] not in " \t" else _indentation(line) - first
        elif line[0] not in " \t":
            if shown or blank:
                break
            extra = 0
        elif not first:
            first = _indentation(line)
            width = len(line) - len(line.lstrip(" \t"))
            prefix = line[:width]
            extra = 0
        else:
            extra = _indentation(line) - first
            if extra < 0:
                break
        if blank:
            shown.extend([""] * blank)
            blank = 0
        shown.append(" " * extra + text if extra else text)
        index += 1
    at_end = index >= count
    if at_end and blank:
        blank -= 1  # what split() shows behind the last newline is no line
    newlines = blank + 1 if at_end or lines[index][0] in " \t" else blank
    return "\n".join(shown) + "\n" * newlines, index
