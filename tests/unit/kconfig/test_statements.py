"""After a change to one file only that file is parsed again, and the result is that of a load from nothing."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kconfig_index import parser, statements, storage
from kconfig_index.errors import KconfigError
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from kconfig_index.source import SourceFiles
from kconfig_index.statements import ParsedFiles

FILES = {
    "Kconfig": 'mainmenu "Test"\nname := two\nsource "one"\nsource "$(name)"\nsource "three"\n',
    "one": 'config A\n\tbool "a"\n\tdefault y,\n\thelp\n\t  Help of ä.\n\n\t    More of it.\n'
    "config MODULES\n\tmodules\n",
    "two": 'menu "m"\nconfig B\n\ttristate "b" if A\n\tdefault m if A && \\\n\t\tMODULES\n\tselect C\nendmenu\n',
    "three": "config C\n\ttristate\n\thelp\n\t  Text at the end",
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


class Tree:
    """A tree, its cache, and the names of the files that the last load parsed."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory / "tree"
        self.cache = directory / "cache"
        self.parsed: list[str] = []
        self._time = 1_700_000_000_000_000_000
        self.directory.mkdir()
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.write_text(text)
        self._time += 1_000_000_000
        os.utime(path, ns=(self._time, self._time))

    def load(self, cache: Path | None) -> Kernel:
        self.parsed.clear()
        return load_in(self.directory, ENVIRONMENT, cache=cache)

    def facts(self, cache: Path | None) -> object:
        """What a load gave, or how it failed."""
        try:
            kernel = self.load(cache)
        except KconfigError as error:
            return str(error), error.warnings
        nodes = [
            (node.kind, node.symbol and node.symbol.name, node.prompt, node.help, node.file, node.line)
            for node in kernel.nodes()
        ]
        return kernel.configuration().dot_config(), kernel.warnings, nodes

    def again(self) -> tuple[object, list[str]]:
        """What a load with the cache gives and which files it parses; it has to give what one without gives."""
        made = self.facts(self.cache)
        parsed = sorted(self.parsed)
        assert made == self.facts(None)
        return made, parsed

    @property
    def kept(self) -> Path:
        (found,) = self.cache.glob("*.statements")
        return found


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    made = Tree(tmp_path)
    original = SourceFiles.read
    names: dict[str, str] = {}

    def reading(self: SourceFiles, name: str) -> object:
        found = original(self, name)
        if found is not None:
            names[found[0].replace("\r", "")] = name
        return found

    def counting(text: str) -> list[parser.Statement]:
        made.parsed.append(names[text])
        return parser.parse(text)

    monkeypatch.setattr(SourceFiles, "read", reading)
    monkeypatch.setattr(statements, "parse", counting)
    return made


def test_first_load_parses_every_file_and_the_second_none(tree: Tree) -> None:
    assert tree.again()[1] == sorted(FILES)
    tree.load(tree.cache)
    assert tree.parsed == []


@pytest.mark.parametrize("name", FILES)
def test_one_edit_parses_one_file(tree: Tree, name: str) -> None:
    tree.load(tree.cache)
    for count in range(3):
        tree.write(name, FILES[name] + f"\nconfig NEW{count}\n\tdef_bool y\n")
        made, parsed = tree.again()
        assert parsed == [name]
        assert f"CONFIG_NEW{count}=y" in str(made)


def test_touched_file_is_parsed_alone(tree: Tree) -> None:
    tree.load(tree.cache)
    tree.write("two", FILES["two"])
    assert tree.again()[1] == ["two"]


def test_new_source_line_parses_the_new_file_too(tree: Tree) -> None:
    tree.load(tree.cache)
    tree.write("four", "config D\n\tdef_bool y\n")
    tree.write("three", FILES["three"] + '\nsource "four"\n')
    assert tree.again()[1] == ["four", "three"]


def test_macro_that_names_another_file_parses_only_what_is_new(tree: Tree) -> None:
    tree.load(tree.cache)
    tree.write("2", "config D\n\tdef_bool y\n")
    tree.write("Kconfig", FILES["Kconfig"].replace(":= two", ":= 2"))
    assert tree.again()[1] == ["2", "Kconfig"]


def test_file_that_is_sourced_no_more_is_forgotten(tree: Tree) -> None:
    tree.load(tree.cache)
    size = tree.kept.stat().st_size
    tree.write("Kconfig", 'source "one"\n')
    tree.load(tree.cache)
    assert tree.kept.stat().st_size < size
    tree.write("Kconfig", FILES["Kconfig"])
    assert tree.again()[1] == ["Kconfig", "three", "two"]


