"""Random small trees through the real conf and ours: what is computed when shows in warnings and in randconfig."""

import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.kernel.architectures import LONG, variables_of
from tests.kernel.conftest import RealKernel, run_conf

ROOT = Path(__file__).parents[2]
HEAD = 'mainmenu "random"\nconfig MODULES\n\tbool "modules"\n\tmodules\n\n'
MODES = (
    "--olddefconfig",
    "--alldefconfig",
    "--allyesconfig",
    "--allmodconfig",
    "--randconfig",
    "--defconfig=.config",
    "--savedefconfig=.config",
    "--syncconfig",
    "--oldconfig",
    "--oldaskconfig",
    "--yes2modconfig",
    "--listnewconfig",
)
PROBABILITIES = ("", "0", "30", "100", "10:20", "5:50:50", "90:3:2")


@pytest.fixture(params=["6.12", "6.1"])
def kernel(request: pytest.FixtureRequest) -> RealKernel:
    found = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[request.param])
    assert isinstance(found, RealKernel)
    return found


def condition(names: list[str], chance: random.Random) -> str:
    one, other = chance.choice(names), chance.choice(names)
    return chance.choice((one, f"!{one}", f"{one} && {other}", f"{one} || !{other}", f"{one}=y"))


def with_selects(chance: random.Random, count: int = 16) -> str:
    """Symbols that depend on those of lower numbers and select those of higher ones, in any order."""
    names = ["MODULES", *(f"S{number}" for number in range(count))]
    blocks = []
    for number in range(count):
        kind = chance.choice(("bool", "tristate"))
        block = f"config S{number}\n\t{kind}" + (f' "s{number}"\n' if chance.random() < 0.7 else "\n")
        if chance.random() < 0.7:
            block += f"\tdepends on {condition(names[: number + 1], chance)}\n"
        if chance.random() < 0.5:
            block += f"\tdefault y if {chance.choice(names[: number + 1])}\n"
        for word, share in (("select", 0.6), ("imply", 0.2)):
            if number + 1 < count and chance.random() < share:
                tail = f" if {chance.choice(names[: number + 1])}" if chance.random() < 0.3 else ""
                block += f"\t{word} S{chance.randrange(number + 1, count)}{tail}\n"
        blocks.append(block)
    chance.shuffle(blocks)
    return HEAD + "\n".join(blocks)


def with_choices(chance: random.Random, optional: bool) -> str:
    """Choices and symbols that depend on each other's members, in any order."""
    names = ["MODULES"]
    blocks = []
    for number in range(14):
        kind = chance.choice(("bool", "bool", "tristate")) if optional else "bool"
        depends = f"\tdepends on {condition(names, chance)}\n" if chance.random() < 0.7 else ""
        if chance.random() < 0.45:
            block = f'choice\n\tprompt "c{number}"\n{depends}'
            if optional:
                block += f"\t{kind}\n" + ("\toptional\n" if chance.random() < 0.2 else "")
            members = [f"M{number}_{member}" for member in range(chance.randint(1, 4))]
            for member in members:
                depends = f"\tdepends on {condition(names, chance)}\n" if chance.random() < 0.7 else ""
                block += f'config {member}\n\t{kind} "{member}"\n{depends}'
            blocks.append(block + "endchoice\n")
            names += members
        else:
            block = f"config S{number}\n\t{kind}" + (f' "s{number}"\n' if chance.random() < 0.6 else "\n")
            block += depends + (f"\tdefault y if {chance.choice(names)}\n" if chance.random() < 0.7 else "")
            blocks.append(block)
            names.append(f"S{number}")
    chance.shuffle(blocks)
    return HEAD + "\n".join(blocks)


def both(kernel: RealKernel, directory: Path, mode: str, config: str, **more: str) -> list[object]:
    """What the real conf and ours make of the tree below a directory."""
    tree = directory / "tree"
    variables = {"PATH": "/usr/bin:/bin", "srctree": str(tree), "PYTHONPATH": str(ROOT), **more}
    found: list[object] = []
    for command in ([str(kernel.conf)], [sys.executable, "-m", "kconfig_index"]):
        place = directory / "place"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / ".config").write_text(config)
        done = run_conf(command, place, variables, (mode, "Kconfig"), False, "\n\ny\nn\n" + "\n" * 60)
        files = {
            str(path.relative_to(place)): path.read_text() for path in place.rglob("*") if path.is_file()
        }
        found.append((done.returncode, done.stdout, done.stderr, files))
    return found


def plant(kernel: RealKernel, directory: Path, text: str) -> None:
    (directory / "tree").mkdir()
    (directory / "tree/Kconfig").write_text(text)
    (directory / "tree/scripts").symlink_to(kernel.source / "scripts")


@pytest.mark.parametrize("seed", range(40 if LONG else 4))
def test_unmet_dependencies_are_warned_of_in_order_and_as_often(
    kernel: RealKernel, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - what is wanted is the same every time
    plant(kernel, tmp_path, with_selects(chance))
    lines = ["CONFIG_MODULES=y\n"]
    for number in range(16):
        value = chance.choice("ynmy")
        lines.append(f"CONFIG_S{number}={value}\n" if value != "n" else f"# CONFIG_S{number} is not set\n")
    warnings = 0
    for mode in MODES:
        for variables in ({}, {"KCONFIG_WERROR": "1"}):
            real, ours = both(kernel, tmp_path, mode, "".join(lines), KCONFIG_SEED=str(seed), **variables)
            assert ours == real, mode
            warnings += str(real).count("unmet direct dependencies")
    assert warnings or not LONG


@pytest.mark.parametrize("seed", range(100 if LONG else 10))
def test_random_choices(kernel: RealKernel, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    plant(kernel, tmp_path, with_choices(chance, optional=kernel.series == "6.1"))
    for number in range(3):
        probability = {"KCONFIG_PROBABILITY": chance.choice(PROBABILITIES)}
        real, ours = both(kernel, tmp_path, "--randconfig", "", KCONFIG_SEED=str(number), **probability)
        assert ours == real


@pytest.mark.parametrize("seed", range(20 if LONG else 1))
@pytest.mark.parametrize("arch", ["x86_64", "arm64", "mips"])
def test_random_real_kernel(kernel: RealKernel, tmp_path: Path, arch: str, seed: int) -> None:
    variables = variables_of(kernel, arch)
    for probability in PROBABILITIES if LONG else ("90:3:2",):
        found = []
        for name, command in (
            ("real", [str(kernel.conf)]),
            ("ours", [sys.executable, "-m", "kconfig_index"]),
        ):
            place = tmp_path / f"{name} {probability}"
            place.mkdir()
            given = {**variables, "KCONFIG_SEED": str(seed), "KCONFIG_PROBABILITY": probability}
            done = run_conf(command, place, {**given, "PYTHONPATH": str(ROOT)}, ("--randconfig", "Kconfig"))
            found.append((done.stdout, done.stderr, (place / ".config").read_text()))
        assert found[0] == found[1]
