"""The question-and-answer walk, where a real conf cannot be asked: it would not end."""

import pytest

from kconfig_index import conf
from tests.unit.kconfig.conftest import MakeKernel


def test_choice_without_members_is_refused_where_conf_would_not_end(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        """
        choice
            prompt "nothing to choose"
        config A
            bool "a"
            depends on MISSING
        endchoice
        config B
            bool "b"
        """
    )
    config = kernel.configuration()
    with pytest.raises(
        conf.EndlessChoiceError, match=r"^Kconfig:2: the choice 'nothing to choose' has no member"
    ):
        conf.Walk(config, lambda _question: "").old()


def test_only_what_is_new_is_asked(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        'config A\n    bool "a"\nconfig B\n    bool "b"\n    depends on A\nconfig C\n    int "c"\n'
    )
    config = kernel.configuration()
    config.load("CONFIG_C=3\n")
    asked: list[str] = []

    def answer(question: conf.Question) -> str:
        asked.append(f"{question.name} {question.alternatives}")
        return "y" if question.name == "A" else ""

    conf.Walk(config, answer).old()
    assert asked == ["A N/y/?", "B N/y/?"]
    assert config.value(kernel.symbols["A"]) == "y"
    assert config.user_value(kernel.symbols["B"]) == "n"
