"""`nixmenu why NAME...`: the reasons for what options are, down to the answer or fact that decides."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from nixmenu.cli.cause_tree import advice_lines, cause_facts, folded, tree_lines
from nixmenu.cli.diagnostics import CLEAN
from nixmenu.cli.option_names import find_option
from nixmenu.cli.session_arguments import open_session, session_options
from nixmenu.generator import Asked
from nixmenu.unknown_names import bare
from nixmenu.why import Why, why

DESCRIPTION = """\
Explain options: what each layer says, how the option is asked, what selects it or keeps it off, step by step down to
the answer or the fact that decides, and what to change."""
_BY = {"answer": "by the answer above", "auto": "by auto-modules", "kept": "by nobody"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes beside the session options."""
    parser.add_argument("names", metavar="NAME", nargs="+", help="an option, with or without CONFIG_")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    session = open_session(session_options(arguments))
    names = [bare(name) for name in arguments.names]
    for name in names:
        if name not in session.nixos and name not in session.you:
            find_option(session.kernel, name)
    session.accept(session.predict())
    found = [each for name in names if (each := why(session, name)) is not None]
    if arguments.json:
        print(json.dumps([_facts(each) for each in found], indent=2))
    else:
        print("\n\n".join("\n".join(why_text(each)) for each in found))
    return CLEAN


def why_text(found: Why) -> Iterator[str]:
    """The lines that tell people all about one option."""
    symbol = found.symbol
    if symbol is None:
        yield f"{found.name}: no option of this kernel"
    else:
        yield from folded(f"{symbol.name}: {symbol.prompt or 'no prompt'}", 0)
        yield f"  {symbol.type}, {symbol.file}:{symbol.line}"
    yield ""
    for line in found.layers:
        yield from folded(line)
    for line in _question(found):
        yield from folded(line)
    if found.stopped is not None:
        name = f"at {found.stopped.name}" if found.stopped.name else "earlier"
        yield from folded(f"NixOS stops {name}: {found.stopped.text}")
    if found.heading:
        yield ""
        yield from folded(f"{found.heading}{':' if found.because else '.'}", 0)
        yield from tree_lines(found.because, found.more)
    if found.todo:
        yield ""
        yield "What to change:"
        for advice in found.todo:
            yield from advice_lines(advice)


def _question(found: Why) -> Iterator[str]:
    first, second = found.asked
    if first is None and second is None:
        if found.stopped is None and found.symbol is not None and found.symbol.prompt is None:
            yield "Question: it is never asked for."
        return
    if first is not None and second is not None and first == second:
        yield f"Question, in both passes: {_asked(first)}."
        return
    yield f"Question, first pass: {_asked(first)}."
    yield f"Question, second pass: {_asked(second)}."


def _asked(asked: Asked | None) -> str:
    if asked is None:
        return "not asked for"
    if asked.by == "kept":
        return f"[{asked.alternatives}], kept as it is"
    return f"[{asked.alternatives}], answered {asked.answer or 'nothing'} {_BY[asked.by]}"


def _facts(found: Why) -> dict[str, object]:
    symbol = found.symbol
    return {
        "name": found.name,
        "known": symbol is not None,
        "type": None if symbol is None else symbol.type,
        "prompt": None if symbol is None else symbol.prompt,
        "file": None if symbol is None else symbol.file,
        "line": None if symbol is None else symbol.line,
        "result": found.value,
        "layers": found.layers,
        "asked": [None if asked is None else asked._asdict() for asked in found.asked],
        "heading": found.heading,
        "because": [cause_facts(cause) for cause in found.because],
        "more": found.more,
        "roots": [
            {"name": root.name, "who": root.who, "wanted": root.wanted or None} for root in found.roots
        ],
        "todo": [asdict(advice) for advice in found.todo],
        "messages": [asdict(message) for message in found.messages],
        "stopped": None if found.stopped is None else asdict(found.stopped),
        "basis": found.basis,
    }
