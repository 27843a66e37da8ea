"""A line of filters, one of which is in force: chosen by a key or by a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nixmenu.tui.keyed_app import key

_ROOMY = "  "
_TIGHT = " "


class FilterBar(Widget):
    """Names the filters with their keys; the one in force stands out, and has a sign."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"filter-bar--chosen", "filter-bar--number"}

    @dataclass
    class Chosen(Message):
        """A filter was clicked."""

        bar: "FilterBar"
        index: int

    def __init__(self, filters: Sequence[tuple[str, str]], *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        """`filters` are their names, and the ids of the bindings that choose them."""
        super().__init__(id=id)
        self._filters = filters
        self._chosen = 0

    def choose(self, index: int) -> None:
        """Show another one to be in force."""
        self._chosen = index
        self.refresh()

    def _labels(self) -> list[tuple[int, str, str]]:
        """Where each filter begins, its key with a sign, and its name."""
        keys = [key(self, identifier) for _, identifier in self._filters]
        names = [name for name, _ in self._filters]
        width = sum(map(len, names + keys)) + 2 * len(names)
        gap = _ROOMY if width + len(_ROOMY) * len(names) <= self.size.width else _TIGHT
        place = 0
        found = []
        for index, name in enumerate(names):
            number = f"{'▸' if index == self._chosen else ' '}{keys[index]} "
            found.append((place, number, name + (gap if gap == _ROOMY else "")))
            place += len(number) + len(found[-1][2])
        return found

    def render_line(self, y: int) -> Strip:
        """The filters in a row."""
        chosen = self.get_component_rich_style("filter-bar--chosen")
        number_style = self.get_component_rich_style("filter-bar--number")
        segments = []
        for index, (_, number, name) in enumerate(self._labels()):
            segments.append(Segment(number, number_style))
            segments.append(Segment(name, chosen if index == self._chosen else self.rich_style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Tell which filter is under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for index, (place, number, name) in enumerate(self._labels()):
            if place <= offset.x < place + len(number) + len(name.rstrip()):
                self.post_message(self.Chosen(self, index))
