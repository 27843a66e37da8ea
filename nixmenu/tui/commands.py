"""The command palette: everything that keys do on the screen, found by what it does."""

from collections.abc import Iterator
from functools import partial

from textual.app import App, SystemCommand
from textual.screen import Screen

from nixmenu.tui.keys_names import key_name


def commands(app: App[None], screen: Screen[object]) -> Iterator[SystemCommand]:
    """A command for each binding that is active on the screen, with its keys."""
    keys: dict[str, list[str]] = {}
    active = list(screen.active_bindings.values())
    for each in active:
        if each.binding.id is not None:
            keys.setdefault(each.binding.id, []).append(key_name(each.binding.key))
    told: set[str] = set()
    for each in active:
        binding = each.binding
        if not each.enabled or not binding.tooltip or binding.id is None or binding.id in told:
            continue
        told.add(binding.id)
        run = partial(app.run_action, binding.action, each.node)
        yield SystemCommand(binding.tooltip, f"{' '.join(keys[binding.id])} · {binding.id}", run)
