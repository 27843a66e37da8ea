"""A reason as data: one link of the chain from a value to the answers or facts that decide about it."""

from dataclasses import dataclass

from kconfig_index.explanation import Place
from nixmenu.causes.goals import Root
from nixmenu.layers.answer import Answer


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, and the reasons for it."""

    name: str
    """The symbol that it is about."""
    value: str | None
    """What that stands at; None for a symbol that this kernel does not know."""
    text: str
    """One sentence, without the place."""
    brief: str
    """The same where its name was just said."""
    place: Place | None
    """The statement in the kernel's Kconfig files."""
    because: "tuple[Cause, ...]" = ()
    root: Root | None = None
    """Set where the chain ends."""
    answered_by: Answer | None = None
    """The answer that is the root, if it is one."""
    repeated: bool = False
    """Whether the reasons for it stand at another place of the same chain."""
    more: int = 0
    """Further reasons beside `because` that were left out."""
