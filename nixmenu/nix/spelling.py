"""How an answer is spelled at one place of a file: with the names in scope there, as the neighbours do it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nixmenu.layers.definition import FORCED, PLAIN
from nixmenu.nix import syntax
from nixmenu.nix.library import FORCE, KERNEL, LIBRARY
from nixmenu.nix.strings import quoted
from nixmenu.nix.values import Attributes, Builtin, Override, Scope, Value
from nixmenu.nix.wanted import Freeform, Wanted

Route = tuple[str, ...]
"""The names of a selection: `lib.kernel.yes` is ("lib", "kernel", "yes")."""

_KERNEL_NAMES = {"y": "yes", "m": "module", "n": "no"}
_PRIORITY_NAMES = {50: "mkForce", 1000: "mkDefault", 1500: "mkOptionDefault"}
"""Source: nixpkgs `lib/modules.nix`."""


class NotSpellableError(Exception):
    """Nothing in scope leads to nixpkgs' lib."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of an expression, and whether it needs parentheses as an argument."""

    text: str
    application: bool = False

    def argument(self) -> str:
        """The text as a function's argument."""
        return f"({self.text})" if self.application else self.text


def applied(head: str, argument: Expression) -> Expression:
    """`head argument`."""
    return Expression(f"{head} {argument.argument()}", application=True)


class Speller:
    """Finds the spelling for one scope.

    `neighbours` are the value expressions around, each with its scope: a spelling they use comes first, then
    the shortest one.
    """

    def __init__(self, scope: Scope, neighbours: Iterable[tuple[syntax.Node, Scope]] = ()) -> None:
        neighbours = list(neighbours)
        self._scope = scope
        self._used = Counter(use for node, place in neighbours for use in _uses_in(node, place))
        self._names = dict.fromkeys(node.name for node, _ in neighbours if isinstance(node, syntax.Name))
        """Names that are whole values next to this one: `off` may stand for `mkForce no`."""

    def kernel_set(self) -> str:
        """`lib.kernel`, for a `with`."""
        return self._shortest(self._routes(KERNEL, ("kernel",)))

    def kernel(self, name: str, like: syntax.Node | None = None) -> str:
        """A name of `lib.kernel`, such as `yes`; reached as `like` is, where that is a choice of its own."""
        routes = self._kernel_routes(name)
        before = _route(like)
        if before is None or before[-1] not in KERNEL.members:
            return self._preferred(routes)
        if self._preferred(self._kernel_routes(before[-1])) == ".".join(before):
            return self._preferred(routes)
        return self._preferred([route for route in routes if route[:-1] == before[:-1]] or routes)

    def _kernel_routes(self, name: str) -> list[Route]:
        return list(self._routes(KERNEL.members[name].value.force(), ("kernel", name)))

    def force(self) -> str:
        """`lib.mkForce`."""
        return self._preferred(list(self._routes(FORCE, ("mkForce",))))

    def library(self, name: str) -> str:
        """A function of lib itself, such as `lib.mkMerge`."""
        return self._preferred(list(self._routes(LIBRARY.members[name].value.force(), (name,))))

    def priority(self, number: int) -> str:
        """What gives a definition a priority: `lib.mkDefault`, `lib.mkOverride 90`."""
        head = self.library(_PRIORITY_NAMES.get(number, "mkOverride"))
        return head if number in _PRIORITY_NAMES else f"{head} {number}"

    def knows_kernel(self) -> bool:
        """Are the names of `lib.kernel` in scope by themselves here?"""
        return all(
            self._scope.look_up(name) is member.value.force() for name, member in KERNEL.members.items()
        )

    def value(self, wanted: Wanted, like: syntax.Node | None = None) -> Expression:
        """The answer itself, without what is around it; spelled as the answer `like` is, if it can be."""
        if isinstance(like, syntax.Call):
            like = like.function
        if isinstance(wanted.value, Freeform):
            return applied(self.kernel("freeform", like), Expression(quoted(wanted.value.text)))
        name = _KERNEL_NAMES[wanted.value] if isinstance(wanted.value, str) else "unset"
        return Expression(self.kernel(name, like))

    def whole(self, wanted: Wanted) -> Expression:
        """The answer as a definition of its own."""
        for name in self._names:
            if _says(self._scope.look_up(name), wanted):
                return Expression(name)
        expression = self.value(wanted)
        if wanted.optional:
            expression = applied(self.kernel("option"), expression)
        if wanted.priority is None and wanted.force:
            expression = applied(self.force(), expression)
        elif wanted.priority is not None and wanted.priority != PLAIN:
            expression = applied(self.priority(wanted.priority), expression)
        return expression

    def _routes(self, target: Value, below_library: Route) -> Iterator[Route]:
        """Every way from the names in scope to `target`, which `lib` has at `below_library`."""
        name = below_library[-1]
        if self._scope.look_up(name) is target:
            yield (name,)
        for visible in self._visible_names():
            value = self._scope.look_up(visible)
            if value is LIBRARY:
                yield (visible, *below_library)
            elif value is KERNEL:
                if below_library[0] == "kernel":
                    yield (visible, *below_library[1:])
            elif isinstance(value, Attributes) and value.members.get("lib") and value.get("lib") is LIBRARY:
                yield (visible, "lib", *below_library)

    def _visible_names(self) -> Iterator[str]:
        seen = {"builtins"}
        for frame in self._scope.frames():
            for name in frame.names.keys() - seen:
                seen.add(name)
                yield name
        yield from {"lib", "kernel", "pkgs"} - seen

    def _preferred(self, routes: list[Route]) -> str:
        most = max((self._used[_use(route)] for route in routes), default=0)
        return self._shortest([route for route in routes if self._used[_use(route)] == most])

    @staticmethod
    def _shortest(routes: Iterable[Route]) -> str:
        route = min(routes, key=lambda route: (len(route), route), default=None)
        if route is None:
            raise NotSpellableError
        return ".".join(route)


