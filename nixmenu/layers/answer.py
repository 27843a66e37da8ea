"""What one layer, or all of them together, say to one option once the module system has merged it."""

from dataclasses import dataclass
from typing import Literal

from nixmenu.layers.definition import Definition

AnswerKind = Literal["tristate", "freeform", "text", "unset"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The merged answer to one option, with the definitions that made it, to tell people who said it.

    `kind` is how it was given: `tristate` and `freeform` are structured, `text` is a line of an
    `extraConfig` string, `unset` is no answer at all (`value` is then empty).
    """

    value: str
    kind: AnswerKind
    optional: bool
    priority: int
    definitions: tuple[Definition, ...]
    """The winning definitions, in the order they were given."""
