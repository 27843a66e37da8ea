"""`nixmenu export`: the same answers in every format."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.cli.main import main

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "nixmenu";
      patch = ./fix.patch;
      extraConfig = ''
        KEY  "a b"   # mine
        ${"X86"} y
      '';
      structuredExtraConfig = with lib.kernel; {
        BONDING = option module;
        LOCALVERSION = freeform "-x\\"y\\"";
        NET = lib.mkForce no;
        NOWHERE = yes;
        NR_CPUS = lib.mkOverride 40 (freeform "8");
        HZ_1000 = lib.mkForce unset;
      };
    }
    {
      name = "other";
      patch = null;
      structuredExtraConfig.DUMMY = lib.kernel.module;
    }
  ];
}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    small_kernel: Path,
    small_facts: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    patches = tmp_path / "kernel-patches.nix"
    patches.write_text(TEXT)
    session = ["--kernel", small_kernel, "--arch", "x86_64", "--patches", patches, "--no-cache", "--no-shell"]

    def run(*words: str, facts: bool = True) -> tuple[int, str, str]:
        layer = ["--common-config", str(small_facts)] if facts else []
        status = main([*words, *map(str, session), *layer])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


ENTRY = """\
{
  name = "nixmenu";
  patch = null;
  structuredExtraConfig = with lib.kernel; {
    BONDING = option module; # Bonding driver
    HZ_1000 = lib.mkForce unset; # 1000 HZ
    LOCALVERSION = freeform "-x\\"y\\""; # Local version
    NET = lib.mkForce no; # Networking support
    NOWHERE = yes;
    NR_CPUS = lib.mkOverride 40 (freeform "8"); # Number of CPUs
  };
  extraConfig = ''
    KEY  "a b"   # mine
    X86 y
  '';
}
"""


def test_the_entry_is_written_anew(run: Run) -> None:
    status, out, err = run("export")
    assert (status, out) == (0, ENTRY)
    assert err.endswith('note: the patch of the entry "nixmenu" is not exported\n')


def test_comments_can_be_left_out(run: Run) -> None:
    lines = [line.partition(" # ")[0] if ";" in line else line for line in ENTRY.splitlines()]
    assert run("export", "--no-comments")[1].splitlines() == lines


def test_a_module_and_an_overlay_hold_the_same(run: Run) -> None:
    module = run("export", "--format", "module")[1]
    assert module.startswith("{ lib, ... }:\n{\n  boot.kernelPatches = [\n    {\n      name = ")
    assert "".join(line[4:] if line.strip() else line for line in module.splitlines(True)[3:-2]) == ENTRY
    overlay = run("export", "--format", "overlay")[1].splitlines()
    assert overlay[:3] == [
        "# boot.kernelPackages = pkgs.linuxPackages_nixmenu;",
        "final: prev: {",
        "  linux_nixmenu = prev.linux_6_12.override {",
    ]
    assert overlay[3] == "    structuredExtraConfig = with final.lib.kernel; {"
    assert "      NET = final.lib.mkForce no; # Networking support" in overlay
    assert overlay[-3:] == [
        "  };",
        "  linuxPackages_nixmenu = final.linuxPackagesFor final.linux_nixmenu;",
        "}",
    ]


def test_a_fragment_holds_what_all_entries_answer(run: Run) -> None:
    status, out, err = run("export", "--format", "fragment")
    assert status == 0
    assert sorted(out.splitlines()) == sorted(
        [
            "CONFIG_BONDING=m",
            "CONFIG_DUMMY=m",
            'CONFIG_KEY="\\"a b\\""',
            'CONFIG_LOCALVERSION="-x\\"y\\""',
            "# CONFIG_NET is not set",
            "CONFIG_NR_CPUS=8",
            "CONFIG_X86=y",
        ]
    )
    assert "note: NOWHERE is left out: Linux 6.12.9 has no such option\n" in err


def test_the_answers_stand_for_both_nix_layers(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("export", "--format", "answers")
    assert status == 0
    answers = tmp_path / "answers"
    answers.write_text(out)
    whole = run("predict", "-o", "-")
    assert run("predict", "-o", "-", "--answers", str(answers), facts=False)[1] == whole[1]


def test_an_entry_that_says_nothing_is_no_export(run: Run) -> None:
    status, out, err = run("export", "--entry", "else")
    assert (status, out) == (2, "")
    assert 'the entry "else" says nothing, so there is nothing to export; name one with --entry' in err


def test_answers_that_contradict_each_other_are_no_export(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kernel-patches.nix"
    path.write_text(TEXT.replace("DUMMY = lib.kernel.module", "BONDING = lib.kernel.yes"))
    status, out, err = run("export", "--format", "answers")
    assert (status, out) == (2, "")
    assert "conflicting definitions of BONDING: " in err
    assert "m by your entry 'nixmenu' at " in err
    assert "y by your entry 'other' at " in err
    assert "or take one of them out" in err
