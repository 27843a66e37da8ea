"""Values, visibility and what is written, on trees small enough to be worked out by hand."""

import pytest

from tests.unit.kconfig.conftest import MakeKernel

MODULES = """
config MODULES
    bool "Modules"
    modules
    default y
"""


def value(kernel, name, **answers):
    """The value of a symbol after the given answers, in their order."""
    config = kernel.configuration()
    for each, answer in answers.items():
        assert config.set(kernel.symbols[each], answer), each
    return config.value(kernel.symbols[name])


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [(a, b, min(a, b), max(a, b)) for a in range(3) for b in range(3)],
)
def test_and_or_not_are_minimum_maximum_and_complement(
    make_kernel: MakeKernel, first: int, second: int, both: int, either: int
) -> None:
    kernel = make_kernel(
        MODULES
        + """
        config A
            tristate "a"
        config B
            tristate "b"
        config BOTH
            def_tristate A && B
        config EITHER
            def_tristate A || B
        config NEITHER
            def_tristate !A
        """
    )
    answers = {"A": "nmy"[first], "B": "nmy"[second]}
    assert value(kernel, "BOTH", **answers) == "nmy"[both]
    assert value(kernel, "EITHER", **answers) == "nmy"[either]
    assert value(kernel, "NEITHER", **answers) == "nmy"[2 - first]


def test_dependency_limits_the_answer_and_select_raises_it(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        MODULES
        + """
        config BUS
            tristate "bus"
        config DRIVER
            tristate "driver"
            depends on BUS
            select CORE
        config CORE
            tristate "core"
        """
    )
    config = kernel.configuration()
    bus, driver, core = (kernel.symbols[name] for name in ("BUS", "DRIVER", "CORE"))
    assert not config.set(driver, "m")
    assert config.set(bus, "m")
    assert config.assignable(driver) == ("n", "m")
    assert config.set(driver, "m")
    assert config.value(core) == "m"
    assert config.assignable(core) == ("m", "y")
    assert not config.set(core, "n")
    assert config.set(bus, "n")
    assert (config.value(driver), config.value(core)) == ("n", "n")
    assert config.set(bus, "y")
    assert config.value(driver) == "m", "the answer is remembered while it is hidden"


def test_without_modules_tristates_are_bools(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        MODULES
        + """
        config A
            tristate "a"
            default m
        config ONLY_MODULE
            tristate "needs modules"
            depends on m
        """
    )
    config = kernel.configuration()
    a, only = kernel.symbols["A"], kernel.symbols["ONLY_MODULE"]
    assert (config.value(a), config.visibility(only)) == ("m", 1)
    assert config.set(kernel.symbols["MODULES"], "n")
    assert (config.value(a), config.visibility(only)) == ("y", 0)
    assert config.assignable(a) == ("n", "y")


def test_imply_is_a_default_that_dependencies_limit(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        MODULES
        + """
        config A
            bool "a"
            imply B
            imply C
        config B
            tristate "b"
        config C
            tristate "c"
            depends on D
        config D
            tristate "d"
        """
    )
    assert value(kernel, "B", A="y") == "y"
    assert value(kernel, "B", A="y", B="n") == "n"
    assert value(kernel, "C", A="y") == "n"
    assert value(kernel, "C", A="y", D="m") == "m"


def test_numbers_keep_to_their_range(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        """
        config WIDE
            bool "wide"
        config COUNT
            int "count"
            range 1 64 if WIDE
            range 1 8
            default 32
        config ADDRESS
            hex "address"
            range 0x10 0xff
        """
    )
    config = kernel.configuration()
    count, address = kernel.symbols["COUNT"], kernel.symbols["ADDRESS"]
    assert (config.value(count), config.range(count)) == ("8", ("1", "8"))
    assert not config.set(count, "9")
    assert not config.set(count, "x")
    assert not config.set(count, "007")
    assert config.set(kernel.symbols["WIDE"], "y")
    assert (config.value(count), config.range(count)) == ("32", ("1", "64"))
    assert config.set(count, "64")
    assert config.value(address) == "0x10"
    assert config.set(address, "20")
    assert config.value(address) == "0x20"


