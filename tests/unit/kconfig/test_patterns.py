"""A regular expression tried in a process of its own finds what it finds here, and can be ended."""

import subprocess
import sys

import pytest

from kconfig_index import patterns

TEXTS = ("alpha\nbeta\n", "", "gamma ray\nBETA\näö \udc80")


def ask(pattern: str) -> list[list[int]]:
    request = patterns.request(pattern, TEXTS)
    done = subprocess.run(
        [sys.executable, "-I", "-S", patterns.__file__], input=request, capture_output=True, check=True
    )
    assert done.stderr == b""
    return patterns.answer(done.stdout)


@pytest.mark.parametrize("pattern", ["a", "^beta$", "ray|ph", r"\w\s\w", "", "ä", "x", "a\nb", r"a\nb", "$"])
def test_the_process_finds_the_same_lines(pattern: str) -> None:
    assert ask(pattern) == patterns.fitting(pattern, TEXTS)


def test_a_match_stays_in_its_line() -> None:
    assert ask("beta$") == [[1], [], [1]]
    assert ask("[^x]+gamma") == [[], [], []]


@pytest.mark.parametrize("pattern", ["[a", "*", "(?P<", "a{99999999999999999999}", "(" * 150])
def test_what_is_wrong_with_an_expression_is_the_same(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as here:
        patterns.fitting(pattern, TEXTS)
    with pytest.raises(ValueError, match=r"\S") as there:
        ask(pattern)
    assert str(there.value) == str(here.value)


@pytest.mark.parametrize("printed", [b"", b"1 2\n", b"1 2\n3", b"1 2\n\n3"])
def test_an_answer_without_an_end_is_none(printed: bytes) -> None:
    with pytest.raises(ValueError, match="too much"):
        patterns.answer(printed)
