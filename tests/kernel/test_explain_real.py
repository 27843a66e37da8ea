"""Every value of a real kernel follows from its explanation alone."""

import re
from pathlib import Path

import pytest

from kconfig_index import conf
from kconfig_index.conditions import enclosing_entries
from kconfig_index.explain import Explainer
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel, Symbol
from tests.kernel.conftest import RealKernel
from tests.recompute import Recomputation

_END = re.compile(r"[ \t]*(config|menuconfig|choice|endchoice|menu|endmenu|if|endif|source|comment)\b")
_DEPENDS = re.compile(r"[ \t]*depends[ \t]+on\b")


@pytest.fixture(scope="module")
def kernel(kernel_612: RealKernel) -> Kernel:
    return load_in(kernel_612.source, kernel_612.variables, cache=None)


@pytest.fixture(scope="module")
def older_kernel(kernel_61: RealKernel) -> Kernel:
    return load_in(kernel_61.source, kernel_61.variables, cache=None)


@pytest.mark.parametrize("start", ["defconfig", "allmodconfig", "allnoconfig"])
@pytest.mark.parametrize("series", ["6.1", "6.12"])
def test_every_value_follows_from_its_explanation(
    request: pytest.FixtureRequest, series: str, start: str
) -> None:
    kernel: Kernel = request.getfixturevalue("kernel" if series == "6.12" else "older_kernel")
    config = kernel.configuration()
    if start == "defconfig":
        config.load(Path(kernel.srctree, "arch/x86/configs/x86_64_defconfig").read_text())
    else:
        conf.set_all(config, "mod" if start == "allmodconfig" else "no")
    explainer = Explainer(config)
    recomputation = Recomputation()
    index = kernel.index
    seen = 0
    for number in range(3, len(index.names)):
        if len(index.definitions[number]):
            explained = explainer.explain(Symbol(kernel, number))
            value = recomputation.value(explained)
            assert value == explained.value
            if number not in index.members:
                assert value == config.value(explained.symbol)
            seen += 1
    assert seen > 15_000


def test_own_dependency_is_what_the_text_says(kernel: Kernel) -> None:
    """A definition has a dependency of its own exactly where a `depends on` stands in it.

    A macro may say y, which is no condition; behind a help text it cannot be told from the text.
    """
    explainer = Explainer(kernel.configuration())
    lines: dict[str, list[str]] = {}
    seen = 0
    for symbol in kernel.symbols.values():
        for definition in explainer.explain(symbol).definitions:
            place = definition.place
            if place.file not in lines:
                lines[place.file] = Path(kernel.srctree, place.file).read_text().split("\n")
            said, continued, in_help, unsure = "", False, False, False
            for line in lines[place.file][place.line :]:
                if _END.match(line) and not continued:
                    break
                in_help = in_help or line.strip() == "help"
                if _DEPENDS.match(line):
                    unsure = unsure or in_help or "$(" in line
                    said += line
                continued = line.endswith("\\")
            own = definition.dependency.own
            assert bool(said) == (own is not None) or unsure, (symbol, place)
            around = enclosing_entries(kernel.index, definition.node.index)
            assert {block.node.index for block in definition.dependency.enclosing} <= set(around)
            seen += 1
    assert seen > 15_000


def test_needed_by_is_needs_turned_round(kernel: Kernel) -> None:
    for name in ("PCI", "OF", "CRC32", "MODULES", "EXPERT"):
        symbol = kernel.symbols[name]
        relations = kernel.needed_by(symbol)
        assert len(relations) > 10
        for relation in relations[:50]:
            assert relation in kernel.needs(relation.symbol)
        for relation in relations[:20]:
            if relation.kind == "select" and relation.role == "value":
                line = (
                    Path(kernel.srctree, relation.place.file).read_text().split("\n")[relation.place.line - 1]
                )
                assert "select" in line
                assert name in line
