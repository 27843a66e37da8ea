"""Against a real nixpkgs lib, where one is at hand: its files parse, and its module system agrees with the merge."""

import json
from collections.abc import Callable
from pathlib import Path

from nixmenu.layers.definition import Definition
from nixmenu.layers.merge import merge
from nixmenu.nix.edit import UNSET, Freeform, Wanted, plan
from nixmenu.nix.parse import parse
from nixmenu.nix.read import read_entries
from nixmenu.nix.source import read_source
from nixmenu.nix.write import save

MERGE = Path(__file__).with_name("merge.nix")

NIXOS = """\
{ lib }: with lib.kernel; {
  SAME = yes;
  OTHER = yes;
  FORCED = yes;
  FORCED_TEXT = freeform "8";
  WEAK = lib.mkDefault module;
  OPTIONAL = option yes;
  OPTIONAL_TOO = option yes;
  UNSET = yes;
  ONLY_NIXOS = module;
  BOTH_FORCED = lib.mkForce yes;
}
"""
YOURS = {
    "SAME": Wanted("y"),
    "OTHER": Wanted("n"),
    "FORCED": Wanted("n", force=True),
    "FORCED_TEXT": Wanted(Freeform("16"), force=True),
    "WEAK": Wanted("y"),
    "OPTIONAL": Wanted("y"),
    "OPTIONAL_TOO": Wanted("y", optional=True),
    "UNSET": Wanted(UNSET, force=True),
    "ONLY_YOURS": Wanted(Freeform("")),
    "BOTH_FORCED": Wanted("m", force=True),
}


def test_every_file_of_lib_parses(nixpkgs_lib: Path) -> None:
    files = [file for file in nixpkgs_lib.rglob("*.nix") if file.is_file()]
    assert len(files) > 50
    for file in files:
        parse(read_source(file))


def test_the_module_system_merges_as_nixmenu_does(
    evaluate_expression: Callable[[str], object], nixpkgs_lib: Path, tmp_path: Path
) -> None:
    nixos, yours = tmp_path / "common-config.nix", tmp_path / "kernel-patches.nix"
    nixos.write_text(NIXOS)
    save(plan(yours, "nixmenu", YOURS))
    as_entry = tmp_path / "as-entry.nix"
    as_entry.write_text(f"{{ lib, ... }}: [ {{ structuredExtraConfig = ({NIXOS}) {{ inherit lib; }}; }} ]")
    definitions: list[Definition] = []
    for file in (as_entry, yours):
        for entry in read_entries(file).entries:
            assert entry.unread == []
            definitions += entry.definitions
    merged = merge(definitions)
    conflicts = {conflict.name for conflict in merged.conflicts}
    mine: dict[str, object] = {
        name: "conflict"
        if name in conflicts
        else {
            "tristate": (answer.value or None) if answer.kind == "tristate" else None,
            "freeform": answer.value if answer.kind == "freeform" else None,
            "optional": answer.optional,
        }
        for name, answer in merged.answers.items()
    }
    files = {"library": nixpkgs_lib, "module": yours, "nixos": nixos}
    paths = {name: f"(/. + {json.dumps(str(path))})" for name, path in files.items()}
    given = (
        f"library = {paths['library']}; module = import {paths['module']}; nixos = import {paths['nixos']};"
    )
    assert mine == evaluate_expression(f"import (/. + {json.dumps(str(MERGE))}) {{ {given} }}")
    assert conflicts == {"OTHER", "BOTH_FORCED"}
