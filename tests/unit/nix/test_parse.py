"""The syntax tree: what parses, what does not and where it says so, and that nothing hostile gets far."""

import time
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix import syntax
from nixmenu.nix.commas import commas_before_braces
from nixmenu.nix.parse import Tree, parse
from nixmenu.nix.source import MAXIMUM_SIZE, make_source, read_source

FILE = Path("/etc/nixos/kernel.nix")


def tree(text: str | bytes) -> Tree:
    return parse(make_source(FILE, text if isinstance(text, bytes) else text.encode()))


def refusal(text: str) -> NixmenuError:
    with pytest.raises(NixmenuError) as caught:
        tree(text)
    return caught.value


@pytest.mark.parametrize(
    "pattern",
    [
        "{ lib, }: lib",
        "{\n  lib,\n  pkgs,\n}:\nlib",
        "{ lib, # the library\n}: lib",
        "{ lib, /* all of it */ }: lib",
        "{\r\n  lib,\r\n}:\r\nlib",
        "{ lib ? { a = 1; }, }: lib",
        "{ lib, ... }: lib",
        "{ }: 1",
        'x: ", }"',
        "{ a, # sets such as {}\n  b ? { }, /* } */ c }: 1",
        "{ a, /* one */ b /* two */ }: 1",
        '{ a ? ", #", }: 1',
    ],
)
def test_set_patterns_with_and_without_a_comma_at_the_end(pattern: str) -> None:
    assert isinstance(tree(pattern).root, syntax.Lambda)


@pytest.mark.parametrize("text", ["{ , }: 1", "{ a, ..., }: 1", "{ a = 1;, }", "[ 1, ]", "{ a,, }: 1"])
def test_a_comma_that_nix_does_not_allow_is_refused(text: str) -> None:
    assert "`,` is not expected here" in refusal(text).message


@pytest.mark.parametrize("piece", [",#", ",/*", ",/**/", "#,\n", ", ", ",\n"])
def test_many_commas_cost_no_more_than_their_number(piece: str) -> None:
    source = make_source(FILE, (piece * 200_000).encode())
    start = time.process_time()
    assert commas_before_braces(source) == []
    assert time.process_time() - start < 5


def test_a_comma_in_a_string_is_kept() -> None:
    root = tree('", }"').root
    assert isinstance(root, syntax.Text)
    assert root.parts == (", }",)


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("{\n  a = 1\n  b = 2;\n}\n", 3, 4, "`=` is not expected here"),
        ("{\n  a = {\n    b = 1;\n  }\n}\n", 4, 3, "`;` is missing here"),
        ("{\n  a = [\n    { b = 1;\n  ];\n}\n", 3, 12, "`}` is missing here"),
        ("{\n  a = ;\n}\n", 2, 5, "an expression is missing here"),
        ('{\n  a = "b;\n}\n', 2, 6, '`"` is not expected here'),
    ],
)
def test_a_mistake_is_shown_with_line_and_caret(text: str, line: int, column: int, what: str) -> None:
    error = refusal(text)
    assert error.line == line
    assert str(error).startswith(f"{FILE}:{line}: not valid Nix: {what}\n")
    shown, caret = error.message.split("\n")[1:]
    assert shown == "    " + text.split("\n")[line - 1]
    assert caret == "    " + " " * column + "^"


@pytest.mark.parametrize(
    ("text", "what"), [("", "no expression"), ("# nothing\n", "no expression"), ("1 = 2", "`=`")]
)
def test_a_file_without_an_expression_is_refused(text: str, what: str) -> None:
    assert what in refusal(text).message


def test_two_expressions_are_one_call() -> None:
    assert isinstance(tree("f 1").root, syntax.Call)


@pytest.mark.parametrize(
    "text", ["[" * 100_000 + "]" * 100_000, "(" * 500 + "1" + ")" * 500, "{ a = " * 500 + "1" + "; }" * 500]
)
def test_hostile_nesting_is_an_ordinary_error(text: str) -> None:
    error = refusal(text)
    assert "nested deeper than" in error.message
    assert len(error.message) < 500


def test_a_caret_survives_long_lines_and_control_characters() -> None:
    error = refusal("{ a = " + '"\x1b[31m' + "x" * 500 + '"; b }')
    lines = error.message.split("\n")
    assert "\x1b" not in error.message
    assert all(len(line) < 200 for line in lines)
    assert lines[1][len(lines[2]) - 1] == "b"


def test_every_offset_is_that_of_the_file() -> None:
    text = "{ lib,\r\n}: # Grüße\r\n{ ä = 1; }"
    refused = refusal(text)
    assert refused.line == 3
    parsed = tree("{ lib,\r\n}: # Grüße\r\n{ a = 1; }")
    root = parsed.root
    assert isinstance(root, syntax.Lambda)
    assert parsed.source.text(root.body.start, root.body.end) == "{ a = 1; }"
    assert [parsed.source.text(comment.start, comment.end) for comment in parsed.comments] == ["# Grüße"]


def test_too_large_and_binary_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.nix"
    path.write_bytes(b" " * (MAXIMUM_SIZE + 1))
    with pytest.raises(NixmenuError, match="larger than 4 MiB"):
        read_source(path)
    path.write_bytes(b"{ a = \0; }")
    with pytest.raises(NixmenuError, match="not a text file"):
        read_source(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match="no ordinary file"):
        read_source(tmp_path)
    with pytest.raises(NixmenuError, match="cannot be read: No such file"):
        read_source(tmp_path / "nothing.nix")


def test_bytes_that_are_no_unicode_are_carried_along() -> None:
    root = tree(b'"\xff\xfe"').root
    assert isinstance(root, syntax.Text)
    assert "".join(str(part) for part in root.parts).encode("utf-8", "surrogateescape") == b"\xff\xfe"
