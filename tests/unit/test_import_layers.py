"""Dependencies point one way: nixmenu to kconfig_index, front ends to the session, textual only inside nixmenu.tui."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TERMINAL = {"textual", "rich"}


def modules(package: str) -> list[str]:
    """Every module of a package, by its file."""
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found.append(".".join(parts))
    return found


def imported(module: str) -> set[str]:
    """What a module's text imports, anywhere in it."""
    path = ROOT / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def tops(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("module", modules("kconfig_index"))
def test_engine_knows_neither_nix_nor_terminals(module: str) -> None:
    assert not tops(imported(module)) & (TERMINAL | {"nixmenu", "tree_sitter", "tree_sitter_nix"})


@pytest.mark.parametrize(
    "module", [name for name in modules("nixmenu") if not name.startswith("nixmenu.tui")]
)
def test_only_the_interface_knows_textual(module: str) -> None:
    names = imported(module)
    assert "textual" not in tops(names)
    if not module.startswith(("nixmenu.cli", "nixmenu.__main__")):
        assert not any(name.startswith(("nixmenu.tui", "nixmenu.cli")) for name in names)


@pytest.mark.parametrize("module", [name for name in modules("nixmenu") if name.startswith("nixmenu.nix")])
def test_reading_nix_needs_no_session(module: str) -> None:
    assert not any(name.startswith(("nixmenu.session", "nixmenu.generator")) for name in imported(module))


def loaded_after(statement: str) -> set[str]:
    """Packages that are loaded once a fresh interpreter has run a statement."""
    script = f"{statement}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tops(set(json.loads(done.stdout)))


def test_importing_everything_but_the_interface_loads_no_textual() -> None:
    names = [
        name
        for name in modules("kconfig_index") + modules("nixmenu")
        if not name.startswith("nixmenu.tui") and not name.endswith("__main__")
    ]
    assert len(names) > 40
    loaded = loaded_after(f"import importlib\nfor name in {names!r}: importlib.import_module(name)")
    assert "nixmenu" in loaded
    assert "textual" not in loaded


def test_command_line_starts_without_what_it_does_not_need() -> None:
    loaded = loaded_after("import nixmenu.__main__, kconfig_index")
    assert not loaded & (TERMINAL | {"tree_sitter"})
