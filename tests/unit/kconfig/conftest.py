"""Small Kconfig trees, written for one test each."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from kconfig_index.loader import load_in
from kconfig_index.model import Kernel

MakeKernel = Callable[..., Kernel]


@pytest.fixture
def make_kernel(tmp_path: Path) -> MakeKernel:
    """Loads the Kconfig text given, and further files by name, with nothing in the environment but what is given."""

    def make(
        text: str,
        files: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        run_shell: bool = False,
    ) -> Kernel:
        tree = tmp_path / "tree"
        tree.mkdir(exist_ok=True)
        (tree / "Kconfig").write_text(dedent(text))
        for name, content in (files or {}).items():
            path = tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content))
        return load_in(tree, dict(environment or {}), cache=None, run_shell=run_shell)

    return make
