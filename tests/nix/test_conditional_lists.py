"""An entry of its own beside those under a condition, judged by real Nix: it is there whatever the condition is."""

from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.read import Context
from nixmenu.nix.real import evaluate
from nixmenu.nix.saves import Saves

MODULE = "{ lib, config, pkgs, ... }:\n{\n  BODY\n}\n"
SLIM = """\
[
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; { A = yes; };
    }
  ]"""
KNOWN = "pkgs.stdenv.hostPlatform.isx86_64"
CONTEXT = Context(circumstances=Circumstances("6.12.30", "x86_64-linux", "x86_64"))
BODIES = [
    "boot.kernelPatches = lib.mkIf CONDITION SLIM;",
    "boot.kernelPatches = lib.optionals CONDITION SLIM;",
    "boot.kernelPatches = lib.optional CONDITION (lib.head SLIM);",
    "boot.kernelPatches = if CONDITION then SLIM else [ ];",
    "boot.kernelPatches = with lib; optionals CONDITION SLIM ++ optionals CONDITION [ ];",
    "boot.kernelPatches = lib.mkMerge [ (lib.mkIf CONDITION SLIM) ];",
    "boot.kernelPatches = let some = lib.mkIf CONDITION SLIM; in some;",
    "boot.kernelPatches = lib.mkAfter (lib.mkIf CONDITION SLIM);",
    "boot = lib.mkIf CONDITION { kernelPatches = SLIM; };",
    "boot = lib.mkMerge [ (lib.mkIf CONDITION { kernelPatches = SLIM; }) ];",
    "config = lib.mkIf CONDITION { boot.kernelPatches = SLIM; };",
    "config = lib.mkMerge [\n    (lib.mkIf CONDITION { boot.kernelPatches = SLIM; })\n  ];",
    "config.boot.kernelPatches = lib.mkIf CONDITION SLIM;",
    "specialisation.x.configuration = { }; boot.kernelPatches = lib.mkIf CONDITION SLIM;",
]


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    body, condition = request.param
    path = tmp_path / "patches.nix"
    path.write_text(
        MODULE.replace("BODY", body)
        .replace("CONDITION", condition)
        .replace("SLIM", SLIM)
        .replace("lib.head", "builtins.head")
    )
    return path


ALL = [(body, condition) for body in BODIES for condition in ("config.a", KNOWN)]


@pytest.mark.parametrize("path", ALL, indirect=True)
def test_it_is_there_whatever_the_condition_is(nix: Path, library: Path, path: Path) -> None:
    planned = plan(path, "own", {"Z": Wanted("m", force=True)}, comments={"Z": "A prompt"}, context=CONTEXT)
    assert planned.conditions == ()
    for holds in ("true", "false"):
        text = planned.after.decode().replace("config.a", holds).replace(KNOWN, holds)
        path.write_text(text)
        found = {entry.name: entry.definitions for entry in evaluate(path, library, program=nix)}
        assert set(found) == ({"own", "slim"} if holds == "true" else {"own"})
        assert [(one.name, one.tristate, one.priority) for one in found["own"]] == [("Z", "m", 50)]


@pytest.mark.parametrize("path", [one for one in ALL if "head" not in one[0]], indirect=True)
def test_an_edit_of_the_other_tells_its_condition(path: Path) -> None:
    condition = "config.a" if "config.a" in path.read_text() else KNOWN
    planned = plan(path, "slim", {"A": Wanted("m")}, context=CONTEXT)
    assert planned.conditions == (condition,)


@pytest.mark.parametrize("path", ALL, indirect=True)
def test_it_goes_again_by_the_byte(path: Path) -> None:
    text, saves = path.read_bytes(), Saves()
    for wanted in (Wanted("m"), None):
        planned = saves.plan(path, "own", {"Z": wanted}, context=CONTEXT)
        path.write_bytes(planned.after)
        saves.saved(planned)
    assert path.read_bytes() == text


@pytest.mark.parametrize(
    "path",
    [
        ("boot.kernelPatches = lib.mkIf CONDITION (lib.mkForce SLIM);", "config.a"),
        ("boot.kernelPatches = config.others;", "config.a"),
    ],
    indirect=True,
)
def test_where_it_would_not_count_it_is_refused(path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"an entry cannot be added to boot\.kernelPatches here"):
        plan(path, "own", {"Z": Wanted("m")}, context=CONTEXT)


@pytest.mark.parametrize(
    "path", [("boot = lib.optionalAttrs CONDITION { kernelPatches = SLIM; };", KNOWN)], indirect=True
)
def test_a_set_that_is_there_by_a_condition_gets_none(path: Path) -> None:
    after = plan(path, "own", {"Z": Wanted("m")}, context=CONTEXT).after.decode()
    assert after.startswith(
        "{ lib, config, pkgs, ... }:\n{\n  boot = lib.mkMerge [ { kernelPatches = [\n    {\n"
    )
