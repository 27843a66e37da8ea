"""Whatever is answered in whatever order, the values are those of a configuration computed from nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from kconfig_index.values import Values
from tests.random_trees import trees


def fresh(kernel: Kernel, values: Values) -> Values:
    """The same answers, with every value computed anew."""
    other = Values(kernel.index, values)
    other.touch_all()
    other.flush()
    return other


def state(values: Values) -> tuple[bytes, list[str], bytes, bytes]:
    return bytes(values.tristates), values.texts, bytes(values.written), bytes(values.visible)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=trees(), data=st.data())
def test_random_answers_on_random_trees(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    tree = tmp_path_factory.mktemp("tree")
    Path(tree, "Kconfig").write_text(text)
    try:
        kernel = load_in(tree, {}, cache=None, run_shell=False)
    except Exception as error:  # a select may close a loop; that it is refused is tested elsewhere
        assert "recursive dependency" in str(error)
        return
    config = kernel.configuration()
    symbols = [kernel.symbols[name] for name in kernel.symbols]
    for _ in range(data.draw(st.integers(1, 12))):
        symbol = data.draw(st.sampled_from(symbols))
        action = data.draw(st.integers(0, 9))
        if action == 0:
            config.unset(symbol)
        else:
            config.set(symbol, data.draw(st.sampled_from(["n", "m", "y", "4", "8", "words"])))
        assert state(config.values) == state(fresh(kernel, config.values))
    reloaded = kernel.configuration()
    reloaded.load(config.dot_config())
    assert reloaded.dot_config() == fresh_text(kernel, config.dot_config())


def fresh_text(kernel: Kernel, text: str) -> str:
    config = kernel.configuration()
    config.load(text)
    config.values.touch_all()
    config.values.flush()
    return config.dot_config()
