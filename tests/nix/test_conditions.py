"""Options beside and under a condition, judged by real Nix: what is asked for is there, whatever the condition is."""

from pathlib import Path

import pytest

from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.real import evaluate

ENTRY = """\
{ lib, config, ... }:
{
  boot.kernelPatches = [
    { name = "slim"; patch = null; structuredExtraConfig = with lib.kernel; BODY; }
  ];
}
"""
BODIES = [
    "{ PSI = yes; } // lib.optionalAttrs config.a { X = yes; }",
    "lib.optionalAttrs config.a { X = yes; }",
    "lib.mkIf config.a { X = yes; }",
    "lib.mkMerge [ (lib.mkIf config.a { X = yes; }) ]",
    "lib.mkMerge [ { PSI = yes; } (lib.mkIf config.a { X = yes; }) ]",
    "if config.a then { X = yes; } else { Y = yes; }",
    "{ PSI = yes; } // (if config.a then { X = yes; } else { Y = yes; })",
    "lib.optionalAttrs config.a { X = yes; } // lib.optionalAttrs (!config.a) { Y = yes; }",
    "let some = lib.mkIf config.a { X = yes; }; in some",
]
EDITS = {
    "added": {"Z": Wanted("n", force=True)},
    "changed": {"X": Wanted("m")},
    "removed": {"X": None},
    "all": {"X": Wanted("m"), "Z": Wanted("n", force=True)},
}


def said(path: Path, text: str, holds: str, library: Path, nix: Path) -> dict[str, tuple[str | None, int]]:
    """What Nix makes of the entry if the condition holds, or does not."""
    path.write_text(text.replace("config.a", holds))
    (entry,) = evaluate(path, library, program=nix)
    return {one.name: (one.tristate, one.priority) for one in entry.definitions}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("body", BODIES)
def test_an_edit_does_what_it_says(body: str, edit: str, nix: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "patches.nix"
    text = ENTRY.replace("BODY", body)
    path.write_text(text)
    changes = EDITS[edit]
    after = plan(path, "slim", changes).after.decode()
    for holds in ("true", "false"):
        expected = said(path, text, holds, library, nix)
        if "Z" in changes:
            expected["Z"] = ("n", 50)
        if "X" in changes and expected.pop("X", None) is not None and changes["X"] is not None:
            expected["X"] = ("m", 100)
        assert said(path, after, holds, library, nix) == expected
