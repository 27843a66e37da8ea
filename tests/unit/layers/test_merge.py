"""The merge of definitions, as the module system does it."""

from pathlib import Path

import pytest

from nixmenu.layers.definition import Definition, Fields, Origin
from nixmenu.layers.merge import merge

NIXOS = Origin("nixos", "common-config", None, None)
SLIM = Origin("you", "slim", Path("patches.nix"), 7)
FAST = Origin("you", "fast", Path("patches.nix"), 21)


def said(
    value: str | None, *, priority: int = 100, optional: bool = False, origin: Origin = NIXOS
) -> Definition:
    return Definition("FOO", value, None, optional, priority, origin)


def free(
    text: str, *, priority: int = 100, tristate: str | None = None, optional: bool = False
) -> Definition:
    return Definition("FOO", tristate, text, optional, priority, NIXOS)


@pytest.mark.parametrize(
    ("definitions", "value", "kind"),
    [
        ([said("y")], "y", "tristate"),
        ([said("y"), said("y", origin=SLIM)], "y", "tristate"),
        ([said("y"), said("n", priority=50, origin=SLIM)], "n", "tristate"),
        ([said("y", priority=1000), said("n", origin=SLIM)], "n", "tristate"),
        ([said("y", priority=1500), said("m", priority=1000, origin=SLIM)], "m", "tristate"),
        ([said("y"), said("n", priority=90, origin=SLIM), said("m", priority=50)], "m", "tristate"),
        ([said("y"), said(None, priority=50, origin=SLIM)], "", "unset"),
        ([free("500")], "500", "freeform"),
        ([free("")], "", "freeform"),
        ([free("500"), free("1", priority=50)], "1", "freeform"),
        ([said("y"), free("500")], "500", "freeform"),
        ([free("500", tristate="y")], "500", "freeform"),
        ([said("y", priority=50), free("500")], "y", "tristate"),
    ],
)
def test_the_strongest_priority_answers(definitions: list[Definition], value: str, kind: str) -> None:
    merged = merge(definitions)
    answer = merged.answers["FOO"]
    assert (answer.value, answer.kind) == (value, kind)
    assert merged.conflicts == ()
    assert answer.priority == min(definition.priority for definition in definitions)


@pytest.mark.parametrize(
    "definitions",
    [
        [said("y"), said("n", origin=SLIM)],
        [said("y"), said(None, origin=SLIM)],
        [said("y", priority=50, origin=FAST), said("n", priority=50, origin=SLIM)],
        [free("500"), free("501")],
        [free("500", tristate="y"), said("n")],
    ],
)
def test_equal_priorities_must_agree(definitions: list[Definition]) -> None:
    (conflict,) = merge(definitions).conflicts
    assert conflict.name == "FOO"
    assert conflict.definitions == tuple(definitions)


def test_a_weaker_disagreement_is_no_conflict() -> None:
    merged = merge([said("y"), said("n", origin=SLIM), said("m", priority=50, origin=FAST)])
    assert merged.conflicts == ()
    assert [definition.origin for definition in merged.answers["FOO"].definitions] == [FAST]


def test_mandatory_wins_over_optional_among_the_winners_only() -> None:
    assert merge([said("y", optional=True), said("y", optional=True)]).answers["FOO"].optional
    assert not merge([said("y", optional=True), said("y")]).answers["FOO"].optional
    assert merge([said("y"), said("n", optional=True, priority=50)]).answers["FOO"].optional


def test_a_priority_on_a_field_counts_among_the_strongest_items() -> None:
    field = Definition("FOO", "n", None, priority=50, fields=Fields(100, tristate=50))
    assert merge([said("y"), field]).answers["FOO"].value == "n"
    assert merge([said("y", priority=90), field]).answers["FOO"].value == "y"
    assert merge([said("y"), field, said("m", priority=50)]).answers["FOO"].value == "m"


def test_a_field_that_is_not_there_has_no_say() -> None:
    bare = Definition("FOO", "y", None, fields=Fields(tristate=100))
    assert merge([said("y", optional=True), bare]).answers["FOO"].optional
    mark = Definition("FOO", None, None, True, fields=Fields(optional=100))
    answer = merge([said("y"), mark]).answers["FOO"]
    assert (answer.value, answer.optional) == ("y", False)


def test_the_default_of_a_field_is_a_definition_too() -> None:
    weak = Definition("FOO", "m", None, priority=1500, fields=Fields(100, tristate=1500))
    assert len(merge([weak]).conflicts) == 1
    assert merge([weak, said("y")]).conflicts == ()


def test_a_conflict_names_entry_file_and_line() -> None:
    (conflict,) = merge([said("y"), said("n", origin=SLIM), free("x")]).conflicts
    assert str(conflict) == (
        "conflicting definitions of FOO: y by NixOS (common-config)"
        " and n by your entry 'slim' at patches.nix:7"
        ' and "x" by NixOS (common-config); put lib.mkForce before the one that shall win'
    )


@pytest.mark.parametrize(
    ("priorities", "way_out"),
    [
        ((100, 100), "put lib.mkForce before the one that shall win, or take one of them out"),
        ((1000, 1000), "put lib.mkForce before the one that shall win, or take one of them out"),
        (
            (50, 50),
            "put lib.mkOverride 49 before the one that shall win, in place of its own priority,"
            " or take one of them out",
        ),
    ],
)
def test_two_of_the_users_own_have_one_more_way_out(priorities: tuple[int, int], way_out: str) -> None:
    definitions = [
        said(value, priority=priority, origin=origin)
        for value, priority, origin in zip("yn", priorities, (SLIM, FAST), strict=True)
    ]
    (conflict,) = merge(definitions).conflicts
    assert str(conflict).endswith(f"; {way_out}")


def test_answers_are_in_byte_order() -> None:
    names = ["b", "A_B", "AB", "9P", "a"]
    merged = merge([Definition(name, "y", None) for name in names])
    assert list(merged.answers) == ["9P", "AB", "A_B", "a", "b"]
