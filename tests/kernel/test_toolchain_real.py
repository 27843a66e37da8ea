"""What this machine's compiler answered to a real kernel is enough to load it where there is no compiler."""

import json
from pathlib import Path

from kconfig_index.loader import load, load_in
from kconfig_index.toolchain_facts import Portable
from tests.kernel.conftest import RealKernel


def test_facts_stand_in_for_the_toolchain(kernel_612: RealKernel, tmp_path: Path) -> None:
    here = load_in(kernel_612.source, kernel_612.variables, cache=None)
    path = tmp_path / "facts.json"
    here.save_toolchain(path)
    made = json.loads(path.read_text())
    assert len(made["answers"]) > 80
    assert str(kernel_612.source) not in path.read_text()
    environment = {"PATH": str(tmp_path / "nothing")}
    there = load(kernel_612.source, environment=environment, cache=None, run_shell=False, toolchain=path)
    assert there.assumptions == []
    assert there.configuration().dot_config() == here.configuration().dot_config()
    portable = Portable(kernel_612.source, kernel_612.variables)
    asked = {portable.of(command) for command in there.probes}
    assert asked <= made["answers"].keys()
