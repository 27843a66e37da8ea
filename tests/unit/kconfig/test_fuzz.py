"""Whatever is read, the outcome is a result or a KconfigError that says where; nothing else, and never without end.

Work is counted in lines executed, not in seconds: a machine under load fails no test.
"""

import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kconfig_index import cache as cache_file
from kconfig_index import config_file
from kconfig_index.errors import KconfigError
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from kconfig_index.parser import parse

MOST_CALLS = 400_000  # of functions of ours, for a text of a few kilobytes; a usual one takes some thousands
MOST_BYTES = 24 << 20
TREE = """mainmenu "Fuzz"
yes = $(if-y,$(1),y)
if-y = $(2)
late := $(yes,$(late))
config MODULES
	bool "modules"
	modules
	default y
config A
	tristate "a" if B || C=m
	depends on MODULES && !(D != "x y" || E)
	default m if A2
	select S if B
	imply T
	help
	  Some help.

	    Indented.
config I
	int "i"
	range 1 LIMIT if B
	default 7
config LIMIT
	int
	default 31
config H
	hex "h"
	default 0x1F
config D
	string "d"
	default "with \\"quotes\\" and $(X)"
if B
menu "menu"
	visible if C
choice
	prompt "choice" if A
	default C2
config C1
	bool "1"
config C2
	bool "2"
	depends on A
endchoice
comment "comment"
	depends on B < 10
endmenu
endif
menuconfig B
	def_bool $(yes,1)
config C
	tristate "c" \\
		if y
source "more"
$(info,$(lineno) $(filename))
"""
MORE = 'config S\n\tbool\nconfig T\n\ttristate "t"\nconfig A2\n\tdef_bool "$(shell,echo y)" = "y"\n'
WORDS = [
    "config ", "menuconfig ", "choice\n", "endchoice\n", "menu ", "endmenu\n", "if ", "endif\n", "source ",
    "comment ", "mainmenu ", "help\n", "prompt ", "default ", "def_bool ", "def_tristate ", "bool", "tristate", "int",
    "hex", "string", "select ", "imply ", "range ", "depends on ", "visible if ", "modules\n", "optional\n",
    "transitional\n", " = ", " := ", " += ", "&&", "||", "!", "!=", "<=", "(", ")", "$(", ",", '"', "'", "\\", "\\\n",
    "#", "\n", "\t", "\r", "\f", "  ", "A", "B", "C1", "I", "y", "m", "n", "0x", "-1", "99999999999999999999", "more",
    "Kconfig", ".", "/", "*", "$(shell,echo)", "$(error-if,y,x)", "$(X)", "\x01", "\x010\x02", "é", "\0",
]  # fmt: skip
"""Pieces that fuzzed texts are made of: the language's own, and what it does not expect."""

