"""Calls that are made once, after a while."""

import asyncio
from collections.abc import Callable

from textual.message_pump import MessagePump


def later(node: MessagePump, seconds: float, call: Callable[[], object]) -> asyncio.TimerHandle:
    """Have `node` make a call when so much time has passed, unless the handle is cancelled or the node is gone.

    In place of `set_timer`: Textual's timers leave a call out that they are late for, also the only one. Where threads
    compute, one may hold the interpreter for all of the delay just then, and what was waited for never comes.
    """
    return asyncio.get_running_loop().call_later(seconds, node.call_next, call)
