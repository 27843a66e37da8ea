"""`nixmenu check --cross`: the sources of the NixOS layer compared with each other."""

import argparse
import json
from dataclasses import asdict

from nixmenu.cli.diagnostics import CLEAN, PROBLEMS, ProgressLine, say, say_notes
from nixmenu.cli.session_arguments import session_options
from nixmenu.layers.cross import Difference, differences
from nixmenu.layers.definition import Definition
from nixmenu.layers.sources import NixosLayer, nixos_layer, other_layers
from nixmenu.opening import nixos_request, open_kernel


def run(arguments: argparse.Namespace) -> int:
    """Compare the layer that is used with every other source that is there; 1 if any differs."""
    options = session_options(arguments)
    progress = ProgressLine()
    try:
        kernel, platform = open_kernel(options, progress)
        request = nixos_request(options, kernel, platform)
        used = nixos_layer(request, progress)
        others = list(other_layers(request, used, progress))
    finally:
        progress.clear()
    say_notes(used.facts.notes)
    found = [(other, differences(used.facts, other.facts)) for other in others]
    if arguments.json:
        facts = [_facts(used, other, differing) for other, differing in found]
        print(json.dumps({"used": used.name, "compared": facts}, indent=2))
    else:
        for other, differing in found:
            for difference in differing:
                print(difference.sentence(used.name, other.name))
    for other, differing in found:
        say(f"{_count(len(differing))} between {used.name} and {other.name}")
    if not found:
        say(f"there is no other source to compare {used.name} with; name one with --nixpkgs PATH")
    return PROBLEMS if any(differing for _, differing in found) else CLEAN


def _count(number: int) -> str:
    return {0: "no difference", 1: "1 difference"}.get(number, f"{number} differences")


def _facts(used: NixosLayer, other: NixosLayer, differing: list[Difference]) -> dict[str, object]:
    return {
        "with": other.name,
        "differences": [
            {
                "name": one.name,
                "used": [_definition(definition) for definition in one.left],
                "other": [_definition(definition) for definition in one.right],
                "text": one.sentence(used.name, other.name),
            }
            for one in differing
        ],
    }


def _definition(definition: Definition) -> dict[str, object]:
    facts = asdict(definition)
    origin = facts["origin"]
    if origin is not None and origin["path"] is not None:
        origin["path"] = str(origin["path"])
    return facts
