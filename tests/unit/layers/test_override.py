"""What the user's entry has to say to get its way."""

import pytest

from nixmenu.layers.definition import Definition, Origin
from nixmenu.layers.override import Wish, definition_for

YOU = Origin("you", "slim", None, None)
YES, NO, MODULE, UNSET = Wish("y"), Wish("n"), Wish("m"), Wish()


def said(value: str | None, priority: int = 100, *, optional: bool = False) -> Definition:
    return Definition("FOO", value, None, optional, priority)


def free(text: str, priority: int = 100) -> Definition:
    return Definition("FOO", None, text, False, priority)


@pytest.mark.parametrize(
    ("others", "wanted", "priority"),
    [
        ([], NO, 100),
        ([said("y")], NO, 50),
        ([said("y", 1000)], NO, 100),
        ([said("y", 1500)], NO, 100),
        ([said("y", 90)], NO, 50),
        ([said("y"), said("y")], MODULE, 50),
        ([free("384")], Wish(freeform="16"), 50),
        ([said("y")], Wish(freeform="16"), 100),
        ([free("384")], YES, 50),
        ([said("y")], UNSET, 50),
        ([said("y", 1000)], UNSET, 100),
        ([said(None)], YES, 50),
    ],
)
def test_force_exactly_where_a_plain_definition_would_not_do(
    others: list[Definition], wanted: Wish, priority: int
) -> None:
    found = definition_for("FOO", wanted, others, (), YOU)
    assert found == (Definition("FOO", wanted.tristate, wanted.freeform, False, priority, YOU),)


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        ([said("y")], YES),
        ([said("y", 1000)], YES),
        ([said("n", optional=True)], NO),
        ([free("384")], Wish(freeform="384")),
        ([free("")], Wish(freeform="")),
        ([], UNSET),
        ([said(None)], UNSET),
    ],
)
def test_nothing_where_the_others_say_it_anyway(others: list[Definition], wanted: Wish) -> None:
    assert definition_for("FOO", wanted, others, (), YOU) == ()


def test_an_empty_answer_is_not_the_same_as_none() -> None:
    assert definition_for("FOO", Wish(freeform=""), [], (), YOU) != ()
    assert definition_for("FOO", UNSET, [free("")], (), YOU) != ()


@pytest.mark.parametrize(
    ("own", "others", "priority"),
    [
        (said("y", 90), [said("y")], 90),
        (said("y", 50), [said("y")], 50),
        (said("y", 1000), [], 1000),
        (said("y", 1000), [said("y", 1000)], 50),
    ],
)
def test_the_users_own_priority_is_kept_where_it_does(
    own: Definition, others: list[Definition], priority: int
) -> None:
    found = definition_for("FOO", NO, others, (own,), YOU)
    assert not isinstance(found, str)
    assert [definition.priority for definition in found] == [priority]


def test_the_users_optional_mark_is_kept() -> None:
    found = definition_for("FOO", NO, [], (said("y", optional=True),), YOU)
    assert not isinstance(found, str)
    assert found[0].optional


def test_what_somebody_forces_is_out_of_reach() -> None:
    other = Definition("FOO", "y", None, False, 50, Origin("you", "other", None, None))
    assert definition_for("FOO", NO, [said("n"), other], (), YOU) == (
        "FOO is forced elsewhere: y by your entry 'other';"
        " change it there (--entry other), or take it out there"
    )


def test_what_nixos_forces_has_a_way_out() -> None:
    forced = Definition("FOO", "y", None, False, 50, Origin("nixos", "common-config", None, None))
    assert definition_for("FOO", NO, [forced], (), YOU) == (
        "FOO is forced elsewhere: y by NixOS (common-config); a lib.mkOverride 49 of your own would win over that"
    )
