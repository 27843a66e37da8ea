"""The properties of definitions. Source: nixpkgs `lib/modules.nix`."""

from nixmenu.nix.library.arguments import Caller, function, number, unforced
from nixmenu.nix.values import Builtin, Conditional, Lazy, Merged, Ordered, Override, Value


def _overriding(name: str, priority: int) -> Builtin:
    return Builtin(name, 1, lambda _, content: Override(priority, content))


FORCE = _overriding("mkForce", 50)
"""`lib.mkForce`."""


@function("mkOverride", number, unforced)
def _override(_: Caller, priority: int, content: Lazy) -> Value:
    return Override(priority, content)


@function("mkIf", unforced, unforced)
def _if(_: Caller, condition: Lazy, content: Lazy) -> Value:
    return Conditional(condition, content)


@function("mkMerge", unforced)
def _merge(_: Caller, contents: Lazy) -> Value:
    return Merged(contents)


def _ordering(name: str) -> Builtin:
    return Builtin(name, 1, lambda _, content: Ordered(content))


FUNCTIONS = {
    builtin.name: builtin
    for builtin in (
        FORCE,
        _overriding("mkDefault", 1000),
        _overriding("mkOptionDefault", 1500),
        _overriding("mkImageMediaOverride", 60),
        _overriding("mkVMOverride", 10),
        _override,
        _if,
        _merge,
        _ordering("mkBefore"),
        _ordering("mkAfter"),
        Builtin("mkOrder", 2, lambda _, _priority, content: Ordered(content)),
    )
}
"""By the names that `lib` has them under."""
