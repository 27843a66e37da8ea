"""nixpkgs' intermediate configuration: lines `NAME[?] VALUE`, from the layers to the run.

Source: nixpkgs `kernel_config.nix` (writing) and `generate-config.pl` (reading).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nixmenu.errors import NixmenuError
from nixmenu.layers.answer import Answer

# ASCII only, and split at newlines alone: the script reads bytes.
_LINE = re.compile(r"\s*([A-Za-z0-9_]+)(\?)?(?:\s+(.*\S))?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the run answers to the question for one option."""

    value: str
    """Empty for a bare name."""
    mandatory: bool
    """Whether a mismatch is an error instead of a warning."""


class InvalidAnswerLineError(NixmenuError):
    """A line that the run dies of, in the script's words; `number` is its 1-based place in the text."""

    def __init__(self, text: str, number: int) -> None:
        super().__init__(f"invalid config line: {text}")
        self.text = text
        self.number = number


def format_answers(answers: Mapping[str, Answer], texts: Iterable[str] = ()) -> str:
    """The structured answers in byte order of the names, then the `extraConfig` strings, as text."""
    lines = []
    for name in sorted(answers):
        answer = answers[name]
        if answer.kind == "unset":
            continue
        mark = "?" if answer.optional else ""
        lines.append(f"{name}{mark} {answer.value}" if answer.value else f"{name}{mark}")
    return "".join(f"{line}\n" for line in (*lines, *texts))


def parse_answers(text: str) -> dict[str, Reply]:
    """Read the lines as the run does: `#` starts a comment, a later line for a name replaces the earlier one.

    Raises InvalidAnswerLineError at the first line that is neither blank nor an answer.
    """
    replies: dict[str, Reply] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        said = line.partition("#")[0]
        match = _LINE.fullmatch(said)
        if match is not None:
            replies[match[1]] = Reply(match[3] or "", match[2] is None)
        elif said.strip(" \t\r\f\v"):
            raise InvalidAnswerLineError(said, number)
    return replies
