"""The first answers of a tree read just now are computed in one pass: all comes out as by single changes."""

import os
import random
from pathlib import Path

import pytest

import nixmenu
from kconfig_index.configuration import Configuration
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel

DEMO = Path(nixmenu.__file__).parent / "data/demo"
CHOICES = """config MODULES
\tbool "modules"
\tmodules
config T
\ttristate "t"
\tselect S if U
config U
\ttristate "u"
\timply V
config S
\ttristate
config V
\tbool "v"
\tdepends on T
choice
\tprompt "c"
\tdepends on T
\tdefault B if U
config A
\tbool "a"
config B
\tbool "b" if V
config C
\tbool "c"
endchoice
config N
\tint "n"
\trange 3 9 if A
\trange 1 20
\tdefault 7 if B
config H
\thex "h"
\tdefault 0x10 if N > 5
config W
\tstring "w"
\tdefault "A or B" if A || B
config X
\tdef_tristate T && N != 7
config Y
\tbool "y" if X = m
\tdefault H = 0x10
"""


def fresh(directory: Path, kconfig: str = "Kconfig") -> Kernel:
    """A kernel that nobody has turned the graph of yet."""
    return load_in(
        directory,
        {"ARCH": "x86", "SRCARCH": "x86", "PATH": os.environ["PATH"]},
        cache=None,
        run_shell=False,
        kconfig=kconfig,
    )


def state(config: Configuration) -> list[object]:
    """Everything that a configuration knows."""
    values = config.values
    return [
        bytes(values.tristates),
        values.texts,
        bytes(values.visible),
        bytes(values.written),
        values.chosen,
        values.priority,
        bytes(values.user_tristates),
        values.user_texts,
    ]


def random_text(kernel: Kernel, chance: random.Random) -> str:
    """Lines for some of the symbols, right and wrong ones."""
    lines = []
    for symbol in kernel.symbols.values():
        if chance.random() < 0.5:
            value = chance.choice(["y", "y", "m", "n", "5", "0x10", '"text"', "12"])
            lines.append(
                f"# CONFIG_{symbol.name} is not set" if value == "n" else f"CONFIG_{symbol.name}={value}"
            )
    chance.shuffle(lines)
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("tree", ["demo", "choices"])
def test_one_pass_gives_what_changes_give(tmp_path: Path, tree: str) -> None:
    (tmp_path / "Kconfig").write_text(CHOICES)
    directory = DEMO if tree == "demo" else tmp_path
    at_once, step_by_step = fresh(directory), fresh(directory)
    assert step_by_step.index.dependents.starts
    for seed in range(60):
        text = random_text(at_once, random.Random(seed))  # noqa: S311  the same every time
        once, stepped = at_once.configuration(), step_by_step.configuration()
        assert once.load(text) == stepped.load(text)
        assert state(once) == state(stepped)
    assert not at_once.index.dependents.is_made
    for symbol in at_once.symbols.values():
        for value in once.assignable(symbol):
            assert once.set(symbol, value) == stepped.set(step_by_step.symbols[symbol.name], value)
            assert state(once) == state(stepped)
