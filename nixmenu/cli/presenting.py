"""Showing what will become of files, and writing it where that is asked for."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nixmenu.cli.diagnostics import say, say_notes, waiting

if TYPE_CHECKING:
    from nixmenu.nix.planning import Plan


def present(plans: "Sequence[Plan]", save: Callable[[], None] | None) -> None:
    """Print plans as diffs and, with `save`, write them.

    Where only the right to write is missing, the entry is printed in place of the diff, to be pasted by hand.
    Raises NixmenuError if nothing is written.
    """
    # Imported here because the Nix grammar costs time that a command line need not spend.
    from nixmenu.nix.write import NotWritableError

    diffs = "".join(plan.diff for plan in plans)
    for plan in plans:
        say_notes(f"it counts only if {condition}" for condition in plan.conditions)
        say_notes(plan.conditional)
        say_notes(plan.clashes)
    if save is None:
        print(diffs, end="")
        return
    try:
        with waiting("Nix checks the new text"):
            save()
    except NotWritableError as error:
        print(error.paste, end="")
        say("the entry is printed as it should be: paste it in place of the one that is there")
        raise
    print(diffs, end="")
    for plan in {plan.path: plan for plan in plans if plan.diff}.values():
        say(f"removed {plan.path}, which nixmenu had made" if plan.removes else f"written to {plan.path}")
