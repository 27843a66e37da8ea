"""`nixmenu predict`: the .config that NixOS would build, and what it would say."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from nixmenu.cli.diagnostics import CLEAN, PROBLEMS, say
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.prediction import Prediction
from nixmenu.whole_file import write_whole

DESCRIPTION = """\
Compute the .config that NixOS would build and print the errors and warnings on the way, as nixpkgs words them.
Exits 1 if the build would fail."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument("-o", "--output", metavar="FILE", help="write the .config there; - is stdout")
    parser.add_argument("--json", action="store_true", help="print the messages as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    session = open_session(session_options(arguments))
    prediction = session.predict()
    to_stdout = arguments.output == "-"
    if arguments.output is not None and prediction.fatal is None:
        data = prediction.dot_config.encode("utf-8", errors="surrogateescape")
        if to_stdout:
            sys.stdout.buffer.write(data)
        else:
            write_whole(Path(arguments.output), data)
    stream = sys.stderr if to_stdout else sys.stdout
    if arguments.json:
        print(json.dumps(_facts(prediction), indent=2), file=stream)
    else:
        for message in prediction.messages:
            print(message.text, file=stream)
    say(summary(prediction))
    return PROBLEMS if prediction.errors else CLEAN


def summary(prediction: Prediction) -> str:
    """One line: how it ends, and what that rests on."""
    if prediction.fatal is not None:
        name = prediction.messages[0].name
        place = f" at {name}" if name else ""
        return f"NixOS would stop{place}, before there is a .config ({prediction.basis})"
    errors, warnings = _count(prediction.errors, "error"), _count(prediction.warnings, "warning")
    return f"{errors}, {warnings} ({prediction.basis})"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _facts(prediction: Prediction) -> dict[str, object]:
    return {
        "basis": prediction.basis,
        "fatal": prediction.fatal,
        "errors": prediction.errors,
        "warnings": prediction.warnings,
        "questions": prediction.questions,
        "messages": [asdict(message) for message in prediction.messages],
    }
