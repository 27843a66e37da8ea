"""The library takes whatever it is given: a value or an Unknown comes of it, never an exception."""

import random
from collections.abc import Iterator
from pathlib import Path

from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.library import LIBRARY, ROOT_NAMES
from nixmenu.nix.parse import parse
from nixmenu.nix.source import make_source
from nixmenu.nix.values import Attributes, Builtin, ListValue, Unknown, Value, known

ARGUMENTS = [
    *("1", "-1", "1.5", "99999999", "true", "null", '"a"', '""', '"6.12-rc1"', "./a", "<nixpkgs>", "nowhere"),
    *("[ ]", "[ 1 2 ]", '[ "a" "b" ]', '[ "" ]', "[ [ 1 ] { a = 1; } ]", "[ nowhere ]", "[ 1 ] ++ nowhere"),
    *(
        "{ }",
        '{ a = 1; b = "x"; }',
        '{ name = "a"; value = 1; }',
        "{ a = nowhere; }",
        "{ a = 1; } // nowhere",
    ),
    *("x: x", "x: y: x", "x: y: z: true", "{ a }: a", "lib.mkForce 1", "lib.kernel.yes", "config.x"),
]
CALLS = 40


def value(evaluation: Evaluation, text: str) -> Value:
    tree = parse(make_source(Path("/x.nix"), f"{{ lib, config, ... }}: {text}".encode()))
    return evaluation.module(evaluation.file(tree)).force()


def functions(attributes: Value) -> Iterator[Builtin]:
    if not isinstance(attributes, Attributes):
        return
    for member in attributes.members.values():
        found = member.value.force()
        if isinstance(found, Builtin):
            yield found
        yield from functions(found)


def look_through(found: Value, depth: int = 0) -> None:
    """Forces what a result has inside."""
    inside = []
    if isinstance(found, ListValue):
        inside = list(found.items[:5])
    elif isinstance(found, Attributes):
        inside = [member.value for member in list(found.members.values())[:5]]
    for lazy in inside if depth < 4 else ():
        look_through(lazy.force(), depth + 1)


def test_no_function_raises_whatever_it_is_given() -> None:
    chance = random.Random(5)  # noqa: S311
    every = [*functions(LIBRARY), *functions(ROOT_NAMES["builtins"].force())]
    assert len(every) > 150
    for function in every:
        evaluation = Evaluation()
        values = [value(evaluation, text) for text in ARGUMENTS]
        for _ in range(CALLS):
            result: Value = function
            for _ in range(function.arity):
                result = evaluation.call(result, known(chance.choice(values)))
            look_through(result)


def test_what_takes_too_long_is_unknown() -> None:
    for text in (
        "lib.genList (x: x) 99999999",
        "lib.range 1 99999999",
        "lib.foldl' (sum: x: sum + sum) ''a'' (lib.range 1 60)",
        "builtins.length (lib.foldl' (sum: x: sum ++ sum) [ 1 ] (lib.range 1 60))",
        "let f = x: lib.concatMap f [ x x ]; in builtins.length (f 1)",
    ):
        found = value(Evaluation(), text)
        assert isinstance(found, Unknown), text
        assert "too" in found.reason
