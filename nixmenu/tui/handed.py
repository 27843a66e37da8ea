"""What is handed to a thread, and to nobody else."""

from typing import Generic, TypeVar

What = TypeVar("What")


class Handed(Generic[What]):
    """Holds something until it is taken, once.

    Textual keeps the arguments of a worker for as long as its screen gets no other message: for a screen that waits to
    be shown again, that is a session with its result.
    """

    def __init__(self, what: What) -> None:
        self._there = [what]

    def take(self) -> What:
        """Have it; raises IndexError if somebody had it before."""
        return self._there.pop()
