"""Keys by what they are for: as help lists them, and docs/menus.md."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from textual.binding import Binding

from nixmenu.tui.bindings import key_name

GROUPS = {
    "list": "In every list",
    "text": "In every text",
    "field": "In every field",
    "option": "The option under the cursor",
    "mark": "Many options",
    "menu": "Whole menus",
    "session": "The session",
    "tree": "The menus",
    "search": "Search",
    "layers": "All options with their layers",
    "changes": "What changed",
    "problems": "Problems",
    "fallout": "The fallout entry",
    "help": "Help on an option",
    "why": "Reasons",
    "source": "Sources",
    "save": "Before a save",
    "app": "Everywhere",
}
"""What the first word of an id stands for; dialogs, which name their keys themselves, are not in the list."""

_NUMBER = re.compile(r"\d+$")


def grouped(bindings: Iterable[Binding]) -> dict[str, list[Binding]]:
    """Bindings under the titles of their groups, in the order of these; groups without any are left out."""
    found: dict[str, list[Binding]] = {title: [] for title in GROUPS.values()}
    for binding in bindings:
        title = GROUPS.get((binding.id or "").partition(".")[0])
        if title is not None and binding.tooltip:
            found[title].append(binding)
    return {title: group for title, group in found.items() if group}


def explained(bindings: Iterable[Binding]) -> Iterator[tuple[str, str, str]]:
    """Keys, what they do, and the id; bindings that differ only by a number are one, with N for it."""
    for meaning, same in groupby(bindings, lambda binding: _NUMBER.sub("N", binding.tooltip or "")):
        named = list(same)
        keys = list(dict.fromkeys(key_name(key) for binding in named for key in binding.key.split(",")))
        identifier = named[0].id or ""
        if meaning.endswith("N") and len(named) > 1:
            yield f"{keys[0]} … {keys[-1]}", meaning, _NUMBER.sub("N", identifier)
        else:
            yield " ".join(keys), meaning, identifier
