"""What one reading of a file may cost beyond its steps: work whose size the file's writer gets for nothing.

Comparing, joining and copying take time by the size of values, and a value can be huge in a few lines: lists that
double, sets that grow with every step.
"""

from nixmenu.nix.values import Unknown

MAXIMUM_WORK = 1_000_000
"""Items looked at or copied; about a second. Large configurations take some ten thousand."""


class Budget:
    """What is left of the work that one reading may do."""

    def __init__(self, work: int = MAXIMUM_WORK) -> None:
        self._left = work

    def spend(self, work: int) -> Unknown | None:
        """Take `work` off; Unknown if so much is not left, and nothing of that kind may be done any more."""
        self._left -= work
        return Unknown("it takes too much work to find out") if self._left < 0 else None
