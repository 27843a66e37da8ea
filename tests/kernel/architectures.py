"""Kernels for other architectures than the host's, whose compiler stands in for theirs."""

import os
from pathlib import Path

from kconfig_index import toolchain
from tests.kernel.conftest import RealKernel

LONG = os.environ.get("NIXMENU_TEST_LONG") == "1"
"""Whether to run what takes many minutes."""


def variables_of(kernel: RealKernel, arch: str) -> dict[str, str]:
    """The environment in which a kernel's Kconfig is read for an architecture."""
    given = {name: value for name, value in kernel.variables.items() if name not in ("ARCH", "SRCARCH")}
    variables = toolchain.environment(kernel.source, arch, given)
    if arch == "um":
        variables |= {"SUBARCH": "x86", "HEADER_ARCH": "x86"}
    return variables


def prepare(directory: Path) -> Path:
    """A directory to run conf in; it finds an `auto.conf` there, so that it leaves only a `.config`."""
    (directory / "include/config").mkdir(parents=True)
    (directory / "include/config/auto.conf").touch()
    return directory
