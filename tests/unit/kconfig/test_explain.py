"""Explanations hold every reason: the value can be computed again from them, and the places are those of the text."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kconfig_index import dialect
from kconfig_index.configuration import Configuration
from kconfig_index.dialect import Dialect
from kconfig_index.explain import Explainer
from kconfig_index.explanation import Comparison, Junction, Mention, Negation
from kconfig_index.loader import load_in
from kconfig_index.model import Symbol
from tests.recompute import Recomputation
from tests.unit.kconfig.conftest import MakeKernel
from tests.unit.kconfig.test_incremental import trees

TREE = """\
config MODULES
    bool "modules"
    modules
    default y

menuconfig BUS
    bool "bus"
    default y

menu "devices"
    depends on BUS
    visible if !QUIET

if EXPERT || BUS

config DRIVER
    tristate "driver" if EXPERT
    depends on BUS && (!QUIET || LEVEL > 3) && MISSING!=y
    default n if QUIET
    default m
    default y
    select LIBRARY if BUS
    imply EXTRA

endif

endmenu

config LIBRARY
    tristate

config EXTRA
    bool "extra"
    depends on DRIVER

config EXPERT
    bool "expert"

config QUIET
    bool "quiet"

config LEVEL
    int "level"
    default 5
    range 7 9 if EXPERT
    range 1 6
