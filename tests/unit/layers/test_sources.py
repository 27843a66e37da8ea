"""Which NixOS layer is taken, what people are told of it, and what stands in for a nixpkgs that fails.

nix-instantiate is a small program of ours here; tests/nix asks the real one.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers import remembered
from nixmenu.layers.platforms import platform_named
from nixmenu.layers.sources import NixosLayer, Request, nixos_layer

ANSWER = {
    "release": "26.11",
    "attribute": "linux_6_12",
    "version": "6.12.30",
    "system": "x86_64-linux",
    "kernelArch": "x86_64",
    "defconfig": "defconfig LLVM=1",
    "autoModules": False,
    "preferBuiltin": True,
    "ignoreConfigErrors": True,
    "texts": ["A y"],
    "sources": [
        {
            "label": "common-config",
            "items": [
                {"name": "NET", "tristate": "y", "freeform": None, "optional": False, "priority": 100},
                {"name": "CPUS", "tristate": None, "freeform": "8", "optional": True, "priority": 1000},
            ],
        }
    ],
    "merged": {
        "NET": {"tristate": "y", "freeform": None, "optional": False},
        "CPUS": {"tristate": None, "freeform": "8", "optional": True},
    },
}

Program = Callable[[str], Path]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Puts a nix-instantiate into PATH that is this shell script; gives the file where it notes its calls."""

    def install(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        calls = tmp_path / "calls"
        path = folder / "nix-instantiate"
        path.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n{script}\n')
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        return calls

    return install


@pytest.fixture
def nixpkgs(tmp_path: Path) -> Path:
    top = tmp_path / "nixpkgs"
    (top / "lib").mkdir(parents=True)
    (top / "default.nix").write_text("{ }: { }")
    return top


def answering(tmp_path: Path, answer: object) -> str:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer))
    return f"cat {path}"


def layer(
    what: str, nixpkgs: Path | None = None, cache: Path | None = None, version: str = "6.12.30"
) -> NixosLayer:
    return nixos_layer(Request(what, nixpkgs, platform_named("x86_64"), version, cache))


def test_bundled_and_none() -> None:
    assert layer("bundled").name == "NixOS facts, bundled (nixpkgs towards 26.11)"
    assert layer("auto").name == "NixOS facts, bundled (nixpkgs towards 26.11)"
    nothing = layer("none")
    assert (nothing.name, nothing.facts.definitions) == ("no NixOS layer", ())


def test_a_file_is_named_in_words(tmp_path: Path) -> None:
    path = tmp_path / "default.nix"
    path.write_text("{ lib, ... }: { A = lib.kernel.yes; }")
    assert layer(str(path)).name == f"NixOS answers of {path}"
    assert layer(str(tmp_path)).name == f"NixOS answers of {path}"


@pytest.mark.parametrize("what", ["auto", "nixpkgs"])
def test_a_named_nixpkgs_is_asked(what: str, tmp_path: Path, nixpkgs: Path, program: Program) -> None:
    calls = program(answering(tmp_path, ANSWER))
    found = layer(what, nixpkgs)
    assert found.name == f"nixpkgs 26.11 in {nixpkgs}"
    assert found.facts.notes == ()
    assert {
        one.name: (one.tristate, one.freeform, one.optional, one.priority) for one in found.facts.definitions
    } == {
        "NET": ("y", None, False, 100),
        "CPUS": (None, "8", True, 1000),
    }
    assert found.facts.texts == ("A y",)
    platform = found.facts.platform
    assert platform is not None
    assert (platform.defconfig, platform.auto_modules) == ("defconfig", False)
    assert (platform.prefer_builtin, platform.ignore_config_errors) == (True, True)
    said = calls.read_text()
    assert f"--argstr nixpkgs {nixpkgs} --argstr system x86_64-linux --argstr version 6.12.30" in said
    assert "--readonly-mode" in said


def test_auto_takes_what_the_users_nix_finds(
    tmp_path: Path, nixpkgs: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(answering(tmp_path, ANSWER))
    monkeypatch.setenv("NIX_PATH", f"nixpkgs={nixpkgs}")
    assert layer("auto").name == f"nixpkgs 26.11 in {nixpkgs}"
    assert layer("nixpkgs").name == f"nixpkgs 26.11 in {nixpkgs}"
    assert layer("bundled").name.startswith("NixOS facts, bundled")


def test_a_nixpkgs_that_is_only_found_may_fail_and_that_is_told(
    nixpkgs: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("printf 'error:\\n  while calling\\n   error: this Nix is too old\\n' >&2; exit 1")
    monkeypatch.setenv("NIX_PATH", f"nixpkgs={nixpkgs}")
    found = layer("auto")
    assert found.name.startswith("NixOS facts, bundled")
    assert found.facts.notes == (
        f"{nixpkgs}: Nix says: this Nix is too old; the facts shipped with nixmenu stand in for it"
        " (--common-config bundled says so)",
    )
    with pytest.raises(NixmenuError, match="Nix says: this Nix is too old; give --common-config bundled"):
        layer("nixpkgs")
    with pytest.raises(NixmenuError, match="Nix says: this Nix is too old; give --common-config bundled"):
        layer("auto", nixpkgs)


@pytest.mark.parametrize(
    "answer", ["no JSON", 3, {"release": "1"}, {**ANSWER, "sources": [1]}, {**ANSWER, "merged": 1}]
)
def test_an_answer_of_another_form_is_refused(
    tmp_path: Path, nixpkgs: Path, program: Program, answer: object
) -> None:
    program(answering(tmp_path, answer) if answer != "no JSON" else "echo x")
    with pytest.raises(NixmenuError, match=r"is no kernel|in a form that nixmenu does not know") as caught:
        layer("nixpkgs", nixpkgs)
    assert str(caught.value).startswith(f"{nixpkgs}: ")


def test_what_is_missing_is_said_with_the_way_on(
    tmp_path: Path, nixpkgs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        NixmenuError,
        match="nor NIX_PATH leads to a nixpkgs here: name one with --nixpkgs PATH",
    ):
        layer("nixpkgs")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NixmenuError, match=r"Nix, which is not installed .* --common-config bundled"):
        layer("auto", nixpkgs)


def test_only_an_answer_from_the_store_is_remembered(
    tmp_path: Path, nixpkgs: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    calls = program(answering(tmp_path, ANSWER))
    first = layer("nixpkgs", nixpkgs, cache)
    assert not cache.exists()
    monkeypatch.setattr(remembered, "_STORE", tmp_path)
    assert layer("nixpkgs", nixpkgs, cache) == first
    asked = calls.read_text()
    assert layer("nixpkgs", nixpkgs, cache) == first
    assert calls.read_text() == asked
    (kept,) = cache.iterdir()
    for damaged in (b"", b"{", b"[]", b'{"sources": 1}'):
        kept.write_bytes(damaged)
        assert layer("nixpkgs", nixpkgs, cache) == first
        assert json.loads(kept.read_bytes()) == ANSWER
    layer("nixpkgs", nixpkgs, cache, version="6.12.31")
    assert len(list(cache.iterdir())) == 2


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, nixpkgs: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "_STORE", tmp_path)
    program(answering(tmp_path, ANSWER))
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert layer("nixpkgs", nixpkgs, blocked / "cache").name.startswith("nixpkgs 26.11")
