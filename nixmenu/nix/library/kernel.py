"""The answers of `lib.kernel`. Source: nixpkgs `lib/kernel.nix`."""

from nixmenu.nix.library.arguments import Caller, function, made_set, text, unforced
from nixmenu.nix.library.versions import compare
from nixmenu.nix.operators import updated
from nixmenu.nix.values import Attributes, Builtin, Conditional, Lazy, Member, Unknown, Value, known


def _answer(tristate: str | None) -> Attributes:
    return made_set({"tristate": tristate, "optional": False})


@function("freeform", unforced)
def _freeform(_: Caller, content: Lazy) -> Value:
    return Attributes({"freeform": Member(content), "optional": Member(known(False))})


@function("option", unforced)
def _option(caller: Caller, answer: Lazy) -> Value:
    return updated(answer.force(), made_set({"optional": True}), caller.budget)


@function("whenHelpers", unforced)
def _when_helpers(_: Caller, version: Lazy) -> Value:
    def at_least(_: Caller, low: Lazy, content: Lazy) -> Value:
        return Conditional(known(_is_at_least(version, low)), content)

    def older(_: Caller, high: Lazy, content: Lazy) -> Value:
        return Conditional(known(_is_older(version, high)), content)

    def between(_: Caller, low: Lazy, high: Lazy, content: Lazy) -> Value:
        lower = _is_at_least(version, low)
        return Conditional(known(_is_older(version, high) if lower is True else lower), content)

    return made_set(
        {
            "whenAtLeast": Builtin("whenAtLeast", 2, at_least),
            "whenOlder": Builtin("whenOlder", 2, older),
            "whenBetween": Builtin("whenBetween", 3, between),
        }
    )


def _is_older(version: Lazy, other: Lazy) -> bool | Unknown:
    first = text(version)
    second = text(other)
    if isinstance(first, Unknown):
        return first
    return second if isinstance(second, Unknown) else compare(first, second) < 0


def _is_at_least(version: Lazy, other: Lazy) -> bool | Unknown:
    older = _is_older(version, other)
    return older if isinstance(older, Unknown) else not older


KERNEL = made_set(
    {
        "yes": _answer("y"),
        "no": _answer("n"),
        "module": _answer("m"),
        "unset": _answer(None),
        "freeform": _freeform,
        "option": _option,
        "whenHelpers": _when_helpers,
    }
)
"""`lib.kernel`."""
