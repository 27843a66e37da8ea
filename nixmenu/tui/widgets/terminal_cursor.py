"""The terminal's own cursor: screen readers read the line it is on, and input methods type there."""

from collections.abc import Callable

from textual.geometry import Offset
from textual.widget import Widget


def place_terminal_cursor(widget: Widget, place: Offset) -> bool:
    """Put it at `place`, in cells of the screen, if keys go to the widget; whether it was elsewhere.

    It moves there with the next drawing.
    """
    if not (widget.is_attached and widget.has_focus and widget.screen.is_current):
        return False
    moves = widget.app.cursor_position != place
    widget.app.cursor_position = place
    return moves


def follow_layout(widget: Widget, place: Callable[[], Offset]) -> None:
    """Put it at `place` whenever the widget may stand elsewhere, or have the keys again after a dialog."""

    def follow(_: object) -> None:
        if place_terminal_cursor(widget, place()):
            widget.refresh()

    widget.screen.screen_layout_refresh_signal.subscribe(widget, follow, immediate=True)
    widget.app.screen_change_signal.subscribe(widget, follow, immediate=True)
