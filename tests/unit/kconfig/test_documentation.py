"""Every example of the library's page is run, on the tree that the page shows."""

import doctest
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs/kconfig_index.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[int, str]]:
    """The blocks of a language: the line that each starts in, and its text."""
    text = PAGE.read_text("utf-8")
    return [
        (text.count("\n", 0, match.start(2)), match[2])
        for match in _BLOCK.finditer(text)
        if match[1] == language
    ]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with the page's tree in it and a compiler, as the page is read in it."""
    ((_, kconfig),) = blocks("kconfig")
    (tmp_path / "linux").mkdir()
    (tmp_path / "linux/Kconfig").write_text(kconfig)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("gcc", "ld"):
        (programs / name).write_text("#!/bin/sh\n[ $1 = --version ] && echo 'a compiler'\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("CC", "LD", "ARCH", "SRCARCH", "CROSS_COMPILE", "srctree"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_example_of_the_page(directory: Path) -> None:
    names: dict[str, object] = {}
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner()
    said: list[str] = []
    seen = 0
    for line, text in blocks("pycon"):
        test = parser.get_doctest(text, names, f"line {line}", str(PAGE), line)
        seen += len(test.examples)
        runner.run(test, out=said.append, clear_globs=False)
        names = test.globs
    assert not runner.failures, "".join(said)
    assert seen > 40
    assert list((directory / "cache/kconfig-index").glob("*.index"))


def test_every_block_of_python_is_an_example() -> None:
    assert {
        language for language, _ in re.findall(r"^```(\w+)\n(.)", PAGE.read_text("utf-8"), re.MULTILINE)
    } == {
        "kconfig",
        "pycon",
    }


def test_options_of_the_stand_in_are_those_it_knows() -> None:
    from kconfig_index.command_line import usage

    shown = set(re.findall(r"python -m kconfig_index (.*)", PAGE.read_text("utf-8")))
    options = {option for line in shown for option in re.findall(r"--[a-z]+", line)}
    assert len(options) > 2
    for option in options:
        assert option in usage("conf")
