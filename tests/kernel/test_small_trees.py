"""Small trees of our own, each about one corner of the language, through the real conf and ours."""

import itertools
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.kernel.conftest import RealKernel, run_conf

ROOT = Path(__file__).parents[2]
MODULES = 'config MODULES\n\tbool "Modules"\n\tmodules\n\tdefault y\n'
TREES = {
    "submenus": MODULES
    + """
        config A
        	tristate "a"
        config B
        	tristate "b"
        	depends on A
        config C
        	bool "c"
        	depends on A && B
        config D
        	bool "d"
        	depends on A != n
        config E
        	bool "e"
        	depends on (A || F) && G
        config F
        	bool "f" if A=y
        	default y
        config G
        	def_bool y
        if A
        menu "inside"
        config H
        	bool "h"
        comment "only with b"
        	depends on B
        endmenu
        endif
        """,
    "choices": MODULES
    + """
        choice
        	prompt "first"
        	default C2 if X
        	default C3
        config C1
        	bool "one"
        config C2
        	bool "two"
        config C3
        	bool "three"
        	depends on X
        endchoice
        config X
        	bool "x"
        	default y
        choice
        	prompt "second"
        	depends on X
        config D1
        	bool "one"
        	select S
        if Y
        config D2
        	bool "two"
        endif
        comment "in between"
        endchoice
        config Y
        	bool "y"
        config S
        	bool
        """,
    "numbers": """
        config I
        	int "i"
        	range 5 LIMIT
        	default 3
        config LIMIT
        	int "limit"
        	default 10
        config H
        	hex "h"
        	range 0x10 0xffffffffffffffff if I > 7
        	default 0xAbC
        config NEGATIVE
        	int "negative"
        	range -5 5
        	default -3
        config EMPTY
        	int "empty"
        config EMPTYHEX
        	hex "emptyhex"
        config COPY
        	int
        	default I
        config S
        	string "s"
        	default "with \\"quotes\\" and \\\\ and 'single'"
        config T
        	string
        	default S if S != ""
        config CMP1
        	def_bool I > 9
        config CMP2
        	def_bool H = 0xabc
        config CMP3
        	def_bool "10" < "9"
        config CMP4
        	def_bool S < "x"
        """,
    "selects": MODULES
    + """
        config BUS
        	tristate "bus"
        config CORE
        	tristate "core"
        	depends on BUS
        config D1
        	tristate "d1"
        	select CORE
        config D2
        	bool "d2"
        	select CORE if D1
        	imply EXTRA
        config EXTRA
        	tristate "extra"
        	depends on BUS
        config HIDDEN
        	tristate
        	default m
        config ONLYM
        	tristate "only m"
        	depends on m
        config TWICE
        	bool "twice"
        	depends on BUS
        config TWICE
        	bool
        	default y if D2
        """,
    "visible": """
        menu "m"
        	visible if SHOW
        config A
        	bool "a"
        	default y
        config B
        	bool "b"
        	depends on A
        endmenu
        config SHOW
        	bool "show"
        menuconfig MC
        	bool "mc"
        	default SHOW
        if MC
        config IN
        	string "in"
        	default "text"
        endif
        config NOPROMPT
        	def_bool MC
        comment "the end"
        """,
}
MODES = [
    "--alldefconfig",
    "--allnoconfig",
    "--allyesconfig",
    "--allmodconfig",
    "--oldaskconfig",
    "--randconfig",
]


def outcome(
    command: list[str], directory: Path, tree: Path, words: tuple[str, ...], answers: str
) -> tuple[object, ...]:
    """Everything that a run leaves: exit code, texts and files."""
    directory.mkdir(parents=True)
    variables = {"PATH": "/usr/bin:/bin", "srctree": str(tree), "PYTHONPATH": str(ROOT), "KCONFIG_SEED": "7"}
    done = run_conf(command, directory, variables, (*words, "Kconfig"), False, answers)
    first = {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }
    if ".config" in first:
        run_conf(command, directory, variables, ("--savedefconfig=minimal", "Kconfig"), False, "")
        first["minimal"] = (directory / "minimal").read_bytes()
    return done.returncode, done.stdout, done.stderr, first


@pytest.mark.parametrize(("name", "mode"), list(itertools.product(TREES, MODES)))
def test_same_as_the_real_one(kernel_612: RealKernel, tmp_path: Path, name: str, mode: str) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "Kconfig").write_text(dedent(TREES[name]))
    answers = "\ny\n2\n\nm\n\n9\n\nn\n?\n" * 4 if mode == "--oldaskconfig" else ""
    real = outcome([str(kernel_612.conf)], tmp_path / "real", tree, (mode,), answers)
    ours = outcome([sys.executable, "-m", "kconfig_index"], tmp_path / "ours", tree, (mode,), answers)
    assert real[0] == 0
    assert ".config" in real[3]
    assert ours == real
