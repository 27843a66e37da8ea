"""The command palette: everything that keys do on the screen, found by what it does."""

from collections.abc import Iterator
from functools import partial

from textual.app import App, SystemCommand
from textual.screen import Screen

from nixmenu.tui.bindings import key_name
from nixmenu.tui.key_map import KeyMap, bindings_of


def commands(app: App[None], screen: Screen[object], keys: KeyMap) -> Iterator[SystemCommand]:
    """A command for each binding of what has the focus, of the screen and of the application, with its keys."""
    told: set[str] = set()
    for node in (screen.focused, screen, app):
        for binding in keys.applied(bindings_of(type(node))) if node is not None else ():
            if binding.id is not None and binding.id not in told:
                told.add(binding.id)
                names = " ".join(key_name(key) for key in binding.key.split(","))
                run = partial(app.run_action, binding.action, node)
                yield SystemCommand(binding.tooltip, f"{names} · {binding.id}", run)
