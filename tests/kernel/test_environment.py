"""What the environment asks of conf, and what it finds lying around: the real conf and ours do and say the same.

Every case is a few runs one after the other on one small tree; after each of them exit code, texts and files agree.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

from tests.kernel.architectures import LONG
from tests.kernel.conftest import RealKernel, run_conf

ROOT = Path(__file__).parents[2]
TREE = """
    mainmenu "Small"
    config MODULES
    	bool "modules"
    	modules
    config A
    	bool "a"
    config B
    	tristate "b"
    	depends on A
    	help
    	  About b.
    config I
    	int "i"
    	default 7
    	range 1 100
    config H
    	hex "h"
    	default 0xff
    config BARE
    	hex
    	default ABC if A
    config S
    	string "s"
    	default "a \\"quoted\\" \\\\ text"
    config ABC
    	hex "abc"
    	default 1f
    choice
    	prompt "one of three"
    	default C2
    config C1
    	bool "c1"
    config C2
    	bool "c2"
    	depends on A
    config C3
    	bool "c3"
    endchoice
    config T
    	tristate "t"
    	default m
    menu "more"
    config N
    	bool "n"
    	default y if "$(GIVEN)" = "yes"
    endmenu
    config UNMET
    	bool "unmet"
    	depends on N && !A
    config SELECTS
    	bool "selects"
    	select UNMET
    """
SEED = "CONFIG_A=y\n# CONFIG_T is not set\nCONFIG_I=42\nCONFIG_C3=y\n"
OTHER = 'CONFIG_MODULES=y\nCONFIG_A=y\nCONFIG_B=m\nCONFIG_S="other"\nCONFIG_H=10\n'


@dataclass(frozen=True)
class Step:
    """One run: words of the command line, environment, input, and what is put into the directory before it."""

    words: str
    variables: dict[str, str] = field(default_factory=dict)
    answers: str = ""
    files: dict[str, str] = field(default_factory=dict)


def step(words: str, files: dict[str, str] | None = None, answers: str = "", **variables: str) -> Step:
    return Step(words, variables, answers, files or {})


FILLS = ("alldefconfig", "allnoconfig", "allyesconfig", "allmodconfig")
READING = (
    "oldconfig",
    "olddefconfig",
    "syncconfig",
    "listnewconfig",
    "helpnewconfig",
    "yes2modconfig",
    "mod2yesconfig",
    "mod2noconfig",
    "savedefconfig=out",
)
CASES: dict[str, list[Step]] = {}

# -- KCONFIG_ALLCONFIG --
for mode in FILLS:
    own = mode.removesuffix("config") + ".config"
    CASES |= {
        f"{mode}: a file": [step(f"--{mode}", {"seed": SEED}, KCONFIG_ALLCONFIG="seed")],
        f"{mode}: a missing file": [step(f"--{mode}", KCONFIG_ALLCONFIG="missing")],
        f"{mode}: 1, own file": [step(f"--{mode}", {own: SEED, "all.config": OTHER}, KCONFIG_ALLCONFIG="1")],
        f"{mode}: 1, all.config": [step(f"--{mode}", {"all.config": OTHER}, KCONFIG_ALLCONFIG="1")],
        f"{mode}: empty, own file": [step(f"--{mode}", {own: SEED}, KCONFIG_ALLCONFIG="")],
        f"{mode}: empty, all.config": [step(f"--{mode}", {"all.config": OTHER}, KCONFIG_ALLCONFIG="")],
        f"{mode}: 1, nothing": [step(f"--{mode}", KCONFIG_ALLCONFIG="1")],
        f"{mode}: a file, silent": [step(f"-s --{mode}", {"seed": SEED}, KCONFIG_ALLCONFIG="seed")],
    }
CASES |= {
    "allconfig: a damaged seed": [
        step("--allyesconfig", {"seed": "CONFIG_A=q\nnonsense\nCONFIG_I=x\n"}, KCONFIG_ALLCONFIG="seed")
    ],
    "allconfig: a damaged seed is an error": [
        step("--allyesconfig", {"seed": "CONFIG_A=q\n"}, KCONFIG_ALLCONFIG="seed", KCONFIG_WERROR="1")
    ],
    "allconfig: the seed chooses twice": [
        step("--allnoconfig", {"seed": "CONFIG_C1=y\nCONFIG_C3=y\n"}, KCONFIG_ALLCONFIG="seed")
    ],
    "allconfig: the seed refuses a member": [
        step("--allyesconfig", {"seed": "# CONFIG_C2 is not set\n"}, KCONFIG_ALLCONFIG="seed")
    ],
    "allconfig does not matter elsewhere": [step("--olddefconfig", KCONFIG_ALLCONFIG="missing")],
}

# -- KCONFIG_CONFIG, .old, "No change", KCONFIG_OVERWRITECONFIG --
CASES |= {
    "config: another name": [step("--olddefconfig", {"mine": SEED, ".config": OTHER}, KCONFIG_CONFIG="mine")],
    "config: in a directory that is not there": [step("--alldefconfig", KCONFIG_CONFIG="a/b/mine")],
    "config: empty name": [step("--alldefconfig", KCONFIG_CONFIG="")],
    "config: a directory": [step("--alldefconfig", {"folder/file": ""}, KCONFIG_CONFIG="folder")],
    "config: below a file": [step("--alldefconfig", {"file": ""}, KCONFIG_CONFIG="file/mine")],
    "old: one, then another": [
        step("--alldefconfig"),
        step("--alldefconfig"),
        step("--allyesconfig"),
        step("--allyesconfig"),
        step("--allnoconfig"),
    ],
    "old: equal after a load": [step("--olddefconfig", {".config": SEED}), step("--olddefconfig")],
    "old: silent": [step("-s --alldefconfig"), step("--silent --alldefconfig"), step("-s --allyesconfig")],
    "overwrite: no .old": [
        step("--alldefconfig"),
        step("--allyesconfig", KCONFIG_OVERWRITECONFIG="1"),
        step("--allyesconfig", KCONFIG_OVERWRITECONFIG="1"),
    ],
    "overwrite: empty is no": [step("--alldefconfig"), step("--allyesconfig", KCONFIG_OVERWRITECONFIG="")],
    "overwrite: another name": [
        step("--allyesconfig", {"mine": SEED}, KCONFIG_OVERWRITECONFIG="y", KCONFIG_CONFIG="mine")
    ],
}

# -- reading .config --
DAMAGED = (
    "# a comment\n#CONFIG_A=y\n#  CONFIG_A is not set\n# CONFIG_A is not set at all\n# CONFIG_A\n"
    "CONFIG_UNKNOWN=y\n# CONFIG_UNKNOWN2 is not set\nCONFIG_=y\nCONFIG_T=yes\nCONFIG_T=n\n"
    'CONFIG_S=bare\nCONFIG_S="a\\"b" rest\nCONFIG_I=08\nCONFIG_I=200\nCONFIG_H=0xg\nCONFIG_H=ff\n'
)
READ = {
    "damaged": DAMAGED,
    "carriage returns": SEED.replace("\n", "\r\n") + 'CONFIG_S="x"\r\n\r\n',
    "no newline at the end": SEED + "CONFIG_H=0x12",
    "unexpected data": "CONFIG_A=y\n nonsense\nA=y\n\tCONFIG_T=y\n",
    "no equals sign": "CONFIG_A=y\nCONFIG_T\n",
    "more behind is not set": "CONFIG_A=y\n# CONFIG_T is not set, really\n",
    "string without end": 'CONFIG_S="abc\nCONFIG_A=y\n',
    "string with escapes": 'CONFIG_S="\\a\\\\\\"x"\nCONFIG_A=y\n',
    "two members": "CONFIG_A=y\nCONFIG_C1=y\nCONFIG_C2=y\nCONFIG_C3=y\n",
    "member without choice": "CONFIG_C2=y\n",
    "all members refused": "# CONFIG_C1 is not set\n# CONFIG_C2 is not set\n# CONFIG_C3 is not set\n",
    "member is m": "CONFIG_MODULES=y\nCONFIG_C1=m\nCONFIG_C3=y\n",
    "tristate m without modules": "CONFIG_A=y\nCONFIG_B=m\nCONFIG_T=m\n",
    "unmet dependency": "CONFIG_A=y\nCONFIG_SELECTS=y\n",
    "upper case": "CONFIG_A=Y\nCONFIG_T=M\n",
    "only blank lines": "\n\n\n",
    "nothing": "",
    "umlauts": 'CONFIG_S="grün"\nCONFIG_GRÜN=y\nünexpected\n',
    "odd numbers": "CONFIG_I=-5\nCONFIG_H=0X1F\nCONFIG_ABC=\n",
    "numbers too large": "CONFIG_I=99999999999999999999\nCONFIG_H=0x123456789abcdef0123\n",
}
for name, text in READ.items():
    CASES[f"read: {name}"] = [step("--olddefconfig", {".config": text}), step("--savedefconfig=out")]
    CASES[f"read: {name}, told of unknown symbols"] = [
        step("--olddefconfig", {".config": text}, KCONFIG_WARN_UNKNOWN_SYMBOLS="1")
    ]
    CASES[f"read: {name}, warnings are errors"] = [
        step("--olddefconfig", {".config": text}, KCONFIG_WERROR="1", KCONFIG_WARN_UNKNOWN_SYMBOLS="")
    ]
    CASES[f"read: {name}, synchronized"] = [
        step("--syncconfig", {".config": text}, "\n" * 30),
        step("--syncconfig"),
    ]
for mode in READING:
    CASES[f"read: {mode}"] = [step(f"--{mode}", {".config": OTHER}, "\n" * 30)]
    CASES[f"read: {mode} without a file"] = [step(f"--{mode}", answers="\n" * 30)]
    CASES[f"read: {mode}, warnings are errors"] = [
        step(f"--{mode}", {".config": DAMAGED}, "\n" * 30, KCONFIG_WERROR="1")
    ]
    CASES[f"read: {mode} without a file, with a list"] = [
        step(f"--{mode}", {"two": OTHER}, "\n" * 30, KCONFIG_DEFCONFIG_LIST="one two three")
    ]
CASES |= {
    "read: no answers": [step("--oldconfig", {".config": SEED})],
    "read: from the source tree": [step("--olddefconfig", KCONFIG_CONFIG="in-the-tree")],
    "defconfig: a file": [step("--defconfig=given", {"given": OTHER, ".config": SEED})],
    "defconfig: the file as a word of its own": [step("--defconfig given", {"given": OTHER})],
    "defconfig: from the source tree": [step("--defconfig=in-the-tree")],
    "defconfig: missing": [step("--defconfig=missing", {".config": SEED})],
    "defconfig: empty name": [step("--defconfig=")],
    "defconfig: warnings are errors": [step("--defconfig=given", {"given": DAMAGED}, KCONFIG_WERROR="1")],
    "defconfig: unknown symbols": [
        step("--defconfig=given", {"given": DAMAGED}, KCONFIG_WARN_UNKNOWN_SYMBOLS="1")
    ],
    "savedefconfig: cannot be written": [step("--savedefconfig=no/such/folder", {".config": OTHER})],
    "list: blanks around": [step("--olddefconfig", {"b": OTHER}, KCONFIG_DEFCONFIG_LIST="  a\tb  c\n")],
    "list: nothing there": [step("--olddefconfig", KCONFIG_DEFCONFIG_LIST="a b")],
    "list: empty": [step("--olddefconfig", KCONFIG_DEFCONFIG_LIST="")],
    "list: from the source tree": [step("--olddefconfig", KCONFIG_DEFCONFIG_LIST="in-the-tree")],
    "list: silent": [step("-s --olddefconfig", {"a": SEED}, KCONFIG_DEFCONFIG_LIST="a")],
    "list: not for a .config that is there": [
        step("--olddefconfig", {".config": "", "a": SEED}, KCONFIG_DEFCONFIG_LIST="a")
    ],
    "list: damaged": [
        step("--olddefconfig", {"a": DAMAGED}, KCONFIG_DEFCONFIG_LIST="a", KCONFIG_WARN_UNKNOWN_SYMBOLS="1")
    ],
    "werror: unmet dependency": [
        step("--olddefconfig", {".config": "CONFIG_A=y\nCONFIG_SELECTS=y\n"}, KCONFIG_WERROR="1")
    ],
    "werror: empty counts": [step("--olddefconfig", {".config": DAMAGED}, KCONFIG_WERROR="")],
    "werror: nothing to say": [step("--olddefconfig", {".config": SEED}, KCONFIG_WERROR="1")],
}

# -- CONFIG_ --
for prefix in ("OTHER_", "X", "", "CONFIG_MORE_"):
    CASES[f"prefix: {prefix}"] = [
        step(
            "--olddefconfig",
            {".config": f"{prefix}A=y\nCONFIG_T=y\n# {prefix}T is not set\n{prefix}B=y\nCONFIG_I=9\n"},
            CONFIG_=prefix,
        ),
        step("--savedefconfig=out", CONFIG_=prefix),
        step("--syncconfig", CONFIG_=prefix),
        step("--listnewconfig", {".config": ""}, CONFIG_=prefix),
        step("--helpnewconfig", CONFIG_=prefix),
    ]

# -- what the build reads --
NAMED = {
    "KCONFIG_AUTOCONFIG": "made/auto",
    "KCONFIG_AUTOHEADER": "made/deep/header.h",
    "KCONFIG_RUSTCCFG": "made/rust",
}
AUTO = 'CONFIG_A=y\nCONFIG_GONE=y\nCONFIG_I=7\nCONFIG_S=a "quoted" \\ text\nCONFIG_T=m\n'
CASES |= {
    "sync: from nothing": [step("--syncconfig", answers="\n" * 30)],
    "sync: named files": [step("--syncconfig", {".config": OTHER}, "\n" * 30, **NAMED)],
    "sync: named files in no directory": [
        step(
            "--syncconfig",
            {".config": OTHER},
            "\n" * 30,
            KCONFIG_AUTOCONFIG="auto",
            KCONFIG_AUTOHEADER="header",
            KCONFIG_RUSTCCFG="rust",
        )
    ],
    "sync: another mode makes them once": [
        step("--alldefconfig", **NAMED),
        step("--allyesconfig", **NAMED),
        step("--syncconfig", **NAMED),
        step("--syncconfig", **NAMED),
    ],
    "sync: values change": [
        step("--allyesconfig"),
        step("--syncconfig"),
        step("--allnoconfig"),
        step("--syncconfig"),
        step("--allmodconfig"),
        step("--syncconfig"),
    ],
    "sync: an older auto.conf": [
        step("--syncconfig", {".config": OTHER, "include/config/auto.conf": AUTO}, "\n" * 30)
    ],
    "sync: a damaged auto.conf": [
        step(
            "--syncconfig",
            {
                ".config": OTHER,
                "include/config/auto.conf": "nonsense\nCONFIG_A=y\nCONFIG_A=n\nCONFIG_I=x\nCONFIG_T=yes\n",
            },
            "\n" * 30,
        )
    ],
    "sync: the environment is noted": [
        step("--syncconfig", {".config": OTHER}, "\n" * 30, GIVEN="yes"),
        step("--syncconfig", GIVEN="no"),
    ],
    "sync: auto.conf cannot be written": [
        step("--syncconfig", {".config": OTHER, "file": ""}, "\n" * 30, KCONFIG_AUTOCONFIG="file/auto")
    ],
    "sync: the header cannot be written": [
        step("--syncconfig", {".config": OTHER, "file": ""}, "\n" * 30, KCONFIG_AUTOHEADER="file/header")
    ],
    "sync: another mode cannot write auto.conf": [
        step("--alldefconfig", {"file": ""}, KCONFIG_AUTOCONFIG="file/auto")
    ],
    "sync: without answers": [step("--syncconfig", {".config": "CONFIG_A=y\n"})],
    "quiet: no .config": [step("--syncconfig", KCONFIG_NOSILENTUPDATE="1")],
    "quiet: a new symbol": [step("--syncconfig", {".config": SEED}, KCONFIG_NOSILENTUPDATE="1")],
    "quiet: up to date": [
        step("--alldefconfig"),
        step("--syncconfig", KCONFIG_NOSILENTUPDATE="1"),
        step("--syncconfig", KCONFIG_NOSILENTUPDATE="1"),
    ],
    "quiet: empty is no": [step("--syncconfig", {".config": SEED}, "\n" * 30, KCONFIG_NOSILENTUPDATE="")],
    "quiet: elsewhere nothing": [step("--olddefconfig", {".config": SEED}, KCONFIG_NOSILENTUPDATE="1")],
}
COMPLETE = {
    "without its comments": lambda text: "".join(line for line in text.splitlines(True) if "CONFIG_" in line),
    "the other way round": lambda text: "".join(reversed(text.splitlines(True))),
    "with an unknown symbol": lambda text: text + "CONFIG_UNKNOWN=y\n",
    "with an unknown symbol that is not set": lambda text: text + "# CONFIG_UNKNOWN is not set\n",
    "with a symbol twice": lambda text: text + "# CONFIG_A is not set\n",
    "with unexpected data": lambda text: text + "nonsense\n",
    "with a symbol that has no say": lambda text: text + "# CONFIG_UNMET is not set\n",
    "with another number": lambda text: text.replace("CONFIG_I=7", "CONFIG_I=0x7"),
    "with a number out of range": lambda text: text.replace("CONFIG_I=7", "CONFIG_I=1000"),
    "with an older number": lambda text: text.replace("CONFIG_I=7", "CONFIG_I=8"),
    "without a symbol": lambda text: text.replace("# CONFIG_A is not set\n", ""),
    "with carriage returns": lambda text: text.replace("\n", "\r\n"),
}
DEFAULTS = (
    "#\n# Automatically generated file; DO NOT EDIT.\n# Small\n#\n# CONFIG_MODULES is not set\n"
    '# CONFIG_A is not set\nCONFIG_I=7\nCONFIG_H=0xff\nCONFIG_S="a \\"quoted\\" \\\\ text"\nCONFIG_ABC=1f\n'
    "CONFIG_C1=y\n# CONFIG_C3 is not set\nCONFIG_T=y\n\n#\n# more\n#\n# CONFIG_N is not set\n# end of more\n\n"
    "# CONFIG_SELECTS is not set\n"
)
CASES["quiet: complete"] = [step("--syncconfig", {".config": DEFAULTS}, KCONFIG_NOSILENTUPDATE="1")]
for name, alter in COMPLETE.items():
    CASES[f"quiet: complete {name}"] = [
        step("--syncconfig", {".config": alter(DEFAULTS)}, KCONFIG_NOSILENTUPDATE="1")
    ]

# -- randconfig --
RANDOM: dict[str, list[Step]] = {}
for seed in ("0", "1", "0x10", "010", "4294967297", "-1", "-0x10", "+5", " 7", "2147483648", "0X1f"):
    RANDOM[f"seed {seed}"] = [step("--randconfig", KCONFIG_SEED=seed), step("--savedefconfig=out")]
for chance in (
    "0", "100", "30", "10:20", "50:50", "60:50", "10:20:30", "101", "-1", "10:101", "5:100:1", "5:50:50",
    "10:20:30:40", "", "x", "10:x", "30abc", ":", "10:", " 40", "+20", "1:2:3:x", "010",
):  # fmt: skip
    RANDOM[f"probability '{chance}'"] = [step("--randconfig", KCONFIG_SEED="1", KCONFIG_PROBABILITY=chance)]
RANDOM |= {
    "seeded by a file": [
        step("--randconfig", {"seed": SEED}, KCONFIG_SEED="3", KCONFIG_ALLCONFIG="seed"),
        step("--randconfig", {"allrandom.config": OTHER}, KCONFIG_SEED="3", KCONFIG_ALLCONFIG="1"),
        step("--randconfig", KCONFIG_SEED="3", KCONFIG_ALLCONFIG="missing"),
    ],
    "seed without its file": [step("--randconfig", KCONFIG_SEED="3", KCONFIG_ALLCONFIG="1")],
    "seed with a choice refused": [
        step(
            "--randconfig",
            {"seed": "CONFIG_A=y\n# CONFIG_C2 is not set\n"},
            KCONFIG_SEED="3",
            KCONFIG_ALLCONFIG="seed",
        )
    ],
    "silent": [step("-s --randconfig", KCONFIG_SEED="3")],
}


SHORT_61 = (
    CASES
    if LONG
    else [name for number, name in enumerate(CASES) if number % 3 == 0 or name.startswith("sync")]
)
"""Most cases have nothing to do with the series: for the older one every third is enough."""


def outcomes(
    command: list[str], directory: Path, tree: Path, steps: list[Step]
) -> list[tuple[int, str, str, dict[str, bytes]]]:
    """What every step left: exit code, texts and files."""
    directory.mkdir()
    left = []
    for each in steps:
        for name, text in each.files.items():
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            (directory / name).write_text(text, newline="")
        variables = {"PATH": "/usr/bin:/bin", "srctree": str(tree), "PYTHONPATH": str(ROOT), **each.variables}
        done = run_conf(command, directory, variables, (*each.words.split(), "Kconfig"), False, each.answers)
        found = {
            str(path.relative_to(directory)): path.read_bytes()
            for path in sorted(directory.rglob("*"))
            if path.is_file()
        }
        left.append((done.returncode, done.stdout, done.stderr, found))
    return left


def compare(kernel: RealKernel, directory: Path, steps: list[Step]) -> None:
    tree = directory / "tree"
    tree.mkdir()
    (tree / "Kconfig").write_text(dedent(TREE))
    (tree / "in-the-tree").write_text(OTHER)
    (tree / "scripts").symlink_to(kernel.source / "scripts")  # tells our program which series this is
    real = outcomes([str(kernel.conf)], directory / "real", tree, steps)
    ours = outcomes([sys.executable, "-m", "kconfig_index"], directory / "ours", tree, steps)
    assert ours == real


@pytest.mark.parametrize("name", CASES)
def test_same_as_the_real_one_of_612(kernel_612: RealKernel, tmp_path: Path, name: str) -> None:
    compare(kernel_612, tmp_path, CASES[name])


@pytest.mark.parametrize("name", SHORT_61)
def test_same_as_the_real_one_of_61(kernel_61: RealKernel, tmp_path: Path, name: str) -> None:
    compare(kernel_61, tmp_path, CASES[name])


@pytest.mark.parametrize("name", RANDOM)
def test_random_as_the_real_one_of_612(kernel_612: RealKernel, tmp_path: Path, name: str) -> None:
    compare(kernel_612, tmp_path, RANDOM[name])


@pytest.mark.parametrize("name", RANDOM)
def test_random_as_the_real_one_of_61(kernel_61: RealKernel, tmp_path: Path, name: str) -> None:
    compare(kernel_61, tmp_path, RANDOM[name])
