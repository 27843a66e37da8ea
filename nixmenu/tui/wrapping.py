"""Lines of several meanings in parts that fit."""

from itertools import accumulate

from rich.cells import cell_len

from nixmenu.tui.rows import Piece

Line = tuple[Piece, ...]
"""One line of text."""


def wrapped(line: Line, width: int) -> list[Line]:
    """`line` in parts of at most `width` cells, broken at spaces where there are any.

    What goes on to the next line is indented as the line is: lists in help texts keep their shape. Where the first
    piece is a column, which is a key or nothing and ends with a space, what is beside it stays beside it.
    """
    text = "".join(piece.text for piece in line)
    if cell_len(text) <= width:
        return [line]
    indent = min(_indent(line, text), width // 2)
    start = len(line[0].text) if _is_column(line) else len(text) - len(text.lstrip())
    parts: list[Line] = []
    begin = 0
    while cell_len(text[begin:]) > (room := max(1, width - (indent if parts else 0))):
        end = _break(text, max(begin, start), begin, room)
        parts.append(_cut_out(line, begin, end))
        begin = end + len(text[end:]) - len(text[end:].lstrip(" "))
    if text[begin:].strip():
        parts.append(_cut_out(line, begin, len(text)))
    return [parts[0], *(_indented(" " * indent, part) for part in parts[1:])]


def _is_column(line: Line) -> bool:
    first = line[0]
    return len(line) > 1 and first.text.endswith(" ") and (first.role == "key" or not first.text.strip())


def _indent(line: Line, text: str) -> int:
    return cell_len(line[0].text) if _is_column(line) else len(text) - len(text.lstrip(" "))


def _break(text: str, start: int, begin: int, room: int) -> int:
    """Where the part from `begin` ends: at the last space behind `start` that lets it fit, else where it is full."""
    widths = accumulate(cell_len(character) for character in text[begin:])
    full = begin + sum(width <= room for width in widths)
    space = text.rfind(" ", start + 1, full + 1)
    if space < 0:
        return max(full, begin + 1)
    return max(begin + 1, begin + len(text[begin:space].rstrip(" ")))


def _cut_out(line: Line, begin: int, end: int) -> Line:
    """The pieces between two characters, counted from the line's first one."""
    parts: list[Piece] = []
    place = 0
    for piece in line:
        text = piece.text[max(0, begin - place) : max(0, end - place)]
        place += len(piece.text)
        if text:
            parts.append(Piece(text, piece.role))
    return tuple(parts)


def _indented(margin: str, part: Line) -> Line:
    """With the margin as part of the first piece: it has no meaning of its own."""
    first, *rest = part
    return (Piece(margin + first.text, first.role), *rest)