CHOICE = """
choice
    prompt "speed"
    default MIDDLE
config SLOW
    bool "slow"
config MIDDLE
    bool "middle"
config FAST
    bool "fast"
    depends on ALLOW_FAST
endchoice
config ALLOW_FAST
    bool "allow"
"""


def test_choice_takes_its_default_then_the_answer(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(CHOICE)
    config = kernel.configuration()
    slow, middle, fast = (kernel.symbols[name] for name in ("SLOW", "MIDDLE", "FAST"))
    choice = slow.choice
    assert choice is not None
    assert choice.prompt == "speed"
    assert config.chosen(choice) == middle
    assert config.assignable(fast) == ()
    assert config.set(slow, "y")
    assert (config.value(slow), config.value(middle)) == ("y", "n")
    assert not config.set(middle, "n"), "a member is never turned off, another one is turned on"
    assert config.set(kernel.symbols["ALLOW_FAST"], "y")
    assert config.set(fast, "y")
    assert config.set(kernel.symbols["ALLOW_FAST"], "n")
    assert config.chosen(choice) == slow, "the last answer that still counts"


def test_last_y_of_a_file_wins_in_a_choice(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(CHOICE)
    config = kernel.configuration()
    config.load("CONFIG_MIDDLE=y\nCONFIG_SLOW=y\n")
    assert config.value(kernel.symbols["SLOW"]) == "y"
    config.load("CONFIG_SLOW=y\nCONFIG_MIDDLE=y\n")
    assert config.value(kernel.symbols["MIDDLE"]) == "y"


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ('VERSION = "6.12"', True),
        ("COUNT > 9", True),
        ("COUNT < 9", False),
        ("COUNT = 0xa", True),
        ("ADDRESS >= 17", False),
        ("ADDRESS >= 0x10", True),
        ('VERSION < "6.2"', True),
        ("UNDEFINED = UNDEFINED", True),
        ("FLAG != n", True),
        ("FLAG = y && !COUNT", True),
    ],
)
def test_comparisons(make_kernel: MakeKernel, expression: str, holds: bool) -> None:
    kernel = make_kernel(
        f"""
        config VERSION
            string
            default "6.12"
        config COUNT
            int
            default 10
        config ADDRESS
            hex
            default 0x10
        config FLAG
            def_bool y
        config RESULT
            def_bool {expression}
        """
    )
    assert value(kernel, "RESULT") == ("y" if holds else "n")


def test_one_change_recomputes_only_what_it_reaches(make_kernel: MakeKernel) -> None:
    groups = "".join(
        f"""
        config BUS{number}
            bool "bus"
        config DRIVER{number}
            bool "driver"
            depends on BUS{number}
            default y
        config QUIRK{number}
            def_bool DRIVER{number}
        """
        for number in range(50)
    )
    kernel = make_kernel(groups)
    config = kernel.configuration()
    before = config.recomputed
    assert config.set(kernel.symbols["BUS7"], "y")
    assert config.value(kernel.symbols["QUIRK7"]) == "y"
    assert config.recomputed - before == 3


def test_configurations_of_one_kernel_do_not_touch_each_other(make_kernel: MakeKernel) -> None:
    kernel = make_kernel('config A\n    bool "a"\n')
    first = kernel.configuration()
    second = first.copy()
    assert first.set(kernel.symbols["A"], "y")
    third = first.copy()
    assert first.set(kernel.symbols["A"], "n")
    values = [config.value(kernel.symbols["A"]) for config in (first, second, third)]
    assert values == ["n", "n", "y"]


def test_unset_gives_the_default_back(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        'config A\n    bool "a"\n    default y\nconfig S\n    string "s"\n    default "text"\n'
    )
    config = kernel.configuration()
    for name, answer, default in (("A", "n", "y"), ("S", "other", "text")):
        symbol = kernel.symbols[name]
        assert config.set(symbol, answer)
        assert config.user_value(symbol) == answer
        config.unset(symbol)
        assert config.user_value(symbol) is None
        assert config.value(symbol) == default
