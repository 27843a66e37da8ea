"""Where the reading of a tree stands: the file, the line, and what is to be said about it."""

from collections.abc import Callable

from kconfig_index.errors import KconfigError


class Place:
    """The statement that is being read. `warnings` are what the kernel's tools print about the tree.

    `text` gives the text of the file, `ended` tells that all files were read to their ends.
    """

    def __init__(self) -> None:
        self.file_names: list[str] = []
        self.warnings: list[str] = []
        self.file = 0
        self.line = 0
        self.ended = False
        self.text: Callable[[], str] = str

    def source_line(self, line: int) -> str:
        """A line of the file, from 1 on; empty for line 0."""
        return self.text().split("\n")[line - 1] if line else ""

    def where(self) -> tuple[str, int]:
        """File and line, as far as there still is a file."""
        if self.ended:
            return "<none>", self.line
        return (self.file_names[self.file] if self.file_names else ""), self.line

    def error(self, message: str, column: int = 0) -> KconfigError:
        """An error about this line, to be raised."""
        file, line = self.where()
        return KconfigError(message, file, line, column, self.source_line(line))

    def warn(self, message: str) -> None:
        """A warning as the kernel's lexer and menus write it."""
        file, line = self.where()
        self.warnings.append(f"{file}:{line}:warning: {message}")

    def warn_as_note(self, message: str) -> None:
        """A warning as the kernel's parser writes it, with a space in it."""
        file, line = self.where()
        self.warnings.append(f"{file}:{line}: warning: {message}")
