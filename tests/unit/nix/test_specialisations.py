"""Entries of specialisations: left alone unless asked for by name, and then read and edited where they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.patches import read_user_layer
from nixmenu.nix import write
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.entry_edits import remove_entry, rename_attribute, rename_entry
from nixmenu.nix.moving import move_options
from nixmenu.nix.planning import Plan
from nixmenu.nix.read import Context, read_entries
from nixmenu.nix.saves import Saves
from nixmenu.nix.write import save

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "usual";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        KVM_AMD = module;
      };
    }
  ];
  specialisation.debug.configuration = {
    boot.kernelPatches = [
      {
        name = "checks";
        patch = null;
        structuredExtraConfig = with lib.kernel; {
          KCSAN = yes;
        };
      }
    ];
  };
  specialisation.quiet = {
    inheritParentConfig = false;
    configuration.services.nothing.enable = false;
  };
}
"""
CHECKS = "specialisation.debug:checks"


@pytest.fixture(autouse=True)
def _without_nix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real Nix judges these in tests/nix."""
    monkeypatch.setattr(write, "nix_instantiate", lambda: None)


@pytest.fixture
def path(nix_file: Callable[[str], Path]) -> Path:
    return nix_file(TEXT)


def changed(planned: Plan) -> list[str]:
    lines = planned.diff.splitlines()[2:]
    return [line for line in lines if line.startswith(("+", "-"))]


def test_it_is_no_part_of_the_system(path: Path) -> None:
    file = read_entries(path)
    assert [entry.name for entry in file.entries] == ["usual"]
    assert [(one.specialisation, one.name, one.line) for one in file.elsewhere] == [("debug", "checks", 14)]
    layer = read_user_layer(path, "usual")
    assert layer.others == ()
    assert layer.notes == ()


def test_asked_for_it_is_read_with_the_system(path: Path) -> None:
    file = read_entries(path, Context().of(CHECKS))
    assert [entry.name for entry in file.entries] == ["usual", CHECKS]
    layer = read_user_layer(path, CHECKS)
    assert list(layer.own) == ["KCSAN"]
    assert [one.name for one in layer.others] == ["KVM_AMD"]
    assert layer.notes == (f"{path}: the kernel is that of the specialisation 'debug'",)


def test_one_that_inherits_nothing_stands_alone(path: Path) -> None:
    assert read_entries(path, Context(specialisation="quiet")).entries == []


def test_its_options_are_edited_in_their_place(path: Path) -> None:
    planned = plan(path, CHECKS, {"KCSAN": Wanted("n"), "UBSAN": Wanted("y")})
    assert changed(planned) == [
        "-          KCSAN = yes;",
        "+          KCSAN = no;",
        "+          UBSAN = yes;",
    ]
    save(planned)
    assert [one.name for one in read_user_layer(path, CHECKS).own["UBSAN"]] == ["UBSAN"]
    save(planned.inverse())
    assert path.read_text() == TEXT


def test_an_edit_is_taken_back_by_the_byte(path: Path) -> None:
    saves = Saves()
    for wanted in (None, Wanted("y")):
        planned = saves.plan(path, CHECKS, {"KCSAN": wanted})
        save(planned)
        saves.saved(planned)
        assert (path.read_text() == TEXT) is (wanted is not None)


def test_a_new_entry_goes_to_the_specialisation(path: Path) -> None:
    planned = plan(path, "specialisation.debug:more", {"UBSAN": Wanted("y")})
    assert '+        name = "more";' in changed(planned)
    save(planned)
    assert [entry.name for entry in read_entries(path).entries] == ["usual"]
    names = [entry.name for entry in read_entries(path, Context().of(CHECKS)).entries]
    assert names == ["usual", CHECKS, "specialisation.debug:more"]


def test_one_without_entries_gets_its_first(path: Path) -> None:
    save(plan(path, "specialisation.quiet:slim", {"UBSAN": Wanted("y")}))
    assert '    configuration.boot.kernelPatches = [\n      {\n        name = "slim";\n' in path.read_text()
    file = read_entries(path, Context(specialisation="quiet"))
    assert [entry.name for entry in file.entries] == ["specialisation.quiet:slim"]


def test_its_name_alone_makes_no_entry_of_the_system(path: Path) -> None:
    with pytest.raises(NixmenuError, match=r":14: .* name it specialisation\.debug:checks"):
        plan(path, "checks", {"UBSAN": Wanted("y")})
    with pytest.raises(NixmenuError, match=r'there is "usual", "specialisation\.debug:checks"'):
        rename_entry(path, "checks", "other")


def test_one_that_is_not_there_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"no specialisation called 'none' here \(there is debug, quiet\)"):
        plan(path, "specialisation.none:slim", {"UBSAN": Wanted("y")})
    with pytest.raises(NixmenuError, match="the file is not there, so it has no such specialisation"):
        plan(tmp_path / "new.nix", "specialisation.none:slim", {"UBSAN": Wanted("y")})


def test_whole_entries_are_edited(path: Path) -> None:
    assert changed(rename_entry(path, CHECKS, "tests")) == [
        '-        name = "checks";',
        '+        name = "tests";',
    ]
    assert rename_entry(path, CHECKS, "specialisation.debug:tests").entry == "specialisation.debug:tests"
    assert len(changed(rename_attribute(path, CHECKS, "extraStructuredConfig"))) == 2
    assert '-        name = "checks";' in changed(remove_entry(path, CHECKS))


def test_options_move_into_and_out_of_it(path: Path) -> None:
    (planned,) = move_options(path, ["KVM_AMD"], "usual", CHECKS)
    assert changed(planned) == ["-        KVM_AMD = module;", "+          KVM_AMD = module;"] or (
        "+          KVM_AMD = module;" in changed(planned)
    )
    save(planned)
    (planned,) = move_options(path, ["KVM_AMD"], CHECKS, "usual")
    save(planned)
    assert "        KVM_AMD = module;\n" in path.read_text()
    with pytest.raises(NixmenuError, match="would be one of another specialisation"):
        move_options(path, ["KCSAN"], CHECKS, "new")


SHAPES = {
    "a path": "specialisation.debug.configuration.boot.kernelPatches = LIST;",
    "nested": "specialisation = { debug = { configuration = { boot = { kernelPatches = LIST; }; }; }; };",
    "a function": "specialisation.debug.configuration = { lib, ... }: { boot.kernelPatches = LIST; };",
    "the long form": "specialisation.debug.configuration = { config.boot.kernelPatches = LIST; };",
    "an import": "specialisation.debug.configuration = { imports = [ { boot.kernelPatches = LIST; } ]; };",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_read_and_edited(shape: str, nix_file: Callable[[str], Path]) -> None:
    entry = '[ { name = "checks"; patch = null; structuredExtraConfig.KCSAN = lib.kernel.yes; } ]'
    path = nix_file(f"{{ lib, ... }}:\n{{\n  {shape.replace('LIST', entry)}\n}}\n")
    text = path.read_text()
    planned = plan(path, CHECKS, {"KCSAN": Wanted("m")})
    assert planned.after.decode() == text.replace("yes", "module")
    save(plan(path, "specialisation.debug:more", {"UBSAN": Wanted("y")}))
    names = [entry.name for entry in read_entries(path, Context().of(CHECKS)).entries]
    assert names == [CHECKS, "specialisation.debug:more"]


def test_one_in_another_file_is_edited_there(tmp_path: Path) -> None:
    main, other = tmp_path / "configuration.nix", tmp_path / "debug.nix"
    main.write_text(
        "{ ... }: { imports = [ ./boot.nix ]; specialisation.debug.configuration = ./debug.nix; }\n"
    )
    (tmp_path / "boot.nix").write_text("{ lib, ... }: { boot.kernelPatches = [ ]; }\n")
    other.write_text("{ lib, ... }:\n{\n}\n")
    layer = read_user_layer(main, CHECKS)
    assert layer.own_path == other
    save(plan(other, CHECKS, {"KCSAN": Wanted("y")}, context=Context(main)))
    assert 'name = "checks";' in other.read_text()
    assert list(read_user_layer(main, CHECKS).own) == ["KCSAN"]
    renamed = rename_entry(main, CHECKS, "tests")
    assert renamed.path == other
