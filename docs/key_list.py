"""Writes the list of keys into docs/menus.md, from what the program binds.

python docs/key_list.py
"""

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from textual.binding import Binding
from textual.dom import DOMNode

import nixmenu.tui
from nixmenu.tui.bindings import key_name
from nixmenu.tui.key_groups import grouped

PAGE = Path(__file__).resolve().parent / "menus.md"
BEGIN, END = "<!-- keys -->\n", "<!-- end of keys -->\n"


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
    return "\n".join(
        f"### {title}\n\n| key | what it does | id |\n|---|---|---|\n{''.join(_rows(group))}"
        for title, group in grouped(bindings()).items()
    )


def _rows(group: Iterable[Binding]) -> Iterator[str]:
    for binding in group:
        keys = " ".join(f"`{key_name(key)}`" for key in binding.key.split(",")).replace("|", "\\|")
        yield f"| {keys} | {binding.tooltip} | `{binding.id}` |\n"


def with_keys(page: str) -> str:
    """The page with the list as it is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{key_list()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_keys(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
