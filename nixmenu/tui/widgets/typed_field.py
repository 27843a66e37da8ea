"""A field that is typed into while everything around it stays where it is."""

from typing import Self

from textual.geometry import Region
from textual.widgets import Input


class TypedField(Input):
    """An input whose text never changes its size, so that a letter does not lay out the whole screen anew."""

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw it again; what Textual asks a layout for is a longer text, which only scrolls here."""
        return super().refresh(
            *regions, repaint=repaint, layout=layout and not self.size, recompose=recompose
        )
