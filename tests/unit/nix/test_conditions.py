"""Options under a condition that only the system knows: changed where they are written, with the condition named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.read import read_entries
from nixmenu.nix.saves import Saves
from nixmenu.nix.write import save

ENTRY = """\
{ lib, config, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; BODY;
    }
  ];
}
"""
WRITTEN_OUT = (
    "{ PSI = yes; } // lib.optionalAttrs config.a { X = module; }",
    "lib.mkMerge [ { PSI = yes; } (lib.mkIf config.a { X = module; }) ]",
    "lib.mkIf config.a { X = module; }",
    "lib.optionalAttrs config.a { X = module; }",
    "{ PSI = yes; X = lib.mkIf config.a module; }",
    "{ PSI = yes; } // lib.optionalAttrs config.b (lib.optionalAttrs config.a { X = module; })",
)
COMPUTED = (
    "{ X = if config.a then yes else no; }",
    "{ X = lib.mkIf config.a (if config.b then yes else no); }",
    "{ } // lib.optionalAttrs config.a { inherit (config) X; }",
    "lib.mkMerge [ (lib.mkIf config.a { X = yes; }) (lib.mkIf config.b { X = no; }) ]",
    "lib.mkMerge [ { X = yes; } (lib.mkIf config.a { X = yes; }) ]",
)


@pytest.fixture(params=WRITTEN_OUT)
def written_out(request: pytest.FixtureRequest, nix_file: Callable[[str], Path]) -> Path:
    return nix_file(ENTRY.replace("BODY", request.param))


def test_a_value_changes_in_its_place_and_its_condition_is_named(written_out: Path) -> None:
    planned = plan(written_out, "slim", {"X": Wanted("n")})
    assert planned.after.decode() == written_out.read_text().replace("module", "no")
    assert planned.changed == ["X"]
    (told,) = planned.conditional
    assert told.startswith("X counts only if config.")


def test_what_it_comes_to_stays_unknown(written_out: Path) -> None:
    save(plan(written_out, "slim", {"X": Wanted("n")}))
    entry = read_entries(written_out).entry("slim")
    assert entry is not None
    assert "X" not in [definition.name for definition in entry.definitions]
    assert [unread.name for unread in entry.unread] == ["X"]
    assert [(one.definition.name, one.definition.tristate) for one in entry.conditional] == [("X", "n")]


def test_it_goes_away_and_comes_back_in_its_place(written_out: Path) -> None:
    before, saves = written_out.read_text(), Saves()
    for wanted in (None, Wanted("m")):
        planned = saves.plan(written_out, "slim", {"X": wanted})
        save(planned)
        saves.saved(planned)
        entry = read_entries(written_out).entry("slim")
        assert entry is not None
        assert bool(entry.conditional) is (wanted is not None)
    assert written_out.read_text() == before


def test_saying_the_same_without_the_condition_is_refused(written_out: Path) -> None:
    with pytest.raises(NixmenuError, match=r"it says so already, but counts only if `config\.a|`config\.b"):
        plan(written_out, "slim", {"X": Wanted("m")})


@pytest.mark.parametrize("body", COMPUTED)
def test_a_computed_value_is_left_alone(body: str, nix_file: Callable[[str], Path]) -> None:
    path = nix_file(ENTRY.replace("BODY", body))
    for wanted in (Wanted("m"), None):
        with pytest.raises(NixmenuError, match=r"X in the entry .* cannot be changed safely|computed"):
            plan(path, "slim", {"X": wanted})


def test_a_shared_answer_under_a_condition_is_left_alone(nix_file: Callable[[str], Path]) -> None:
    path = nix_file(ENTRY.replace("BODY", "let off = lib.mkIf config.a no; in { X = off; Y = off; }"))
    with pytest.raises(NixmenuError, match="options that were not to be changed would say something else"):
        plan(path, "slim", {"X": Wanted("y")})
