"""The session options, which every command takes, before or after its name."""

import argparse
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from nixmenu.cli.diagnostics import ProgressLine, say_notes
from nixmenu.cli.known_trees import announce_commands
from nixmenu.errors import NixmenuError
from nixmenu.kernel_source import kernel_source
from nixmenu.last_save import LastSaves, Target
from nixmenu.session_options import PATCHES_NAME, SessionOptions

if TYPE_CHECKING:
    from nixmenu.session import Session


def add_session_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options; one that is not given leaves no attribute, so that both places can be merged."""
    group = parser.add_argument_group("session", argument_default=argparse.SUPPRESS)
    group.add_argument(
        "--kernel",
        type=Path,
        metavar="DIR",
        help="kernel source (default: the current directory if it is one)",
    )
    group.add_argument(
        "--arch",
        metavar="NAME",
        help="the kernel's name (x86, arm64, riscv, ...) or the machine's (x86_64, aarch64, ...)"
        " (default: this machine's)",
    )
    group.add_argument(
        "--base",
        metavar="WHAT",
        help="defconfig (default), tinyconfig, allnoconfig, any NAME_defconfig, a .config file, or running",
    )
    group.add_argument(
        "--common-config",
        metavar="WHAT",
        help="the NixOS layer: auto (default: nixpkgs if it and Nix are there, else bundled), nixpkgs, bundled"
        " (the facts shipped with nixmenu), none, a common-config.nix, or a file of facts (.json)",
    )
    group.add_argument(
        "--nixpkgs",
        type=Path,
        metavar="PATH",
        help="where nixpkgs is (default: what the flake.lock around your file pins, else where NIX_PATH says);"
        " Nix evaluates what it answers for this kernel",
    )
    group.add_argument(
        "--configuration",
        type=Path,
        metavar="FILE.nix|FLAKE#HOST",
        help="your NixOS configuration: the kernel of its boot.kernelPackages answers, as Nix evaluates it, in place"
        " of nixpkgs' own kernel of the same series; one of a flake is evaluated with the flake's nixpkgs",
    )
    group.add_argument(
        "--patches",
        type=Path,
        metavar="FILE.nix",
        help="your Nix file, or a directory with a configuration.nix or flake.nix (default: ./kernel-patches.nix, or if"
        " there is none the file of the last save for this kernel)",
    )
    group.add_argument(
        "--entry",
        metavar="NAME",
        help="the boot.kernelPatches entry that edits go to (default: that of the last save for this kernel to the same"
        " file, else nixmenu); specialisation.NAME:ENTRY is one of a specialisation",
    )
    group.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help='take lines "NAME[?] VALUE" in place of both Nix layers',
    )
    group.add_argument(
        "--toolchain",
        type=Path,
        metavar="FILE",
        help="what the NixOS builder's compiler answers, as `nixmenu toolchain` saved it (default: ask the"
        " compiler here)",
    )
    group.add_argument("--cache", type=Path, metavar="DIR", help="where to remember kernels")
    group.add_argument(
        "--no-cache",
        dest="cache",
        action="store_const",
        const=None,
        help="read the kernel anew, and remember nothing of it",
    )
    group.add_argument(
        "--no-shell",
        dest="run_shell",
        action="store_false",
        help="run no command that the kernel's Kconfig files ask for; toolchain tests then answer n",
    )


def kernel_options(arguments: argparse.Namespace) -> SessionOptions:
    """What was given, with defaults for the rest."""
    known = SessionOptions.__dataclass_fields__
    given = {name: value for name, value in vars(arguments).items() if name in known}
    return SessionOptions(**given, state=platformdirs.user_state_path("nixmenu"))


def session_options(arguments: argparse.Namespace) -> SessionOptions:
    """The same; where no file or entry is named, those of the last save for the kernel, which is said on stderr."""
    options = kernel_options(arguments)
    if options.state is None or options.answers is not None:
        return options
    with suppress(NixmenuError):
        last = LastSaves(options.state).recall(kernel_source(options.kernel))
        if last is not None:
            return _targeted(options, last, entry_named="entry" in vars(arguments))
    return options


def _targeted(options: SessionOptions, last: Target, *, entry_named: bool) -> SessionOptions:
    """Options with the file and entry of the last save for what they leave open."""
    # Imported here because only who saved before needs it.
    from nixmenu.layers.patches import user_file

    named = options.patches or (Path(PATCHES_NAME) if Path(PATCHES_NAME).exists() else None)
    if named is not None and not _same_file(user_file(named), last.patches):
        return options
    entry = options.entry if entry_named else last.entry
    if named is None or entry != options.entry:
        say_notes(
            [
                f'edits go to the entry "{entry}" of {last.patches}, as in the last save for this kernel; --patches and'
                " --entry name others"
            ]
        )
    return replace(options, patches=named or last.patches, entry=entry)


def _same_file(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def open_session(options: SessionOptions) -> "Session":
    """Open the session, telling on stderr what takes long and what people should know about it."""
    # Imported here because the interface has its kernel read before it imports this.
    from nixmenu.session import Session

    if options.run_shell and not options.demo:
        announce_commands(kernel_source(options.kernel))
    progress = ProgressLine()
    try:
        session = Session.open(options, progress)
    finally:
        progress.clear()
    say_notes(session.notes)
    return session
