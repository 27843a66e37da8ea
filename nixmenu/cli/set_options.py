"""`nixmenu set NAME=VALUE...`: change options in the user's Nix file, or show what would change."""

import argparse

from kconfig_index import Symbol, config_file
from nixmenu.answerable import is_text
from nixmenu.cli.diagnostics import CLEAN, PROBLEMS, say
from nixmenu.cli.option_names import find_option
from nixmenu.cli.presenting import present
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.errors import NixmenuError
from nixmenu.session import Session

DESCRIPTION = """\
Put options into your boot.kernelPatches entry. Prints the change as a diff and writes it only with --write.
What NixOS would then complain about, and did not before, is told on stderr; exits 1 if the build would fail of it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument(
        "changes",
        nargs="+",
        metavar="NAME=VALUE",
        help="VALUE is y, m, n, a number or a text; default takes your word on it back; unset makes nobody answer it",
    )
    parser.add_argument("--write", action="store_true", help="write the file")
    parser.add_argument(
        "--no-comments",
        dest="comments",
        action="store_false",
        help="leave out the comment with the option's prompt beside each new line",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    session = open_session(session_options(arguments))
    wanted = [_parse(session, change) for change in arguments.changes]
    before = {message.text for message in session.predict().messages}
    for symbol, value in wanted:
        refusal = _apply(session, symbol, value)
        if refusal is not None:
            raise NixmenuError(refusal)
    if not session.dirty:
        say("nothing to change: your file says so already, or NixOS does without it")
        return CLEAN
    plan = session.plan(comments=arguments.comments)
    present([plan], (lambda: session.save(plan)) if arguments.write else None)
    new = [message for message in session.predict().messages if message.text not in before]
    for message in new:
        say(message.text)
    return PROBLEMS if any(message.severity == "error" for message in new) else CLEAN


def _parse(session: Session, change: str) -> tuple[Symbol, str]:
    name, equals, value = change.partition("=")
    if not equals or not name:
        raise NixmenuError(f"{change!r} is no change; write NAME=VALUE, for example DRM_RADEON=n")
    return find_option(session.kernel, name), value


def _apply(session: Session, symbol: Symbol, value: str) -> str | None:
    if value == "default":
        return session.edit(symbol, None)
    if value == "unset":
        return session.unset(symbol)
    if is_text(symbol) and len(value) > 1 and value.startswith('"'):
        value = config_file.unquoted(value) or ""
    return session.edit(symbol, value)
