"""Finding nixpkgs: where NIX_PATH, the channels and the flake registry say, and nowhere else."""

import json
from pathlib import Path

import pytest

from nixmenu.layers.finding_nixpkgs import find_nixpkgs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def nixpkgs(path: Path) -> Path:
    (path / "lib").mkdir(parents=True)
    (path / "default.nix").write_text("{ }: { }")
    return path


def test_the_named_place(tmp_path: Path, root: Path) -> None:
    place = nixpkgs(tmp_path / "a")
    nixpkgs(tmp_path / "channels/nixpkgs")
    for value, expected in (
        (f"nixpkgs={place}", place),
        (f"nixos-config=/etc/nixos/configuration.nix:nixpkgs={place}", place),
        (f"{tmp_path}/channels", tmp_path / "channels/nixpkgs"),
        (f"nixpkgs={tmp_path}/none:{tmp_path}/channels", tmp_path / "channels/nixpkgs"),
        (f"other={place}", None),
        ("", None),
        ("nixpkgs=channel:nixos-26.11", None),
        ("nixpkgs=https://example.org/nixpkgs.tar.gz", None),
    ):
        assert find_nixpkgs({"NIX_PATH": value}, root) == expected, value


def test_a_directory_without_the_shape_is_passed_over(tmp_path: Path, root: Path) -> None:
    (tmp_path / "a").mkdir()
    assert find_nixpkgs({"NIX_PATH": f"nixpkgs={tmp_path / 'a'}"}, root) is None


def test_the_channels_count_only_without_nix_path(tmp_path: Path, root: Path) -> None:
    channel = nixpkgs(root / "nix/var/nix/profiles/per-user/root/channels/nixos")
    assert find_nixpkgs({}, root) == channel
    assert find_nixpkgs({"NIX_PATH": ""}, root) is None
    own = nixpkgs(tmp_path / "home/.nix-defexpr/channels/nixpkgs")
    assert find_nixpkgs({"HOME": str(tmp_path / "home")}, root) == own


def test_the_flake_registry_names_a_place(tmp_path: Path, root: Path) -> None:
    place = nixpkgs(tmp_path / "source")
    registry = root / "etc/nix/registry.json"
    registry.parent.mkdir(parents=True)
    pinned = {"from": {"id": "nixpkgs"}, "to": {"type": "path", "path": str(place)}}
    far = {"from": {"id": "nixpkgs"}, "to": {"type": "github", "owner": "NixOS", "repo": "nixpkgs"}}
    for flakes, expected in (
        ([pinned], place),
        ([far], None),
        ([far, pinned], place),
        ("x", None),
        ([1], None),
    ):
        registry.write_text(json.dumps({"flakes": flakes, "version": 2}))
        assert find_nixpkgs({"NIX_PATH": "nixpkgs=flake:nixpkgs"}, root) == expected
    registry.write_text("no JSON")
    assert find_nixpkgs({"NIX_PATH": "nixpkgs=flake:nixpkgs"}, root) is None
