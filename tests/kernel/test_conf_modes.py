"""`python -m kconfig_index` against the kernel's own conf: the same files, byte for byte, and the same text."""

import sys
from pathlib import Path

import pytest

from tests.kernel.conftest import RealKernel, run_conf

OURS = [sys.executable, "-m", "kconfig_index"]
ROOT = Path(__file__).parents[2]


def both(
    kernel: RealKernel, tmp_path: Path, *words: str, config: str | None = None, answers: str = "", **more: str
):
    """Run a mode with both programs in two directories that start alike; the directories and what was printed."""
    results = []
    for name, command in (("real", [str(kernel.conf)]), ("ours", OURS)):
        directory = tmp_path / name
        directory.mkdir(exist_ok=True)
        if config is not None:
            (directory / ".config").write_text(config)
        variables = {**kernel.variables, "PYTHONPATH": str(ROOT), **more}
        results.append(
            (directory, run_conf(command, directory, variables, (*words, "Kconfig"), False, answers))
        )
    return results


def files(directory: Path) -> dict[str, bytes]:
    """Every file below a directory."""
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def assert_same(results, wanted: str) -> None:
    """Both left the same files, at least the wanted one, and ended the same way."""
    (real_directory, real), (our_directory, ours) = results
    assert ours.returncode == real.returncode, ours.stderr
    real_files, our_files = files(real_directory), files(our_directory)
    assert wanted in real_files
    assert our_files[wanted] == real_files[wanted]
    assert sorted(our_files) == sorted(real_files)
    assert [name for name in real_files if our_files[name] != real_files[name]] == []
    assert ours.stdout == real.stdout
    assert ours.stderr == real.stderr


@pytest.fixture(params=["6.12", "6.1"])
def kernel(request: pytest.FixtureRequest) -> RealKernel:
    """Both kernels, one after the other."""
    found = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[request.param])
    assert isinstance(found, RealKernel)
    return found


@pytest.mark.parametrize(
    "mode",
    [
        "--defconfig=arch/x86/configs/x86_64_defconfig",
        "--alldefconfig",
        "--allnoconfig",
        "--allmodconfig",
        "--allyesconfig",
    ],
)
def test_from_nothing(kernel: RealKernel, tmp_path: Path, mode: str) -> None:
    assert_same(both(kernel, tmp_path, mode), ".config")
    assert_same(both(kernel, tmp_path, "--savedefconfig=defconfig"), "defconfig")


@pytest.mark.parametrize("mode", ["--olddefconfig", "--yes2modconfig", "--mod2yesconfig", "--mod2noconfig"])
def test_from_a_configuration(kernel: RealKernel, tmp_path: Path, mode: str) -> None:
    given = (kernel.source / "arch/x86/configs/i386_defconfig").read_text()
    assert_same(both(kernel, tmp_path, mode, config=given), ".config")


@pytest.mark.parametrize("seed", ["0x1", "42", "0xDEADBEEF"])
def test_random_then_minimal(kernel_612: RealKernel, tmp_path: Path, seed: str) -> None:
    results = both(kernel_612, tmp_path, "--randconfig", KCONFIG_SEED=seed)
    assert_same(results, ".config")
    assert_same(both(kernel_612, tmp_path, "--savedefconfig=defconfig"), "defconfig")
    assert_same(both(kernel_612, tmp_path, "--olddefconfig"), ".config")


def test_oldaskconfig_prints_the_same_questions(kernel: RealKernel, tmp_path: Path) -> None:
    answers = "\n" * 40 + "?\ny\nn\nm\nnonsense\n\n"
    assert_same(both(kernel, tmp_path, "--oldaskconfig", answers=answers), ".config")


def test_listnewconfig(kernel: RealKernel, tmp_path: Path) -> None:
    (_, real), (_, ours) = both(kernel, tmp_path, "--listnewconfig", config="CONFIG_MODULES=y\n")
    assert len(real.stdout) > 1000
    assert ours.stdout == real.stdout


@pytest.mark.parametrize("config", ["CONFIG_MODULES=y\n", None])
def test_helpnewconfig(kernel: RealKernel, tmp_path: Path, config: str | None) -> None:
    """Without a `.config` the help shows n for what conf has not computed by then."""
    (_, real), (_, ours) = both(kernel, tmp_path, "--helpnewconfig", config=config)
    assert len(real.stdout) > 1000
    assert ours.stdout == real.stdout


def test_syncconfig(kernel: RealKernel, tmp_path: Path) -> None:
    given = (kernel.source / "arch/x86/configs/x86_64_defconfig").read_text()
    both(kernel, tmp_path, "--olddefconfig", config=given)
    assert_same(both(kernel, tmp_path, "--syncconfig"), "include/config/auto.conf")


def test_warnings_of_a_damaged_configuration(kernel: RealKernel, tmp_path: Path) -> None:
    given = 'CONFIG_MODULES=q\nnonsense\nCONFIG_SMP=y\nCONFIG_SMP=n\nCONFIG_LOCALVERSION="x\nCONFIG_NR_CPUS=lots\n'
    assert_same(both(kernel, tmp_path, "--olddefconfig", config=given), ".config")
