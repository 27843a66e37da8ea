"""There is one version, whatever is asked for it."""

import tomllib
from pathlib import Path

import kconfig_index
import nixmenu

ROOT = Path(__file__).parents[2]


def test_all_places_name_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == nixmenu.__version__ == kconfig_index.__version__
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()
