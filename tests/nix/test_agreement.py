"""What nixmenu reads is compared with what real Nix evaluates, and a difference is told with its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from nixmenu.nix.agreement import disagreements
from nixmenu.nix.read import read_entries
from nixmenu.nix.real import RealNixError

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "a"; patch = null; structuredExtraConfig = with lib.kernel; { A = yes; B = lib.mkForce (option no); }; }
    { name = "b"; patch = null; extraConfig = "C y"; }
    (lib.mkIf false { name = "never"; })
  ];
}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "kernel-patches.nix"
    file.write_text(TEXT)
    return file


def test_there_is_no_difference(nix: Path, library: Path, path: Path) -> None:
    assert disagreements(read_entries(path), library, nix) == []


def test_every_difference_is_told(nix: Path, library: Path, path: Path) -> None:
    file = read_entries(path)
    first, second, _ = file.entries
    first.definitions = [replace(one, optional=False) for one in first.definitions]
    first.definitions[0] = replace(first.definitions[0], tristate=None, freeform="x")
    second.extra_config = "C n"
    assert disagreements(file, library, nix) == [
        f"{path}:4: entry 'a': A is read as \"x\", and Nix evaluates y",
        f"{path}:4: entry 'a': B is read as n at priority 50, and Nix evaluates n optional at priority 50",
        f"{path}:5: entry 'b': nixmenu reads another extraConfig than Nix evaluates",
    ]
    file.entries.pop()
    file.entries.pop()
    assert disagreements(file, library, nix) == [f"{path}: nixmenu reads the entries a, Nix evaluates a, b"]


def test_what_nixmenu_says_it_cannot_read_is_no_difference(nix: Path, library: Path, path: Path) -> None:
    path.write_text(TEXT.replace("yes;", "builtins.fromJSON ''{\"tristate\": \"y\"}'';"))
    file = read_entries(path)
    assert [unread.name for unread in file.entries[0].unread] == ["A"]
    assert disagreements(file, library, nix) == []


def test_a_file_that_needs_the_system_cannot_be_compared(nix: Path, library: Path, path: Path) -> None:
    path.write_text(TEXT.replace("{ lib, ... }", "{ lib, config, ... }").replace("yes;", "config.a;"))
    with pytest.raises(RealNixError, match="is known only to the system"):
        disagreements(read_entries(path), library, nix)
