"""What is neither of lists nor of sets nor of strings. Sources: Nix manual; nixpkgs `lib/trivial.nix`."""

from nixmenu.nix.library.arguments import (
    Caller,
    anything,
    boolean,
    called,
    function,
    items,
    number,
    text,
    unforced,
)
from nixmenu.nix.operators import MAXIMUM_LENGTH, binary
from nixmenu.nix.values import (
    Attributes,
    Builtin,
    Closure,
    Conditional,
    Lazy,
    ListValue,
    Merged,
    Ordered,
    Override,
    Property,
    SearchPathValue,
    Unknown,
    Value,
    known,
)


@function("id", unforced)
def _identity(_: Caller, value: Lazy) -> Value:
    return value.force()


@function("const", unforced, unforced)
def _constant(_: Caller, value: Lazy, _ignored: Lazy) -> Value:
    return value.force()


@function("flip", anything, unforced, unforced)
def _flip(caller: Caller, change: Value, first: Lazy, second: Lazy) -> Value:
    return called(caller, change, second, first)


@function("pipe", unforced, items)
def _pipe(caller: Caller, value: Lazy, steps: tuple[Lazy, ...]) -> Value:
    for step in steps:
        value = known(called(caller, step.force(), value))
    return value.force()


@function("seq", anything, unforced)
def _second(_: Caller, _first: Value, value: Lazy) -> Value:
    return value.force()


@function("deepSeq", unforced, unforced)
def _deeply(_: Caller, first: Lazy, value: Lazy) -> Value:
    return _within(first) or value.force()


def _within(lazy: Lazy) -> Unknown | None:
    """The first Unknown in a value, however deep; what contains itself is looked at once."""
    seen: set[Lazy] = set()
    pending = [lazy]
    while pending:
        lazy = pending.pop()
        if lazy in seen:
            continue
        seen.add(lazy)
        value = lazy.force()
        if isinstance(value, Unknown):
            return value
        if len(seen) > MAXIMUM_LENGTH:
            return Unknown("it takes too many steps to work out")
        if isinstance(value, ListValue):
            pending += [*map(known, value.unread), *reversed(value.items)]
        elif isinstance(value, Attributes):
            pending += [member.value for member in value.members.values()]
            pending += [known(value.rest)] * (value.rest is not None)
        elif isinstance(value, Override | Ordered):
            pending.append(value.content)
        elif isinstance(value, Conditional):
            pending += [value.content, value.condition]
        elif isinstance(value, Merged):
            pending.append(value.contents)
    return None


@function("trace", unforced, unforced)
def _trace(_: Caller, _message: Lazy, value: Lazy) -> Value:
    return value.force()


@function("warnIf", unforced, unforced, unforced)
def _warn_if(_: Caller, _condition: Lazy, _message: Lazy, value: Lazy) -> Value:
    return value.force()


def _stopping(name: str) -> Builtin:
    """`throw` and `abort`: what Nix would end with becomes the reason why there is no value."""

    @function(name, text)
    def run(_: Caller, message: str) -> Value:
        return Unknown(f"`{name}` stops the evaluation there: {' '.join(message.split())}")

    return run


def _guarding(name: str, *, stops: bool) -> Builtin:
    """`throwIf` and `throwIfNot`."""

    @function(name, boolean, text, unforced)
    def run(_: Caller, condition: bool, message: str, value: Lazy) -> Value:
        return (
            Unknown(f"`{name}` stops the evaluation there: {message}")
            if condition is stops
            else value.force()
        )

    return run


@function("assertMsg", boolean, text)
def _assert_message(_: Caller, condition: bool, message: str) -> Value:
    return condition or Unknown(f"`assertMsg` stops the evaluation there: {message}")


@function("mod", number, number)
def _modulo(_: Caller, first: int, second: int) -> Value:
    if second == 0:
        return Unknown("something is divided by zero")
    rest = abs(first) % abs(second)
    return rest if first >= 0 else -rest


@function("min", number, number)
def _least(_: Caller, first: int, second: int) -> Value:
    return min(first, second)


@function("max", number, number)
def _most(_: Caller, first: int, second: int) -> Value:
    return max(first, second)


@function("xor", boolean, boolean)
def _either(_: Caller, first: bool, second: bool) -> Value:
    return first is not second


def _operator(name: str, operator: str) -> Builtin:
    return Builtin(name, 2, lambda caller, first, second: binary(operator, first, second, caller.budget))


@function("import", anything)
def _import(caller: Caller, file: Value) -> Value:
    return caller.imported(file)


IMPORT = _import
"""`import`."""


@function("isFunction", anything)
def _is_function(_: Caller, value: Value) -> Value:
    if isinstance(value, Attributes):
        return "__functor" in value.members
    return isinstance(value, Builtin | Closure)


def _type(name: str, *types: type) -> Builtin:
    @function(name, anything)
    def run(_: Caller, value: Value) -> Value:
        if isinstance(value, SearchPathValue):
            return Unknown("what a search path leads to is known only to the system")
        return isinstance(value, types) and (bool in types or not isinstance(value, bool))

    return run


FUNCTIONS: dict[str, Builtin] = {
    builtin.name: builtin
    for builtin in (
        _identity,
        _constant,
        _flip,
        _pipe,
        _second,
        _deeply,
        _trace,
        _warn_if,
        _guarding("throwIf", stops=True),
        _guarding("throwIfNot", stops=False),
        _assert_message,
        _modulo,
        _least,
        _most,
        _either,
        _operator("and", "&&"),
        _operator("or", "||"),
        _operator("add", "+"),
        _operator("sub", "-"),
        _operator("mul", "*"),
        _operator("div", "/"),
        _operator("lessThan", "<"),
        _is_function,
        _type("isString", str),
        _type("isInt", int),
        _type("isBool", bool),
        _type("isList", ListValue),
        _type("isAttrs", Attributes, *Property.__args__),
        _type("isNull", type(None)),
        _stopping("throw"),
        _stopping("abort"),
    )
}
"""By the names that `lib` or `builtins` has them under."""
FUNCTIONS |= {
    "warn": FUNCTIONS["trace"],
    "warnIfNot": FUNCTIONS["warnIf"],
}

BUILTINS = [
    "seq",
    "deepSeq",
    "trace",
    "add",
    "sub",
    "mul",
    "div",
    "lessThan",
    "isFunction",
    "isString",
    "isInt",
    "isBool",
    "isList",
    "isAttrs",
    "isNull",
    "throw",
    "abort",
]
"""Those that `builtins` has."""
