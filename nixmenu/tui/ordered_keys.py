"""Keys one after the other: what a key opens, closes or focuses is there before the next one is looked at.

While there is nothing yet that keys could be for, they are kept, and taken when it is there. What is there may be
enough for some: those are taken until the first one that has to wait, behind which all others do.

Textual hands a key to what has the focus when it arrives. Of several keys that a terminal sends at once (a quick typist
over a slow line, a macro), the later ones would reach what had the focus before: the letters of "/sound" would be keys
of the menu, and "s" would save.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from textual import events, on
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message

from nixmenu.tui.delays import later

ROUNDS = 2
"""How often everything between the focus and the application has to be through: the key, then what its action posts."""

MOST_KEPT = 500
"""Keys that are kept while there is nothing that they could be for; what comes after them is dropped."""

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

    AT_ONCE: ClassVar[frozenset[str]] = frozenset()
    """Actions whose keys are never kept."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[events.Key] = deque()
        self._since: float | None = None
        """When the key that is under way was taken."""
        self._kept: deque[events.Key] = deque()
        self._keeping = False
        self._then: Callable[[], object] | None = None
        """What is done when the key that is under way is done; all others wait for that."""

    @property
    def keys_under_way(self) -> bool:
        """Whether a key has not been dealt with yet."""
        return self._since is not None

    async def on_event(self, event: events.Event) -> None:
        """Take a key in its turn; everything else as ever."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if not self.screen_stack:  # the very first moment
            await self._take_without_screen(event)
            return
        if self._keeps_all and not self._is_at_once(event):
            self._keep(event)
            return
        self._waiting.append(event)
        if self._since is None or monotonic() - self._since > PATIENCE:
            await self._take_next()

    def keep_keys(self) -> None:
        """Keep keys from now on, those that wait, too: what they are for is not there yet."""
        self._keeping = True
        self._kept.extend(self._waiting)
        self._waiting.clear()

    @property
    def takes_some(self) -> bool:
        """Whether something is there already that some keys are for while others are kept."""
        return False

    def is_for_now(self, event: events.Key) -> bool:
        """Whether a key is one of those; asked when its turn comes."""
        return False

    def key_kept(self) -> None:
        """A key was kept just now."""

    def between_keys(self, call: Callable[[], object]) -> None:
        """Make a call when the key that is under way is done, and keep all others from now on."""
        self.keep_keys()
        if self._since is None:
            call()
        else:
            self._then = call
            later(self, PATIENCE, self._call_then)

    def _call_then(self) -> None:
        call, self._then = self._then, None
        if call is not None:
            call()

    def drop_keys(self) -> None:
        """Forget the keys that are kept: what they were for does not come."""
        self._kept.clear()

    def take_keys(self, *, kept: bool) -> None:
        """Take keys again, as soon as the screen that is shown now has its focus; the `kept` ones first, or they stay.

        What is left can be taken by another call.
        """
        self._keeping = False
        if kept:
            self._take_kept()
        self._begin()

    def take_some(self) -> None:
        """Look at the kept keys again, as soon as the screen has its focus: some may be for what is there now."""
        self._take_kept()
        self._begin()

    def _take_kept(self) -> None:
        self._waiting.extendleft(reversed(self._kept))
        self._kept.clear()

    def _begin(self) -> None:
        if self._since is None:
            self._since = monotonic()  # as if a key had opened the screen
            self._settle()

    @property
    def _keeps_all(self) -> bool:
        return self._keeping and (bool(self._kept) or self._then is not None or not self.takes_some)

    def _has_to_wait(self, event: events.Key) -> bool:
        if not self._keeping or self._is_at_once(event):
            return False
        return self._keeps_all or not self.is_for_now(event)

    def _is_at_once(self, event: events.Key) -> bool:
        if self.takes_some and self._kept and event.is_printable:
            return False  # it may be a letter of what is typed
        active = self.active_bindings.get(event.key)
        return active is not None and active.binding.action.removeprefix("app.") in self.AT_ONCE

    async def _take_without_screen(self, event: events.Key) -> None:
        """Do what is done at once, by the application's own bindings; keep every other key."""
        bound = self._bindings.key_to_bindings.get(event.key, ())
        action = next((each.action for each in bound if each.action in self.AT_ONCE), None)
        if action is not None:
            await self.run_action(action)
        else:
            self._keep(event)

    def _keep(self, event: events.Key) -> None:
        if len(self._kept) < MOST_KEPT:
            self._kept.append(event)
            self.key_kept()

    async def _take_next(self) -> None:
        self._since = None
        while self._waiting and self._has_to_wait(self._waiting[0]):
            self._keep(self._waiting.popleft())
        if not self._waiting:
            self._call_then()
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
        else:
            self._settle()

    def _settle(self) -> None:
        if not self.screen.call_later(self.post_message, self.Settled()):
            self.post_message(self.Settled())

    @on(Settled)
    async def _go_on(self) -> None:
        await self._take_next()
