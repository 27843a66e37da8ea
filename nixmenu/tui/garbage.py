"""When garbage is looked for: in a pause, because nothing else is done meanwhile."""

import gc
from asyncio import TimerHandle

from textual.message_pump import MessagePump

from nixmenu.tui.delays import later
from nixmenu.tui.heap import give_back

USUAL = (700, 10, 10)
"""How often Python looks through the youngest, the middle and all objects: each number counts the step below."""

COLLECTIONS = (*USUAL[:2], 40)
"""The same here: all objects of a session with a result take a fortieth of a second, which a key would wait for.

Where there is no pause they are looked through all the same, but in one key of a hundred.
"""

PAUSE = 0.5
"""Seconds without a key or a result."""


class Garbage:
    """The garbage of one application."""

    def __init__(self, app: MessagePump) -> None:
        self._app = app
        self._timer: TimerHandle | None = None

    def begin(self) -> None:
        """Look for garbage from now on. What is there now stays, and is not looked through any more."""
        gc.set_threshold(*COLLECTIONS)
        gc.freeze()
        gc.enable()

    def put_off(self) -> None:
        """Something was done: wait for the pause behind it."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = later(self._app, PAUSE, self._collect)

    def _collect(self) -> None:
        self._timer = None
        if gc.isenabled() and gc.get_count()[2] >= USUAL[2]:
            gc.collect()
            give_back()
