"""The last line of a dialog: its keys and what they do."""

from textual.widgets import Static

from nixmenu.tui.keyed_app import key

Hint = tuple[str, str]
"""A binding's id, and what its key does."""


class KeyLine(Static):
    """Names keys as the user's settings have them."""

    def __init__(self, *hints: Hint) -> None:
        super().__init__(classes="dialog-keys", markup=False)
        self._hints = hints

    def on_mount(self) -> None:
        """Names are known once there is an application around."""
        self.show(*self._hints)

    def show(self, *hints: Hint) -> None:
        """Name other keys."""
        self.update("   ".join(f"{key(self, name)} {meaning}" for name, meaning in hints))
