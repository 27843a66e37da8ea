"""What an edit is asked to make an option say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from nixmenu.layers.definition import PLAIN, Definition


@dataclass(frozen=True, slots=True)
class Freeform:
    """A number's or string's text, unquoted; "" is an answer too."""

    text: str


class _Unset(Enum):
    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = _Unset.UNSET
"""No answer at all, where NixOS would give one: `unset`."""

Answer = Literal["y", "m", "n"] | Freeform | Literal[_Unset.UNSET]
_TRISTATES: Mapping[str, Literal["y", "m", "n"]] = {"y": "y", "m": "m", "n": "n"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An option's definition as it should be written."""

    value: Answer
    force: bool = False
    """Win over a definition of NixOS at the usual priority. False keeps a `mkForce` whose value stays."""
    optional: bool = False
    """No error if the kernel does not take it. False keeps an `option` whose value stays."""
    priority: int | None = None
    """Exactly this priority and optional mark, whatever `force` says; None leaves both as told above."""

    @classmethod
    def of(cls, definition: Definition) -> "Wanted":
        """What makes another entry say the same, in every respect."""
        value: Answer = UNSET
        if definition.freeform is not None:
            value = Freeform(definition.freeform)
        elif definition.tristate is not None:
            value = _TRISTATES[definition.tristate]
        return cls(value, definition.priority < PLAIN, definition.optional, definition.priority)

    @property
    def tristate(self) -> str | None:
        """As in `Definition.tristate`."""
        return self.value if isinstance(self.value, str) else None

    @property
    def freeform(self) -> str | None:
        """As in `Definition.freeform`."""
        return self.value.text if isinstance(self.value, Freeform) else None
