"""What Nix expressions evaluate to, with two things that Nix itself does not keep.

A value remembers where it is written, because nixmenu edits what it reads; and what cannot be known outside
the running system is an `Unknown` that travels, never a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from nixmenu.nix import syntax
from nixmenu.nix.parse import Tree


@dataclass(slots=True, eq=False)
class Unknown:
    """A value that nixmenu cannot work out, and why, as in "`config` is known only to the system"."""

    reason: str


@dataclass(slots=True, eq=False)
class SearchPathValue:
    """`<nixpkgs/lib>`: a place that only the user's Nix can find."""

    name: str


@dataclass(slots=True, eq=False)
class AttributeHome:
    """A literal attribute set that attributes can be written into, below `prefix` (`boot.kernelPatches`)."""

    tree: Tree
    set: syntax.AttributeSet
    scope: "Scope"
    prefix: tuple[str, ...] = ()
    conditional: bool = False
    """It is part of a set only because a condition is known to hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """What something counts under: an expression that is true, or one that is false."""

    expression: "Lazy"
    negated: bool = False


@dataclass(slots=True, eq=False)
class Member:
    """One attribute of a set: its value, and the binding that gives it where that is `name = value;`."""

    value: "Lazy"
    binding: syntax.Binding | None = None
    home: AttributeHome | None = None
    conditions: tuple[Condition, ...] = ()
    """Those that are known to hold; otherwise it would not be there."""


@dataclass(slots=True, eq=False)
class Attributes:
    """An attribute set; `rest` tells that there may be attributes besides `members`, other than `absent`."""

    members: Mapping[str, Member]
    homes: tuple[AttributeHome, ...] = ()
    rest: Unknown | None = None
    absent: frozenset[str] = frozenset()

    def get(self, name: str) -> "Value | None":
        """The attribute's value, None if there is no such attribute, Unknown if that cannot be told."""
        member = self.members.get(name)
        if member is not None:
            return member.value.force()
        return None if name in self.absent else self.rest


@dataclass(slots=True, eq=False)
class ListHome:
    """A literal list that an item can be added to, or a `lib.singleton …` that can be continued with `++`."""

    tree: Tree
    node: syntax.ListLiteral | syntax.Call
    scope: "Scope"
    conditions: tuple[Condition, ...] = ()
    """Those that are known to hold; otherwise it would not be part of the list."""


@dataclass(slots=True, eq=False)
class ListValue:
    """A list; `unread` tells of parts that joined it and could not be read."""

    items: tuple["Lazy", ...]
    homes: tuple[ListHome, ...] = ()
    unread: tuple[Unknown, ...] = ()


@dataclass(slots=True, eq=False)
class Closure:
    """A function written in the file."""

    node: syntax.Lambda
    scope: "Scope"


@dataclass(slots=True, eq=False)
class Builtin:
    """A function of Nix or of nixpkgs' lib; `run` gets all its arguments at once."""

    name: str
    arity: int
    run: Callable[..., "Value"]
    arguments: tuple["Lazy", ...] = ()


@dataclass(slots=True, eq=False)
class Override:
    """`mkForce`, `mkDefault`, `mkOverride N`. Source: nixpkgs `lib/modules.nix`, `mkOverride`."""

    priority: int
    content: "Lazy"


@dataclass(slots=True, eq=False)
class Conditional:
    """`mkIf`: `content` under a condition, which is kept as text to be shown."""

    condition: "Lazy"
    content: "Lazy"
    negated: bool = False
    """The condition has to be false."""


@dataclass(slots=True, eq=False)
class Guarded(Unknown):
    """An attribute that is there only under a condition that only the system knows, and what it would be then."""

    condition: Condition
    content: "Lazy"


@dataclass(slots=True, eq=False)
class Either(Unknown):
    """An attribute that is one thing or another, by a condition that only the system knows; both are Guarded."""

    parts: tuple["Lazy", "Lazy"]


@dataclass(slots=True, eq=False)
class Ordered:
    """`mkBefore`, `mkAfter`, `mkOrder`: only the place of a definition among others."""

    content: "Lazy"


@dataclass(slots=True, eq=False)
class Merged:
    """`mkMerge [ … ]`."""

    contents: "Lazy"


Property: TypeAlias = Override | Conditional | Ordered | Merged
Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | Path
    | SearchPathValue
    | Attributes
    | ListValue
    | Closure
    | Builtin
    | Property
    | Unknown
    | None
)


class Lazy:
    """A value that is computed when it is first asked for.

    `node` and `scope` tell where it is written; they are None for what nixmenu itself brings in.
    """

    __slots__ = ("_compute", "_value", "node", "scope")

    def __init__(
        self,
        compute: Callable[[], Value] | None,
        value: Value = None,
        *,
        node: syntax.Node | None = None,
        scope: "Scope | None" = None,
    ) -> None:
        self._compute = compute
        self._value = value
        self.node = node
        self.scope = scope

    @property
    def is_known(self) -> bool:
        """Is the value there already?"""
        return self._compute is None

    def force(self) -> Value:
        """The value; a value that needs itself is Unknown."""
        if self._compute is not None:
            compute, self._compute = self._compute, None
            self._value = Unknown("it refers to itself without end")
            self._value = compute()
        return self._value


def known(value: Value) -> Lazy:
    """A value that is there already."""
    return Lazy(None, value)


@dataclass(slots=True, eq=False)
class Scope:
    """The names that an expression sees: one frame, and the frames around it.

    A frame holds the names of a function, `let` or `rec`; or the set of a `with`, whose names give way to
    every name that is bound properly, even further out. Source: Nix manual, "With-expressions".
    """

    tree: Tree | None
    outer: "Scope | None"
    names: Mapping[str, Lazy] = field(default_factory=dict)
    namespace: Lazy | None = None

    def frames(self) -> Iterator["Scope"]:
        """This frame and those around it, from the inside out."""
        frame: Scope | None = self
        while frame is not None:
            yield frame
            frame = frame.outer

    def look_up(self, name: str) -> Value:
        """What `name` stands for here; Unknown if it is not bound, or a `with` may bind it."""
        for frame in self.frames():
            lazy = frame.names.get(name)
            if lazy is not None:
                return lazy.force()
        for frame in self.frames():
            if frame.namespace is None:
                continue
            namespace = frame.namespace.force()
            found = namespace.get(name) if isinstance(namespace, Attributes) else _not_a_set(namespace)
            if found is not None or (isinstance(namespace, Attributes) and name in namespace.members):
                return found
        return Unknown(f"nothing here is called `{name}`")


def _not_a_set(value: Value) -> Unknown:
    return (
        value if isinstance(value, Unknown) else Unknown("`with` is given something that is no attribute set")
    )
