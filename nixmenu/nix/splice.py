"""Edits as splices of bytes: what is not named by one stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass


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
