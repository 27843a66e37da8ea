"""Trees with several mistakes: the real conf tells all of them, and so do we, in the same words."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from kconfig_index.__main__ import main
from tests.kernel.architectures import LONG
from tests.kernel.conftest import RealKernel

NAMES = [f"N{number}" for number in range(12)]
TREES = {
    "statements": "foo\nconfig A\n\tbool\n\tfoo bar\n\tbool 3\nbar = \nX := 1\nconfig\n\tdefault y\n"
    "endmenu x\n",
    "silence": 'config A\n\t!\n\t!\nconfig B\n\tbool bool\nconfig C\n\tbool\n\tdepends B\n\tselect "x"\n',
    "open blocks": 'menu "m"\nif A\nchoice\n\tprompt "c"\nconfig A\n\tbool "a"\n',
    "wrong ends": 'menu "m"\nif A\nendmenu\nendif\nendchoice\nconfig A\n\tbool\nendif\n',
    "blocks over files": 'menu "m"\nsource "other"\nconfig A\n\tbool\nendif\n',
    "missing file": 'config A\n\tdefault\nsource "nowhere"\nfoo\n',
    "loop of files": 'config A\n\tdefault\nsource "other"\n',
    "choices": 'choice\nconfig A\n\tbool\nconfig B\n\tint "b"\nmenu "m"\nendchoice\nchoice\n\tprompt "c"\n'
    'config C\n\tbool "c"\n\tdefault y\nconfig D\n\tbool "d"\nendchoice\nconfig D\n\tbool "again"\n',
    "refused choices": 'choice\n\tprompt "c"\nconfig C\n\tbool "c"\n\tdefault y\nconfig D\n\tbool "d"\n'
    "endchoice\n"
    'menu "m"\nconfig D\n\tbool "again"\nendmenu\nconfig E\n\tint "e"\n\tdefault x\n',
    "modules": "config A\n\tbool\n\tmodules\nconfig B\n\tbool\n\tmodules\nconfig C\n\tbool\n\tmodules\n",
    "warnings between": 'config A\n\tbool " a"\n\tint "b"\n\tdefault\n$(warning-if,y,w) y\n\t@ bool\n'
    "config A @ B\n",
    "macros": "$(info,one)\nconfig A\n\tbool x\n$(info,two)\nconfig B\n\tfoo $(shell,echo y) z\n"
    "$(error-if,y,end)\nbar\n",
    "help": "help\n  me\nconfig A\n\tbool\n\thelp\n\t  Text.\n\thelp\n\nconfig B\n\thelp me\n\n"
    "\thelp\n\t  Text.\nX = 1\n",
    "no newline": 'config A\n\tbool\n\tdefault\nconfig B\n\tbool "open',
    "operators": "config A\n\tdepends on B &&\n\tdepends on (B || C\n\tdefault !\n\tdefault B = = C\n"
    "\trange 1\n\tbool if\n",
}
LOOPS = {
    "two loops": 'config A\n\tbool "a"\n\tdepends on B\nconfig B\n\tbool "b"\n\tdepends on A\n'
    'config C\n\tbool "c"\n'
    "\tselect D\nconfig D\n\tbool\n\tselect C\nmenuconfig E\n\tbool\n",
    "loop and choice": 'choice\n\tprompt "c"\nconfig A\n\tbool "a"\n\tdepends on B\nconfig B\n\tbool "b"\n'
    "\tdefault y\n"
    "endchoice\nconfig C\n\tbool\n\tdepends on D\nconfig D\n\tbool\n\tdepends on C\n",
}
OTHER = 'endif\nif B\nsource "other"\n'
WRONG_LINES = (
    """
