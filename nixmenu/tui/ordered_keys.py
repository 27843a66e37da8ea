"""Keys one after the other: what a key opens, closes or focuses is there before the next one is looked at.

Textual hands a key to what has the focus when it arrives. Of several keys that a terminal sends at once (a quick typist
over a slow line, a macro), the later ones would reach what had the focus before: the letters of "/sound" would be keys
of the menu, and "s" would save.
"""

from collections import deque
from time import monotonic

from textual import events, on
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message

ROUNDS = 2
"""How often everything between the focus and the application has to be through: the key, then what its action posts."""

PATIENCE = 1.0
"""Seconds after which a key counts as done in any case, as it may have gone with the widget that it was for."""


class OrderedKeysApp(App[None]):
    """Holds keys back while another one is under way."""

    class Passed(Message):
        """Everything that was posted before this, from the focus up to the application, is done."""

        def __init__(self, left: int) -> None:
            super().__init__()
            self.left = left

    class Settled(Message):
        """The screen that is shown now has its focus."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[events.Key] = deque()
        self._since: float | None = None
        """When the key that is under way was taken."""

    @property
    def keys_under_way(self) -> bool:
        """Whether a key has not been dealt with yet."""
        return self._since is not None

    async def on_event(self, event: events.Event) -> None:
        """Take a key in its turn; everything else as ever."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if self._since is None or monotonic() - self._since > PATIENCE:
            await self._take_next()

    async def _take_next(self) -> None:
        self._since = None
        if not self._waiting:
            return
        event = self._waiting.popleft()
        self._since = monotonic()
        target = self.focused or self.screen
        await super().on_event(event)
        self._follow(target if event.is_forwarded else self.focused or self.screen, ROUNDS)

    def _follow(self, target: DOMNode, left: int) -> None:
        """Send a message the way that keys go; where there is no way any more, go on."""
        if not target.post_message(self.Passed(left)):
            self.post_message(self.Passed(left))

    @on(Passed)
    def _pass(self, message: Passed) -> None:
        if message.left > 1:
            self._follow(self.focused or self.screen, message.left - 1)
        elif not self.screen.call_later(self.post_message, self.Settled()):
            self.post_message(self.Settled())

    @on(Settled)
    async def _go_on(self) -> None:
        await self._take_next()
