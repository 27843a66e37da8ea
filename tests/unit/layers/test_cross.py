"""Two NixOS layers compared: every difference that could change a merge, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from nixmenu.layers.common_config import read_common_config
from nixmenu.layers.cross import differences
from nixmenu.layers.definition import Definition, Origin
from nixmenu.layers.facts import NixosFacts
from nixmenu.layers.platforms import platform_named


def layer(*definitions: Definition) -> NixosFacts:
    return NixosFacts(definitions, {}, "", ())


def names(left: Sequence[Definition], right: Sequence[Definition]) -> list[str]:
    return [one.name for one in differences(layer(*left), layer(*right))]


YES = Definition("A", "y", None)


def test_the_same_answers_do_not_differ_wherever_they_stand() -> None:
    here = Definition("A", "y", None, origin=Origin("nixos", "common-config", Path("c.nix"), 3))
    assert names([here, Definition("B", None, "")], [Definition("B", None, ""), YES]) == []


@pytest.mark.parametrize(
    "other",
    [
        Definition("A", "m", None),
        Definition("A", None, None),
        Definition("A", None, "y"),
        Definition("A", "y", None, optional=True),
        Definition("A", "y", None, priority=1000),
    ],
)
def test_another_value_mark_or_priority_differs(other: Definition) -> None:
    assert names([YES], [other]) == ["A"]
    assert names([YES, other], [other, YES]) == []


def test_an_answer_of_one_alone_differs_and_names_are_in_byte_order() -> None:
    assert names([Definition("b", "y", None), YES], [Definition("9P", "y", None)]) == ["9P", "A", "b"]
    assert names([Definition("A", None, None)], []) == ["A"]


def test_a_difference_says_who_says_what_and_where() -> None:
    origin = Origin("nixos", "common-config", Path("c.nix"), 3)
    left = Definition("A", None, "8", optional=True, priority=1000, origin=origin)
    (found,) = differences(layer(left), layer(YES))
    assert found.sentence("c.nix", "the bundled facts") == (
        'A: c.nix says "8" by NixOS (common-config) at c.nix:3 (optional, priority 1000), the bundled facts says y'
    )
    (missing,) = differences(layer(left), layer())
    assert missing.sentence("c.nix", "the other").endswith(", the other says nothing")


def test_a_file_differs_from_itself_for_another_kernel_only_where_it_says_so() -> None:
    path = Path(__file__).with_name("common-config.nix")
    newer, older = (
        read_common_config(path, platform_named("x86_64"), version) for version in ("6.12", "6.1")
    )
    assert [one.name for one in differences(newer, older)] == ["COMPRESS", "OLD_TUNNEL", "RUST"]
    assert differences(newer, newer) == []
