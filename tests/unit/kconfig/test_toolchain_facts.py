"""Answers of one machine's toolchain are saved readably, and used on another one without trusting the file."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kconfig_index
from kconfig_index import toolchain_facts
from kconfig_index.__main__ import main
from kconfig_index.errors import KconfigError
from kconfig_index.model import Kernel
from kconfig_index.toolchain_facts import Portable

TREE = """\
cc := $(CC)
version := $(shell,$(srctree)/scripts/cc-version.sh $(cc))
config CC_VERSION_TEXT
    string
    default "$(CC_VERSION_TEXT)"
config VERSION
    int
    default $(shell,set -- $(version) && echo $2)
config HAS_FLAG
    def_bool $(shell,{ $(cc) -fflag; } >/dev/null 2>&1 && echo "y" || echo "n")
config PLACE
    string
    default "$(shell,echo $(srctree)/include)"
"""
COMPILER = "#!/bin/sh\necho 'test compiler {number}'\n[ \"$1\" != -fflag ] || exit {fails}\n"


class Machine:
    """A directory with a tree and a compiler called testcc."""

    def __init__(self, directory: Path, number: int, fails: int) -> None:
        self.directory = directory
        self.tree = directory / f"linux{number}"
        (self.tree / "scripts").mkdir(parents=True)
        (self.tree / "arch/x86").mkdir(parents=True)
        (self.tree / "arch/x86/Kconfig").write_text("")
        (self.tree / "Kconfig").write_text(TREE)
        (self.tree / "Makefile").write_text("VERSION = 9\nPATCHLEVEL = 1\nSUBLEVEL = 0\n")
        script = self.tree / "scripts/cc-version.sh"
        script.write_text(f"#!/bin/sh\n$1 >/dev/null || exit 1\necho GCC {number}000\n")
        script.chmod(0o755)
        programs = directory / "bin"
        programs.mkdir()
        compiler = programs / "testcc"
        compiler.write_text(COMPILER.format(number=number, fails=fails))
        compiler.chmod(0o755)
        self.environment = {"PATH": f"{programs}:/usr/bin:/bin", "CC": "testcc", "LD": "testcc"}

    def load(self, **options: Any) -> Kernel:
        options.setdefault("cache", None)
        options.setdefault("environment", self.environment)
        return kconfig_index.load(self.tree, **options)


@pytest.fixture
def first(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "first", 12, 0)


@pytest.fixture
def second(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "second", 7, 1)


def values(kernel: Kernel) -> dict[str, str]:
    config = kernel.configuration()
    return {name: config.value(symbol) for name, symbol in kernel.symbols.items()}


@pytest.fixture
def saved(first: Machine) -> Path:
    path = first.directory / "facts.json"
    first.load().save_toolchain(path)
    return path


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    made = json.loads(path.read_text())
    change(made)
    other = path.with_name("changed.json")
    other.write_text(json.dumps(made))
    return other


def test_file_is_readable_and_stable(first: Machine, saved: Path) -> None:
    text = saved.read_text()
    made = json.loads(text)
    assert made["format"] == "kconfig-index toolchain facts"
    assert (made["version"], made["kernel"], made["arch"]) == (1, "9.1.0", "x86_64")
    assert made["tools"] == {"CC": {"command": "testcc", "version": "test compiler 12"}}
    assert made["answers"]["$(srctree)/scripts/cc-version.sh testcc"] == "GCC 12000"
    assert str(first.directory) not in text
    assert list(made["answers"]) == sorted(made["answers"])
    assert text.count("\n") > len(made["answers"]) + 8
    first.load().save_toolchain(saved)
    assert saved.read_text() == text
    assert [path.name for path in first.directory.glob("*facts*")] == ["facts.json"]


def test_prediction_is_that_of_the_other_machine(first: Machine, second: Machine, saved: Path) -> None:
    kernel = second.load(toolchain=saved)
    assert kernel.assumptions == []
    expected = values(first.load())
    expected["PLACE"] = f"{second.tree}/include"
    assert values(kernel) == expected
    assert values(second.load()) != expected
    assert expected["HAS_FLAG"] == "y"
    assert expected["CC_VERSION_TEXT"] == "test compiler 12"


def test_nothing_is_run(second: Machine, saved: Path) -> None:
    (second.tree / "scripts/cc-version.sh").write_text("#!/bin/sh\ntouch $0.was-run\n")
    kernel = second.load(toolchain=saved, run_shell=False)
    assert kernel.assumptions == []
    assert not list(second.tree.glob("scripts/*.was-run"))
    again = saved.with_name("again.json")
    kernel.save_toolchain(again)
    assert again.read_text() == saved.read_text()


def test_missing_answer_is_reported_and_asked_here(second: Machine, saved: Path) -> None:
    with (second.tree / "Kconfig").open("a") as file:
        file.write('config NEW\n    string\n    default "$(shell,echo asked)"\n')
    kernel = second.load(toolchain=saved)
    assert values(kernel)["NEW"] == "asked"
    (sentence,) = kernel.assumptions
    assert "1 questions" in sentence
    assert "1 were asked on this machine: `echo asked`" in sentence
    kernel = second.load(toolchain=saved, run_shell=False)
    assert values(kernel)["NEW"] == ""
    assert "1 are assumed to fail" in kernel.assumptions[0]
    with pytest.raises(KconfigError, match="were not run"):
        kernel.save_toolchain(saved)


def test_other_tools_are_never_asked_here(second: Machine, saved: Path) -> None:
    def change(made: dict[str, Any]) -> None:
        made["tools"]["CC"]["command"] = f"touch {second.directory}/owned ;"
        made["answers"].clear()

    kernel = second.load(toolchain=changed(saved, change))
    assert not (second.directory / "owned").exists()
    assert kernel.unanswered
    assert values(kernel)["HAS_FLAG"] == "n"


def test_answers_do_not_become_commands(second: Machine, saved: Path) -> None:
    owned = second.directory / "owned"

    def change(made: dict[str, Any]) -> None:
        for command in list(made["answers"]):
            if command.startswith("set -- "):
                del made["answers"][command]
        made["answers"]["$(srctree)/scripts/cc-version.sh testcc"] = f"$(touch {owned}) 5"

    kernel = second.load(toolchain=changed(saved, change))
    assert not owned.exists()
    assert len(kernel.unanswered) == 1


def test_cache_tells_files_apart(first: Machine, second: Machine, saved: Path) -> None:
    cache = second.directory / "cache"
    plain = values(second.load(cache=cache))
    facts = values(second.load(cache=cache, toolchain=saved))
    assert facts != plain
    other = changed(saved, lambda made: made["answers"].update({"set -- GCC 12000 && echo $2": "55"}))
    assert values(second.load(cache=cache, toolchain=other)) == facts | {"VERSION": "55"}
    for _ in range(2):
        assert values(second.load(cache=cache)) == plain
        kernel = second.load(cache=cache, toolchain=saved)
        assert values(kernel) == facts
    again = second.directory / "again.json"
    kernel.save_toolchain(again)
    assert again.read_text() == saved.read_text()


def test_file_of_another_architecture_is_refused(second: Machine, saved: Path) -> None:
    with pytest.raises(KconfigError, match=r"facts\.json: holds toolchain facts for x86_64, not for i386"):
        second.load(arch="i386", toolchain=saved)


def test_nothing_to_save_without_a_compiler(first: Machine) -> None:
    kernel = first.load(environment={"PATH": "/usr/bin:/bin", "CC": "no-such-cc"})
    with pytest.raises(KconfigError, match=r"no-such-cc.* not found"):
        kernel.save_toolchain(first.directory / "facts.json")


def test_unwritable_place(first: Machine) -> None:
    with pytest.raises(KconfigError, match="cannot be written: No such file"):
        first.load().save_toolchain(first.directory / "no/such/facts.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"file:1: no toolchain facts: .*; save them again"),
        ("[]", 'there is no "format"'),
        ('{"format": 1, "format": 1}', '"format" stands there twice'),
        ("[" * 100_000, "not JSON"),
        ("\udcff", "not JSON"),
        (" " * 5_000_000, "larger than"),
    ],
)
def test_what_is_no_facts_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(KconfigError, match=message):
        toolchain_facts.read(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "does not read"),
        ({"arch": 3}, "have to be texts"),
        ({"tools": {"LD_PRELOAD": {"command": "x", "version": None}}}, "is no tool"),
        ({"tools": {"CC": {"command": 3}}}, "needs a command"),
        ({"flags": {"PATH": "/bin"}}, "is no flag"),
        ({"answers": None}, '"answers" is missing'),
        ({"answers": {"x": "a\nb"}}, "none that a command can give"),
        ({"answers": {"x": "\x010\x02"}}, "none that a command can give"),
        ({"answers": {"x": "a" * 5000}}, "none that a command can give"),
        ({"answers": {"x" * 100_000: "a"}}, "no command like"),
        ({"answers": {str(number): "" for number in range(20_001)}}, "more than 20000 answers"),
    ],
)
def test_what_is_wrong_in_facts_is_refused(saved: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(KconfigError, match=message) as raised:
        toolchain_facts.read(changed(saved, lambda made: made.update(change)))
    assert "changed.json" in str(raised.value)


def test_pipes_and_missing_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(KconfigError, match="is no file"):
        toolchain_facts.read(tmp_path / "pipe")
    with pytest.raises(KconfigError, match="cannot be read: No such file"):
        toolchain_facts.read(tmp_path / "none")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_change_is_facts_or_an_error(saved: Path, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(["format", "version", "kernel", "arch", "tools", "flags", "answers"]))
    value = data.draw(_JSON)
    path = changed(saved, lambda made: made.update({key: value}))
    try:
        facts = toolchain_facts.read(path)
    except KconfigError as error:
        assert error.file == str(path)
    else:
        assert json.loads(facts.text())[key] == (value if key != "tools" else json.loads(facts.text())[key])


@given(text=st.text(st.sampled_from("$()srctemp/a -x"), max_size=30), before=st.booleans())
def test_placeholders_are_reversible(text: str, before: bool) -> None:
    portable = Portable(Path("/a/tree"), {"srctree": "/a/tree"})
    whole = f"/a/tree/x {text}" if before else f"{text} $(srctree) /a/tree"
    assert portable.back(portable.of(whole)) == whole
    assert "/a/tree/x" not in portable.of(whole)


def test_a_longer_path_is_not_the_tree() -> None:
    portable = Portable(Path("/src/linux"), {})
    assert portable.of("/src/linux-6.12/a /src/linux/a /b/src/linux") == (
        "/src/linux-6.12/a $(srctree)/a /b/src/linux"
    )


def test_relative_tree_and_made_directories() -> None:
    portable = Portable(Path("/src/linux"), {"srctree": ".."}, Path("/build/here"))
    assert portable.of("../scripts/a.sh -o /build/here/x") == "$(srctree)/scripts/a.sh -o $(rundir)/x"
    assert portable.back("$(srctree)/scripts/a.sh") == "../scripts/a.sh"


def test_stand_in_takes_the_file(
    second: Machine, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(second.directory)
    variables = {**second.environment, "srctree": str(second.tree), "ARCH": "x86_64"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main([f"--toolchain={saved}", "--alldefconfig", "Kconfig"]) == 0
    assert "CONFIG_VERSION=12000\n" in (second.directory / ".config").read_text()
    assert main(["--toolchain", "none", "--alldefconfig", "Kconfig"]) == 1
    assert "none: cannot be read" in capsys.readouterr().err
    assert main(["--toolchain"]) == 1
