"""`nixmenu entry` and what `nixmenu set` does to the file: diffs, writing, and where writing is not allowed."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nixmenu.cli.main import main
from nixmenu.nix import write

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "a";
      patch = null;
      extraConfig = ''
        USB y
        SOUND n
      '';
    }
    {
      name = "b";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        NET = yes; # needed
        NFSD = yes;
      };
    }
  ];
}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    file = tmp_path / "kernel-patches.nix"
    file.write_text(TEXT)
    return file


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        status = main(words)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


ACTIONS = [
    (["rename", "a", "c"], '-      name = "a";\n+      name = "c";\n'),
    (["attribute", "b", "extraStructuredConfig"], "+      extraStructuredConfig = with lib.kernel; {\n"),
    (["structure", "a"], "+        USB = lib.mkForce yes;\n+        SOUND = lib.mkForce no;\n"),
    (["move", "b", "c", "CONFIG_NET"], '+      name = "c";\n'),
    (["remove", "b"], "-        NFSD = yes;\n"),
]


@pytest.mark.parametrize(("words", "changed"), ACTIONS, ids=lambda value: value[0])
def test_an_action_is_shown_and_written_only_when_asked(
    run: Run, path: Path, words: Sequence[str], changed: str
) -> None:
    status, diff, _ = run("entry", *words)
    assert status == 0
    assert diff.startswith("--- kernel-patches.nix\n+++ kernel-patches.nix\n")
    assert changed in diff
    assert path.read_text() == TEXT
    status, out, err = run("entry", *words, "--write")
    assert (status, out) == (0, diff)
    assert err.endswith("written to kernel-patches.nix\n")
    assert path.read_text() != TEXT


def test_options_move_to_another_file(run: Run, path: Path) -> None:
    status, diff, err = run("entry", "move", "b", "net", "NET", "--to", "net.nix", "--write")
    assert status == 0
    assert diff.startswith("--- /dev/null\n+++ net.nix\n")
    assert err == "written to net.nix\nwritten to kernel-patches.nix\n"
    assert "NET = yes; # needed\n" in path.with_name("net.nix").read_text()
    assert "NET" not in path.read_text()


def test_a_move_that_fails_in_between_is_taken_back(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = write.replace_file

    def failing(target: Path, *rest: object, **named: object) -> None:
        if target.name == path.name:
            raise OSError(28, "No space left on device")
        replace(target, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(write, "replace_file", failing)
    for prepared in (None, '{ lib, ... }: [ { name = "net"; patch = null; } ]\n'):
        if prepared is not None:
            path.with_name("net.nix").write_text(prepared)
        status, out, err = run("entry", "move", "b", "net", "NET", "--to", "net.nix", "--write")
        assert (status, out) == (2, "")
        assert "cannot be saved, and is as it was: No space left" in err
        assert path.read_text() == TEXT
        assert path.with_name("net.nix").exists() == (prepared is not None)
    assert path.with_name("net.nix").read_text() == prepared


def test_nothing_to_do_is_said(run: Run) -> None:
    assert run("entry", "attribute", "b") == (0, "", "nothing to change: your file says so already\n")


def test_without_a_kernel_force_is_taken_and_said(run: Run) -> None:
    assert run("entry", "structure", "a")[2] == (
        "note: no kernel source is given (--kernel DIR), so every option is written with lib.mkForce\n"
    )


def test_with_nixos_known_force_is_taken_only_where_needed(
    run: Run, path: Path, small_kernel: Path, small_facts: Path
) -> None:
    path.write_text(TEXT.replace("USB y", "USB n"))
    words = ["--kernel", small_kernel, "--arch", "x86_64", "--common-config", small_facts, "--no-cache"]
    _, out, err = run("entry", "structure", "a", *map(str, words), "--no-shell")
    assert err == ""
    assert "SOUND = no;" in out


def test_a_mistake_is_one_sentence(run: Run) -> None:
    status, out, err = run("entry", "rename", "x", "y")
    assert (status, out) == (2, "")
    assert err == 'nixmenu: kernel-patches.nix: there is no entry called "x"; there is "a", "b"\n'


@pytest.mark.parametrize("number", [13, 30], ids=["denied", "read-only"])
def test_where_nothing_may_be_written_the_entry_is_printed(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    opening = os.open

    def refusing(file: object, flags: int, *rest: int, **named: object) -> int:
        if flags & os.O_CREAT and str(file).endswith(".tmp"):
            raise OSError(number, os.strerror(number))
        return opening(file, flags, *rest, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", refusing)
    status, out, err = run("entry", "rename", "b", "c", "--write")
    assert status == 2
    assert out == (
        '{\n  name = "c";\n  patch = null;\n  structuredExtraConfig = with lib.kernel; {\n'
        "    NET = yes; # needed\n    NFSD = yes;\n  };\n}\n"
    )
    assert err.startswith(
        "the entry is printed as it should be: paste it in place of the one that is there\n"
    )
    assert err.endswith(f"cannot be saved, and is as it was: {os.strerror(number)}\n")
    assert path.read_text() == TEXT


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody else")
def test_a_directory_that_may_not_be_written_leaves_the_file() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "kernel-patches.nix"
        path.write_text(TEXT)
        path.parent.chmod(0o555)
        words = ["entry", "rename", "b", "c", "--write", "--patches", str(path)]
        child = os.fork()
        if child == 0:
            os.setuid(65534)
            os._exit(main(words))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
        assert path.read_text() == TEXT
        assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("words", [[], ["--no-comments"]])
def test_a_new_line_has_the_prompt_beside_it_unless_told_otherwise(
    run: Run, path: Path, small_kernel: Path, small_facts: Path, words: list[str]
) -> None:
    session = ["--kernel", small_kernel, "--arch", "x86_64", "--common-config", small_facts, "--no-cache"]
    path.unlink()
    out = run("set", "BONDING=n", *words, *map(str, session), "--no-shell")[1]
    comment = "" if words else " # Bonding driver"
    assert f"+        BONDING = no;{comment}\n" in out


KERNELS = """\
  boot.kernelPackages = pkgs.linuxPackagesFor (pkgs.linux_6_12.override {
    extraConfig = "NTFS3_FS m";
    argsOverride.version = "6.12.3";
  });
  services.nginx.extraConfig = "http y";
"""


def test_a_kernels_own_text_is_told_and_left_alone(run: Run, path: Path) -> None:
    text = TEXT.replace("{ lib, ... }:\n{\n", "{ lib, pkgs, ... }:\n{\n" + KERNELS)
    path.write_text(text)
    status, diff, err = run("entry", "structure", "a", "--write")
    assert status == 0
    assert "USB" in diff
    told = "of a kernel, no entry of boot.kernelPatches, and left alone\n"
    assert err.count(told) == 2
    assert "note: kernel-patches.nix:4: this extraConfig is an argument" in err
    assert "note: kernel-patches.nix:5: this argsOverride is an argument" in err
    assert KERNELS in path.read_text()
    assert told not in run("entry", "rename", "a", "c")[2]
    assert told in run("entry", "structure", "b")[2]


def test_an_overlays_kernel_too(run: Run, path: Path) -> None:
    kernel = "x = args: buildLinux (args // { extraConfig = ''A y''; });\n  "
    path.write_text(TEXT.replace("boot.kernelPatches", f"{kernel}boot.kernelPatches", 1))
    assert (
        "kernel-patches.nix:3: this extraConfig is an argument of a kernel"
        in run("entry", "structure", "a")[2]
    )