"""


def every_symbol(config: Configuration) -> list[Symbol]:
    """All symbols with a definition, choices among them."""
    index = config.kernel.index
    return [
        Symbol(config.kernel, number)
        for number in range(3, len(index.names))
        if len(index.definitions[number])
    ]


def check(config: Configuration) -> None:
    """Every value follows from its explanation."""
    explainer = Explainer(config)
    recomputation = Recomputation()
    for symbol in every_symbol(config):
        explained = explainer.explain(symbol)
        value = recomputation.value(explained)
        assert value == explained.value
        if symbol.index not in config.kernel.index.members:
            assert value == config.value(symbol)
        assert explained.visibility == config.visibility(symbol)


def test_definition_and_dependency_come_apart(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    explained = kernel.configuration().explain(kernel.symbols["DRIVER"])
    (definition,) = explained.definitions
    assert str(definition.place) == "Kconfig:16"
    assert [(each.kind, each.prompt, each.place.line) for each in definition.dependency.enclosing] == [
        ("menu", "devices", 10),
        ("if", None, 14),
    ]
    menu, block = definition.dependency.enclosing
    assert isinstance(menu.condition, Mention)
    assert (menu.condition.name, menu.condition.text) == ("BUS", "y")
    assert isinstance(block.condition, Junction)
    assert block.condition.sign == "||"
    own = definition.dependency.own
    assert isinstance(own, Junction)
    assert own.sign == "&&"
    bus, either, missing = own.operands
    assert isinstance(bus, Mention)
    assert isinstance(either, Junction)
    assert isinstance(missing, Comparison)
    quiet, level = either.operands
    assert isinstance(quiet, Negation)
    assert quiet.value == 2
    assert isinstance(level, Comparison)
    assert (level.sign, level.left.text, level.right.text, level.right.type, level.value) == (
        ">",
        "5",
        "3",
        "unknown",
        2,
    )
    assert (missing.left.type, missing.left.text, missing.value) == ("unknown", "MISSING", 2)


def test_prompt_has_its_own_condition_and_those_of_menus(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    explained = kernel.configuration().explain(kernel.symbols["DRIVER"])
    (prompt,) = explained.prompts
    assert (prompt.text, prompt.place.line, prompt.value, explained.visibility) == ("driver", 17, 0, 0)
    assert isinstance(prompt.condition, Mention)
    assert prompt.condition.name == "EXPERT"
    (menu,) = prompt.visible_if
    assert (menu.kind, menu.place.line) == ("menu", 10)
    assert isinstance(menu.condition, Negation)


def test_defaults_are_passed_over_taken_and_not_reached(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    explained = kernel.configuration().explain(kernel.symbols["DRIVER"])
    assert [(each.fate, each.place.line) for each in explained.defaults] == [
        ("passed over", 19),
        ("taken", 20),
        ("not reached", 21),
    ]
    assert explained.default is explained.defaults[1]
    assert [(step.rule, step.value) for step in explained.steps] == [("nothing", "n"), ("default", "m")]


def test_select_and_imply_with_their_places(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    explained = config.explain(kernel.symbols["LIBRARY"])
    (selection,) = explained.selected_by
    assert (selection.selector.name, selection.place.line, selection.value, selection.active) == (
        "DRIVER",
        22,
        1,
        True,
    )
    assert isinstance(selection.condition, Mention)
    assert (explained.value, explained.selected) == ("m", 1)
    extra = config.explain(kernel.symbols["EXTRA"])
    (implied,) = extra.implied_by
    assert (implied.kind, implied.place.line, implied.condition) == ("imply", 23, None)
    assert [step.rule for step in extra.steps] == ["nothing", "imply"]
    assert config.set(kernel.symbols["QUIET"], "y")
    assert not config.explain(kernel.symbols["LIBRARY"]).selected_by[0].active


def test_answer_that_does_not_count_and_one_that_is_limited(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(TREE)
    config = kernel.configuration()
    config.load("CONFIG_DRIVER=y\nCONFIG_LEVEL=12\n")
    hidden = config.explain(kernel.symbols["DRIVER"]).answer
    assert hidden is not None
    assert (hidden.value, hidden.counts) == ("y", False)
    level = config.explain(kernel.symbols["LEVEL"])
    assert level.answer is not None
    assert (level.answer.counts, level.answer.limited_by, level.value) == (True, ("range",), "6")
    assert level.range is not None
    assert [(each.fate, each.low.text, each.high.text) for each in level.ranges] == [
        ("passed over", "7", "9"),
        ("taken", "1", "6"),
    ]


@pytest.mark.parametrize(
    ("config_text", "chosen", "reason"),
    [
        ("", "C", "default"),
        ("CONFIG_B=y\n", "B", "answer"),
        ("# CONFIG_C is not set\n", "A", "first without answer"),
        ("# CONFIG_A is not set\n# CONFIG_B is not set\n# CONFIG_C is not set\n", "A", "least preferred"),
        ("CONFIG_OFF=y\n", None, "nothing visible"),
        ("CONFIG_WITHOUT=y\n", "A", "first visible"),
    ],
)
def test_why_a_choice_has_its_member(
    make_kernel: MakeKernel, config_text: str, chosen: str | None, reason: str
) -> None:
    kernel = make_kernel(
        """\
        config OFF
            bool "off"
        config WITHOUT
            bool "without the default"
        choice
            prompt "choice"
            depends on !OFF
            default C if !WITHOUT
        config A
            bool "a"
        config B
            bool "b"
        config C
            bool "c"
        endchoice
        """
    )
    config = kernel.configuration()
    config.load(config_text)
    choice = config.explain(kernel.symbols["B"]).choice
    assert choice is not None
    assert choice.reason == reason
    assert (choice.chosen.name if choice.chosen is not None else None) == chosen
    assert choice.place.line == 5
    assert [each.symbol.name for each in choice.members] == ["A", "B", "C"]
    check(config)


def test_condition_with_m_keeps_its_visible_if(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        """\
        config MODULES
            bool "modules"
            modules
        menu "menu"
            visible if MODULES || m
        config A
            bool "a" if m
        config B
            bool "b"
        endmenu
        """
    )
    explained = kernel.configuration().explain(kernel.symbols["A"])
    assert len(explained.prompts[0].visible_if) == 1
    assert explained.prompts[0].condition is not None
    explained = kernel.configuration().explain(kernel.symbols["B"])
    assert len(explained.prompts[0].visible_if) == 1
    assert explained.prompts[0].condition is None
    check(kernel.configuration())


def test_transitional_symbol_and_who_takes_its_value(
    make_kernel: MakeKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "of_tree", lambda _tree: Dialect(transitional=True))
    kernel = make_kernel(
        """\
        config MODULES
            bool "modules"
            modules
        config OLD
            tristate
            transitional
        config OLD_TEXT
            string
            transitional
        config NEW
            tristate "new"
            default OLD
        config NEW_TEXT
            string "new"
            default OLD_TEXT
        """
    )
    config = kernel.configuration()
    config.load('CONFIG_OLD=m\nCONFIG_OLD_TEXT="mine"\n')
    old, new = (config.explain(kernel.symbols[name]) for name in ("OLD", "NEW"))
    assert (old.transitional, old.value, old.is_bool) == (True, "y", True)
    assert old.answer is not None
    assert (old.answer.counts, old.answer.limited_by) == (True, ("bool",))
    assert (new.transitional, new.value, new.answer, new.is_answered) == (False, "y", None, True)
    assert config.explain(kernel.symbols["NEW_TEXT"]).value == "mine"
    check(config)
    assert not kernel.configuration().explain(kernel.symbols["NEW"]).is_answered
    check(kernel.configuration())


def test_deep_expression_needs_no_stack(make_kernel: MakeKernel) -> None:
    text = "n"
    for number in range(400):
        text = f"({text}) {'&&' if number % 2 else '||'} !X"
    kernel = make_kernel(f"config X\n    bool\nconfig A\n    bool\n    default y if {text}\n")
    explained = kernel.configuration().explain(kernel.symbols["A"])
    assert explained.value == "y"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=trees(), data=st.data())
def test_values_of_random_trees_follow_from_their_explanations(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    tree = tmp_path_factory.mktemp("tree")
    Path(tree, "Kconfig").write_text(text)
    if data.draw(st.booleans()):  # choices are symbols where the tree's own parser knows optional ones
        Path(tree, "scripts/kconfig").mkdir(parents=True)
        Path(tree, "scripts/kconfig/parser.y").write_text("T_OPTIONAL")
    try:
        kernel = load_in(tree, {}, cache=None, run_shell=False)
    except Exception as error:  # a select may close a loop
        assert "recursive dependency" in str(error)
        return
    config = kernel.configuration()
    check(config)
    symbols = list(kernel.symbols.values())
    for _ in range(data.draw(st.integers(1, 5))):
        config.set(
            data.draw(st.sampled_from(symbols)),
            data.draw(st.sampled_from(["n", "m", "y", "4", "8", "words"])),
        )
    check(config)
    config.load("".join(f"CONFIG_{name}={data.draw(st.sampled_from('nmy94'))}\n" for name in kernel.symbols))
    check(config)


def test_recomputation_notices_what_is_wrong(make_kernel: MakeKernel) -> None:
    """The judge of the tests above does not agree with everything."""
    kernel = make_kernel(TREE)
    explained = kernel.configuration().explain(kernel.symbols["DRIVER"])
    assert Recomputation().value(explained) == "m"
    for wrong in (
        replace(explained, defaults=explained.defaults[2:]),
        replace(explained, steps=explained.steps[:1]),
        replace(explained, defaults=(replace(explained.defaults[1], limit=1),)),
        replace(explained, visibility=2),
        replace(explained, selected=1),
    ):
        with pytest.raises(AssertionError):
            Recomputation().value(wrong)
