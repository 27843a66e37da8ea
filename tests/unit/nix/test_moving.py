"""Moving options between entries: what they say, how strongly, and the remark on their line move along."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.nix.moving import move_options
from nixmenu.nix.read import read_entries

Write = Callable[[str | bytes], Path]

TEXT = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "a";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # DRM_RADEON is not needed
        DRM_RADEON = lib.mkForce (option no); # fan noise
        KVM = lib.mkDefault module;
        NFSD = lib.mkOverride 90 yes;
        NR_CPUS = freeform "16";
      };
    }
    {
      name = "b";
      patch = null;
      structuredExtraConfig = {
        9P_FS = lib.kernel.yes;
        ZRAM = lib.kernel.unset;
      };
    }
  ];
}
""".replace("9P_FS", '"9P_FS"')


def said(path: Path, entry: str) -> dict[str, tuple[object, ...]]:
    found = read_entries(path).entry(entry)
    assert found is not None
    return {one.name: _content(one) for one in found.definitions}


def _content(one: Definition) -> tuple[object, ...]:
    return one.tristate, one.freeform, one.optional, one.priority


def test_every_kind_of_definition_moves_whole(nix_file: Write) -> None:
    path = nix_file(TEXT)
    before = said(path, "a")
    (planned,) = move_options(path, list(before), "a", "b")
    path.write_bytes(planned.after)
    assert said(path, "a") == {}
    assert {name: said(path, "b")[name] for name in before} == before
    text = planned.after.decode()
    assert "        DRM_RADEON = lib.mkForce (lib.kernel.option lib.kernel.no); # fan noise\n" in text
    assert "        KVM = lib.mkDefault lib.kernel.module;\n" in text
    assert "        NFSD = lib.mkOverride 90 lib.kernel.yes;\n" in text


@pytest.mark.parametrize("name", ["DRM_RADEON", "KVM", "NFSD", "NR_CPUS"])
def test_there_and_back_gives_every_byte(nix_file: Write, name: str) -> None:
    path = nix_file(TEXT)
    path.write_bytes(move_options(path, [name], "a", "b")[0].after)
    (planned,) = move_options(path, [name], "b", "a")
    assert planned.after.decode() == TEXT


def test_an_entry_that_is_not_there_is_added(nix_file: Write) -> None:
    path = nix_file(TEXT)
    (planned,) = move_options(path, ["NFSD"], "a", "c")
    path.write_bytes(planned.after)
    assert said(path, "c") == {"NFSD": ("y", None, False, 90)}
    assert "NFSD" not in said(path, "a")


def test_another_file_gets_them_first(nix_file: Write, tmp_path: Path) -> None:
    path, other = nix_file(TEXT), tmp_path / "other.nix"
    first, second = move_options(path, ["DRM_RADEON", "KVM"], "a", "c", target_path=other)
    assert (first.path, second.path) == (other, path)
    assert first.created
    other.write_bytes(first.after)
    path.write_bytes(second.after)
    assert said(other, "c") == {"DRM_RADEON": ("n", None, True, 50), "KVM": ("m", None, False, 1000)}
    assert sorted(said(path, "a")) == ["NFSD", "NR_CPUS"]
    assert "# fan noise" in first.after.decode()
    back = move_options(other, ["DRM_RADEON", "KVM"], "c", "a", target_path=path)
    assert back[0].after.decode() == TEXT


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((["ABSENT"], "a", "b"), "says nothing that can be read about ABSENT"),
        ((["NFSD"], "a", "a"), "are in the entry .a. already"),
        ((["NFSD"], "nowhere", "a"), 'no entry called "nowhere"'),
    ],
)
def test_what_cannot_move_is_refused(nix_file: Write, words: tuple[list[str], str, str], reason: str) -> None:
    with pytest.raises(NixmenuError, match=reason):
        move_options(nix_file(TEXT), *words)


def test_nothing_that_the_other_entry_says_is_lost(nix_file: Write) -> None:
    path = nix_file(TEXT.replace("ZRAM = lib.kernel.unset", "NFSD = lib.kernel.no"))
    with pytest.raises(
        NixmenuError, match=r"NFSD is there already, and different: n by your entry 'b' at .*:20"
    ):
        move_options(path, ["NFSD"], "a", "b")
    path = nix_file(TEXT.replace("ZRAM = lib.kernel.unset", "NFSD = lib.mkOverride 90 lib.kernel.yes"))
    (planned,) = move_options(path, ["NFSD"], "a", "b")
    assert planned.after.count(b"NFSD") == 1
