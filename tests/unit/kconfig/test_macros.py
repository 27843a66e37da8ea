"""The macro language, and commands that run beside the reading."""

import pytest

from kconfig_index.errors import KconfigError
from tests.unit.kconfig.conftest import MakeKernel


def default_of(make_kernel: MakeKernel, lines: str, text: str, **environment: str) -> str:
    """What a quoted text expands to behind the given lines."""
    kernel = make_kernel(
        f'{lines}\nconfig S\n    string\n    default "{text}"\n',
        environment={"PATH": "/usr/bin:/bin", **environment},
        run_shell=True,
    )
    return kernel.configuration().value(kernel.symbols["S"])


@pytest.mark.parametrize(
    ("lines", "text", "expansion"),
    [
        ("A = 1", "$(A)", "1"),
        ("A = $(B)\nB = late", "$(A)", "late"),
        ("B = early\nA := $(B)\nB = late", "$(A)", "early"),
        ("A = 1\nA += 2", "$(A)", "1 2"),
        ("A := 1\nB = x\nA += $(B)\nB = y", "$(A)", "1 x"),
        ("greet = hello, $(1) and $(2)", "$(greet,you,me)", "hello, you and me"),
        ("greet = $(1)", "$(greet,$(greet,deep))", "deep"),
        ("", "$(undefined)", ""),
        ("", "$(FROM_OUTSIDE)", "outside"),
        ("FROM_OUTSIDE = inside", "$(FROM_OUTSIDE)", "inside"),
        ("", "a$b", "a$b"),
        ("", "$(filename) $(lineno)", "Kconfig 4"),
        ("", "$(shell,printf 'two\\nlines\\n\\n')", "two lines"),
        ("A = $(shell,echo $(1))", "$(A,inner) $(shell,echo $(A,outer) again)", "inner outer again"),
        ("comma := ,\nlist = $(1)", "$(list,a$(comma)b)", "a,b"),
        ("spaced =   kept  to the end  ", "[$(spaced)]", "[kept  to the end  ]"),
    ],
)
def test_expansion(make_kernel: MakeKernel, lines: str, text: str, expansion: str) -> None:
    assert default_of(make_kernel, lines, text, FROM_OUTSIDE="outside") == expansion


def test_answer_of_a_command_becomes_part_of_expressions(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        """
        config YES
            def_bool $(shell,echo y)
        config NO
            def_bool $(shell,echo n)
        config NUMBER
            int
            default $(shell,echo 12)
        config LIMIT
            int "limit"
            range 1 $(shell,echo 5)
            default 9
            depends on $(shell,echo y) && YES
        config SAME
            def_bool "$(shell,echo x)" = "x"
        """,
        environment={"PATH": "/usr/bin:/bin"},
        run_shell=True,
    )
    config = kernel.configuration()
    values = {name: config.value(symbol) for name, symbol in kernel.symbols.items()}
    assert values == {"YES": "y", "NO": "n", "NUMBER": "12", "LIMIT": "5", "SAME": "y"}


def test_each_command_runs_once(make_kernel: MakeKernel, tmp_path) -> None:
    log = tmp_path / "log"
    kernel = make_kernel(
        "".join(
            f"config A{n}\n    def_bool $(shell,echo x >>{log}; echo $(shell,echo y))\n" for n in range(20)
        ),
        environment={"PATH": "/usr/bin:/bin"},
        run_shell=True,
    )
    assert log.read_text() == "x\n"
    assert {kernel.configuration().value(symbol) for symbol in kernel.symbols.values()} == {"y"}


def test_error_that_has_to_wait_for_a_command(make_kernel: MakeKernel) -> None:
    with pytest.raises(KconfigError, match=r"^Kconfig:2: too old: 3$"):
        make_kernel(
            "version := $(shell,echo 3)\n$(error-if,$(shell,test $(version) -lt 5 && echo y),too old: $(version))\n",
            environment={"PATH": "/usr/bin:/bin"},
            run_shell=True,
        )


def test_hostile_commands_are_kept_to_themselves(make_kernel: MakeKernel) -> None:
    kernel = make_kernel(
        """
        config A
            string
            default "$(shell,exit 3)$(shell,echo 'unbalanced)$(shell,cat)$(shell,yes | head -c 9000 | tr -d '\\n')"
        config B
            string
            default "$(shell,echo still here)"
        """,
        environment={"PATH": "/usr/bin:/bin"},
        run_shell=True,
    )
    config = kernel.configuration()
    assert config.value(kernel.symbols["A"]) == "y" * 4095
    assert config.value(kernel.symbols["B"]) == "still here"


def test_info_and_warning(make_kernel: MakeKernel) -> None:
    kernel = make_kernel("$(info,hello)\n\n$(warning-if,y,careful)\n$(warning-if,n,not this)\n")
    assert kernel.index.said == ["hello"]
    assert kernel.warnings == ["Kconfig:3: careful"]
