"""One option through all the layers: what a row of the interface shows."""

from dataclasses import dataclass

from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import Definition


@dataclass(frozen=True, slots=True)
class LayerRow:
    """What each layer says to one option, None where it says nothing, and what comes of it."""

    base: str | None
    nixos: str | None
    you: str | None
    """Its value, or "unset" where the user wants no answer at all."""
    result: str | None
    forced: bool
    """NixOS answers this option itself."""
    auto: bool
    """NixOS answers m because auto-modules answers m where m is offered."""
    edited: bool
    """Changed in this session and not saved yet."""
    overridden: bool
    """The user wins over an answer of NixOS by force."""
    stale: bool
    """The result is older than the newest edit, or not there yet."""
    definitions: tuple[Definition, ...]


def shown(answer: Answer | None) -> str | None:
    """What a layer's column shows for its answer."""
    if answer is None:
        return None
    return "unset" if answer.kind == "unset" else answer.value


def overrides(you: Answer | None, nixos: Answer | None) -> bool:
    """Whether the user's answer wins over another one of NixOS by its priority."""
    if you is None or nixos is None or nixos.kind == "unset":
        return False
    return (you.kind, you.value) != (nixos.kind, nixos.value) and you.priority < nixos.priority
