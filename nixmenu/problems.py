"""What a finished run means: the errors and warnings of nixpkgs, and the losses that it keeps quiet about.

Source: the end of nixpkgs' `generate-config.pl`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nixmenu.layers.answer_lines import Reply

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


def verdict(
    values: Mapping[str, str], replies: Mapping[str, Reply], *, ignore_config_errors: bool
) -> list[Message]:
    """Compare the final `.config` with what was answered, option by option in byte order.

    A result of 0 or nothing passes for correct in the script, whatever was wanted: that is the silent kind.
    """
    messages: list[Message] = []
    for name in sorted(replies):
        reply = replies[name]
        severity: Severity = "error" if reply.mandatory and not ignore_config_errors else "warning"
        got = values.get(name)
        if got is None:
            messages.append(Message(severity, "unused", name, f"{severity}: unused option: {name}"))
        elif got != reply.value:
            outcome = f"{name} (wanted '{reply.value}', got '{got}')"
            if got in ("", "0"):
                text = f"note: option silently not set: {outcome}"
                messages.append(Message("note", "silent", name, text))
            else:
                text = f"{severity}: option not set correctly: {outcome}"
                messages.append(Message(severity, "not-set", name, text))
    return messages
