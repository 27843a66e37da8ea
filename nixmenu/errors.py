"""The one kind of exception that nixmenu shows to people: a sentence, with the place it is about."""

from pathlib import Path


class NixmenuError(Exception):
    """Something nixmenu cannot do, said in one sentence that also tells what to do about it.

    `path` and `line` (1-based) name the place it is about; `str()` puts them in front, as compilers do.
    """

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        if self.path is None:
            return self.message
        if self.line is None:
            return f"{self.path}: {self.message}"
        return f"{self.path}:{self.line}: {self.message}"