foo|foo bar|config|config N1 N2|~bool bool|~default|~default y z|~depends N1|~depends on
~depends on (N2|~depends on N3 &&
~select "x"|~help me|menu|menu m|endmenu x|if|"quoted"|= 3|~range|choice x y|source other|comment|~prompt|~bool "open
@ foo|config N4 @ x|~!|on|visible|~help|config "x"|~bool " space"|a b = c|~def_bool|~string if y|~option modules
endmenu|endif|endchoice|menu "x"|if N1|choice|~prompt "x"|~default y|config N1
""".replace("\n", "|")
    .replace("~", "\t")
    .strip("|")
    .split("|")
)


def with_mistakes(chance: random.Random) -> str:
    """A tree of a usual shape in which two to four lines were put in, taken out or changed."""
    lines = ['mainmenu "t"']
    blocks: list[str] = []
    for name in NAMES:
        kind = chance.choice(("menu", "if", "choice", "", "", "", ""))
        in_choice = "endchoice" in blocks
        if kind and not in_choice:
            title = {"menu": 'menu "m"', "if": f"if {chance.choice(NAMES)}", "choice": 'choice\n\tprompt "c"'}
            lines.append(title[kind])
            blocks.append(f"end{kind}")
            in_choice = kind == "choice"
        keyword = "config" if in_choice else chance.choice(("config", "config", "menuconfig"))
        lines += [
            f"{keyword} {name}",
            '\tbool "p"' if in_choice else f'\t{chance.choice(("bool", "tristate"))} "p"',
        ]
        if chance.random() < 0.3:
            lines.append("\thelp\n\t  Some text.\n\n\t  More.\n")
        if blocks and chance.random() < 0.4:
            lines.append(blocks.pop())
    lines += reversed(blocks)
    for _ in range(chance.randint(2, 4)):
        place = chance.randrange(len(lines))
        way = chance.randrange(4)
        if way == 0:
            lines.insert(place, chance.choice(WRONG_LINES))
        elif way == 1:
            del lines[place]
        elif way == 2:
            words = lines[place].split(" ")
            del words[chance.randrange(len(words))]
            lines[place] = " ".join(words)
        else:
            lines[place] += chance.choice((" x", ' "y"', " if", " &&", "(", " # c", " = 3"))
    return "\n".join(lines) + "\n"


class Trees:
    """A source tree of some series in which Kconfig files can be put, for both programs."""

    def __init__(
        self,
        kernel: RealKernel,
        directory: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self._conf = kernel.conf
        self._capsys = capsys
        self._tree = directory / "tree"
        (self._tree / "scripts").mkdir(parents=True)
        (self._tree / "scripts/kconfig").symlink_to(kernel.source / "scripts/kconfig")
        (self._tree / "other").write_text(OTHER)
        self._environment = {"PATH": os.environ["PATH"], "srctree": str(self._tree)}
        monkeypatch.chdir(directory)
        monkeypatch.setenv("srctree", str(self._tree))

    def said(self, text: str) -> tuple[tuple[int, str, str], tuple[int, str, str]] | None:
        """Exit code, output and errors of conf and of ours; None where conf itself crashes or hangs."""
        (self._tree / "Kconfig").write_text(text)
        Path(".config").unlink(missing_ok=True)
        words = ["--alldefconfig", "Kconfig"]
        try:
            done = subprocess.run(
                [str(self._conf), *words],
                env=self._environment,
                capture_output=True,
                text=True,
                timeout=5,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode < 0:
            return None
        Path(".config").unlink(missing_ok=True)
        self._capsys.readouterr()
        code = main(words)
        ours = self._capsys.readouterr()
        return (done.returncode, done.stdout, done.stderr), (code, ours.out, ours.err)


@pytest.fixture(params=["6.12", "6.1"])
def trees(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Trees:
    found = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[request.param])
    assert isinstance(found, RealKernel)
    return Trees(found, tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("name", sorted(TREES))
def test_every_mistake_is_told_as_conf_tells_it(trees: Trees, name: str) -> None:
    said = trees.said(TREES[name])
    if said is None:
        pytest.skip("this conf crashes on the tree")
    theirs, ours = said
    assert ours == theirs
    if name != "refused choices":
        assert theirs[0] == 1


@pytest.mark.parametrize("name", sorted(LOOPS))
def test_loops_are_told_with_what_was_said_before(trees: Trees, name: str) -> None:
    said = trees.said(LOOPS[name])
    assert said is not None
    assert said[1] == said[0]
    assert said[0][2].count("recursive dependency detected!") == 2


@pytest.mark.parametrize("first", range(0, 600 if LONG else 60, 30))
def test_random_mistakes(trees: Trees, first: int) -> None:
    refused = 0
    for seed in range(first, first + 30):
        said = trees.said(with_mistakes(random.Random(seed)))  # noqa: S311 - the same every time
        if said is None:
            continue
        assert said[1] == said[0], f"seed {seed}"
        refused += said[0][0]
    assert refused > 10
