"""What a finished run means: the errors and warnings of nixpkgs, and the losses that it keeps quiet about."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
MessageKind = Literal["unused", "not-set", "silent", "conflict", "fatal"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell about the result.

    `unused` and `not-set` are nixpkgs' own, `text` being its exact line. `silent` is an answer that did not
    stick and that nixpkgs does not report. `conflict` stops the evaluation in Nix, `fatal` the
    question-and-answer run.
    """

    severity: Severity
    kind: MessageKind
    name: str
    """The option, without CONFIG_; empty where it is not about one."""
    text: str
