"""What screens ask of the application."""

from textual.message import Message

from kconfig_index import MenuNode, Symbol


class Edited(Message):
    """The user's answers changed: a new prediction is due, and every screen is to show them."""


class GoTo(Message):
    """An option is to be shown in its menu."""

    def __init__(self, symbol: Symbol) -> None:
        super().__init__()
        self.symbol = symbol


class WhyAsked(Message):
    """The reasons for an option are to be shown."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class HelpAsked(Message):
    """The help text of an entry is to be shown, with all else about it."""

    def __init__(self, node: MenuNode) -> None:
        super().__init__()
        self.node = node


class SourceAsked(Message):
    """The place of a file is to be shown where an option is defined; `place` is another one in the kernel's source."""

    def __init__(self, symbol: Symbol, place: tuple[str, int] | None = None) -> None:
        super().__init__()
        self.symbol = symbol
        self.place = place
