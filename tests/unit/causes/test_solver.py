"""Choosing among formulas, circles and all: the solver on formulas made by hand."""

from typing import cast

import pytest

from kconfig_index.explanation import Place
from nixmenu.causes.goals import All, Any, Formula, Goal, Need, Root, Statement, Who
from nixmenu.causes.solver import Solver
from nixmenu.causes.symbols import Symbols

BY = Statement("depends on", Place("Kconfig", 1))


def goal(number: int) -> Goal:
    return Goal(number, "at least", 2)


def need(number: int) -> Need:
    return Need(goal(number), BY, f"S{number}", "S")


def root(name: str, who: Who = "base") -> Root:
    return Root(name, who, "y")


class Formulas:
    """Stands for the symbols of a kernel."""

    def __init__(self, formulas: dict[int, Formula | None]) -> None:
        self._formulas = formulas

    def formula(self, of: Goal) -> Formula | None:
        return self._formulas[of.symbol]


def solved(formulas: dict[int, Formula | None], first: int = 0) -> list[str]:
    solver = Solver(cast(Symbols, Formulas(formulas)))
    return sorted(each.name for each in solver.roots(goal(first)))


@pytest.mark.parametrize(
    ("formulas", "expected"),
    [
        pytest.param({0: None}, [], id="reached"),
        pytest.param({0: root("A")}, ["A"], id="root"),
        pytest.param({0: Any((root("A"), root("B")))}, ["A"], id="the first of equals"),
        pytest.param({0: Any((root("A"), root("B", "you")))}, ["B"], id="the user's own"),
        pytest.param({0: Any((root("A", "toolchain"), root("B")))}, ["B"], id="no fact"),
        pytest.param({0: All((root("A"), root("B")))}, ["A", "B"], id="all"),
        pytest.param({0: Any((All((root("A"), root("B"))), root("C")))}, ["C"], id="the fewest"),
        pytest.param(
            {0: All((Any((root("A"), root("B"))), root("B")))}, ["B"], id="what has to change anyway"
        ),
        pytest.param({0: need(0)}, [], id="itself"),
        pytest.param({0: Any((need(1), root("A"))), 1: need(0)}, ["A"], id="a circle with a way out"),
        pytest.param({0: All((need(1), root("A"))), 1: need(0)}, [], id="a circle without"),
        pytest.param(
            {0: need(1), 1: Any((need(2), root("A", "toolchain"))), 2: Any((need(0), root("B")))},
            ["B"],
            id="the better way out",
        ),
    ],
)
def test_the_cheapest_roots_are_found(formulas: dict[int, Formula | None], expected: list[str]) -> None:
    assert solved(formulas) == expected


def test_a_long_chain_is_no_burden() -> None:
    length = 5000
    chain: dict[int, Formula | None] = {number: need(number + 1) for number in range(length)}
    chain[length] = root("END")
    assert solved(chain) == ["END"]


def test_what_was_solved_before_is_used_again() -> None:
    solver = Solver(cast(Symbols, Formulas({0: need(1), 1: root("A"), 2: All((need(1), root("B")))})))
    assert {each.name for each in solver.roots(goal(0))} == {"A"}
    assert {each.name for each in solver.roots(goal(2))} == {"A", "B"}
