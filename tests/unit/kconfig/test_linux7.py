"""What Linux 7 adds to the language; no source of it is at hand, so that each rule stands here by itself."""

from pathlib import Path

import pytest

from kconfig_index import dialect
from kconfig_index.conf import Walk
from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError
from kconfig_index.model import Kernel
from tests.unit.kconfig.conftest import MakeKernel

LINUX_7 = Dialect(conditional_depends=True, transitional=True, strict=True)
MODULES = 'config MODULES\n    bool "modules"\n    modules\n    default y\n'


@pytest.fixture
def make_7(make_kernel: MakeKernel, monkeypatch: pytest.MonkeyPatch) -> MakeKernel:
    """Loads small trees as Linux 7 reads them."""
    monkeypatch.setattr(dialect, "of_tree", lambda _tree: LINUX_7)
    return make_kernel


def test_dialect_is_told_by_what_the_tree_says(tmp_path: Path) -> None:
    tools = tmp_path / "scripts/kconfig"
    tools.mkdir(parents=True)
    (tools / "parser.y").write_text(
        "depends: T_DEPENDS T_ON expr if_expr T_EOL\nconfig_option: T_TRANSITIONAL T_EOL"
    )
    (tools / "symbol.c").write_text('newval.val = "0x0";')
    (tools / "expr.c").write_text("expr_lookup")
    (tools / "confdata.c").write_text('autoconfig := strcmp(p, "is not set")')
    assert dialect.of_tree(tmp_path) == LINUX_7


@pytest.mark.parametrize("bus", "nmy")
@pytest.mark.parametrize("when", "nmy")
def test_dependency_under_a_condition(make_7: MakeKernel, bus: str, when: str) -> None:
    kernel = make_7(
        MODULES
        + """
        config BUS
            tristate "bus"
        config WHEN
            tristate "when"
        config DRIVER
            tristate "driver"
            depends on BUS if WHEN
        """
    )
    config = kernel.configuration()
    assert config.set(kernel.symbols["BUS"], bus)
    assert config.set(kernel.symbols["WHEN"], when)
    wanted = "nmy".index(bus) if when != "n" else 2
    assert config.visibility(kernel.symbols["DRIVER"]) == wanted


def test_dependency_under_a_condition_with_operators(make_7: MakeKernel) -> None:
    kernel = make_7(
        """
        config A
            bool "a"
        config B
            bool "b"
        config C
            bool "c"
            depends on n if A && !B
        config D
            bool "d"
            depends on n if A || B
        """
    )
    config = kernel.configuration()
    seen = {}
    for a in "ny":
        for b in "ny":
            config.set(kernel.symbols["A"], a)
            config.set(kernel.symbols["B"], b)
            seen[a + b] = tuple(config.visibility(kernel.symbols[name]) for name in "CD")
    assert seen == {"nn": (2, 2), "ny": (2, 0), "yn": (0, 0), "yy": (2, 0)}


MOVED = (
    MODULES
    + """
config NEW
    tristate "new"
    default OLD
config OLD
    tristate
    transitional
    help
      What it was called before.
config NEW_NAME
    string "new name"
    default OLD_NAME if NEW
config OLD_NAME
    string
    transitional
config OTHER
    bool "other"
"""
)


def new_config(kernel: Kernel, text: str) -> str:
    config = kernel.configuration()
    config.load(text)
    return "".join(
        f"{line}\n"
        for line in config.dot_config().splitlines()
        if not line.startswith("# ") or "not set" in line
    )


def test_transitional_symbol_hands_its_value_on_and_is_not_written(make_7: MakeKernel) -> None:
    kernel = make_7(MOVED)
    text = new_config(kernel, 'CONFIG_MODULES=y\nCONFIG_OLD=m\nCONFIG_OLD_NAME="mine"\n')
    assert "CONFIG_NEW=m\n" in text
    assert 'CONFIG_NEW_NAME="mine"\n' in text
    assert "OLD" not in text
    text = new_config(kernel, "CONFIG_MODULES=y\n# CONFIG_NEW is not set\nCONFIG_OLD=y\n")
    assert "# CONFIG_NEW is not set\n" in text, "the new name's own answer comes first"


def test_what_came_from_a_transitional_symbol_is_not_asked(make_7: MakeKernel) -> None:
    kernel = make_7(MOVED)

    def asked(text: str) -> list[str]:
        config = kernel.configuration()
        config.load(text)
        names: list[str] = []
        Walk(config, lambda question: names.append(question.name) or "").old()  # type: ignore[func-returns-value]
        return names

    assert asked('CONFIG_MODULES=y\nCONFIG_OLD=m\nCONFIG_OLD_NAME="mine"\n') == ["OTHER"]
    assert asked("CONFIG_MODULES=y\n# CONFIG_OLD is not set\n") == ["NEW_NAME", "OTHER"]
    assert asked("CONFIG_MODULES=y\n") == ["NEW", "NEW_NAME", "OTHER"]


