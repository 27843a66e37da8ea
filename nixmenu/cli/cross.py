"""`nixmenu check --cross`: the sources of the NixOS layer compared with each other."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from nixmenu.cli.diagnostics import CLEAN, PROBLEMS, ProgressLine, say, say_notes
from nixmenu.cli.session_arguments import session_options
from nixmenu.layers.cross import Difference, differences
from nixmenu.layers.definition import Definition
from nixmenu.layers.patches import user_file
from nixmenu.layers.platforms import Platform
from nixmenu.layers.sources import NixosLayer, nixos_layer, other_layers
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.program import nix_instantiate
from nixmenu.nix.real import RealNixError, find_library
from nixmenu.opening import nixos_request, open_kernel
from nixmenu.session_options import PATCHES_NAME, SessionOptions


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
    reading = _reading(options, kernel.version, platform)
    found = [(other, differences(used.facts, other.facts)) for other in others]
    if arguments.json:
        facts = [_facts(used, other, differing) for other, differing in found]
        print(json.dumps({"used": used.name, "compared": facts, "reading": reading}, indent=2))
    else:
        for sentence in reading:
            print(sentence)
        for other, differing in found:
            for difference in differing:
                print(difference.sentence(used.name, other.name))
    for other, differing in found:
        say(f"{_count(len(differing))} between {used.name} and {other.name}")
    if not found:
        say(f"there is no other source to compare {used.name} with; name one with --nixpkgs PATH")
    return PROBLEMS if reading or any(differing for _, differing in found) else CLEAN


def _reading(options: SessionOptions, version: str, platform: Platform) -> list[str]:
    """Where Nix evaluates the user's own file to something else than nixmenu reads."""
    path = user_file(options.patches or Path(PATCHES_NAME))
    program = nix_instantiate()
    if program is None or not path.exists():
        return []
    library = options.nixpkgs / "lib" if options.nixpkgs is not None else find_library(program)
    if library is None:
        return []
    # Imported here because the Nix grammar costs time that sessions without a file need not spend.
    from nixmenu.nix.agreement import disagreements
    from nixmenu.nix.read import Context, read_entries

    context = Context(circumstances=Circumstances(version, platform.system, platform.arch))
    file = read_entries(path, context.of(options.entry))
    try:
        found = disagreements(file, library, program)
    except RealNixError as error:
        say(f"note: {path} is not compared with what Nix makes of it: {error.message}")
        return []
    say(f"{_count(len(found))} between {path} as nixmenu reads it and as Nix evaluates it")
    return found


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
