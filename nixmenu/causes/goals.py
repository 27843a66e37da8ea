"""Goals and what they take: what would have to change for an option to be on, off, asked for, or another text.

A formula says what a goal takes: all of some parts, any one of them, another goal, or a root: somebody's word or a
fact, where the asking for reasons ends.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kconfig_index.explanation import Place

Way = Literal["at least", "at most", "asked", "written", "other"]
Who = Literal["you", "nixos", "auto", "base", "toolchain", "architecture", "unknown", "kernel"]
"""Who decides: a layer's answer, auto-modules, the value that the base (or a default) gave and that nobody changed, a
test of the toolchain, what this architecture has, a name that this kernel does not know, or the kernel's own text."""

FACTS: frozenset[Who] = frozenset({"toolchain", "architecture", "unknown", "kernel"})
"""Those that no answer can change."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted of a symbol: a value of at least or at most `level`, to be asked for, or another text.

    `written` is a line in the `.config`, which what is asked for has, and what is on.
    """

    symbol: int
    way: Way
    level: int = 0


@dataclass(frozen=True, slots=True)
class Root:
    """Where the reasons end: `name` stands as it does because of `who`, and would have to be `wanted`.

    `wanted` is y, m or n; empty where any other value might do.
    """

    name: str
    who: Who
    wanted: str
    place: Place | None = None

    @property
    def key(self) -> tuple[str, Who]:
        """What two reasons have in common that go back to the same thing."""
        return (self.name, self.who)


StatementKind = Literal[
    "depends on", "if", "menu", "choice", "visible if", "prompt", "select", "imply", "default", "member"
]


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of a Kconfig file by which one symbol leads to another."""

    kind: StatementKind
    place: Place
    block: str | None = None
    """The prompt of a menu or choice."""


@dataclass(frozen=True, slots=True)
class Need:
    """A goal that another one takes, by a statement; `words` is how the statement puts it: `FOO`, `!FOO`, `FOO = y`."""

    goal: Goal
    statement: Statement
    words: str
    subject: str
    """The name of the symbol whose statement it is."""


@dataclass(frozen=True, slots=True)
class All:
    """Takes every part."""

    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """Takes one of the parts; the first ones are the more usual ways."""

    parts: "tuple[Formula, ...]"


Formula: TypeAlias = Root | Need | All | Any


def all_of(parts: "list[Formula]") -> Formula:
    """A conjunction, as flat as it can be."""
    flat: dict[Formula, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, All) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else All(tuple(flat))


def any_of(parts: "list[Formula]") -> Formula:
    """A disjunction, as flat as it can be."""
    flat: dict[Formula, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, Any) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else Any(tuple(flat))
