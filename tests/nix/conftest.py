"""Real Nix, and a nixpkgs lib: our own stub always, a real one where NIXMENU_TEST_NIXPKGS_LIB names it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.nix.program import nix_instantiate

STUB = Path(__file__).with_name("stub-lib.nix")


@pytest.fixture(scope="session")
def nix() -> Path:
    """The program nix-instantiate; without it the tests skip, in CI they fail."""
    program = nix_instantiate()
    if program is None:
        what = "real Nix is needed: apt install nix-bin"
        if os.environ.get("CI") == "true":
            pytest.fail(what)
        pytest.skip(what)
    return program


@pytest.fixture
def evaluate_expression(nix: Path) -> Callable[[str], object]:
    """Evaluates a Nix expression completely, to what JSON can say; fails the test with Nix's words."""

    def evaluate(expression: str) -> object:
        done = subprocess.run(
            [nix, "--store", "dummy://", "--eval", "--strict", "--json", "--expr", f"({expression})"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return evaluate


@pytest.fixture
def nixpkgs_lib() -> Path:
    """The `lib` directory of a real nixpkgs."""
    named = os.environ.get("NIXMENU_TEST_NIXPKGS_LIB")
    if not named:
        pytest.skip("set NIXMENU_TEST_NIXPKGS_LIB to the lib directory of a nixpkgs")
    path = Path(named)
    assert (path / "default.nix").is_file(), f"NIXMENU_TEST_NIXPKGS_LIB={named} is no nixpkgs lib"
    return path


@pytest.fixture(params=["stub", "nixpkgs"])
def library(request: pytest.FixtureRequest) -> Path:
    """A nixpkgs lib, once our stub and once a real one."""
    if request.param == "stub":
        return STUB
    real: Path = request.getfixturevalue("nixpkgs_lib")
    return real
