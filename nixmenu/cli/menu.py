"""`nixmenu` and `nixmenu demo`: the terminal interface."""

import argparse
import gc
import sys
from dataclasses import replace

from nixmenu.cli.diagnostics import ProgressLine
from nixmenu.cli.known_trees import announce_commands
from nixmenu.cli.session_arguments import kernel_options, session_options
from nixmenu.errors import NixmenuError
from nixmenu.kernel_source import kernel_source
from nixmenu.reading_ahead import read_ahead
from nixmenu.session_options import SessionOptions

DESCRIPTION = (
    "Open the interface on a small kernel tree made for learning. Nothing of yours is read or written."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing: both take the session options alone."""


def run(arguments: argparse.Namespace) -> int:
    """Open the interface on a real kernel."""
    _want_terminal()
    options = session_options(arguments)
    # Asked here already, so that the answer stands on the terminal and not below the interface.
    source = kernel_source(options.kernel)
    if options.run_shell:
        announce_commands(source)
    return _start(options)


def run_demo(arguments: argparse.Namespace) -> int:
    """Open the interface on the demo's kernel."""
    _want_terminal()
    return _start(replace(kernel_options(arguments), demo=True))


def _start(options: SessionOptions) -> int:
    gc.disable()  # what is made until the session is there stays; then the interface has garbage looked for again
    ahead = read_ahead(options)
    # Imported here and below because a process can read the kernel meanwhile.
    from nixmenu.early_opening import Opening

    opening = Opening(options, ahead)
    progress = ProgressLine()
    try:
        try:
            opening.until_read(progress)
        finally:
            progress.clear()
        from nixmenu.tui.app import run_app

        return run_app(opening)
    except BaseException:
        opening.cancel()
        raise
    finally:
        opening.finish()


def _want_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual draws on stderr
        raise NixmenuError(
            'The menus need a terminal; in a script, use "nixmenu predict", "show" or "set" instead.'
        )
