"""`nixmenu` and `nixmenu demo`: the terminal interface."""

import argparse
from dataclasses import replace

from nixmenu.cli.known_trees import announce_commands
from nixmenu.cli.session_arguments import kernel_options, session_options
from nixmenu.opening import SessionOptions, kernel_source

DESCRIPTION = (
    "Open the interface on a small kernel tree made for learning. Nothing of yours is read or written."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing: both take the session options alone."""


def run(arguments: argparse.Namespace) -> int:
    """Open the interface on a real kernel."""
    options = session_options(arguments)
    # Asked here already, so that the answer stands on the terminal and not below the interface.
    source = kernel_source(options.kernel)
    if options.run_shell:
        announce_commands(source)
    return _start(options)


def run_demo(arguments: argparse.Namespace) -> int:
    """Open the interface on the demo's kernel."""
    return _start(replace(kernel_options(arguments), demo=True))


def _start(options: SessionOptions) -> int:
    # Imported here because the interface's library costs more time than any other command takes.
    from nixmenu.tui.app import run_app

    return run_app(options)
