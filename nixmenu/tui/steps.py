"""What an edit did, in words."""

from collections.abc import Mapping

from nixmenu.session import Change
from nixmenu.tui.wording import counted

Step = Mapping[str, Change]


def told(step: Step) -> str:
    """What an edit did: every option with its value where there is one, or how many."""
    if len(step) > 1:
        return f"{counted(len(step), 'option')}: {', '.join(sorted(step))}"
    ((name, change),) = step.items()
    return f"{name} {said(change)}"


def said(change: Change) -> str:
    """What the entry says to the option after the edit."""
    new = change.new
    if new is None:
        return "left to NixOS"
    value = new.freeform if new.freeform is not None else new.tristate
    return "unset" if value is None else f"= {value}"
