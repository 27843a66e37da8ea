"""Options under a condition that only the system knows: changed where they are written, with the condition named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.read import Context, read_entries
from nixmenu.nix.saves import Saves
from nixmenu.nix.write import save

ENTRY = """\
{ lib, config, pkgs, ... }:
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


KNOWN = "pkgs.stdenv.hostPlatform.isx86_64"
CONTEXT = Context(circumstances=Circumstances("6.12.30", "x86_64-linux", "x86_64"))
CONDITIONS = ("config.a", KNOWN)

BESIDE = [
    ("{ PSI = yes; } // lib.optionalAttrs C { X = yes; }",
     "{ PSI = yes; Z = no; } // lib.optionalAttrs C { X = yes; }"),
    ("lib.optionalAttrs C { X = yes; }", "{ Z = no; } // lib.optionalAttrs C { X = yes; }"),
    ("if C then { X = yes; } else { }", "{ Z = no; } // (if C then { X = yes; } else { })"),
    ("{ PSI = yes; } // (if C then { X = yes; } else { Y = no; })",
     "{ PSI = yes; Z = no; } // (if C then { X = yes; } else { Y = no; })"),
    ("lib.mkIf C { X = yes; }", "lib.mkMerge [ { Z = no; } (lib.mkIf C { X = yes; }) ]"),
    ("lib.mkMerge [ (lib.mkIf C { X = yes; }) ]", "lib.mkMerge [ (lib.mkIf C { X = yes; }) { Z = no; } ]"),
    ("lib.mkMerge [ (lib.mkIf C { X = yes; }) { PSI = yes; } ]",
     "lib.mkMerge [ (lib.mkIf C { X = yes; }) { PSI = yes; Z = no; } ]"),
    ("lib.optionalAttrs C { X = yes; } // lib.optionalAttrs C { Y = yes; }",
     "{ Z = no; } // lib.optionalAttrs C { X = yes; } // lib.optionalAttrs C { Y = yes; }"),
    ("let some = lib.mkIf C { X = yes; }; in some",
     "let some = lib.mkIf C { X = yes; }; in lib.mkMerge [ { Z = no; } (some) ]"),
]  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize(("body", "expected"), BESIDE)
def test_a_new_option_counts_without_the_condition(
    body: str, expected: str, condition: str, nix_file: Callable[[str], Path]
) -> None:
    path = nix_file(ENTRY.replace("BODY", body.replace(" C ", f" {condition} ")))
    planned = plan(path, "slim", {"Z": Wanted("n")}, context=CONTEXT)
    assert planned.after.decode() == ENTRY.replace("BODY", expected.replace(" C ", f" {condition} "))
    assert planned.conditional == ()


def test_it_gets_lines_where_the_others_have_such(nix_file: Callable[[str], Path]) -> None:
    body = "if config.a then {\n        X = yes;\n      } else {\n        X = no;\n      }"
    path = nix_file(ENTRY.replace("BODY", body))
    planned = plan(path, "slim", {"Z": Wanted("n")}, comments={"Z": "A prompt"})
    new = "{\n        Z = no; # A prompt\n      } // ("
    assert planned.after.decode() == ENTRY.replace("BODY", f"{new}{body})")


def test_the_names_are_brought_in_where_they_are_not(nix_file: Callable[[str], Path]) -> None:
    text = ENTRY.replace("with lib.kernel; BODY", "lib.mkIf config.a (import ./more.nix)")
    path = nix_file(text)
    path.with_name("more.nix").write_text("{ }")
    after = plan(path, "slim", {"Z": Wanted("n")}).after.decode()
    assert (
        "= lib.mkMerge [ (with lib.kernel; { Z = no; }) (lib.mkIf config.a (import ./more.nix)) ];" in after
    )


@pytest.mark.parametrize("body", [body for body, _ in BESIDE[:7]])
def test_a_condition_that_holds_is_named_where_an_option_is_changed(
    body: str, nix_file: Callable[[str], Path]
) -> None:
    path = nix_file(ENTRY.replace("BODY", body.replace(" C ", f" {KNOWN} ")))
    entry = read_entries(path, CONTEXT).entry("slim")
    assert entry is not None
    assert "X" in [definition.name for definition in entry.definitions]
    for wanted, text in ((Wanted("m"), "X = module;"), (None, "{ }")):
        planned = plan(path, "slim", {"X": wanted}, context=CONTEXT)
        assert text in planned.after.decode()
        assert planned.conditional == (f"X counts only if {KNOWN}, which is so for this kernel",)


@pytest.mark.parametrize(
    "body",
    [
        "if config.a then { X = yes; } else { X = no; }",
        "{ X = no; } // lib.optionalAttrs config.a { X = yes; }",
    ],
)
def test_an_answer_by_condition_is_left_alone_and_both_are_named(
    body: str, nix_file: Callable[[str], Path]
) -> None:
    path = nix_file(ENTRY.replace("BODY", body))
    entry = read_entries(path).entry("slim")
    assert entry is not None
    found = [(one.definition.tristate, one.definition.conditions) for one in entry.conditional]
    assert found == [("y", ("config.a",)), ("n", ("!config.a",))]
    for wanted in (Wanted("m"), None):
        with pytest.raises(NixmenuError, match=r"one counts if `config.a`, another if `!config.a`"):
            plan(path, "slim", {"X": wanted})


def test_the_other_branch_is_another_condition(nix_file: Callable[[str], Path]) -> None:
    path = nix_file(ENTRY.replace("BODY", "if config.a then { X = yes; } else { Y = no; }"))
    planned = plan(path, "slim", {"Y": Wanted("m")})
    assert "else { Y = module; }" in planned.after.decode()
    assert planned.conditional == ("Y counts only if !config.a",)
    known = nix_file(ENTRY.replace("BODY", f"if !({KNOWN}) then {{ X = yes; }} else {{ Y = no; }}"))
    planned = plan(known, "slim", {"Y": Wanted("m")}, context=CONTEXT)
    assert planned.conditional == (f"Y counts only if !(!({KNOWN})), which is so for this kernel",)


@pytest.mark.parametrize(
    "body", ["lib.genAttrs [ ''A'' ] (_: yes)", "lib.mapAttrs (_: v: v) { A = yes; }", "config.a"]
)
def test_what_is_generated_is_still_only_read(body: str, nix_file: Callable[[str], Path]) -> None:
    path = nix_file(ENTRY.replace("BODY", body))
    with pytest.raises(NixmenuError, match="cannot be edited in place"):
        plan(path, "slim", {"Z": Wanted("n")})


@pytest.mark.parametrize("body", [body for body, _ in BESIDE])
def test_what_is_added_goes_and_comes_back(body: str, nix_file: Callable[[str], Path]) -> None:
    text = ENTRY.replace("BODY", body.replace(" C ", " config.a "))
    path, saves = nix_file(text), Saves()
    for wanted in (Wanted("n"), None):
        planned = saves.plan(path, "slim", {"Z": wanted})
        save(planned)
        saves.saved(planned)
    assert path.read_text() == text


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
