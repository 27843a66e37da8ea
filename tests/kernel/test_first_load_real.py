"""Real trees, read just now: answers loaded in one pass give what they give by single changes."""

import random

import pytest

import kconfig_index
from tests.kernel.conftest import RealKernel
from tests.unit.kconfig.test_first_load import random_text, state


@pytest.mark.parametrize("arch", ["x86_64", "arm64"])
def test_one_pass_gives_what_changes_give(kernel_612: RealKernel, arch: str) -> None:
    at_once, step_by_step = (
        kconfig_index.load(kernel_612.source, arch, cache=None, run_shell=False) for _ in range(2)
    )
    assert step_by_step.index.dependents.starts
    configs = sorted((kernel_612.source / "arch" / at_once.srcarch / "configs").glob("*defconfig"))
    texts = [path.read_text() for path in configs]
    texts += [random_text(at_once, random.Random(seed)) for seed in range(5)]  # noqa: S311  the same every time
    for text in texts:
        once, stepped = at_once.configuration(), step_by_step.configuration()
        assert once.load(text) == stepped.load(text)
        assert state(once) == state(stepped)
    assert not at_once.index.dependents.is_made
