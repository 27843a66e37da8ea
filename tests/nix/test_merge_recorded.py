"""The merge of definitions against what real Nix made of them with a real nixpkgs lib.

`recorded/definitions.nix` are random entries: items and fields with priorities, conditions, merges, optional, unset.
`recorded/merged.json` is what `evalModules` made of them with the types of nixpkgs' `kernel_config.nix` (`merge.nix`),
and with which versions. Both are drawn and made anew by

    NIXMENU_TEST_RECORD=1 NIXMENU_TEST_NIXPKGS_LIB=DIR python -m pytest tests/nix/test_merge_recorded.py
"""

import json
import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.layers.merge import merge
from nixmenu.nix.read import read_entries

RECORDED = Path(__file__).parent / "recorded"
DEFINITIONS, MERGED = RECORDED / "definitions.nix", RECORDED / "merged.json"
MERGE = Path(__file__).with_name("merge.nix")
RECORDING = bool(os.environ.get("NIXMENU_TEST_RECORD"))
LAYERS = 4
NAMES = [f"OPTION_{number}" for number in range(400)]

Merged = dict[str, object]

PRIORITIES = ("mkForce", "mkDefault", "mkOptionDefault", "mkOverride 10", "mkOverride 60", "mkOverride 900")
HELPERS = ("yes", "no", "module", "unset", 'freeform "1"', 'freeform "2"', 'freeform ""', 'freeform "a b"')
TRISTATES = ('"y"', '"m"', '"n"', "null")
FREEFORMS = ('"1"', '"x"', '""', "null")


def wrapped(chance: random.Random, text: str, likely: float) -> str:
    """An item or the value of a field, in some of the module system's properties."""
    if chance.random() < likely:
        text = f"{chance.choice(PRIORITIES)} ({text})"
    if chance.random() < likely / 2:
        text = f"mkIf {chance.choice(['true', 'false'])} ({text})"
    return text


def item(chance: random.Random) -> str:
    """One item as people may write it."""
    kind = chance.random()
    if kind < 0.6:
        text = chance.choice(HELPERS)
        text = f"option ({text})" if chance.random() < 0.3 else text
    else:
        fields = []
        for name, values in (
            ("tristate", TRISTATES),
            ("freeform", FREEFORMS),
            ("optional", ("true", "false")),
        ):
            if chance.random() < (0.3 if name == "freeform" else 0.6):
                fields.append(f"{name} = {wrapped(chance, chance.choice(values), 0.3)};")
        text = f"{{ {' '.join(fields)} }}"
    text = wrapped(chance, text, 0.3)
    return f"mkMerge [ ({text}) ({item(chance)}) ]" if chance.random() < 0.06 else text


def drawn() -> str:
    """Random entries as a Nix file; half of the options say the same in every entry but for what is around it."""
    chance = random.Random(6_12)  # noqa: S311
    entries: list[list[str]] = [[] for _ in range(LAYERS)]
    for name in NAMES:
        same = item(chance) if chance.random() < 0.3 else None
        for lines in chance.sample(entries, chance.randint(1, 3)):
            said = (
                wrapped(chance, same, 0.2) if same is not None and not same.startswith("mk") else item(chance)
            )
            lines.append(f"      {name} = {said};")
    shown = "".join(
        f'  {{\n    name = "layer-{number}";\n    structuredExtraConfig = {{\n{chr(10).join(lines)}\n    }};\n  }}\n'
        for number, lines in enumerate(entries)
    )
    return f"{{ lib, ... }}:\nwith lib;\nwith lib.kernel;\n[\n{shown}]\n"


def by_nix(evaluate: Callable[[str], object], library: Path, file: Path) -> Merged:
    """What real Nix makes of the entries of a file."""
    empty = "{ lib }: { }"
    as_module = f"{{ lib, ... }}: {{ boot.kernelPatches = import {path(file)} {{ inherit lib; }}; }}"
    arguments = f"library = {path(library)}; module = {as_module}; nixos = {empty};"
    merged = evaluate(f"import {path(MERGE)} {{ {arguments} }}")
    assert isinstance(merged, dict)
    return merged


def path(file: Path) -> str:
    """A path as a Nix expression."""
    return f"(/. + {json.dumps(str(file.resolve()))})"


def by_nixmenu(file: Path) -> Merged:
    """What nixmenu makes of them."""
    entries = read_entries(file).entries
    assert [entry.unread for entry in entries] == [[]] * LAYERS
    merged = merge(definition for entry in entries for definition in entry.definitions)
    conflicts = {conflict.name for conflict in merged.conflicts}
    return {
        name: "conflict"
        if name in conflicts
        else {
            "tristate": answer.value if answer.kind == "tristate" else None,
            "freeform": answer.value if answer.kind == "freeform" else None,
            "optional": answer.optional,
        }
        for name, answer in merged.answers.items()
    }


def answered(merged: Merged) -> Merged:
    """Without the tristates that a free text makes meaningless, of which no line is written."""
    return {
        name: {**said, "tristate": None} if isinstance(said, dict) and said["freeform"] is not None else said
        for name, said in merged.items()
    }


def test_the_merge_is_the_recorded_one(request: pytest.FixtureRequest) -> None:
    if RECORDING:
        library: Path = request.getfixturevalue("nixpkgs_lib")
        RECORDED.mkdir(exist_ok=True)
        DEFINITIONS.write_text(drawn())
        version = subprocess.run(
            [request.getfixturevalue("nix"), "--version"], capture_output=True, text=True, check=True
        )
        merged = by_nix(request.getfixturevalue("evaluate_expression"), library, DEFINITIONS)
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(said)}" for name, said in merged.items())
        made = {
            "nix": version.stdout.strip(),
            "nixpkgs": (library / ".version").read_text().strip(),
            "command": "NIXMENU_TEST_RECORD=1 NIXMENU_TEST_NIXPKGS_LIB=DIR"
            " python -m pytest tests/nix/test_merge_recorded.py",
        }
        MERGED.write_text(f'{json.dumps(made, indent=1)[:-2]},\n "merged": {{\n{lines}\n }}\n}}\n')
    theirs = json.loads(MERGED.read_text())["merged"]
    kinds = [said == "conflict" for said in theirs.values()]
    assert min(kinds.count(True), kinds.count(False)) > 40
    assert by_nixmenu(DEFINITIONS) == answered(theirs)


def test_the_recording_still_holds(evaluate_expression: Callable[[str], object], nixpkgs_lib: Path) -> None:
    theirs = json.loads(MERGED.read_text())["merged"]
    assert by_nix(evaluate_expression, nixpkgs_lib, DEFINITIONS) == theirs
