"""`nixmenu toolchain`: what the compiler here answers, saved for a prediction on a machine with another one."""

import argparse
from pathlib import Path

from nixmenu.cli.diagnostics import CLEAN, ProgressLine, say
from nixmenu.cli.known_trees import announce_commands
from nixmenu.cli.session_arguments import kernel_options
from nixmenu.kernel_source import kernel_source
from nixmenu.opening import open_kernel

DESCRIPTION = """\
Save what the toolchain answers to the kernel's Kconfig files. Run it with the compiler that NixOS builds the
kernel with; every other command then takes these answers with --toolchain FILE, whatever compiler is there."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument("--save", type=Path, required=True, metavar="FILE", help="where to save it")


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    options = kernel_options(arguments)
    if options.run_shell:
        announce_commands(kernel_source(options.kernel))
    progress = ProgressLine()
    try:
        kernel, _ = open_kernel(options, progress)
    finally:
        progress.clear()
    kernel.save_toolchain(arguments.save)
    say(
        f"saved the toolchain's answers to Linux {kernel.version} {kernel.arch} in {arguments.save}; they are taken"
        f" with --toolchain {arguments.save}"
    )
    return CLEAN
