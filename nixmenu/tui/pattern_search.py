"""Regular expressions as people type them, which may be no good yet, or never come to an end.

Each is tried in a process of its own, which the next key ends: within this one, not even another thread could go on
while Python matches.
"""

import subprocess
import sys
from contextlib import suppress

from kconfig_index import Symbol, patterns
from kconfig_index.search import Search

LONGEST = 200
"""Characters of a pattern."""
SECONDS = 3.0
"""A pattern that has not gone through all texts by then is given up."""


class PatternError(Exception):
    """What is wrong with a pattern, as a sentence."""


class PatternSearch:
    """One try of one pattern: `run` in a thread, `cancel` from anywhere."""

    def __init__(self, pattern: str, limit: int, seconds: float = SECONDS) -> None:
        self._pattern = pattern
        self._limit = limit
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    def run(self, search: Search) -> list[Symbol]:
        """Symbols that the pattern fits; nothing if it was cancelled.

        Raises PatternError if the pattern is none, takes too long, or cannot be tried.
        """
        if len(self._pattern) > LONGEST:
            raise PatternError(f"A regular expression of more than {LONGEST} characters is not tried.")
        printed = self._printed(patterns.request(self._pattern, search.lines))
        if self._cancelled:
            return []
        try:
            return search.owners_of(patterns.answer(printed), self._limit)
        except ValueError as error:
            raise PatternError(f"Not a regular expression yet: {error}.") from None

    def _printed(self, request: bytes) -> bytes:
        command = [sys.executable, "-I", "-S", patterns.__file__]
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise PatternError(f"A regular expression cannot be tried here: {error.strerror}.") from None
        self._process = process
        with process:
            if self._cancelled:
                process.kill()
            try:
                return process.communicate(request, self._seconds)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                raise PatternError(
                    "This regular expression takes too long: say more of what you look for."
                ) from None

    def cancel(self) -> None:
        """Give it up at once."""
        self._cancelled = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()
