"""Edits as splices of bytes: what is not named by one stays as it is."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """The bytes from `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """`data` after all splices; those at one place keep the order they are given in.

    Raises ValueError if two of them overlap, which is a mistake of the caller.
    """
    pieces = []
    position = 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < position:
            raise ValueError(f"two edits overlap at byte {splice.start}")
        pieces += [data[position : splice.start], splice.text]
        position = splice.end
    pieces.append(data[position:])
    return b"".join(pieces)


def difference(before: bytes, after: bytes) -> list[Splice]:
    """Splices that make `after` of `before`, in order: by lines, and by the byte where a line was rewritten."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    offsets = list(accumulate(map(len, old), initial=0))
    splices: list[Splice] = []
    lines = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, last, other, other_last in lines.get_opcodes():
        if kind != "equal":
            splices += _rewritten(offsets[first], old[first:last], new[other:other_last])
    return splices


def _rewritten(start: int, old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Splice]:
    """What makes some lines of others; two that are the same up to their `=` are one line."""
    offsets = list(accumulate(map(len, old), initial=start))
    old_heads, new_heads = ([line.partition(b"=")[0] for line in lines] for lines in (old, new))
    matcher = difflib.SequenceMatcher(None, old_heads, new_heads, autojunk=False)
    for kind, first, last, other, other_last in matcher.get_opcodes():
        if kind == "equal":
            for index in range(last - first):
                yield from _replaced(offsets[first + index], old[first + index], new[other + index])
        else:
            yield from _replaced(offsets[first], b"".join(old[first:last]), b"".join(new[other:other_last]))


def _replaced(start: int, old: bytes, new: bytes) -> Iterator[Splice]:
    if old == new:
        return
    same = _same_length(old, new)
    tail = _same_length(old[same:][::-1], new[same:][::-1])
    yield Splice(start + same, start + len(old) - tail, new[same : len(new) - tail])


def _same_length(one: bytes, other: bytes) -> int:
    """How far two texts are the same."""
    pairs = zip(one, other, strict=False)
    return next(
        (index for index, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other))
    )
