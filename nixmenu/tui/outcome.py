"""What came of a change that was to mend something: the result before it beside the one after it."""

from nixmenu.prediction import Prediction
from nixmenu.tui.wording import counted


def told(before: Prediction, after: Prediction) -> tuple[str, bool]:
    """A sentence or two, and whether it is better now.

    Where the run stops there is one error, and it hides all others: to get further is better than to have fewer.
    """
    if after.fatal is not None:
        if before.fatal is None:
            return f"Done, but now NixOS's run stops. Before: {_counts(before)}.", False
        if before.fatal == after.fatal:
            return "Done, but NixOS's run stops where it did.", False
        return "Done. NixOS's run stops at something else now.", True
    if before.fatal is not None:
        return f"Done. NixOS's run gets to its end now: {_counts(after)}.", True
    better = (after.errors, after.warnings) < (before.errors, before.warnings)
    return f"Done. Before: {_counts(before)}. Now: {_counts(after)}.", better


def _counts(prediction: Prediction) -> str:
    return f"{counted(prediction.errors, 'error')}, {counted(prediction.warnings, 'warning')}"
