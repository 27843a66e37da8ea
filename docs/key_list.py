"""Writes the list of keys into docs/menus.md, from what the program binds.

python docs/key_list.py
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from textual.binding import Binding
from textual.dom import DOMNode

import nixmenu.tui
from nixmenu.tui.bindings import key_name

PAGE = Path(__file__).resolve().parent / "menus.md"
BEGIN, END = "<!-- keys -->\n", "<!-- end of keys -->\n"

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


def bindings() -> Iterator[Binding]:
    """Every binding with an id, in the order of the modules."""
    told: set[str] = set()
    for module in pkgutil.walk_packages(nixmenu.tui.__path__, "nixmenu.tui."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, DOMNode):
                for binding in vars(value).get("BINDINGS", ()):
                    if isinstance(binding, Binding) and binding.id and binding.id not in told:
                        told.add(binding.id)
                        yield binding


def key_list() -> str:
    """A table for each group."""
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for binding in bindings():
        group = (binding.id or "").partition(".")[0]
        if group in groups:
            keys = " ".join(f"`{key_name(key)}`" for key in binding.key.split(",")).replace("|", "\\|")
            groups[group].append(f"| {keys} | {binding.tooltip} | `{binding.id}` |\n")
    return "\n".join(
        f"### {title}\n\n| key | what it does | id |\n|---|---|---|\n{''.join(groups[group])}"
        for group, title in GROUPS.items()
    )


def with_keys(page: str) -> str:
    """The page with the list as it is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{key_list()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_keys(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
