"""What holds for every test."""

import pytest


@pytest.fixture(autouse=True)
def no_nixpkgs_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The NixOS layer is the bundled facts unless a test names another, wherever the tests run."""
    monkeypatch.setenv("NIX_PATH", "")