def _says(value: Value, wanted: Wanted) -> bool:
    """Is a value exactly the wanted definition?"""
    priority = PLAIN
    if isinstance(value, Override):
        priority, value = value.priority, value.content.force()
    if not isinstance(value, Attributes) or value.rest is not None:
        return False
    usual = FORCED if wanted.force else PLAIN
    expected = (wanted.tristate, wanted.freeform, wanted.optional)
    said = (value.get("tristate"), value.get("freeform"), value.get("optional"))
    kind = {"tristate"} if wanted.freeform is None else {"freeform"}
    as_built = value.members.keys() == kind | {"optional"}
    return as_built and said == expected and priority == (wanted.priority or usual)


def _route(node: syntax.Node | None) -> Route | None:
    """The names of a selection; None for anything else."""
    if isinstance(node, syntax.Name):
        return (node.name,)
    if isinstance(node, syntax.Select) and isinstance(node.subject, syntax.Name) and node.default is None:
        names = tuple(attribute.name for attribute in node.path if attribute.name is not None)
        return (node.subject.name, *names) if len(names) == len(node.path) else None
    return None


def _use(route: Route) -> tuple[bool, Route]:
    """How a name is reached: whether it is one of `lib.kernel`, and the names before it."""
    return route[-1] in KERNEL.members, route[:-1]


def _uses_in(node: syntax.Node, scope: Scope) -> Iterator[tuple[bool, Route]]:
    """How a value such as `lib.mkForce (option no)` reaches the names it is made of."""
    pending = [node]
    while pending:
        node = pending.pop()
        match node:
            case syntax.Call(function=function, argument=argument):
                pending += [function, argument]
            case syntax.Parenthesized(inner=inner):
                pending.append(inner)
            case syntax.Name(name=name):
                if isinstance(scope.look_up(name), Attributes | Builtin):
                    yield _use((name,))
            case syntax.Select() if (route := _route(node)) is not None:
                yield _use(route)
