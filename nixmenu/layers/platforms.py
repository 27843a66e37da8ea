"""The platforms NixOS builds kernels for: their names, and how nixpkgs configures a kernel on each.

Source: nixpkgs `lib/systems/default.nix` (`linuxArch`), `lib/systems/platforms.nix` (base and defaults).
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from nixmenu.errors import NixmenuError


@dataclass(frozen=True, slots=True)
class Platform:
    """One system, as Nix and as the kernel's Makefile name it, with nixpkgs' defaults for its kernels."""

    system: str
    """Nix's name, "x86_64-linux"."""
    arch: str
    """What the kernel is built with as ARCH."""
    defconfig: str = "defconfig"
    """The target that makes the base."""
    auto_modules: bool = True
    """Whether m is answered wherever m is offered and nothing else is said."""
    prefer_builtin: bool = False
    """Whether auto-modules leaves alone what the base has built in."""
    ignore_config_errors: bool = True
    """Whether answers that did not stick are warnings instead of errors."""


_PLATFORMS: dict[str, Platform] = {
    "x86_64": Platform("x86_64-linux", "x86_64", ignore_config_errors=False),
    "i686": Platform("i686-linux", "i386", ignore_config_errors=False),
    "aarch64": Platform("aarch64-linux", "arm64", prefer_builtin=True, ignore_config_errors=False),
    "armv7l": Platform("armv7l-linux", "arm", prefer_builtin=True),
    "armv6l": Platform("armv6l-linux", "arm", defconfig="bcm2835_defconfig", prefer_builtin=True),
    "armv5tel": Platform("armv5tel-linux", "arm", defconfig="multi_v5_defconfig", prefer_builtin=True),
    "riscv64": Platform("riscv64-linux", "riscv", prefer_builtin=True),
    "loongarch64": Platform("loongarch64-linux", "loongarch", prefer_builtin=True),
    "powerpc64le": Platform("powerpc64le-linux", "powerpc", defconfig="powernv_defconfig"),
    "powerpc64": Platform("powerpc64-linux", "powerpc", defconfig="ppc64_defconfig"),
}

_OTHER_NAMES = {
    "x86": "x86_64",
    "amd64": "x86_64",
    "i386": "i686",
    "i486": "i686",
    "i586": "i686",
    "arm64": "aarch64",
    "arm": "armv7l",
    "riscv": "riscv64",
    "loongarch": "loongarch64",
    "powerpc": "powerpc64le",
    "ppc64le": "powerpc64le",
    "ppc64": "powerpc64",
}


def platform_named(name: str | None, kernel_architectures: Iterable[str] = ()) -> Platform:
    """The platform that people mean by the kernel's, the machine's or Nix's name; None is this machine.

    `kernel_architectures` are the directories of the kernel's `arch/`: one that no NixOS system belongs to
    is taken as its own platform, with nixpkgs' general defaults. Raises NixmenuError that lists what is
    known.
    """
    wanted = os.uname().machine if name is None else name
    machine = wanted.removesuffix("-linux")
    machine = _OTHER_NAMES.get(machine, machine)
    found = _PLATFORMS.get(machine)
    if found is not None:
        return found
    others = sorted(set(kernel_architectures))
    if machine in others:
        return Platform(f"{machine}-linux", machine)
    known = ", ".join(sorted({*_PLATFORMS, *_OTHER_NAMES, *others}))
    raise NixmenuError(f"unknown architecture {wanted!r}; known are {known}")
