"""One edited Kconfig file of a real kernel: that file is parsed again, and nothing comes out differently."""

import os
import shutil
from pathlib import Path

import pytest

from kconfig_index import parser, statements
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from tests.kernel.conftest import RealKernel


def _copied(kernel: RealKernel, directory: Path) -> Path:
    """The Kconfig files of a kernel, and what its dialect is told by."""
    for path in kernel.source.rglob("Kconfig*"):
        if path.is_file():
            target = directory / path.relative_to(kernel.source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    shutil.copytree(kernel.source / "scripts/kconfig", directory / "scripts/kconfig", dirs_exist_ok=True)
    shutil.copy2(kernel.source / "scripts/Kconfig.include", directory / "scripts/Kconfig.include")
    shutil.copy2(kernel.source / "Makefile", directory / "Makefile")
    return directory


def _described(kernel: Kernel) -> object:
    nodes = [
        (node.kind, node.symbol and node.symbol.name, node.prompt, node.help, node.file, node.line)
        for node in kernel.nodes()
    ]
    return nodes, kernel.configuration().dot_config(), kernel.warnings


@pytest.mark.parametrize(
    "name", ["Kconfig", "drivers/net/ethernet/intel/Kconfig", "lib/Kconfig.debug", "arch/x86/Kconfig"]
)
def test_one_edit_parses_one_file(
    kernel_612: RealKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tree = _copied(kernel_612, tmp_path / "tree")
    variables = {**kernel_612.variables, "srctree": str(tree)}
    seen: list[str] = []

    def counting(text: str) -> list[parser.Statement]:
        seen.append(text)
        return parser.parse(text)

    monkeypatch.setattr(statements, "parse", counting)

    def load(cache: Path | None) -> Kernel:
        seen.clear()
        return load_in(tree, variables, cache=cache, run_shell=False)

    before = load(tmp_path / "cache")
    assert len(seen) == len(before.index.files) > 1500
    path = tree / name
    state = path.stat()
    text = path.read_text() + '\nconfig EDITED\n\tbool "Edited"\n\tdefault y\n'
    path.write_text(text)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    after = load(tmp_path / "cache")
    assert seen == [text]
    assert "EDITED" in after.symbols
    assert _described(after) == _described(load(None))
