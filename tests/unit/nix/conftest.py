"""Nix files to read and edit: the shapes that people write, and files made from a text."""

from collections.abc import Callable
from pathlib import Path

import pytest

SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.nix"))


@pytest.fixture
def nix_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a text to a file and gives its path."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "kernel-patches.nix"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture(params=SHAPES, ids=lambda path: path.stem)
def shape(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one of the shapes; each has an entry "slim" with DRM_RADEON forced off and NFSD on."""
    original: Path = request.param
    copy = tmp_path / original.name
    copy.write_bytes(original.read_bytes())
    return copy
