"""`nixmenu check --fix`: what else has to be said so that the user's entries cause no error, proved by a replay."""

import argparse
import json
import textwrap
from collections.abc import Iterator

from nixmenu.cli.cause_tree import WIDTH, folded
from nixmenu.cli.diagnostics import CLEAN, PROBLEMS, ProgressLine, say
from nixmenu.cli.presenting import present
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.fallout import Fallout, Line, fallout, plan_fallout


def run(arguments: argparse.Namespace) -> int:
    """Show what the fallout entry has to say, and save it with --write; 1 if that does not make the run clean."""
    # Imported here because the Nix grammar costs time that the other commands need not spend.
    from nixmenu.nix.write import save

    session = open_session(session_options(arguments))
    progress = ProgressLine()
    try:
        found = fallout(session, progress)
    finally:
        progress.clear()
    if arguments.json:
        print(json.dumps(_facts(found), indent=2))
    else:
        print("\n".join(_text(found)), end="\n" * bool(found.lines or found.clashes))
    plan = plan_fallout(session, found)
    if found.clean and plan.changed and not arguments.json:
        print()
        present([plan], (lambda: save(plan)) if arguments.write else None)
    elif found.clean and plan.changed and arguments.write:
        save(plan)
    for message in found.others:
        say(f"left alone, since NixOS gives it without your entries, too: {message.text}")
    say(_summary(found, written=arguments.write))
    return CLEAN if found.clean else PROBLEMS


def _text(found: Fallout) -> Iterator[str]:
    for clash in found.clashes:
        yield from folded(
            f"no way for {clash.name}: {clash.reason}." if clash.name else f"no way: {clash.reason}.", 0
        )
    groups: dict[tuple[str, str], list[str]] = {}
    for line in found.lines:
        groups.setdefault((_said(line), line.because), []).append(line.definition.name)
    for (said, because), names in groups.items():
        yield from folded(f"{said}, because {because}:", 0)
        yield from textwrap.wrap(
            " ".join(names), WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )


def _said(line: Line) -> str:
    definition = line.definition
    value = definition.tristate or definition.freeform
    return "no answer any more" if value is None else f"answered {value}"


def _summary(found: Fallout, *, written: bool) -> str:
    if not found.clean:
        return f"{len(found.clashes)} of your wants cannot come true together; nothing is written"
    if not found.before and not found.lines:
        return "your entries cause no error"
    one = len(found.lines) == 1
    errors = "1 error" if found.before == 1 else f"{found.before} errors"
    lines = "1 more definition" if one else f"{len(found.lines)} more definitions"
    done = f"entry {found.entry!r} says so" if written else f"--write saves {'it' if one else 'them'}"
    return f"{errors} without, none with {lines} (replayed); {done} ({found.prediction.basis})"


def _facts(found: Fallout) -> dict[str, object]:
    return {
        "entry": found.entry,
        "clean": found.clean,
        "errors_before": found.before,
        "lines": [
            {
                "name": line.definition.name,
                "value": line.definition.freeform or line.definition.tristate,
                "priority": line.definition.priority,
                "because": line.because,
            }
            for line in found.lines
        ],
        "clashes": [{"name": clash.name, "reason": clash.reason} for clash in found.clashes],
        "left_alone": [message.text for message in found.others],
        "basis": found.prediction.basis,
    }
