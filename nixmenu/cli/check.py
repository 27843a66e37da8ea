"""`nixmenu check`: all problems, grouped by their root, each with what it means and what to do."""

import argparse
import json
import textwrap
from collections.abc import Iterator

from nixmenu.check import check
from nixmenu.cli import cross, fix
from nixmenu.cli.cause_tree import WIDTH, advice_lines, cause_facts, folded, tree_lines
from nixmenu.cli.diagnostics import CLEAN, PROBLEMS, say
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.errors import NixmenuError
from nixmenu.findings.finding import Finding
from nixmenu.session import Session

DESCRIPTION = """\
Find what is wrong: everything that NixOS would stop at or warn of, grouped by what it comes down to, and what it keeps
quiet about. Exits 1 if NixOS would stop or your own entries cause something; notes alone are no problem."""
_MOST_NAMES = 24
_MOST_LINES = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument(
        "--cross",
        action="store_true",
        help="instead, compare NixOS's answers with those of every other source that is there (nixpkgs, its"
        " common-config.nix, the bundled facts)",
    )
    parser.add_argument("--all", action="store_true", help="print every name and line of long lists")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="instead, find what else has to be said so that your entries cause no error, and show it",
    )
    parser.add_argument("--write", action="store_true", help="with --fix: save it as an entry of its own")


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    if arguments.cross:
        return cross.run(arguments)
    if arguments.fix:
        return fix.run(arguments)
    if arguments.write:
        raise NixmenuError("--write belongs to --fix: there is nothing else to save")
    session = open_session(session_options(arguments))
    session.accept(session.predict())
    found = check(session)
    if arguments.json:
        facts = {"basis": session.basis, "findings": [_facts(finding) for finding in found]}
        print(json.dumps(facts, indent=2))
    else:
        print(
            "\n\n".join("\n".join(_text(finding, full=arguments.all)) for finding in found),
            end="\n" * bool(found),
        )
    counts = [sum(finding.severity == kind for finding in found) for kind in ("error", "warning", "note")]
    say(_summary(session, len(found)))
    if any(finding.severity == "error" and _is_users(finding) for finding in found):
        say("nixmenu check --fix finds the lines to add to your entries; --write saves them")
    return PROBLEMS if counts[0] or counts[1] else CLEAN


def _summary(session: Session, findings: int) -> str:
    """How much is wrong: by cause, and in the lines that NixOS's own run prints."""
    result = session.prediction
    assert result is not None, "what is checked is a result"
    printed = f"{_count(result.errors, 'error')} and {_count(result.warnings, 'warning')}"
    return f"{_count(findings, 'finding')}; NixOS prints {printed} ({session.basis})"


def _is_users(finding: Finding) -> bool:
    """Whether the user's answers cost others their options, which is what --fix is for."""
    return finding.kind == "unused" and any(root.who == "you" for root in finding.roots)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _text(finding: Finding, *, full: bool) -> Iterator[str]:
    yield from folded(f"{finding.severity}: {finding.title}", 0)
    if finding.origin is not None and str(finding.origin) not in finding.title:
        yield f"  at {finding.origin}"
    if len(finding.names) > 1:
        yield from _names(finding.names, full=full)
    yield from folded(finding.meaning)
    if len(finding.because) > 1 or any(cause.because for cause in finding.because):
        if len(finding.names) > 1:
            yield f"  Why, of {finding.names[0]}:"
        yield from tree_lines(finding.because, indent=4)
    for advice in finding.todo:
        yield from advice_lines(advice, most=None if full else _MOST_LINES)


def _names(names: tuple[str, ...], *, full: bool) -> list[str]:
    some = names if full else names[:_MOST_NAMES]
    more = f" and {len(names) - len(some)} more" if len(names) > len(some) else ""
    indent = " " * 6
    return textwrap.wrap(
        f"{' '.join(some)}{more}",
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _facts(finding: Finding) -> dict[str, object]:
    origin = finding.origin
    return {
        "severity": finding.severity,
        "kind": finding.kind,
        "title": finding.title,
        "names": finding.names,
        "meaning": finding.meaning,
        "todo": [{"text": advice.text, "lines": advice.lines} for advice in finding.todo],
        "file": None if origin is None else str(origin.path),
        "line": None if origin is None else origin.line,
        "roots": [
            {"name": root.name, "who": root.who, "wanted": root.wanted or None} for root in finding.roots
        ],
        "because": [cause_facts(cause) for cause in finding.because],
        "messages": finding.messages,
    }
