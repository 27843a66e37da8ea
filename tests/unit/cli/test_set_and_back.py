"""`nixmenu set` in processes of their own: taking a change back gives the bytes that were there before it."""

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "nixmenu";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BONDING   =   (module); # the office needs it
        MII = lib.mkForce  yes;
      };
    }
  ];
}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "kernel-patches.nix"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("BONDING=default", "BONDING=m"),
        ("MII=default", "MII=y"),
        ("BONDING=y", "BONDING=m"),
        ("BONDING=unset", "BONDING=m"),
        ("DUMMY=m", "DUMMY=default"),
    ],
)
def test_there_and_back(run: Run, path: Path, there: str, back: str) -> None:
    run("set", there, "--write")
    assert path.read_text() != TEXT
    run("set", back, "--write")
    assert path.read_text() == TEXT


def test_several_there_and_back_in_another_order(run: Run, path: Path) -> None:
    for change in ("BONDING=default", "DUMMY=m", "MII=n", "MII=y", "BONDING=m", "DUMMY=default"):
        run("set", change, "--write")
    assert path.read_text() == TEXT


def test_a_file_that_was_made_goes_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kernel-patches.nix"
    assert run("set", "DUMMY=m", "--write").err.endswith(f"written to {path}\n")
    outcome = run("set", "DUMMY=default", "--write")
    assert outcome.err.endswith(f"removed {path}, which nixmenu had made\n")
    assert outcome.out.startswith(f"--- {path}\n+++ /dev/null\n")
    assert not path.exists()
