"""The command line: which commands there are, and how one of them is run."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from nixmenu import __version__
from nixmenu.cli.diagnostics import guarded
from nixmenu.cli.session_arguments import add_session_arguments

_DESCRIPTION = """\
menuconfig for kernels that NixOS builds: base, NixOS and your own options side by side, and what comes of them
before any build. Without a command it opens the interface."""
_EXIT_CODES = "Exit code: 0 done and clean, 1 done and problems found, 2 could not be done."


@dataclass(frozen=True, slots=True)
class _Command:
    help: str
    module: str
    """The module of this package that has its DESCRIPTION and `add_arguments`, imported only if it is to be run."""
    function: str = "run"


_COMMANDS = {
    "demo": _Command(
        "try nixmenu on a small kernel of its own: no kernel source, Nix or compiler needed",
        "menu",
        "run_demo",
    ),
    "predict": _Command("tell what NixOS would build: errors and warnings, and the .config", "predict"),
    "check": _Command("find all problems, grouped by their cause, and tell what to do about each", "check"),
    "show": _Command("show an option: what each layer says, and the result", "show"),
    "why": _Command(
        "tell why options are what they are, down to the answer that decides, and what to change", "why"
    ),
    "set": _Command("change options in your Nix file, or show what would change", "set_options"),
    "entry": _Command("rename, restructure or remove entries, or move options between them", "entry"),
    "export": _Command("print your entry to paste or keep, or your answers for other tools", "export"),
    "toolchain": _Command("save what this toolchain answers to a kernel", "toolchain"),
}


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What a kernel or a file says may not be in the terminal's encoding; that is no reason to fail.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # always text files here
    parsed = _parser(arguments).parse_args(arguments)
    return guarded(lambda: parsed.run(parsed))


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; of the commands only those that are among the arguments are known in full."""
    parser = argparse.ArgumentParser(
        prog="nixmenu", description=_DESCRIPTION, epilog=_EXIT_CODES, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"nixmenu {__version__}")
    parser.set_defaults(run=_run_menu)
    add_session_arguments(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, command in _COMMANDS.items():
        if name not in arguments:
            commands.add_parser(name, help=command.help)
            continue
        module = import_module(f"nixmenu.cli.{command.module}")
        subparser = commands.add_parser(
            name,
            help=command.help,
            description=module.DESCRIPTION,
            epilog=_EXIT_CODES,
            allow_abbrev=False,
        )
        subparser.set_defaults(run=getattr(module, command.function))
        module.add_arguments(subparser)
        add_session_arguments(subparser)
    return parser


def _run_menu(arguments: argparse.Namespace) -> int:
    from nixmenu.cli import menu

    return menu.run(arguments)
