"""Whole entries in files that the configuration imports: each edit goes to the file that it is written in."""

from pathlib import Path

import pytest

from nixmenu.nix.entry_edits import remove_entry, rename_attribute, rename_entry
from nixmenu.nix.moving import move_options
from nixmenu.nix.planning import Plan
from nixmenu.nix.read import OLD_NAME, read_entries
from nixmenu.nix.text_config import structure_text
from nixmenu.nix.write import save, save_all

FILES = {
    "configuration.nix": """\
{ lib, ... }:
{
  imports = [ ./sound.nix ];
  boot.kernelPatches = import ./entries.nix { inherit lib; } ++ [
    {
      name = "here";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        TUN = yes;
      };
    }
  ];
}
""",
    "sound.nix": """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "sound";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        SND_HDA_INTEL = module; # built in
        SND_USB_AUDIO = module;
      };
    }
  ];
}
""",
    "entries.nix": """\
{ lib }:
[
  {
    name = "text";
    patch = null;
    extraConfig = ''
      DEBUG_FS y
    '';
  }
]
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path / "configuration.nix"


def changed(root: Path) -> set[str]:
    return {name for name, text in FILES.items() if (root.parent / name).read_text() != text}


def done(plan: Plan) -> None:
    save(plan)


def test_an_imported_entry_is_renamed_where_it_is(root: Path) -> None:
    done(rename_entry(root, "sound", "audio"))
    assert changed(root) == {"sound.nix"}
    assert sorted(str(entry.name) for entry in read_entries(root).entries) == ["audio", "here", "text"]
    done(rename_entry(root, "audio", "sound"))
    assert changed(root) == set()


def test_its_attribute_too(root: Path) -> None:
    done(rename_attribute(root, "sound", OLD_NAME))
    assert changed(root) == {"sound.nix"}


def test_and_it_is_removed_there(root: Path) -> None:
    done(remove_entry(root, "sound"))
    assert (root.parent / "sound.nix").read_text() == "{ lib, ... }:\n{\n  boot.kernelPatches = [ ];\n}\n"
    assert changed(root) == {"sound.nix"}


def test_text_becomes_options_where_it_stands(root: Path) -> None:
    done(structure_text(root, "text", []))
    assert changed(root) == {"entries.nix"}
    assert "DEBUG_FS = yes;" in (root.parent / "entries.nix").read_text()


def test_options_move_from_file_to_file_and_back(root: Path) -> None:
    plans = move_options(root, ["SND_HDA_INTEL"], "sound", "here")
    assert [plan.path.name for plan in plans] == ["configuration.nix", "sound.nix"]
    save_all(plans)
    assert changed(root) == {"configuration.nix", "sound.nix"}
    assert "SND_HDA_INTEL = module; # built in\n" in root.read_text()
    save_all(move_options(root, ["SND_HDA_INTEL"], "here", "sound"))
    assert changed(root) == set()


def test_options_move_to_a_new_entry_beside_theirs(root: Path) -> None:
    (plan,) = move_options(root, ["SND_USB_AUDIO"], "sound", "usb")
    assert plan.path.name == "sound.nix"
    save(plan)
    assert [entry.name for entry in read_entries(root.parent / "sound.nix").entries] == ["sound", "usb"]
