"""docs/menus.md tells of the program as it is: its keys, and settings that can be used."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from nixmenu.session import SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.key_groups import GROUPS, explained
from nixmenu.tui.screens.keys import COLUMNS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "menus.md"


@pytest.fixture
def key_list() -> ModuleType:
    spec = importlib.util.spec_from_file_location("key_list", ROOT / "docs" / "key_list.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_of_keys_is_the_program_s(key_list: ModuleType) -> None:
    page = PAGE.read_text()
    assert key_list.with_keys(page) == page, "run docs/key_list.py"
    assert len(re.findall(r"^\| `", page, re.MULTILINE)) > 80


def test_every_group_of_keys_has_a_title_or_is_a_dialog_s(key_list: ModuleType) -> None:
    dialogs = {
        "name",
        "file-name",
        "recovered",
        "preview",
        "value",
        "drop",
        "state",
        "find",
        "history",
        "quit",
    }
    dialogs |= {"whole-menu", "paste", "keys"}
    groups = {(binding.id or "").partition(".")[0] for binding in key_list.bindings()}
    assert groups == GROUPS.keys() | dialogs


def test_keys_that_differ_only_by_a_number_are_explained_once(key_list: ModuleType) -> None:
    told = list(explained([each for each in key_list.bindings() if (each.id or "").startswith("search.")]))
    assert ("1 … 9", "Go to result N", "search.result-N") in told
    assert len(told) == len({meaning for _, meaning, _ in told})


def test_the_settings_shown_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = re.search(r"^    theme = .*\n(?:(?:    .*)?\n)*?(?=\S)", PAGE.read_text(), re.MULTILINE)
    assert block is not None
    directory = tmp_path / "config" / "nixmenu"
    directory.mkdir(parents=True)
    (directory / "config.toml").write_text(re.sub("^    ", "", block[0], flags=re.MULTILINE))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    app = NixmenuApp(SessionOptions(demo=True))
    assert app.key_map.complaints == ()
    assert app.key_map.keys == {"session.layers": "L", "tree.into": "right,l"}
    assert (app.theme, app.preview_from) == ("nixmenu-light", 25)


@pytest.mark.parametrize("sign", ["! forced", "! default", "? wished", "auto"])
def test_what_nixos_s_signs_mean_is_told_on_the_page_too(sign: str) -> None:
    assert sign in {name.strip() for name, _ in COLUMNS}
    assert re.search(
        rf"^\| `[ym]{re.escape(sign) if sign != 'auto' else ' auto'}` \|", PAGE.read_text(), re.MULTILINE
    )
