"""The cache is used only when all that it rests on is unchanged, and never trusted beyond that."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kconfig_index import cache as cache_file
from kconfig_index import loader, reading
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel

TEXT = """mainmenu "Test"
config MODULES
    bool "Modules"
    modules
config A
    tristate "a ünïcode"
    default $(VALUE)
    help
      Some help.
source "more"
config CHECKED
    def_bool $(shell,echo y >>ran; echo y)
"""
MORE = 'choice\n    prompt "c"\nconfig B\n    bool "b"\nconfig C\n    bool "c"\nendchoice\n'
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "VALUE": "y"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    directory = tmp_path / "tree"
    directory.mkdir()
    (directory / "Kconfig").write_text(TEXT)
    (directory / "more").write_text(MORE)
    return directory


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for every load from source."""
    seen: list[int] = []
    original = reading.from_source

    def counting(request: reading.Request) -> reading.Read:
        seen.append(len(request.remembered))
        return original(request)

    monkeypatch.setattr(reading, "from_source", counting)
    return seen


def load(tree: Path, **environment: str) -> Kernel:
    return load_in(tree, {**ENVIRONMENT, **environment}, cache=tree.parent / "cache")


def facts(kernel: Kernel) -> tuple[str, str, list[str]]:
    """What a load gave: everything that could differ between the cache and the source."""
    config = kernel.configuration()
    described = [
        f"{symbol.name} {symbol.type} {symbol.prompt} {symbol.help} {symbol.file}:{symbol.line}"
        for symbol in kernel.symbols.values()
    ]
    return config.dot_config(), config.minimal_config(), described


def the_file(tree: Path) -> Path:
    (found,) = (tree.parent / "cache").glob("*.index")
    return found


def later(path: Path) -> None:
    os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns + 1_000_000_000))


def test_second_load_reads_no_source_and_gives_the_same(tree: Path, reads: list[int]) -> None:
    first = load(tree)
    second = load(tree)
    assert len(reads) == 1
    assert facts(second) == facts(first)
    config = second.configuration()
    assert config.set(second.symbols["C"], "y")
    assert config.value(second.symbols["B"]) == "n"


def test_changed_file_is_noticed_and_commands_are_remembered(tree: Path, reads: list[int]) -> None:
    load(tree)
    (tree / "more").write_text(MORE.replace("config C", "config D"))
    later(tree / "more")
    kernel = load(tree)
    assert "D" in kernel.symbols
    assert reads == [0, 1]


def test_changed_environment_is_noticed(tree: Path, reads: list[int]) -> None:
    load(tree)
    load(tree, UNRELATED="1")
    assert len(reads) == 1
    kernel = load(tree, VALUE="n")
    assert len(reads) == 2
    assert kernel.configuration().value(kernel.symbols["A"]) == "n"


def test_changed_compiler_is_noticed(tree: Path, reads: list[int]) -> None:
    compiler = tree.parent / "cc"
    compiler.write_text("#!/bin/sh\n")
    compiler.chmod(0o755)
    load(tree, CC=str(compiler))
    load(tree, CC=str(compiler))
    assert len(reads) == 1
    compiler.write_text("#!/bin/sh\n# newer\n")
    load(tree, CC=str(compiler))
    assert reads == [0, 0]


@pytest.mark.parametrize("keep", [0, 1, 20, 60, 0.1, 0.5, 0.9, 0.999])
def test_truncated_cache_is_rebuilt(tree: Path, reads: list[int], keep: float) -> None:
    wanted = facts(load(tree))
    path = the_file(tree)
    data = path.read_bytes()
    path.write_bytes(data[: int(keep if keep >= 1 else keep * len(data))])
    assert facts(load(tree)) == wanted
    assert len(reads) == 2
    assert facts(load(tree)) == wanted
    assert len(reads) == 2


def test_old_format_is_rebuilt(tree: Path, reads: list[int]) -> None:
    load(tree)
    path = the_file(tree)
    path.write_bytes(path.read_bytes().replace(b"cache 0", b"cache 9", 1))
    load(tree)
    assert len(reads) == 2


def test_file_that_others_may_write_is_not_trusted(tree: Path, reads: list[int]) -> None:
    load(tree)
    the_file(tree).chmod(0o666)
    load(tree)
    assert len(reads) == 2


def test_link_is_not_followed(tree: Path, reads: list[int]) -> None:
    load(tree)
    path = the_file(tree)
    moved = path.rename(tree.parent / "elsewhere")
    path.symlink_to(moved)
    load(tree)
    assert len(reads) == 2


def test_unwritable_directory_only_means_no_cache(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert cache_file.write(tree.parent / "cache/x.index", load(tree).index, {}) is False
    assert not list((tree.parent / "cache").glob("*"))


def test_disk_full_in_the_middle_leaves_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = load(tree)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert cache_file.write(tree.parent / "other/x.index", kernel.index, {}) is False
    assert not list((tree.parent / "other").iterdir())


def _load_quietly(tree: str) -> str:
    return load(Path(tree)).configuration().dot_config()


def test_two_programs_may_write_at_once(tree: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        results = list(pool.map(_load_quietly, [str(tree)] * 12))
    assert len(set(results)) == 1
    assert sorted(path.suffix for path in (tree.parent / "cache").iterdir()) == [".index", ".statements"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_found(tree: Path, data: st.DataObject) -> None:
    folder = tree.parent / "cache"
    if not folder.exists():
        load(tree)
    good = the_file(tree).read_bytes()
    position = data.draw(st.integers(0, len(good) - 1))
    damaged = (
        good[:position] + bytes([good[position] ^ data.draw(st.integers(1, 255))]) + good[position + 1 :]
    )
    found = cache_file.from_bytes(damaged)
    assert found is None or found[1].index() is None or damaged[position] in b"0123456789 \n+_\t\r\f\v"


def test_nothing_of_it_is_executable(tree: Path) -> None:
    load(tree)
    data = the_file(tree).read_bytes()
    assert data.startswith(b"kconfig-index cache 0.")
    assert "pickle" not in Path(cache_file.__file__).read_text().replace("no pickle", "")
    assert loader.load_in is load_in
