"""What the engine raises when a Kconfig tree, a `.config` or a request cannot be taken as it is."""


class KconfigError(Exception):
    """A problem at a place in a file, said in one sentence.

    `file` is the path as Kconfig spells it (relative to the source tree), `line` and `column` are 1-based and 0
    where there is none, `text` is the offending line, shown with a caret under `column`. `said` and
    `warnings` are what the tree had printed before. `account` is what the kernel's tools print instead of all that,
    where that was asked for: they tell every mistake.
    """

    def __init__(self, message: str, file: str = "", line: int = 0, column: int = 0, text: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        self.said: list[str] = []
        self.warnings: list[str] = []
        self.account = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        first = where + self.message
        if not self.text:
            return first
        shown = self.text.replace("\t", " ")
        if not self.column:
            return f"{first}\n  {shown}"
        return f"{first}\n  {shown}\n  {' ' * (self.column - 1)}^"


class RecursiveInclusionError(KconfigError):
    """A file that sources itself, directly or not; `report` is the kernel's own account of it."""

    def __init__(self, name: str, including: list[tuple[str, int]]) -> None:
        file, line = including[-1]
        chain = [f"{each}:{number}" for each, number in reversed(including)]
        path = "".join(f"  included from: {place}\n" for place in chain)
        self.report = f"Recursive inclusion detected.\nInclusion path:\n  current file : {name}\n{path}"
        super().__init__(f"recursive inclusion: {name} is included from {', '.join(chain)}", file, line)


class RecursiveDependencyError(KconfigError):
    """Symbols whose values depend on each other; `report` is the kernel's own account of every loop."""

    def __init__(self, report: str) -> None:
        self.report = report
        lines = [line for line in report.splitlines() if line.startswith("\t")]
        chain = "; ".join(line.strip() for line in lines[:8])
        super().__init__(f"recursive dependency: {chain}")
