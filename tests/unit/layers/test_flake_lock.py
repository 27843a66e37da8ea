"""The nixpkgs of a flake.lock: its place in the store is computed as Nix does, and only taken if it is there."""

import base64
import json
from pathlib import Path

import pytest

from nixmenu.layers.flake_lock import locked_nixpkgs, store_hash

NAR = bytes.fromhex("878832cd22b5e038e117b701378558f8a9b6cad7381a0e6d57a9e865d34f85a6")
"""Of a directory with one file `a` of the line `hi`."""
NAME = "ms37m6i4z2hfa1lm7a6lch7lw9vcr26l-source"
"""What Nix 2.8 calls that directory, as `source`, in its store."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    (path / NAME).mkdir(parents=True)
    return path


def lock(directory: Path, inputs: object, **nodes: object) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    hashed = f"sha256-{base64.b64encode(NAR).decode()}"
    known = {"nixpkgs_2": {"locked": {"narHash": hashed, "type": "github"}}, "root": {"inputs": inputs}}
    (directory / "flake.lock").write_text(
        json.dumps({"nodes": {**known, **nodes}, "root": "root", "version": 7})
    )
    return directory


def test_the_name_is_that_of_nix() -> None:
    assert f"{store_hash(NAR)}-source" == NAME


def test_the_input_is_found_from_below_the_flake(tmp_path: Path, store: Path) -> None:
    top = lock(tmp_path / "flake", {"nixpkgs": "nixpkgs_2"})
    (top / "hosts/one").mkdir(parents=True)
    for directory in (top, top / "hosts/one"):
        assert locked_nixpkgs(directory, store) == store / NAME
    (store / NAME).rmdir()
    assert locked_nixpkgs(top, store) is None


def test_an_input_that_follows_another_flakes(tmp_path: Path, store: Path) -> None:
    other = {"inputs": {"nixpkgs": "nixpkgs_2"}}
    top = lock(tmp_path / "flake", {"nixpkgs": ["other", "nixpkgs"], "other": "other"}, other=other)
    assert locked_nixpkgs(top, store) == store / NAME


@pytest.mark.parametrize(
    "inputs", [{}, {"nixpkgs": "none"}, {"nixpkgs": ["nixpkgs"]}, {"nixpkgs": 1}, [], {"nixpkgs": ["root"]}]
)
def test_a_lock_that_leads_nowhere(tmp_path: Path, store: Path, inputs: object) -> None:
    assert locked_nixpkgs(lock(tmp_path / "flake", inputs), store) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"nodes": 1, "root": 2}'])
def test_a_file_that_is_no_lock(tmp_path: Path, store: Path, text: str) -> None:
    (tmp_path / "flake.lock").write_text(text)
    assert locked_nixpkgs(tmp_path, store) is None