def test_other_environment_parses_nothing(tree: Tree) -> None:
    tree.load(tree.cache)
    tree.write("one", FILES["one"] + "\n")
    tree.parsed.clear()
    load_in(tree.directory, {**ENVIRONMENT, "UNRELATED": "x"}, cache=tree.cache)
    assert tree.parsed == ["one"]


def test_error_behind_known_statements_shows_its_line(tree: Tree) -> None:
    tree.write("two", 'config B\n\tbool "b"\n\tdefault y if bool\n')
    first, _ = tree.again()
    assert "two:3" in str(first)
    tree.write("two", FILES["two"])
    tree.load(tree.cache)
    tree.write("one", FILES["one"] + "endmenu\n")
    assert tree.again()[1] == ["one"]


def test_carriage_returns_are_warned_of_every_time(tree: Tree) -> None:
    tree.write("one", FILES["one"].replace("\n", "\r\n"))
    tree.load(tree.cache)
    tree.write("two", FILES["two"] + "\n")
    made, parsed = tree.again()
    assert parsed == ["one", "two"]
    assert "ignoring unsupported character '\\\\r'" in str(made)


@pytest.mark.parametrize("keep", [0, 1, 20, 45, 0.1, 0.5, 0.9, 0.999])
def test_truncated_cache_is_rebuilt(tree: Tree, keep: float) -> None:
    tree.load(tree.cache)
    data = tree.kept.read_bytes()
    tree.kept.write_bytes(data[: int(keep if keep >= 1 else keep * len(data))])
    tree.write("two", FILES["two"] + "\n")
    assert tree.again()[1] == sorted(FILES)
    tree.write("two", FILES["two"])
    assert tree.again()[1] == ["two"]


def test_file_that_others_may_write_is_not_trusted(tree: Tree) -> None:
    tree.load(tree.cache)
    tree.kept.chmod(0o666)
    tree.write("two", FILES["two"] + "\n")
    assert tree.again()[1] == sorted(FILES)


def test_full_disk_only_means_that_nothing_is_kept(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert tree.again()[1] == sorted(FILES)
    assert not list(tree.cache.iterdir())


def test_text_that_changes_between_two_looks_is_an_error(tree: Tree) -> None:
    tree.load(tree.cache)
    files = ParsedFiles(SourceFiles(tree.directory), tree.kept)
    known = files.read("one")
    assert known is not None
    assert files.parsed == []
    assert known.text() == FILES["one"]
    tree.write("one", "config OTHER\n")
    with pytest.raises(KconfigError, match="changed while it was being read"):
        known.text()


_DAMAGES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=9,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=_DAMAGES | st.lists(st.integers(-50, 500), min_size=6, max_size=6), body=st.binary(max_size=60))
def test_description_that_does_not_fit_is_as_good_as_none(tree: Tree, damage: object, body: bytes) -> None:
    tree.load(tree.cache)
    path = tree.directory / "two"
    state = path.stat()
    if isinstance(damage, list) and len(damage) == 6:
        damage = [state.st_size, state.st_mtime_ns, *damage[2:], 0][:7]
    storage.write(tree.kept, "statements", {str(path): damage}, [body])
    files = ParsedFiles(SourceFiles(tree.directory), tree.kept)
    for name, text in FILES.items():
        found = files.read(name)
        assert found is not None
        assert found.path == str(path) or found.path in files.parsed
        if found.path in files.parsed:
            assert found.statements == parser.parse(text)


_LINES = st.sampled_from(
    [
        "config X\n\tbool 'x'\n",
        "config A\n\tdef_tristate m\n",
        "\thelp\n\t  A text.\n\t   Another.\n\n",
        "menu 'n'\n",
        "endmenu\n",
        "if A\n",
        "endif\n",
        "x := $(name)\n",
        "\tdepends on A && (B \\\n || C)\n",
        'source "three"\n',
        "# comment\n",
        "\tdefault y if A = B # why\n",
        "nonsense\n",
        "\tdefault y, n\n",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(FILES)), st.lists(_LINES, max_size=4)), max_size=4))
def test_any_edits_give_what_a_load_from_nothing_gives(
    tree: Tree, edits: list[tuple[str, list[str]]]
) -> None:
    for name, lines in edits:
        tree.write(name, FILES[name].removesuffix("\n") + "\n" + "".join(lines))
        tree.again()


_TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.just("\udc80"), max_size=8
)


@settings(max_examples=200, deadline=None)
@given(
    text=st.lists(
        _LINES | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
        max_size=8,
    ).map("".join)
)
def test_packed_statements_come_back(text: str) -> None:
    made = parser.parse(text)
    assert statements._unpack(*statements._pack(made)) == made
    assert {each[0] for each in made} <= set(parser.KEYWORDS)
