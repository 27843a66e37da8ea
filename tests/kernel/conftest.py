"""Real kernel sources, and the real `conf` built from them.

Sources are looked for in $NIXMENU_KERNELS, else they are unpacked from Debian's `linux-source-*` packages into the
user's cache directory. Without them the tests skip, saying what to install; in CI that is a failure.
"""

import lzma
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kconfig_index import toolchain

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nixmenu-tests"


def missing(what: str) -> None:
    """Skip, or fail where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@dataclass(frozen=True)
class RealKernel:
    """A kernel source and what the kernel's own build made of it."""

    series: str
    source: Path
    conf: Path
    variables: Mapping[str, str]

    def run(
        self, directory: Path, *words: str, check: bool = True, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the real conf in a directory."""
        return run_conf([str(self.conf)], directory, {**self.variables, **variables}, words, check)


def run_conf(
    command: list[str],
    directory: Path,
    variables: Mapping[str, str],
    words: tuple[str, ...],
    check: bool = True,
    answers: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a conf, real or ours, in a directory."""
    done = subprocess.run(
        [*command, *words],
        cwd=directory,
        env=dict(variables),
        input=answers,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
    )
    if check and done.returncode:
        raise AssertionError(f"{command} {words} failed ({done.returncode}): {done.stderr[-2000:]}")
    return done


def _source(series: str) -> Path:
    name = f"linux-source-{series}"
    given = os.environ.get("NIXMENU_KERNELS")
    for folder in ([Path(given)] if given else []) + [CACHE]:
        if (folder / name / "Kconfig").is_file():
            return folder / name
    archive = Path(f"/usr/src/{name}.tar.xz")
    if not archive.is_file():
        missing(
            f"needs the kernel source: apt install {name}, or set NIXMENU_KERNELS to a directory with {name}/"
        )
    CACHE.mkdir(parents=True, exist_ok=True)
    unpacking = CACHE / f"unpacking-{name}-{os.getpid()}"
    with lzma.open(archive) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        tar.extractall(unpacking, filter="tar")
    try:
        (unpacking / name).rename(CACHE / name)
    except OSError:
        if not (CACHE / name / "Kconfig").is_file():
            raise
    shutil.rmtree(unpacking, ignore_errors=True)
    return CACHE / name


def _conf(series: str, source: Path) -> Path:
    """The kernel's own conf: a program beside the source, else the one that its build makes."""
    given = source.parent / f"conf-{series}"
    if given.is_file():
        return given
    built = given if os.access(source.parent, os.W_OK) else CACHE / f"conf-{series}"
    program = built / "scripts/kconfig/conf"
    if not program.is_file():
        for tool in ("make", "gcc", "flex", "bison", "bc"):
            if shutil.which(tool) is None:
                missing("needs a compiler to build the kernel's conf: apt install make gcc flex bison bc")
        built.mkdir(parents=True, exist_ok=True)
        make = ["make", "-C", str(source), f"O={built}", "ARCH=x86_64", "defconfig"]
        subprocess.run(make, check=True, capture_output=True)
    return program


def real_kernel(series: str) -> RealKernel:
    """A kernel of a series, unpacked and its conf built if that was not done before."""
    source = _source(series)
    conf = _conf(series, source)
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    variables = toolchain.environment(source, "x86_64", keep)
    for name, command in toolchain.version_commands(variables).items():
        variables[name] = subprocess.run(
            ["sh", "-c", command], env=variables, capture_output=True, text=True, check=True
        ).stdout.strip()
    return RealKernel(series, source, conf, variables)


@pytest.fixture(scope="session")
def kernel_612() -> RealKernel:
    """Linux 6.12 for x86_64."""
    return real_kernel("6.12")


@pytest.fixture(scope="session")
def kernel_61() -> RealKernel:
    """Linux 6.1 for x86_64."""
    return real_kernel("6.1")
