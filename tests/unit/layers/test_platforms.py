"""Names of platforms, and the defaults that follow from them."""

import os
from types import SimpleNamespace

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.platforms import platform_named


@pytest.mark.parametrize(
    ("name", "system", "arch"),
    [
        ("x86", "x86_64-linux", "x86_64"),
        ("x86_64", "x86_64-linux", "x86_64"),
        ("x86_64-linux", "x86_64-linux", "x86_64"),
        ("i386", "i686-linux", "i386"),
        ("arm64", "aarch64-linux", "arm64"),
        ("aarch64", "aarch64-linux", "arm64"),
        ("arm", "armv7l-linux", "arm"),
        ("riscv", "riscv64-linux", "riscv"),
        ("powerpc", "powerpc64le-linux", "powerpc"),
    ],
)
def test_kernel_machine_and_nix_names_mean_the_same(name: str, system: str, arch: str) -> None:
    found = platform_named(name)
    assert (found.system, found.arch) == (system, arch)


def test_no_name_is_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="aarch64"))
    assert platform_named(None).system == "aarch64-linux"


def test_defaults_are_those_of_nixpkgs() -> None:
    x86, arm64, riscv = (platform_named(name) for name in ("x86_64", "aarch64", "riscv64"))
    assert (x86.auto_modules, x86.prefer_builtin, x86.ignore_config_errors) == (True, False, False)
    assert (arm64.auto_modules, arm64.prefer_builtin, arm64.ignore_config_errors) == (True, True, False)
    assert (riscv.auto_modules, riscv.prefer_builtin, riscv.ignore_config_errors) == (True, True, True)
    assert x86.defconfig == arm64.defconfig == "defconfig"
    assert platform_named("powerpc64le").defconfig == "powernv_defconfig"
    assert platform_named("armv6l").defconfig == "bcm2835_defconfig"


def test_an_architecture_only_the_kernel_knows_is_its_own_platform() -> None:
    found = platform_named("s390", ["alpha", "s390", "x86"])
    assert (found.system, found.arch, found.ignore_config_errors) == ("s390-linux", "s390", True)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NixmenuError, match=r"unknown architecture 'vax'; known are .*aarch64.*s390.*x86_64"):
        platform_named("vax", ["s390"])
