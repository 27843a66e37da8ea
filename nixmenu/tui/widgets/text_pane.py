"""Text of several meanings that scrolls: the details of an option, a diff, the list of keys."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nixmenu.tui.bindings import bind
from nixmenu.tui.rows import ROLES, Piece, printable
from nixmenu.tui.wrapping import Line, wrapped


class TextPane(ScrollView, can_focus=True):
    """Draws lines of pieces; wraps them itself because a Static laid out on every key press is far slower."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"text-pane--{role}" for role in ROLES}

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up,k", "scroll_up", "text.up", "Scroll the text up"),
        bind("down,j", "scroll_down", "text.down", "Scroll the text down"),
        bind("pageup,ctrl+b", "page_up", "text.page-up", "One screen up"),
        bind("pagedown,ctrl+f", "page_down", "text.page-down", "One screen down"),
        bind("home,g", "scroll_home", "text.start", "To the start of the text"),
        bind("end,G", "scroll_end", "text.end", "To the end of the text"),
    ]

    def __init__(self, *, wrap: bool = True, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._wrap = wrap
        self._lines: Sequence[Line] = ()
        self._laid_out: list[Line] = []
        self._laid_out_for = 0
        """The width that the lines were laid out for."""
        self._title = ""
        self._ground: Style | None = None
        """What is behind the text: to put it together on every line takes longer than the line."""

    def show(self, lines: Sequence[Line], title: str = "", *, stay: bool = False) -> None:
        """Show other text, from its start; `stay` keeps the place in a text of which only a part changed."""
        self._lines = [tuple(Piece(printable(piece.text), piece.role) for piece in line) for line in lines]
        self._title = title
        self.border_title = Text(printable(title))
        self._lay_out()
        if not stay:
            self.scroll_to(y=0, animate=False)
        self.refresh()

    @property
    def title(self) -> str:
        """What was given as the title."""
        return self._title

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "\n".join("".join(piece.text for piece in line) for line in self._lines)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._laid_out_for = width = max(1, self.scrollable_content_region.width)
        self._laid_out = [
            part for line in self._lines for part in (wrapped(line, width) if self._wrap else [line])
        ]
        longest = max((sum(cell_len(piece.text) for piece in line) for line in self._laid_out), default=0)
        self.virtual_size = Size(width if self._wrap else longest, len(self._laid_out))

    def notify_style_update(self) -> None:
        """Forget the old colours."""
        super().notify_style_update()
        self._ground = None

    def render_line(self, y: int) -> Strip:
        """The line `y` of the widget."""
        if self.scrollable_content_region.width > self._laid_out_for:
            self._lay_out()  # drawn for the first time, before it is told its size
        index = y + self.scroll_offset.y
        pieces = self._laid_out[index] if index < len(self._laid_out) else ()
        segments = [
            Segment(piece.text, self.get_component_rich_style(f"text-pane--{piece.role}")) for piece in pieces
        ]
        if self._ground is None:
            self._ground = self.rich_style
        start = self.scroll_offset.x
        return Strip(segments).crop_extend(start, start + self.size.width, self._ground)

    def action_page_up(self) -> None:
        """Scroll by what is on screen, at once: an animation costs four times as much."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll by what is on screen, at once: an animation costs four times as much."""
        self.scroll_page_down(animate=False)
