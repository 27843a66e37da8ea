"""`nixmenu show NAME`: one option through all the layers."""

import argparse
import json
from dataclasses import asdict

from kconfig_index import Symbol
from nixmenu.cli.diagnostics import CLEAN
from nixmenu.cli.option_names import find_option
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.session import LayerRow, Session

DESCRIPTION = """\
Show one option: its prompt and type, what base, NixOS and you say, what NixOS would build, and the help text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument("name", metavar="NAME", help="the option, with or without CONFIG_")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    session = open_session(session_options(arguments))
    symbol = find_option(session.kernel, arguments.name)
    session.accept(session.predict())
    print(json.dumps(_facts(session, symbol), indent=2) if arguments.json else _text(session, symbol))
    return CLEAN


def _text(session: Session, symbol: Symbol) -> str:
    row = session.layers(symbol)
    lines = [
        f"{symbol.name}: {symbol.prompt or 'no prompt'} ({symbol.type}, {symbol.file}:{symbol.line})",
        f"base {_cell(row.base)}   NixOS {_cell(row.nixos)}   you {_cell(row.you)}"
        f"   result {_cell(row.result)}",
        "",
        *session.explain(symbol),
    ]
    if symbol.help:
        lines += ["", symbol.help.rstrip()]
    return "\n".join(lines)


def _cell(value: str | None) -> str:
    """A layer's value; - where it says nothing."""
    return "-" if value is None else value or '""'


def _facts(session: Session, symbol: Symbol) -> dict[str, object]:
    row: LayerRow = session.layers(symbol)
    messages = session.prediction.messages if session.prediction is not None else ()
    return {
        "name": symbol.name,
        "type": symbol.type,
        "prompt": symbol.prompt,
        "file": symbol.file,
        "line": symbol.line,
        "base": row.base,
        "nixos": row.nixos,
        "you": row.you,
        "result": row.result,
        "comment": session.comments.get(symbol.name),
        "forced": row.forced,
        "auto": row.auto,
        "overridden": row.overridden,
        "assignable": session.assignable(symbol),
        "definitions": [_definition(asdict(definition)) for definition in row.definitions],
        "explanation": session.explain(symbol),
        "messages": [asdict(message) for message in messages if message.name == symbol.name],
        "help": symbol.help,
        "basis": session.basis,
    }


def _definition(facts: dict[str, object]) -> dict[str, object]:
    origin = facts["origin"]
    if isinstance(origin, dict) and origin["path"] is not None:
        origin["path"] = str(origin["path"])
    return facts
