"""The flake, evaluated by real Nix on a stub of nixpkgs: what it offers, and that it builds from what we declare."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nixmenu.nix.parse import parse
from nixmenu.nix.real import check_syntax
from nixmenu.nix.source import read_source

ROOT = Path(__file__).parents[2]
FLAKE = ROOT / "flake.nix"
STUB = Path(__file__).with_name("stub-nixpkgs.nix")
SYSTEMS = ["aarch64-linux", "x86_64-linux"]

Evaluate = Callable[[str], Any]


@pytest.fixture
def outputs(evaluate_expression: Evaluate) -> Evaluate:
    """Evaluates an expression in which `outputs` are the flake's, as `nix` computes them."""

    def evaluate(expression: str) -> object:
        flake, stub = (f"(/. + {json.dumps(str(path))})" for path in (FLAKE, STUB))
        return evaluate_expression(
            f"let flake = import {flake}; self = outputs // {{ outPath = /. + {json.dumps(str(ROOT))}; }}; "
            f"outputs = flake.outputs {{ inherit self; nixpkgs = import {stub}; }}; in {expression}"
        )

    return evaluate


@pytest.fixture
def project() -> dict[str, Any]:
    """The project's table of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table


def requirement_names(requirements: list[str]) -> list[str]:
    return sorted(re.split(r"[^A-Za-z0-9_-]", requirement, maxsplit=1)[0] for requirement in requirements)


def test_the_flake_parses(nix: Path) -> None:
    parse(read_source(FLAKE))
    check_syntax(nix, FLAKE)


def test_the_same_is_there_for_every_system(outputs: Evaluate) -> None:
    expected = {
        "apps": ["default", "kconfig-index"],
        "checks": ["unit-tests"],
        "devShells": ["default"],
        "packages": ["default", "nixmenu"],
    }
    assert outputs("builtins.mapAttrs (_: builtins.mapAttrs (_: builtins.attrNames)) outputs") == {
        kind: dict.fromkeys(SYSTEMS, names) for kind, names in expected.items()
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_package_is_built_from_what_the_project_declares(
    outputs: Evaluate, project: dict[str, Any], system: str
) -> None:
    package = f"outputs.packages.{system}.default.arguments"
    names = "map (dependency: dependency.name)"
    assert outputs(f"{package}.version") == project["version"]
    assert sorted(outputs(f"{names} {package}.dependencies")) == requirement_names(project["dependencies"])
    assert outputs(f"{names} {package}.build-system") == ["hatchling"]
    assert outputs(f"{package}.meta") == {
        "description": project["description"],
        "license": "MIT",
        "mainProgram": "nixmenu",
        "platforms": ["x86_64-linux", "aarch64-linux"],
    }
    assert outputs(f"{package}.doCheck") is False


def test_the_check_runs_the_unit_tests(outputs: Evaluate) -> None:
    check = outputs("{ inherit (outputs.checks.x86_64-linux.unit-tests.arguments) doCheck checkPhase; }")
    assert check["doCheck"] is True
    assert "python -m pytest tests/unit" in check["checkPhase"]


def test_the_apps_are_the_commands_that_the_project_installs(
    outputs: Evaluate, project: dict[str, Any]
) -> None:
    apps = outputs("outputs.apps.x86_64-linux")
    assert {app["type"] for app in apps.values()} == {"app"}
    assert sorted(app["program"].rsplit("/", 1)[-1] for app in apps.values()) == sorted(project["scripts"])


def test_the_shell_has_nixmenu_and_what_a_kernel_needs(outputs: Evaluate) -> None:
    names = outputs("map (package: package.name) outputs.devShells.x86_64-linux.default.arguments.packages")
    assert any(name.startswith("nixmenu-") for name in names)
    assert {"gcc", "flex", "bison", "bc", "elfutils", "openssl", "ncurses", "pahole"} <= set(names)
