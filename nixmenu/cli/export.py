"""`nixmenu export`: what you say, on stdout: to paste, to pipe, to keep."""

import argparse

from nixmenu.cli.diagnostics import CLEAN, say_notes
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.export import FORMATS, export

DESCRIPTION = """\
Print your options on stdout. entry: the attribute set for a list of boot.kernelPatches; module: a NixOS module with it;
overlay: a nixpkgs overlay with such a kernel; fragment: lines CONFIG_NAME=VALUE of all your answers, for the kernel's
own merge_config.sh; answers: the lines that NixOS answers the kernel's questions with, as --answers takes them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="entry",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: entry)",
    )
    parser.add_argument(
        "--no-comments",
        dest="comments",
        action="store_false",
        help="leave out the comment with the option's prompt beside each line",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    session = open_session(session_options(arguments))
    exported = export(session, arguments.format, comments=arguments.comments)
    print(exported.text, end="")
    say_notes(exported.notes)
    return CLEAN
