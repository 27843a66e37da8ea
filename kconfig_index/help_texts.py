"""Help texts: which lines belong to one, and how the kernel's tools show it.

The rule is that of the kernel's `scripts/kconfig/lexer.l`, state HELP: a text ends before the first line that starts in
column 1 or is indented less than the first line of the text. Only a line directly below `help` may be text without
being indented.
"""

from collections.abc import Sequence

Written = tuple[str, str]
"""A help text as it stands in the file, up to its last line that is not blank, and the newlines that end it."""


def find(lines: Sequence[str], index: int) -> tuple[str, str, int]:
    """The help text that starts at a line, as written, and the index of the first line behind it."""
    count = len(lines)
    start = index
    prefix = "\0"
    width = 0
    text_ends = start
    while index < count:
        line = lines[index]
        if not line.startswith(prefix):
            if not line.strip(" \t"):
                index += 1
                continue
            if line[0] not in " \t":
                if index > start:
                    break
            elif not width:
                width = _indentation(line)
                prefix = line[: len(line) - len(line.lstrip(" \t"))]
            elif _indentation(line) < width:
                break
        index += 1
    text_ends = index
    while text_ends > start and not lines[text_ends - 1].strip(" \t"):
        text_ends -= 1
    newlines = index - text_ends
    at_end = index >= count
    if at_end and newlines:
        newlines -= 1  # what split() shows behind the last newline is no line
    if at_end or lines[index][0] in " \t":
        newlines += 1
    return "\n".join(lines[start:text_ends]), "\n" * newlines, index


def is_blank(written: Written) -> bool:
    """Whether nothing would be shown of a help text."""
    return not written[0] or written[0].isspace()


def as_shown(written: Written) -> str:
    """A help text without its indentation, and newlines at its end as the kernel keeps them."""
    shown: list[str] = []
    first = 0
    prefix = "\0"
    width = 0
    for line in written[0].split("\n"):
        text = line.strip(" \t")
        if not text:
            shown.append("")
        elif (line.startswith(prefix) and line[width] not in " \t") or line[0] not in " \t":
            shown.append(text)
        elif not first:
            first = _indentation(line)
            width = len(line) - len(line.lstrip(" \t"))
            prefix = line[:width]
            shown.append(text)
        else:
            shown.append(" " * (_indentation(line) - first) + text)
    return "\n".join(shown) + written[1]


def _indentation(line: str) -> int:
    """Columns of white space at the start of a line, a tab filling up to a multiple of eight."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(8))