MODEST = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@contextmanager
def bounded() -> Iterator[None]:
    """Fails a test whose code calls more functions than any honest input of this size makes it call."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        if event == "call":
            calls += 1
            if calls > MOST_CALLS:
                sys.setprofile(None)
                raise AssertionError(f"more than {MOST_CALLS} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A text with some pieces taken out, doubled, moved or replaced."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = text[start:end]
        text = text[:start] + draw(st.sampled_from(["", piece * 2, *WORDS])) + text[end:]
    return text


texts = st.one_of(st.lists(st.sampled_from(WORDS), max_size=60).map("".join), mutated(TREE), st.text())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("fuzz")
    (made / "more").write_text(MORE)
    return made


def read(folder: Path, content: bytes) -> Kernel | None:
    """Load it; None if it is refused, and then properly."""
    (folder / "Kconfig").write_bytes(content)
    try:
        with bounded():
            return load_in(folder, {"X": "y"}, cache=None, run_shell=False)
    except KconfigError as error:
        assert error.message
        assert "\n" not in error.message
        assert error.line >= 0
        assert not error.line or error.file
        assert str(error)
        return None


def use(kernel: Kernel) -> None:
    """What is read is also of use."""
    config = kernel.configuration()
    with bounded():
        config.load('CONFIG_A=m\nCONFIG_B=y\nCONFIG_I=9\nCONFIG_D="d"\nCONFIG_C2=y\n')
        text = config.dot_config()
        config.minimal_config()
    assert text.startswith("#\n")
    for symbol in kernel.symbols.values():
        assert config.value(symbol) is not None
        config.set(symbol, "y")
    for node in kernel.nodes():
        assert node.line >= 0


@MODEST
@given(text=texts)
def test_parser_takes_any_text(text: str) -> None:
    lines = text.count("\n") + 1
    numbers = [line for _, line, _, _ in parse(text)]
    assert all(1 <= number <= lines for number in numbers)
    assert numbers == sorted(numbers)


@settings(MODEST, max_examples=150)
@given(text=texts)
@example(text="source " * 3 + '"Kconfig"\n')
@example(text="config A\n\tdepends on " + "(" * 1500 + "A" + ")" * 1500 + "\n")
@example(text="config A\n\tdepends on " + "!" * 1500 + "A\n")
@example(text="config A\n\tdepends on " + " && ".join(["A"] * 1500) + "\n")
@example(text="if A\n" * 1500 + "endif\n" * 1500)
@example(text='menu "m"\n' * 1500 + "endmenu\n" * 1500)
@example(text="a = $(b)\nb = $(a)\n$(a)\n")
@example(text="a = $(a,$(1))\n$(a,x)\n")
@example(
    text="a = $(1)$(1)$(1)$(1)\nb = $(a,$(a,$(a,$(a,$(a,$(a,$(a,$(a,xxxxxxxx))))))))\n$(info,$(b)$(b))\n"
)
@example(text="a := xxxxxxxx\n" + "a := $(a)$(a)\n" * 40)
@example(text="a += $(a)\n" * 3 + "$(a)\n")
@example(text="config A\n\tbool\n\tselect A if A\n\tdefault A\n")
@example(text="config A\n\tdef_bool B\nconfig B\n\tdef_bool !A\n")
@example(text="$(" * 1500 + ")" * 1500 + "\n")
@example(text='config A\n\tbool "' + "x" * 100_000 + "\n")
@example(text="\\\n" * 20_000)
def test_loader_takes_any_text(folder: Path, text: str) -> None:
    kernel = read(folder, text.encode("utf-8", "surrogatepass"))
    if kernel is not None:
        use(kernel)


def test_numbers_of_many_digits(folder: Path) -> None:
    long = "9" * 5000
    kernel = read(folder, f"config A\n\tint\n\trange {long} {long}\n\tdefault {long}\n".encode())
    if kernel is not None:
        use(kernel)


@MODEST
@given(content=st.binary(max_size=300))
def test_loader_takes_any_bytes(folder: Path, content: bytes) -> None:
    read(folder, content)
    kernel = read(folder, b'config A\n\tbool "' + content.replace(b"\0", b"") + b'"\n')
    if kernel is not None:
        use(kernel)


@settings(MODEST, max_examples=150)
@given(
    lines=st.lists(
        st.lists(
            st.sampled_from(
                ["a", "b", "1", "$(a)", "$(b,", "$(", ")", "$", ",", " = ", " := ", " += ", "$(shell,echo)", "$(1)",
                 "$(2)", "$(info,", "$(warning-if,y,", "$(error-if,n,", "$(lineno)", "$(filename)", " ", "\\", "#",
                 "$(X)", "$(17)", "$(-1)", "(", "\x01", "config ", "y"]
            ),
            max_size=12,
        ).map("".join),
        max_size=8,
    )
)  # fmt: skip
def test_any_macros(folder: Path, lines: list[str]) -> None:
    read(folder, "\n".join([*lines, ""]).encode())


CONFIG = (
    "CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_I=5\nCONFIG_H=0x10\n"
    'CONFIG_D="a \\"b\\" \\\\"\r\nCONFIG_C1=y\nCONFIG_C2=y\nCONFIG_UNKNOWN=y\nCONFIG_T=y\n'
)


@pytest.fixture(scope="module")
def kernel(folder: Path) -> Kernel:
    (folder / "good").write_text(TREE)
    return load_in(folder, {"X": "y"}, cache=None, run_shell=False, kconfig="good")


@settings(MODEST, max_examples=150)
@given(
    content=st.one_of(
        st.binary(max_size=200),
        mutated(CONFIG).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(st.sampled_from([b"CONFIG_", b"A", b"I", b"D", b"=", b'"', b"\\", b"\n", b"\r", b"# ", b"y", b"\xff",
                                  b" is not set", b"0x", b"-", b"1", b"\0", b" "]), max_size=40).map(b"".join),
    )
)  # fmt: skip
@example(content=b"CONFIG_I=" + b"9" * 4_000 + b"\n")
@example(content=b"CONFIG_H=0x" + b"f" * 4_000 + b"\n")
@example(content=b'CONFIG_D="' + b"\\" * 5_001 + b"\n")
@example(content=b"CONFIG_A=y\n" * 5_000)
def test_any_bytes_as_a_config(kernel: Kernel, content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    for name in config_file.parse(text):
        assert "\n" not in name
    config = kernel.configuration()
    with bounded():
        for warning in config.load(text):
            place, _, _ = warning.partition(":warning: ")
            assert 1 <= int(place.removeprefix(".config:")) <= text.count("\n") + 1
        written = config.dot_config()
        config.minimal_config()
    again = kernel.configuration()
    again.load(written)
    assert again.dot_config() == written


@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, Path, str]:
    """A tree, the cache made from it, where that is, and the configuration it gives."""
    tree = tmp_path_factory.mktemp("cached")
    (tree / "Kconfig").write_text(TREE)
    (tree / "more").write_text(MORE)
    made = load_in(tree, {"X": "y"}, cache=tree / "cache", run_shell=False)
    (place,) = (tree / "cache").glob("*.index")
    return tree, place.read_bytes(), place, made.configuration().dot_config()


def assert_harmless(cached: tuple[Path, bytes, Path, str], content: bytes) -> None:
    """A damaged cache is no cache: what is loaded with it is what is loaded without."""
    tree, _, place, wanted = cached
    place.write_bytes(content)
    with bounded():
        found = cache_file.read(place)
        if found is not None:
            found[1].index()
    place.write_bytes(content)
    again = load_in(tree, {"X": "y"}, cache=place.parent, run_shell=False)
    assert again.configuration().dot_config() == wanted


@MODEST
@given(data=st.data())
def test_flipped_bits_of_a_cache(cached: tuple[Path, bytes, Path, str], data: st.DataObject) -> None:
    content = bytearray(cached[1])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert_harmless(cached, bytes(content))


@MODEST
@given(head=st.integers(0, 400), rest=st.binary(max_size=200))
def test_any_bytes_as_a_cache(cached: tuple[Path, bytes, Path, str], head: int, rest: bytes) -> None:
    assert_harmless(cached, cached[1][:head] + rest)


def test_memory_stays_small(folder: Path) -> None:
    hostile = [
        "a := xxxxxxxx\n" + "a := $(a)$(a)\n" * 60,
        "a = $(1)$(1)$(1)$(1)$(1)$(1)$(1)$(1)\nb = " + "$(a," * 15 + "x" + ")" * 15 + "\n$(info,$(b))\n",
        "config A\n\tdepends on " + "(" * 5_000 + "\n",
        "if A\n" * 5_000,
        'config A\n\tstring\n\tdefault "' + "$(X)" * 20_000 + '"\n',
    ]
    for text in hostile:
        tracemalloc.start()
        try:
            read(folder, text.encode())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < MOST_BYTES, text[:80]
