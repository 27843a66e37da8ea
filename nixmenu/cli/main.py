"""The command line: which commands there are, and how one of them is run."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from nixmenu import __version__
from nixmenu.cli import check, entry, export, menu, predict, set_options, show, toolchain, why
from nixmenu.cli.diagnostics import guarded
from nixmenu.cli.session_arguments import add_session_arguments

_DESCRIPTION = """\
menuconfig for kernels that NixOS builds: base, NixOS and your own options side by side, and what comes of them
before any build. Without a command it opens the interface."""
_EXIT_CODES = "Exit code: 0 done and clean, 1 done and problems found, 2 could not be done."


@dataclass(frozen=True, slots=True)
class _Command:
    module: ModuleType
    run: Callable[[argparse.Namespace], int]


_COMMANDS = {
    "demo": _Command(menu, menu.run_demo),
    "predict": _Command(predict, predict.run),
    "check": _Command(check, check.run),
    "show": _Command(show, show.run),
    "why": _Command(why, why.run),
    "set": _Command(set_options, set_options.run),
    "entry": _Command(entry, entry.run),
    "export": _Command(export, export.run),
    "toolchain": _Command(toolchain, toolchain.run),
}


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What a kernel or a file says may not be in the terminal's encoding; that is no reason to fail.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # always text files here
    parsed = _parser().parse_args(arguments)
    return guarded(lambda: parsed.run(parsed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nixmenu", description=_DESCRIPTION, epilog=_EXIT_CODES, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"nixmenu {__version__}")
    parser.set_defaults(run=menu.run)
    add_session_arguments(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, command in _COMMANDS.items():
        subparser = commands.add_parser(
            name,
            help=command.module.HELP,
            description=command.module.DESCRIPTION,
            epilog=_EXIT_CODES,
            allow_abbrev=False,
        )
        subparser.set_defaults(run=command.run)
        command.module.add_arguments(subparser)
        add_session_arguments(subparser)
    return parser
