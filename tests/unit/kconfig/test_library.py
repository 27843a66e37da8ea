"""The library as a stranger sees it: names at one place, choices, entries explained, configurations side by side."""

from importlib import import_module

import pytest

import kconfig_index
from kconfig_index import explanation
from kconfig_index.explanation import Comparison, Mention, Negation
from tests.unit.kconfig.conftest import MakeKernel

TREE = """
mainmenu "entries"
config EXPERT
    bool "expert"
config BUS
    bool "bus"
menu "hidden for beginners"
    depends on BUS
    visible if EXPERT
config INSIDE
    bool "inside"
comment "experts only"
    depends on EXPERT
comment "for all"
endmenu
config PARENT
    bool "parent" if EXPERT
    default y
config CHILD
    bool "child"
    depends on PARENT
choice
    prompt "one of them" if BUS
config FIRST
    bool "first"
config SECOND
    bool "second"
endchoice
config SILENT
    bool
"""


@pytest.mark.parametrize("name", kconfig_index.__all__)
def test_every_name_is_found_and_documented(name: str) -> None:
    found = getattr(kconfig_index, name)
    assert name in dir(kconfig_index)
    assert name == "Expression" or found.__doc__


def test_every_part_of_an_explanation_has_its_name_at_the_root() -> None:
    parts = {
        name
        for name, value in vars(explanation).items()
        if isinstance(value, type) and value.__module__ == explanation.__name__
    }
    assert parts <= set(kconfig_index.__all__)


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = kconfig_index.nonsense
    assert import_module("kconfig_index.search").Search is kconfig_index.Search


def test_choices_and_their_members(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    (choice,) = kernel.choices
    assert (choice.prompt, [member.name for member in choice.members]) == ("one of them", ["FIRST", "SECOND"])
    assert kernel.symbols["FIRST"].nodes[0].members == []
    assert [symbol.name for symbol in kernel.search("chi")] == ["CHILD"]


def test_menu_is_explained(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    menu = next(node for node in kernel.nodes() if node.kind == "menu")
    for bus, expert in (("n", "n"), ("n", "y"), ("y", "n"), ("y", "y")):
        config.set(kernel.symbols["BUS"], bus)
        config.set(kernel.symbols["EXPERT"], expert)
        why = config.explain(menu)
        assert why.visible == config.is_visible(menu) == (bus == expert == "y")
        assert why.prompt is not None
        assert (why.prompt.text, why.prompt.value) == ("hidden for beginners", 2 if bus == "y" else 0)
        assert isinstance(why.prompt.dependency.own, Mention)
        assert why.prompt.dependency.own.name == "BUS"
        assert isinstance(why.visible_if, Mention)
        assert (why.visible_if.name, why.visible_if.text) == ("EXPERT", expert)
        assert (why.place.line, why.shown_for) == (menu.line, None)


def test_comment_is_explained_by_what_is_around_it_too(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    config.set(kernel.symbols["EXPERT"], "y")
    experts, everybody = (node for node in kernel.nodes() if node.kind == "comment")
    why = config.explain(experts)
    assert not why.visible
    assert why.prompt is not None
    (menu,) = why.prompt.dependency.enclosing
    assert isinstance(menu.condition, Mention)
    assert (menu.kind, menu.condition.name, menu.condition.value) == ("menu", "BUS", 0)
    assert isinstance(why.prompt.dependency.own, Mention)
    assert (why.prompt.dependency.own.name, why.prompt.dependency.own.value) == ("EXPERT", 2)
    config.set(kernel.symbols["BUS"], "y")
    config.set(kernel.symbols["EXPERT"], "n")
    why = config.explain(everybody)
    assert why.visible, "its own condition holds"
    assert [config.is_visible(node) for node in why.inside] == [True, True, False], (
        "but its menu is not shown"
    )


def test_option_is_shown_for_what_is_below_it(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    (node,) = kernel.symbols["PARENT"].nodes
    why = config.explain(node)
    assert why.prompt is not None
    assert (why.visible, why.prompt.value) == (True, 0)
    assert why.shown_for == kernel.symbols["CHILD"].nodes[0]
    config.set(kernel.symbols["EXPERT"], "y")
    assert config.explain(node).shown_for is None
    (silent,) = kernel.symbols["SILENT"].nodes
    assert (config.explain(silent).visible, config.explain(silent).prompt) == (False, None)


def test_every_entry_is_visible_exactly_if_its_explanation_says_so(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    for expert in "ny":
        config.set(kernel.symbols["EXPERT"], expert)
        for node in kernel.nodes():
            why = config.explain(node)
            asked = why.prompt is not None and why.prompt.value > 0
            allowed = why.visible_if is None or why.visible_if.value > 0
            assert (
                config.is_visible(node) == why.visible == (allowed and (asked or why.shown_for is not None))
            )


def test_bool_compared_with_y_means_what_the_language_says(make_kernel: MakeKernel) -> None:
    """The conf of 6.12 reads foreign memory for it (`expr_transform`); no Linux has one, but others may."""
    kernel = make_kernel(
        """
        config A
            bool "a"
        config B
            bool "b"
            depends on A != y
        """
    )
    config = kernel.configuration()
    assert config.visibility(kernel.symbols["B"]) == 2
    config.set(kernel.symbols["A"], "y")
    assert config.visibility(kernel.symbols["B"]) == 0
    own = config.explain(kernel.symbols["B"]).definitions[0].dependency.own
    assert isinstance(own, Negation | Comparison)
    assert own.value == 0
