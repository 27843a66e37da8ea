"""Every directory of `arch/` that has a Kconfig: it loads, and gives what the kernel's own conf gives.

Four of them by default; NIXMENU_TEST_LONG=1 runs all.
"""

from pathlib import Path

import pytest

from kconfig_index import conf
from kconfig_index.loader import load_in
from tests.kernel.architectures import LONG, prepare, variables_of
from tests.kernel.conftest import RealKernel, run_conf

ALWAYS = ("arm", "s390", "um", "i386")
"""What every run looks at: many choices, few drivers, no hardware at all, and a name that is no directory.

x86_64, arm64 and riscv are in other tests."""
MODES: dict[conf.Fill, str] = {"default": "def", "yes": "yes", "mod": "mod"}


def architectures(source: Path) -> list[str]:
    """The names that a kernel can be built for."""
    found = sorted(path.parent.name for path in source.glob("arch/*/Kconfig"))
    return sorted({*found, "i386", "x86_64"})


def assert_equal(kernel: RealKernel, arch: str, directory: Path) -> None:
    """Three ways to fill a configuration give the same file."""
    variables = variables_of(kernel, arch)
    ours = load_in(kernel.source, variables, cache=None)
    prepare(directory)
    for fill, mode in MODES.items():
        run_conf([str(kernel.conf)], directory, variables, (f"--all{mode}config", "Kconfig"))
        config = ours.configuration()
        conf.set_all(config, fill)
        text = (directory / ".config").read_text()
        assert text.count("\n") > 200
        assert config.dot_config() == text, f"{arch} {fill}"


@pytest.mark.parametrize("series", ["6.12", "6.1"])
def test_the_short_list_is_there(request: pytest.FixtureRequest, series: str) -> None:
    kernel: RealKernel = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[series])
    found = architectures(kernel.source)
    assert set(ALWAYS) <= set(found)
    assert len(found) > 20


@pytest.mark.parametrize("arch", ALWAYS)
@pytest.mark.parametrize("series", ["6.12", "6.1"])
def test_architecture(request: pytest.FixtureRequest, tmp_path: Path, series: str, arch: str) -> None:
    kernel: RealKernel = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[series])
    assert_equal(kernel, arch, tmp_path)


@pytest.mark.skipif(not LONG, reason="takes minutes; set NIXMENU_TEST_LONG=1")
@pytest.mark.parametrize("series", ["6.12", "6.1"])
def test_all_others(request: pytest.FixtureRequest, tmp_path: Path, series: str) -> None:
    kernel: RealKernel = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[series])
    different = {}
    for arch in architectures(kernel.source):
        if arch not in ALWAYS:
            try:
                assert_equal(kernel, arch, tmp_path / arch)
            except AssertionError as error:
                different[arch] = str(error)[:300]
    assert different == {}
