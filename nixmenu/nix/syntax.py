"""The syntax tree of a Nix file: what the parser makes, and what evaluation and editing walk over.

Each node knows its bytes, from `start` to `end`. Nodes compare by identity: two equal texts in different
places are different things to an editor.
"""

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Node:
    """Any expression."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Number(Node):
    value: int | float


@dataclass(slots=True, eq=False)
class Text(Node):
    """A string, with its escapes resolved and an indented one's indentation removed; or a URI literal."""

    parts: tuple[str | Node, ...]
    indented: bool


@dataclass(slots=True, eq=False)
class PathLiteral(Node):
    """`./a`, `/a`, `~/a`."""

    parts: tuple[str | Node, ...]


@dataclass(slots=True, eq=False)
class SearchPath(Node):
    """`<nixpkgs>`; `name` without the angle brackets."""

    name: str


@dataclass(slots=True, eq=False)
class Name(Node):
    name: str


@dataclass(slots=True, eq=False)
class Attribute:
    """One step of an attribute path: its name, or the expression that computes it."""

    start: int
    end: int
    name: str | None
    computed: Node | None


AttributePath = tuple[Attribute, ...]


@dataclass(slots=True, eq=False)
class Select(Node):
    """`subject.path or default`."""

    subject: Node
    path: AttributePath
    default: Node | None


@dataclass(slots=True, eq=False)
class HasAttribute(Node):
    """`subject ? path`."""

    subject: Node
    path: AttributePath


@dataclass(slots=True, eq=False)
class Call(Node):
    """`function argument`."""

    function: Node
    argument: Node


@dataclass(slots=True, eq=False)
class Formal:
    """One name of a set pattern, with its default."""

    start: int
    end: int
    name: str
    default: Node | None


@dataclass(slots=True, eq=False)
class Formals:
    """`{ a, b ? 1, ... }`."""

    start: int
    end: int
    names: tuple[Formal, ...]
    open: bool


@dataclass(slots=True, eq=False)
class Lambda(Node):
    """`name: body`, `{ … }: body`, `{ … }@name: body`."""

    name: str | None
    formals: Formals | None
    body: Node


@dataclass(slots=True, eq=False)
class Binding:
    """`path = value;`, its bytes including the semicolon."""

    start: int
    end: int
    path: AttributePath
    value: Node


@dataclass(slots=True, eq=False)
class Inherit:
    """`inherit a b;` or `inherit (subject) a b;`."""

    start: int
    end: int
    subject: Node | None
    attributes: tuple[Attribute, ...]


Bindings = tuple[Binding | Inherit, ...]


@dataclass(slots=True, eq=False)
class AttributeSet(Node):
    """`{ … }` or `rec { … }`; `opened` is after the opening brace."""

    recursive: bool
    bindings: Bindings
    opened: int

    @property
    def closed(self) -> int:
        """Where the closing brace stands."""
        return self.end - 1


@dataclass(slots=True, eq=False)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Let(Node):
    bindings: Bindings
    body: Node


@dataclass(slots=True, eq=False)
class With(Node):
    namespace: Node
    body: Node


@dataclass(slots=True, eq=False)
class Assert(Node):
    condition: Node
    body: Node


@dataclass(slots=True, eq=False)
class If(Node):
    condition: Node
    consequence: Node
    alternative: Node


@dataclass(slots=True, eq=False)
class Unary(Node):
    operator: str
    operand: Node


@dataclass(slots=True, eq=False)
class Binary(Node):
    operator: str
    left: Node
    right: Node


@dataclass(slots=True, eq=False)
class Parenthesized(Node):
    inner: Node


@dataclass(slots=True, eq=False)
class LegacyLet(Node):
    """`let { …; body = …; }`, which nobody writes any more: kept so that a file with it can still be read."""


@dataclass(slots=True, eq=False)
class Comment:
    """`# …` (without its newline) or `/* … */`."""

    start: int
    end: int
