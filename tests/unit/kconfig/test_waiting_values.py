"""Where numbers out of range are forgotten (Linux 6.1), what was computed from one waits for the next answer."""

import pytest

from kconfig_index import dialect
from kconfig_index.configuration import Configuration
from kconfig_index.dialect import Dialect
from tests.unit.kconfig.conftest import MakeKernel

OLD = Dialect(
    plain_choices=False,
    zero_numbers=False,
    forgets_hidden=True,
    forgets_out_of_range=True,
    rereads_all=True,
)
TREE = """
mainmenu "waiting"
config NUMBER
    int "number"
    range 1 10
    default 3
config DOUBLED
    bool "doubled"
    default y if NUMBER = 10
config LIMIT
    int "limit"
    range 1 NUMBER
config OTHER
    bool "other"
"""


@pytest.fixture
def config(make_kernel: MakeKernel, monkeypatch: pytest.MonkeyPatch) -> Configuration:
    monkeypatch.setattr(dialect, "of_tree", lambda _tree: OLD)
    return make_kernel(TREE).configuration()


def values(config: Configuration) -> dict[str, str]:
    return {name: config.value(symbol) for name, symbol in config.kernel.symbols.items()}


def test_what_was_computed_from_the_near_bound_waits(config: Configuration) -> None:
    config.load("CONFIG_NUMBER=99\n")
    assert values(config) == {"NUMBER": "3", "DOUBLED": "y", "LIMIT": "1", "OTHER": "n"}
    copy = config.copy()
    assert config.set(config.kernel.symbols["OTHER"], "y")
    assert values(config) == {"NUMBER": "3", "DOUBLED": "n", "LIMIT": "1", "OTHER": "y"}
    assert values(copy)["DOUBLED"] == "y"
    assert "DOUBLED" not in copy.minimal_config()
    assert values(copy)["DOUBLED"] == "n", "a minimal config is made of values computed again"


def test_answer_that_changes_nothing_lets_it_wait(config: Configuration) -> None:
    config.load("CONFIG_NUMBER=99\n")
    assert config.set(config.kernel.symbols["OTHER"], "n")
    assert values(config)["DOUBLED"] == "y"


def test_number_that_was_forgotten_bounds_the_next_one(config: Configuration) -> None:
    """7 is within the range up to 10 that held while values were computed; conf 6.1 forgets it all the same."""
    config.load("CONFIG_NUMBER=99\nCONFIG_LIMIT=7\n")
    assert values(config) == {"NUMBER": "3", "DOUBLED": "y", "LIMIT": "1", "OTHER": "n"}
    assert config.user_value(config.kernel.symbols["LIMIT"]) is None


@pytest.mark.parametrize("second", ["", "CONFIG_NUMBER=5\n", "CONFIG_OTHER=y\n", "CONFIG_NUMBER=99\n"])
def test_next_load_knows_nothing_of_the_one_before(config: Configuration, second: str) -> None:
    fresh = config.copy()
    config.load("CONFIG_NUMBER=99\n")
    config.load(second)
    fresh.load(second)
    assert values(config) == values(fresh)
    assert config.dot_config() == fresh.dot_config()
