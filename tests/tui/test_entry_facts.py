"""What the help screen says of the Kconfig files: every condition with the value it has now."""

import pytest

from kconfig_index.explain import Explainer
from nixmenu.tui import entry_facts
from tests.unit.kconfig.conftest import MakeKernel, make_kernel

__all__ = ["make_kernel"]

TREE = """
config MODULES
    bool "Modules"
    default y
    modules
config A
    bool "First"
    default y
config B
    tristate "Second"
    depends on A && !C
    select S if A = y
    imply T
config C
    bool "Third"
if A
menu "A menu"
    visible if C || B != n
config TWICE
    bool "Fourth" if C
    depends on A && C
    default B
    default y
endmenu
endif
config TWICE
    bool
    depends on NOT_THERE
config S
    tristate
config T
    tristate "Fifth"
config N
    int "Number"
    range 1 LIMIT if C
    range 2 20
    default 7
config LIMIT
    int
    default 9
config TEXT
    string "Text"
    default "a \\"b\\""
choice
    prompt "One of two"
    depends on A
    default TWO
config ONE
    bool "One"
config TWO
    bool "Two"
endchoice
"""


def facts(make_kernel: MakeKernel, name: str, **values: str) -> list[tuple[str, str, str]]:
    """Name, text and role of each line."""
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    for option, value in values.items():
        assert config.set(kernel.symbols[option], value)
    symbol = kernel.symbols[name]
    lines = entry_facts.lines(Explainer(config), symbol.nodes[0], symbol)
    return [(line[0].text.strip(), line[1].text, line[1].role) for line in lines]


def test_each_condition_has_its_own_line_and_one_that_fails_stands_out(make_kernel: MakeKernel) -> None:
    assert facts(make_kernel, "B", C="y") == [
        ("Symbol", "B [=n], tristate", "plain"),
        ("Question", "Second", "plain"),
        ("Depends on", "A [=y]", "plain"),
        ("", "✗ !C [=y]", "warning"),
        ("Selects", "S [=n] if A [=y] = y", "quiet"),
        ("Implies", "T [=n]", "quiet"),
        ("Defined at", "Kconfig:9", "plain"),
        ("In the menu", "the top one", "plain"),
    ]


def test_who_selects_is_told_by_whom_it_is_selected(make_kernel: MakeKernel) -> None:
    told = facts(make_kernel, "S", B="m")
    assert ("Selected by", "B [=m] if A [=y] = y", "plain") in told
    assert ("Symbol", "S [=m], tristate", "plain") in told
    assert ("Question", "none: nobody is asked", "plain") in told
    assert ("Selected by", "B [=n] if A [=y] = y", "quiet") in facts(make_kernel, "S")


def test_of_several_definitions_each_has_its_own_conditions(make_kernel: MakeKernel) -> None:
    told = facts(make_kernel, "TWICE", C="y")
    assert told[1:] == [
        ("Question", "Fourth if C [=y]", "plain"),
        ("Visible if", "C [=y] || B [=n] != n", "plain"),
        ("Defined at", "Kconfig:19", "plain"),
        ("Depends on", "A [=y]", "plain"),
        ("", "C [=y]", "plain"),
        ("Defined at", "Kconfig:26, not in force", "quiet"),
        ("Depends on", "✗ NOT_THERE [not defined]", "quiet"),
        ("Default", "B [=n]", "plain"),
        ("", "y", "quiet"),
        ("In the menu", "A menu", "plain"),
    ]
    nothing = facts(make_kernel, "TWICE")
    assert ("", "✗ C [=n]", "warning") in nothing
    assert ("Depends on", "✗ NOT_THERE [not defined]", "warning") in nothing


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("N", {}, [("Range", "1 to LIMIT [=9] if C [=n]", "quiet"), ("", "2 to 20", "plain")]),
        ("N", {"C": "y"}, [("Range", "1 to LIMIT [=9] if C [=y]", "plain"), ("", "2 to 20", "quiet")]),
        ("N", {}, [("Symbol", "N [=7], int", "plain")]),
        ("TEXT", {"TEXT": "x y"}, [("Symbol", 'TEXT [="x y"], string', "plain")]),
        ("TEXT", {}, [("Default", '"a "b""', "plain")]),
    ],
)
def test_numbers_and_texts(
    make_kernel: MakeKernel, name: str, values: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    told = facts(make_kernel, name, **values)
    for each in expected:
        assert each in told


def test_a_choice_names_its_members(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    node = kernel.symbols["ONE"].nodes[0].parent
    assert node is not None
    lines = entry_facts.lines(Explainer(config), node, None)
    assert [(line[0].text.strip(), line[1].text) for line in lines] == [
        ("Members", "( ) ONE"),
        ("", "(X) TWO"),
        ("Depends on", "A [=y]"),
        ("Default", "TWO [=y]"),
        ("Defined at", "Kconfig:44"),
        ("In the menu", "the top one"),
    ]
