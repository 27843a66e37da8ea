"""What a reading of Nix files may take as known about the system that they are for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circumstances:
    """None is what only the system knows."""

    version: str | None = None
    """The kernel's, "6.12.30"."""
    system: str | None = None
    """Nix's name of the platform, "x86_64-linux"."""
    kernel_arch: str | None = None
    """What the kernel is built with as ARCH."""
