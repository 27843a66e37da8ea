"""A configuration of several files is read as the real module system merges it: same entries, same order."""

import json
from collections.abc import Callable
from pathlib import Path

from nixmenu.nix.read import read_entries

JUDGE = Path(__file__).with_name("configuration.nix")

FILES = {
    "configuration.nix": """\
{ lib, ... }:
{
  imports = [
    ./a.nix
    ./hosts
    { boot.kernelPatches = [ { name = "inline"; } ]; }
    (import ./function.nix { name = "made"; })
  ];
  boot.kernelPatches = lib.mkMerge [
    [ { name = "top-1"; structuredExtraConfig = import ./options.nix { inherit lib; }; } ]
    (import ./patches.nix { inherit lib; })
    (lib.mkIf false [ { name = "never"; } ])
  ];
}
""",
    "a.nix": "{ imports = [ ./deep.nix ];\n"
    '  boot.kernelPatches = [ { name = "a-1"; extraConfig = "A y"; } { name = "a-2"; } ]; }',
    "deep.nix": '{ config.boot.kernelPatches = [ { name = "deep"; } ]; }',
    "hosts/default.nix": '{ imports = [ ./one.nix ../deep.nix ]; boot.kernelPatches = [ { name = "hosts"; } ]; }',
    "hosts/one.nix": '{ boot = { kernelPatches = [ { name = "one"; } ]; }; }',
    "function.nix": "{ name }: { boot.kernelPatches = [ { inherit name; } ]; }",
    "options.nix": "{ lib }: lib.genAttrs [ ''B'' ''A'' ] (_: lib.kernel.yes)",
    "patches.nix": "{ lib }: with lib; map (name: { inherit name; }) [ ''p-1'' ''p-2'' ]",
}


def test_a_configuration_of_several_files(
    evaluate_expression: Callable[[str], object], nixpkgs_lib: Path, tmp_path: Path
) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    top = tmp_path / "configuration.nix"
    paths = {"library": nixpkgs_lib, "file": top}
    given = " ".join(f"{name} = /. + {json.dumps(str(path))};" for name, path in paths.items())
    theirs = evaluate_expression(f"import (/. + {json.dumps(str(JUDGE))}) {{ {given} }}")
    file = read_entries(top)
    assert (file.unread, file.unfollowed) == ([], [])
    mine = [
        {
            "name": entry.name,
            "options": sorted(definition.name for definition in entry.definitions),
            "text": entry.extra_config,
        }
        for entry in file.entries
        if entry.guard.holds is not False
    ]
    assert mine == theirs
    assert len(mine) == 10
