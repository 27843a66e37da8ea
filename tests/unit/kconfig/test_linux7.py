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
