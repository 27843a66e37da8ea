"""One parsed kernel as flat arrays: what the cache holds and what values are computed on.

Nothing here is an object per symbol, so that a kernel of twenty thousand of them is loaded by a few reads of a file
and costs the garbage collector nothing. Lists of lists are cut from one array by the array of their `starts`: item i
has `items[starts[i]:starts[i + 1]]`.

An *operand* numbers what has a tristate value: the symbols first (0, 1, 2 are the constants n, m, y), then the nodes
of expressions. Where there is no condition stands operand 2, which is y; where nobody selects stands 0, which is n.
"""

from _thread import RLock
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

from kconfig_index.dialect import Dialect

NOT_KEPT = {"kept": False}
"""Marks what the cache does not hold."""

_MAKING = RLock()
"""Held while something is made that was put off: the cache may be written in one thread while another one looks."""


def ints(values: Iterable[int] = ()) -> "array[int]":
    """A flat array of 32-bit numbers."""
    return array("i", values)


@dataclass(slots=True)
class Table:
    """Lists of numbers, one behind the other."""

    starts: "array[int]" = field(default_factory=ints)
    items: "array[int]" = field(default_factory=ints)
    _make: "Callable[[], Table] | None" = field(default=None, repr=False, compare=False)

    @classmethod
    def later(cls, make: "Callable[[], Table]") -> "Table":
        """The table that a function makes when it is wanted."""
        made = cls(_make=make)
        del made.starts, made.items
        return made

    def __getattr__(self, name: str) -> "array[int]":
        """What is asked for before it is there."""
        if name not in ("starts", "items"):
            raise AttributeError(name)
        with _MAKING:
            if self._make is not None:
                made = self._make()
                self.starts, self.items, self._make = made.starts, made.items, None
        return self.starts if name == "starts" else self.items

    @property
    def is_made(self) -> bool:
        """Whether it is there; False for one that is still to be made."""
        return self._make is None

    def __getitem__(self, number: int) -> "array[int]":
        return self.items[self.starts[number] : self.starts[number + 1]]

    @classmethod
    def of(cls, lists: Collection[Sequence[int]]) -> "Table":
        """A table of the given lists."""
        # From lists, because arrays grow item by item from anything else.
        starts = list(accumulate(map(len, lists), initial=0))
        return cls(ints(starts), ints(list(chain.from_iterable(lists))))


class Texts:
    """Many texts in one piece of memory, taken apart when the first of them is wanted."""

    __slots__ = ("_make", "_packed", "_texts")

    def __init__(self, packed: bytes) -> None:
        self._packed: bytes | None = packed
        self._texts: list[str] | None = None
        self._make: Callable[[], list[str]] | None = None

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """The given texts, none of which holds a NUL."""
        return cls("\0".join([*texts, ""]).encode("utf-8", "surrogateescape"))

    @classmethod
    def later(cls, make: Callable[[], list[str]]) -> "Texts":
        """The texts that a function makes when they are wanted."""
        made = cls(b"")
        made._packed, made._make = None, make
        return made

    @property
    def packed(self) -> bytes:
        """All of them as they are kept in a file."""
        with _MAKING:
            if self._packed is None:
                assert self._make is not None
                self._packed = Texts.of(self._make()).packed
                self._make = None
            return self._packed

    def _all(self) -> list[str]:
        texts = self._texts
        if texts is None:
            texts = self.packed.decode("utf-8", "surrogateescape").split("\0")
            texts.pop()
            self._texts = texts
        return texts

    def __getitem__(self, number: int) -> str:
        return self._all()[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@dataclass(slots=True)
class Index:
    """Everything known of a kernel before a configuration is applied to it."""

    title: str = ""
    dialect: Dialect = field(default_factory=Dialect)
    modules: int = 0

    # symbols
    names: list[str] = field(default_factory=list)
    types: bytes = b""
    constant: bytes = b""
    visible: "array[int]" = field(default_factory=ints)
    direct: "array[int]" = field(default_factory=ints)
    reverse: "array[int]" = field(default_factory=ints)
    implied: "array[int]" = field(default_factory=ints)
    definitions: Table = field(default_factory=Table)
    symbol_properties: Table = field(default_factory=Table)
    defaults: Table = field(default_factory=Table)  # pairs: condition, value
    ranges: Table = field(default_factory=Table)  # triples: condition, low, high
    choice_of: "array[int]" = field(default_factory=ints)
    rank: "array[int]" = field(default_factory=ints)

    transitional: "array[int]" = field(default_factory=ints)  # symbols that are read and never written

    # choices, by their symbol: members in menu order, and in the order of priority before any value is set
    members: dict[int, "array[int]"] = field(default_factory=dict)
    priority: dict[int, "array[int]"] = field(default_factory=dict)

    # nodes, numbered from len(names) on
    kinds: bytes = b""
    left: "array[int]" = field(default_factory=ints)
    right: "array[int]" = field(default_factory=ints)
    any_items: "array[int]" = field(default_factory=ints)
    dependents: Table = field(default_factory=Table)  # of operands: nodes, and ~symbol

    # all operands, each behind those that it is computed from; where the tree was read just now, and values can be
    # computed in one pass
    in_order: "array[int]" = field(default_factory=ints, metadata=NOT_KEPT)

    # menu entries
    entry_kinds: bytes = b""
    entry_parent: "array[int]" = field(default_factory=ints)
    entry_enclosing: "array[int]" = field(
        default_factory=ints
    )  # the block it is written in: menu, choice, if
    entry_next: "array[int]" = field(default_factory=ints)
    entry_first: "array[int]" = field(default_factory=ints)
    entry_symbol: "array[int]" = field(default_factory=ints)
    entry_file: "array[int]" = field(default_factory=ints)
    entry_line: "array[int]" = field(default_factory=ints)
    entry_dependency: "array[int]" = field(default_factory=ints)
    entry_visibility: "array[int]" = field(default_factory=ints)
    entry_prompt: "array[int]" = field(default_factory=ints)  # property, -1 without one
    helps: Texts = field(default_factory=lambda: Texts(b""))

    # properties
    property_kinds: bytes = b""
    property_entry: "array[int]" = field(default_factory=ints)
    property_line: "array[int]" = field(default_factory=ints)
    property_condition: "array[int]" = field(default_factory=ints)
    property_value: "array[int]" = field(default_factory=ints)
    property_high: "array[int]" = field(default_factory=ints)
    prompts: list[str] = field(default_factory=list)  # text of every property, empty if it has none

    files: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # what $(info,…) prints
    environment: dict[str, str | None] = field(default_factory=dict)  # None: was looked for and not there

    # every value while the user has set nothing
    baseline: "Baseline" = field(default_factory=lambda: Baseline())

    def inside_choices(self) -> set[int]:
        """The symbols that are defined inside a choice (`sym_is_choice_value`)."""
        return {member for members in self.priority.values() for member in members}


@dataclass(slots=True)
class Baseline:
    """Values with nothing set: tristates of all operands, texts and visibilities of symbols, which are written."""

    tristates: bytes = b""
    texts: list[str] = field(default_factory=list)
    visible: bytes = b""
    written: bytes = b""
    chosen: dict[int, int] = field(default_factory=dict)
