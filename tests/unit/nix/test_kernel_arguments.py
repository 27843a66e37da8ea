"""A kernel's own answers are told of where they are not read, so that nobody takes the result for the whole truth."""

from pathlib import Path

import pytest

from nixmenu.layers.patches import read_user_layer
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions

CORPUS = Path(__file__).parents[2] / "nix" / "corpus"

OVERRIDDEN = """{ pkgs, lib, ... }:
{
  boot.kernelPackages = pkgs.linuxPackagesFor (pkgs.linux_6_12.override {
    structuredExtraConfig = with lib.kernel; { NET = no; };
    kernelPatches = [ { name = "inner"; structuredExtraConfig.MII = lib.kernel.yes; } ];
  });
  boot.kernelPatches = [ { name = "outer"; patch = null; structuredExtraConfig.MII = lib.kernel.yes; } ];
}
"""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("override-arguments", [8]),
        ("override-extend", None),
        ("override-packages-for", None),
        ("build-linux", None),
    ],
)
def test_a_kernel_with_answers_of_its_own_is_told_of(name: str, lines: list[int] | None) -> None:
    path = CORPUS / f"{name}.nix"
    told = read_user_layer(path, "nixmenu").kernels
    assert told
    if lines is not None:
        assert [int(sentence.removeprefix(f"{path}:").split(":")[0]) for sentence in told] == lines
    assert all("which is not read: if it is your kernel, name your configuration" in each for each in told)


def test_a_file_with_entries_alone_has_nothing_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "kernel-patches.nix"
    entry = '{ name = "x"; patch = null; extraConfig = "A y"; structuredExtraConfig.B = lib.kernel.yes; }'
    path.write_text(f"{{ lib, ... }}: {{ boot.kernelPatches = [ {entry} ]; }}")
    assert read_user_layer(path, "nixmenu").kernels == ()


def test_only_the_kernels_own_are_meant(tmp_path: Path) -> None:
    path = tmp_path / "configuration.nix"
    path.write_text(OVERRIDDEN)
    (told,) = read_user_layer(path, "nixmenu").kernels
    assert told.startswith(f"{path}:4: a kernel has a structuredExtraConfig of its own here")


def test_a_session_says_so(small_kernel: Path, small_facts: Path, tmp_path: Path) -> None:
    path = tmp_path / "configuration.nix"
    path.write_text(OVERRIDDEN)
    session = Session.open(
        SessionOptions(
            kernel=small_kernel,
            arch="x86_64",
            common_config=str(small_facts),
            patches=path,
            cache=None,
            run_shell=False,
        )
    )
    assert any(f"{path}:4: a kernel has" in note for note in session.notes)
