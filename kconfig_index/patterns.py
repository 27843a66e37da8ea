"""Lines that a regular expression fits; also as a process of its own, because some expressions never come to an end.

Python holds its lock while it matches, and looks for signals in the main thread only: a thread that tries such an
expression stops all others. A process can be ended. It gets the expression and the texts on standard input, after a
line with the length of each in bytes, and prints the numbers of the lines, a line for each text; what is wrong with the
expression comes after "!". Time and memory are limited, so that it ends even if nobody is there any more to end it.
"""

import re
import sys
from collections.abc import Sequence

MOST_SECONDS = 10
"""Of the processor's time, for the process."""
MOST_MEMORY = 1 << 30
"""Bytes, for the process."""


def fitting(pattern: str, texts: Sequence[str]) -> list[list[int]]:
    """For each text the lines, counted from 0, in which a regular expression matches; capitals do not matter.

    Raises ValueError with the reason if it is none.
    """
    try:
        search = re.compile(pattern, re.IGNORECASE).search
    except (re.error, RecursionError, OverflowError, MemoryError) as error:
        raise ValueError(str(error) or "it is too large") from None
    return [[number for number, line in enumerate(text.split("\n")) if search(line)] for text in texts]


def request(pattern: str, texts: Sequence[str]) -> bytes:
    """What the process is to be told."""
    parts = [part.encode("utf-8", "surrogatepass") for part in (pattern, *texts)]
    return b" ".join(b"%d" % len(part) for part in parts) + b"\n" + b"".join(parts)


def answer(printed: bytes) -> list[list[int]]:
    """What the process found. Raises ValueError as `fitting` does, and if it did not come to its end."""
    if printed.startswith(b"!"):
        raise ValueError(printed[1:].decode("utf-8", "replace").strip())
    if not printed.endswith(b".\n"):
        raise ValueError("it takes too much")
    return [[int(number) for number in line.split()] for line in printed[:-2].splitlines()]


def main() -> None:
    """Answer one request."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    lengths = [int(length) for length in sys.stdin.buffer.readline().split()]
    pattern, *texts = (sys.stdin.buffer.read(length).decode("utf-8", "surrogatepass") for length in lengths)
    try:
        found = fitting(pattern, texts)
    except ValueError as error:
        sys.stdout.buffer.write(f"!{error}".encode("utf-8", "replace"))
    else:
        lines = "".join(f"{' '.join(map(str, numbers))}\n" for numbers in found)
        sys.stdout.buffer.write(f"{lines}.\n".encode("ascii"))


if __name__ == "__main__":
    main()
