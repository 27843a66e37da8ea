"""What a session is opened with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PATCHES_NAME = "kernel-patches.nix"
"""The file that the user's layer is looked for in, and made as, where no other is named."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What the session options of the command line say; see `--help` for what each means to people."""

    kernel: Path | None = None
    arch: str | None = None
    base: str = "defconfig"
    common_config: str = "auto"
    nixpkgs: Path | None = None
    configuration: Path | None = None
    patches: Path | None = None
    entry: str = "nixmenu"
    answers: Path | None = None
    cache: Path | Literal["default"] | None = "default"
    run_shell: bool = True
    toolchain: Path | None = None
    demo: bool = False
    state: Path | None = None
    """Where nixmenu remembers what it saved; None: nowhere."""
