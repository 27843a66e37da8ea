"""The menu tree while it is being read: entries, their properties, and the blocks they stand in."""

from dataclasses import dataclass, field

from kconfig_index.help_texts import Written

MENU, CONFIG, MENUCONFIG, CHOICE, COMMENT, IF, ROOT = range(7)
"""Kinds of entries."""
PROMPT, MENU_PROMPT, COMMENT_PROMPT, DEFAULT, SELECT, IMPLY, RANGE = range(7)
"""Kinds of properties; the first three have a text that is shown."""


@dataclass(slots=True)
class Property:
    """A prompt, default, select, imply or range of one entry.

    `value` is the operand of a default, the symbol of a select or imply, the symbol of a range's lower bound (`high`
    is that of its upper one). `condition` is what stands behind `if`; the finished one includes all that encloses it.
    `number` is its place among all properties of the tree, entry by entry, when they are finished.
    """

    kind: int
    entry: int
    line: int
    condition: int | None
    value: int = 0
    high: int = 0
    text: str = ""
    number: int = -1


@dataclass(slots=True)
class Entry:
    """One entry, linked to its parent, its next neighbour and its first child (-1 where there is none).

    `members` are a choice's symbols in the order of their priority, `own_dependency` its own conditions as written.
    """

    kind: int
    parent: int
    file: int
    line: int
    symbol: int = -1
    next: int = -1
    first: int = -1
    dependency: int | None = None
    visibility: int | None = None
    prompt: Property | None = None
    help: Written | None = None
    properties: list[Property] = field(default_factory=list)
    members: list[int] | None = None


class MenuTree:
    """Entries in the order in which they were read; entry 0 is the root.

    `definitions` are the entries of every symbol, `properties` its properties over all of them, in order.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = [Entry(ROOT, -1, 0, 0)]
        self.definitions: dict[int, list[int]] = {}
        self.properties: dict[int, list[Property]] = {}
        self.current = self.entries[0]
        self.current_number = 0
        self.open_menu = 0
        self._last = -1

    def add(self, kind: int, file: int, line: int, symbol: int = -1) -> Entry:
        """A new entry behind the last one of the open menu; it becomes the current one (`menu_add_entry`)."""
        number = len(self.entries)
        entry = Entry(kind, self.open_menu, file, line, symbol)
        self.entries.append(entry)
        if self._last < 0:
            self.entries[self.open_menu].first = number
        else:
            self.entries[self._last].next = number
        self._last = number
        self.current = entry
        self.current_number = number
        if symbol >= 0:
            self.definitions.setdefault(symbol, []).append(number)
        return entry

    def open(self) -> int:
        """What follows belongs to the current entry (`menu_add_menu`); its number."""
        self.open_menu = self.current_number
        self._last = -1
        return self.open_menu

    def close(self) -> None:
        """What follows stands behind the open menu (`menu_end_menu`)."""
        self._last = self.open_menu
        self.open_menu = self.entries[self.open_menu].parent

    def add_property(self, added: Property) -> None:
        """Append a property to the current entry and to its symbol (`menu_add_prop`)."""
        self.current.properties.append(added)
        if self.current.symbol >= 0:
            self.properties.setdefault(self.current.symbol, []).append(added)

    def forget_entries(self) -> None:
        """Give back the memory of all entries and their properties."""
        self.entries.clear()
        self.properties.clear()
        self.current = Entry(ROOT, -1, 0, 0)


def choice_of(entries: list[Entry], definitions: list[int]) -> int:
    """The choice that a symbol is a member of, by its first entry with a prompt (`sym_get_choice_menu`); -1 if none."""
    for number in definitions:
        if entries[number].prompt is not None:
            parent = entries[number].parent
            while parent >= 0 and entries[parent].symbol < 0:
                parent = entries[parent].parent
            return parent if parent >= 0 and entries[parent].kind == CHOICE else -1
    return -1
