"""Random configurations and random changes: the values are those of the kernel's own conf, on every architecture.

A short selection by default; NIXMENU_TEST_LONG=1 runs all of it.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kconfig_index.configuration import Configuration
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel, Symbol
from kconfig_index.unmet_dependencies import UnmetDependencies
from kconfig_index.values import Values
from tests.kernel.architectures import LONG, prepare, variables_of
from tests.kernel.conftest import RealKernel, run_conf

SEEDS = range(1, 55 if LONG else 3)
"""Every seed makes one `.config` per kernel and architecture; it also seeds how that is then damaged."""
PER_BASE = 3  # configurations that are made from one run of --randconfig
CHANGES = 2000 if LONG else 100

Loaded = tuple[RealKernel, Kernel, dict[str, str]]


@pytest.fixture(
    scope="module",
    params=[(series, arch) for series in ("6.12", "6.1") for arch in ("x86_64", "arm64", "riscv")],
    ids=lambda param: "-".join(param),
)
def loaded(request: pytest.FixtureRequest) -> Loaded:
    """A real kernel, the same as we read it, and the environment of both."""
    series, arch = request.param
    real: RealKernel = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[series])
    variables = variables_of(real, arch)
    return real, load_in(real.source, variables, cache=None), variables


@pytest.fixture(scope="module")
def random_config(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], str]:
    """What the kernel's own --randconfig makes of a seed."""
    real, _, variables = loaded
    made: dict[int, str] = {}

    def make(seed: int) -> str:
        if seed not in made:
            made.clear()
            directory = prepare(tmp_path_factory.mktemp("random"))
            seeded = {**variables, "KCONFIG_SEED": str(seed)}
            run_conf([str(real.conf)], directory, seeded, ("--randconfig", "Kconfig"))
            made[seed] = (directory / ".config").read_text()
            shutil.rmtree(directory)
        return made[seed]

    return make


def damaged(text: str, kernel: Kernel, seed: int) -> str:
    """A `.config` of which lines are lost, changed, added and moved, so that it needs work to be one again."""
    chance = random.Random(seed)  # noqa: S311 - what is wanted is the same every time
    share = chance.choice((0.02, 0.2, 0.6))
    names = list(kernel.symbols)
    lines = []
    for line in text.splitlines():
        if chance.random() >= share:
            lines.append(line)
        elif chance.random() < 0.6:
            name = line.removeprefix("# ").removeprefix("CONFIG_").split("=")[0].split(" ")[0]
            symbol = kernel.symbols.get(name) if chance.random() < 0.7 else None
            lines.append(any_line(symbol or kernel.symbols[chance.choice(names)], chance))
    if chance.random() < share:
        chance.shuffle(lines)
    return "\n".join(lines) + "\n"


def any_line(symbol: Symbol, chance: random.Random) -> str:
    """A line for a symbol, with a value that it can take or not."""
    value = {
        "int": chance.choice(("0", "-1", "7", "64", "1000000", "x")),
        "hex": chance.choice(("0x0", "0xff", "1000", "0xffffffffffffffff", "g")),
        "string": chance.choice(('""', '"text"', '"a \\" and \\\\"', '"no end', "bare")),
    }.get(symbol.type) or chance.choice("ynnmmy")
    return f"CONFIG_{symbol.name}={value}" if value != "n" else f"# CONFIG_{symbol.name} is not set"


@pytest.mark.parametrize("seed", SEEDS)
def test_random_configuration(
    loaded: Loaded,
    random_config: Callable[[int], str],
    tmp_path: Path,
    seed: int,
) -> None:
    real, kernel, variables = loaded
    base = random_config(seed - seed % PER_BASE)
    given = damaged(base, kernel, seed) if seed % PER_BASE else base
    prepare(tmp_path)
    (tmp_path / ".config").write_text(given)
    command = [str(real.conf)]
    run_conf(command, tmp_path, variables, ("--savedefconfig=minimal", "Kconfig"))
    done = run_conf(command, tmp_path, variables, ("--olddefconfig", "Kconfig"))
    config = kernel.configuration()
    warnings = config.load(given)
    assert config.dot_config() == (tmp_path / ".config").read_text()
    assert config.minimal_config() == (tmp_path / "minimal").read_text()
    said = "".join(f"{each}\n" for each in [*kernel.warnings, *warnings])
    unmet: list[str] = []
    dependencies = UnmetDependencies(config.values, unmet.append)
    dependencies.everything()
    if (
        given == config.dot_config()
    ):  # where nothing has to change conf computes all values again before it writes
        dependencies.written(anew=True)
    assert done.stderr == said + "".join(unmet)


def state(values: Values) -> tuple[bytes, list[str], bytes, bytes]:
    return bytes(values.tristates), list(values.texts), bytes(values.written), bytes(values.visible)


def change(config: Configuration, symbols: list[Symbol], chance: random.Random) -> str:
    """One answer, or one withdrawn; what it was, for a message."""
    changeable = [each for each in chance.sample(symbols, 50) if config.is_changeable(each)]
    symbol = chance.choice(changeable or symbols)
    if chance.random() < 0.1:
        config.unset(symbol)
        return f"{symbol.name} withdrawn"
    if symbol.type in ("bool", "tristate"):
        value = chance.choice(config.assignable(symbol) or ("n", "m", "y"))
    elif symbol.type == "string":
        value = chance.choice(("", "words", 'with "quotes"'))
    else:
        bounds = config.range(symbol) or ("0", "5")
        value = chance.choice((*bounds, "3", "0x10", "-1"))
    return f"{symbol.name}={value}: {config.set(symbol, value)}"


def test_changes_one_after_the_other(
    loaded: Loaded, random_config: Callable[[int], str], tmp_path: Path
) -> None:
    real, kernel, variables = loaded
    chance = random.Random(f"changes {real.series} {kernel.arch}")  # noqa: S311
    config = kernel.configuration()
    config.load(random_config(0))
    symbols = [each for each in kernel.symbols.values() if each.prompt is not None]
    history: list[str] = []
    for number in range(CHANGES):
        history.append(change(config, symbols, chance))
        fresh = config.copy()
        fresh.values.touch_all()
        fresh.values.flush()
        assert state(config.values) == state(fresh.values), history
        if number % 20 == 19:
            again = kernel.configuration()
            again.load(config.dot_config())
            assert again.dot_config() == config.dot_config(), history[-20:]
    assert sum(each.endswith("True") for each in history) > CHANGES // 4
    prepare(tmp_path)
    (tmp_path / ".config").write_text(config.dot_config())
    run_conf([str(real.conf)], tmp_path, variables, ("--olddefconfig", "Kconfig"))
    assert (tmp_path / ".config").read_text() == config.dot_config()