NUMBERS = """
config NEW_INT
    int "new int"
    range 1 50
    default OLD_INT
config OLD_INT
    int
    transitional
config NEW_HEX
    hex "new hex"
    default OLD_HEX
config OLD_HEX
    hex
    transitional
config TWO_DEFAULTS
    bool "two"
    default OLD_BOOL && NEW_BOOL
config NEW_BOOL
    bool "new bool"
    default y if OLD_BOOL
config OLD_BOOL
    bool
    transitional
"""


def test_numbers_are_handed_on_too_and_kept_in_their_range(make_7: MakeKernel) -> None:
    kernel = make_7(NUMBERS)
    text = new_config(kernel, "CONFIG_OLD_INT=42\nCONFIG_OLD_HEX=0x1234\nCONFIG_OLD_BOOL=y\n")
    assert text.replace("#\n", "").splitlines() == [
        "CONFIG_NEW_INT=42",
        "CONFIG_NEW_HEX=0x1234",
        "CONFIG_TWO_DEFAULTS=y",
        "CONFIG_NEW_BOOL=y",
    ]
    assert "CONFIG_NEW_INT=50\n" in new_config(kernel, "CONFIG_OLD_INT=99\n")
    assert "CONFIG_NEW_INT=7\n" in new_config(kernel, "CONFIG_OLD_INT=42\nCONFIG_NEW_INT=7\n")


def test_only_a_single_transitional_symbol_answers_for_another(make_7: MakeKernel) -> None:
    kernel = make_7(NUMBERS)
    config = kernel.configuration()
    config.load("CONFIG_OLD_INT=42\nCONFIG_OLD_BOOL=y\n")
    answered = {name for name in kernel.symbols if config.values.has_user_value(kernel.symbols[name].index)}
    assert answered == {"OLD_INT", "OLD_BOOL", "NEW_INT"}


def test_second_run_knows_nothing_of_the_old_name(make_7: MakeKernel) -> None:
    kernel = make_7(MOVED)
    first, second = kernel.configuration(), kernel.configuration()
    first.load('CONFIG_MODULES=y\nCONFIG_OLD=m\nCONFIG_OLD_NAME="mine"\n')
    second.load(first.dot_config())
    assert second.dot_config() == first.dot_config()
    assert second.user_value(kernel.symbols["OLD"]) is None


def test_minimal_config_never_has_a_transitional_symbol(make_7: MakeKernel) -> None:
    kernel = make_7(MOVED)
    config = kernel.configuration()
    config.load('CONFIG_MODULES=y\nCONFIG_OLD=m\nCONFIG_OLD_NAME="mine"\n# CONFIG_OTHER is not set\n')
    assert "OLD" not in config.minimal_config()
    config.load("CONFIG_NEW=m\nCONFIG_OTHER=y\n")
    assert config.minimal_config() == "CONFIG_NEW=m\nCONFIG_OTHER=y\n"


def test_lines_of_transitional_symbols_are_warned_of_as_others(make_7: MakeKernel) -> None:
    config = make_7(NUMBERS).configuration()
    assert config.load("CONFIG_OLD_INT=x\nCONFIG_OLD_BOOL=y\nCONFIG_OLD_BOOL=n\nCONFIG_NEW_INT=3\n") == [
        ".config:1:warning: symbol value 'x' invalid for OLD_INT",
        ".config:3:warning: override: reassigning to symbol OLD_BOOL",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("menuconfig A\n    bool\n", r"Kconfig:1: menuconfig statement without prompt"),
        ('config A\n    bool "a"\n    help\n\nconfig B\n    bool\n', "defined with blank help text"),
        ('config A\n    bool "a"\n    help\n      one\n    help\n      two\n', "more than one help text"),
        ('source "other"\nsource "other"\n', r"Kconfig:2: other is sourced a second time"),
        (
            'config A\n    bool "a"\n    transitional\n',
            r"Kconfig:1: transitional symbol A can only have a type and help",
        ),
        ("config A\n    bool\n    transitional\n    depends on B\n", "can only have a type and help"),
    ],
)
def test_new_errors(make_7: MakeKernel, text: str, message: str) -> None:
    with pytest.raises(KconfigError, match=message):
        make_7(text, {"other": ""})


def test_older_kernels_take_the_words_as_before(make_kernel: MakeKernel) -> None:
    with pytest.raises(KconfigError, match='syntax error at "B"'):
        make_kernel('config A\n    bool "a"\n    depends on A if B\n')
    with pytest.raises(KconfigError, match='unknown statement "transitional"'):
        make_kernel("config A\n    bool\n    transitional\n")
    assert "blank help" in make_kernel('config A\n    bool "a"\n    help\n\nconfig B\n    bool\n').warnings[0]
