"""The comma before the closing brace of a set pattern, `{ lib, pkgs, }:`, which the grammar does not know.

nixfmt writes it into nearly every file. It is blanked before parsing, which keeps every offset, and looked at
again afterwards, because Nix allows it only there.
"""

import re
from collections.abc import Iterator

import tree_sitter

from nixmenu.nix.source import Source

_BLANKS = re.compile(rb"[ \t\r\n]*")


def commas_before_braces(source: Source) -> list[int]:
    """Where a comma has nothing but blanks and comments between it and a closing brace.

    Also in strings and comments, where blanking it does no harm. Every byte is passed a bounded number of
    times, however the file is made.
    """
    comments = _CommentEnds(source)
    ends_at_brace: dict[int, bool] = {}
    found = []
    for comma in _positions(source.data, b","):
        passed = []
        place = comma + 1
        while place not in ends_at_brace:
            passed.append(place)
            start = place
            match = _BLANKS.match(source.data, start)
            place = match.end() if match is not None else start
            after = comments.end(place)
            if after is None:
                ends_at_brace[start] = source.data[place : place + 1] == b"}"
                place = start
            else:
                place = after
        for start in passed:
            ends_at_brace[start] = ends_at_brace[place]
        if ends_at_brace[place]:
            found.append(comma)
    return found


def check_comma(source: Source, root: tree_sitter.Node, comma: int) -> None:
    """Raise NixmenuError unless a blanked comma is one that Nix allows, or just text in a string or comment.

    Source: Nix `parser.y`, rule `formals`: `formal ',' formals | formal | ε | '...'`.
    """
    node = root.descendant_for_byte_range(comma, comma + 1)
    if node is None or node.type in ("comment", "string_fragment"):
        return
    before = [child for child in node.children if child.end_byte <= comma and child.type != "comment"]
    if node.type != "formals" or not before or before[-1].type != "formal":
        raise source.error("not valid Nix: `,` is not expected here", comma)


def _positions(data: bytes, wanted: bytes) -> Iterator[int]:
    position = data.find(wanted)
    while position >= 0:
        yield position
        position = data.find(wanted, position + 1)


class _CommentEnds:
    """Where the comment at a place ends; remembers the last `*/`, so as not to look for it again and again."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._closing: tuple[int, int] = (0, -1)

    def end(self, start: int) -> int | None:
        data = self._source.data
        if data[start : start + 1] == b"#":
            return self._source.line_end(start)
        if data[start : start + 2] != b"/*":
            return None
        searched, closing = self._closing
        if not searched <= start + 2 <= closing:
            closing = data.find(b"*/", start + 2)
            closing = len(data) if closing < 0 else closing
            self._closing = (start + 2, closing)
        return min(closing + 2, len(data))
