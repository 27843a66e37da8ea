"""The evaluator: Nix's rules for what it knows, Unknown with a reason for everything else, and an end for all."""

from pathlib import Path

import pytest

from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.parse import parse
from nixmenu.nix.source import make_source
from nixmenu.nix.values import Attributes, ListValue, Unknown, Value


def value(text: str) -> Value:
    evaluation = Evaluation()
    return evaluation.module(evaluation.file(parse(make_source(Path("/x/a.nix"), text.encode())))).force()


def plain(found: Value) -> object:
    """Lists and sets as Python's, everything else as it is."""
    if isinstance(found, ListValue):
        return [plain(item.force()) for item in found.items]
    if isinstance(found, Attributes):
        return {name: plain(member.value.force()) for name, member in found.members.items()}
    return found


def reason(text: str) -> str:
    found = value(text)
    assert isinstance(found, Unknown), found
    return found.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 3", 6),
        ("-7 / 2", -3),
        ('"a" + "b"', "ab"),
        ('"a${"b"}c"', "abc"),
        ("1 < 2 && !(2 >= 3) || false", True),
        ('"B" < "a"', True),
        ("false -> throw", True),
        ("if 1 == 1.0 then 1 else 2", 1),
        ("let a = b; b = 3; in a", 3),
        ("let inherit ({ a = 1; }) a; in a", 1),
        ("rec { a = b + 1; b = 2; }.a", 3),
        ("{ a.b = 1; a.c = 2; }", {"a": {"b": 1, "c": 2}}),
        ("{ a = { b = 1; }; a.c = 2; }", {"a": {"b": 1, "c": 2}}),
        ("{ a.c = 2; a = { b = 1; }; }", {"a": {"b": 1, "c": 2}}),
        ('{ ${"a" + "b"} = 1; }', {"ab": 1}),
        ("{ a = 1; b = 2; } // { b = 3; }", {"a": 1, "b": 3}),
        ("[ 1 ] ++ [ 2 ] ++ [ ]", [1, 2]),
        ("(x: y: x + y) 1 2", 3),
        ("({ a, b ? a + 1 }: b) { a = 1; }", 2),
        ("({ a, ... }@all: all.b) { a = 1; b = 2; }", 2),
        ("{ a.b = 1; } ? a.b", True),
        ("{ a = 1; }.b or 5", 5),
        ("with { a = 1; }; a", 1),
        ("let a = 1; in with { a = 2; }; a", 1),
        ("with { a = 1; }; with { a = 2; }; a", 2),
        ("with { a = null; }; a", None),
        ("{ __functor = self: x: x + self.n; n = 1; } 2", 3),
        ("assert true; 1", 1),
        ("map (x: x + 1) [ 1 2 ]", [2, 3]),
        ('{ lib, ... }: lib.genAttrs [ "A" ] (name: name)', {"A": "A"}),
        ('{ lib, ... }: lib.mapAttrs (name: value: name + value) { a = "b"; }', {"a": "ab"}),
        ("{ lib, ... }: lib.optionalAttrs false { a = 1; }", {}),
        ("{ lib, ... }: lib.optionals true [ 1 ] ++ lib.optional false 2", [1]),
        ('{ pkgs, ... }: pkgs.lib.versionAtLeast "6.12" "6.2"', True),
        ('{ lib, ... }: lib.versionOlder "6.12-rc1" "6.12"', False),
        ('{ lib, ... }: lib.versionOlder "6.12pre1" "6.12"', True),
        ('with import <nixpkgs> { }; lib.versionOlder "1.9" "1.10"', True),
        ("args: args.lib.kernel.yes.tristate", "y"),
    ],
)
def test_values(text: str, expected: object) -> None:
    assert plain(value(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ config, ... }: config.a.b", "`config` is known only to the system"),
        ("{ config, ... }: if config.a then 1 else 2", "`config` is known only to the system"),
        ("{ pkgs, ... }: pkgs.hello", "`hello`: `pkgs` is known only to the system"),
        ("{ lib, ... }: lib.nothingLikeIt 1", "`nothingLikeIt`: nixmenu does not evaluate this function"),
        ("import ./other.nix", "written in another file"),
        ("x", "nothing here is called `x`"),
        ("let a = a; in a", "refers to itself without end"),
        ("{ a = 1; a = 2; }.a", "`a` is defined twice"),
        ("{ }.a", "there is no attribute `a`"),
        ("assert false; 1", "assertion"),
        ("1 1", "called that is no function"),
        ("({ a }: a) { }", "the argument `a` is not given"),
        ("1 / 0", "divided by zero"),
        ('1 + "a"', "`+` is used on values it does not fit"),
        ("[ ] ++ 1", "no list"),
        ("9223372036854775807 + 1", "too large"),
        ("with { }; a", "nothing here is called `a`"),
        ("{ pkgs, ... }: with pkgs; yes", "`pkgs` is known only to the system"),
        ('throw "no"', "`throw` stops the evaluation there: no"),
    ],
)
def test_what_cannot_be_known_says_why(text: str, expected: str) -> None:
    assert expected in reason(text)


def test_an_unknown_right_side_makes_every_attribute_unknown() -> None:
    found = value("{ config, ... }: { a = 1; } // config.x // { b = 2; }")
    assert isinstance(found, Attributes)
    assert isinstance(found.get("a"), Unknown)
    assert found.get("b") == 2
    assert isinstance(found.get("c"), Unknown)


def test_an_unknown_condition_makes_only_what_it_guards_unknown() -> None:
    found = value("{ config, lib, ... }: { a = 1; b = 1; } // lib.optionalAttrs config.x { b = 2; }")
    assert isinstance(found, Attributes)
    assert found.get("a") == 1
    assert isinstance(found.get("b"), Unknown)
    assert found.get("c") is None


def test_names_of_lib_kernel_are_not_taken_for_names_of_lib() -> None:
    assert plain(value("{ lib, ... }: with lib.kernel; with lib; no.tristate")) == "n"


_DOUBLED = "let " + "".join(f"a{number} = a{number + 1} OP a{number + 1}; " for number in range(70))


@pytest.mark.parametrize(
    "text",
    [
        "let f = x: x x; in f f",
        "let f = n: f (n + 1) + f (n + 1); in f 0",
        "let f = n: if n < 2 then n else f (n - 1) + f (n - 2); in f 30",
        _DOUBLED.replace("OP", "++") + "a70 = [ 1 ]; in a0",
        _DOUBLED.replace("OP", "//") + "a70 = { }; in a0 == { a = 1; } && false",
        _DOUBLED.replace("OP", "+") + 'a70 = "x"; in a0',
        _DOUBLED.replace("OP", "*") + "a70 = 3; in a0",
        "let a = { b = a; }; c = { b = c; }; in a == c",
        "{ lib, ... }: let "
        + "".join(f"a{number} = map lib.id a{number + 1}; " for number in range(500))
        + "a500 = [ 1 ]; in a0",
    ],
    ids=["omega", "tree", "fibonacci", "lists", "sets", "texts", "numbers", "comparison", "maps"],
)
def test_what_would_not_end_does(text: str) -> None:
    found = value(text)
    while isinstance(found, ListValue):
        found = found.unread[0] if found.unread else found.items[0].force()
    assert isinstance(found, Unknown | bool)
