"""String literals: read as Nix reads them, written so that Nix reads the same text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nixmenu.errors import NixmenuError
from nixmenu.nix import syntax
from nixmenu.nix.parse import parse
from nixmenu.nix.source import make_source
from nixmenu.nix.strings import attribute_name, quoted


def read(literal: str) -> str:
    root = parse(make_source(Path("x.nix"), literal.encode("utf-8", "surrogateescape"))).root
    assert isinstance(root, syntax.Text)
    assert all(isinstance(part, str) for part in root.parts)
    return "".join(str(part) for part in root.parts)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_text_comes_back_from_its_literal(text: str) -> None:
    assert read(quoted(text)) == text


@given(st.text("$\\\"{}\n\r\t'x"))
def test_a_text_of_special_characters_comes_back(text: str) -> None:
    literal = quoted(text)
    assert read(literal) == text
    assert "\n" not in literal


def test_a_zero_byte_cannot_be_written() -> None:
    with pytest.raises(NixmenuError, match="zero byte"):
        quoted("a\0b")


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r'"a\nb\tc\"d\\e\${f}\q"', 'a\nb\tc"d\\e${f}q'),
        ('"a\r\nb\rc"', "a\nb\nc"),
        ('"$${x}"', "$${x}"),
        ("''\n  a\n    b\n\n  c\n''", "a\n  b\n\nc\n"),
        ("''\n    a\n  ''", "a\n"),
        ("''a\n  b''", "a\n  b"),
        ("''  a''", "a"),
        ("''\n  x ''${y} ''' ''\\n ''\\t$\n''", "x ${y} '' \n\t$\n"),
        ("''   ''", ""),
        ("''''", ""),
    ],
)
def test_literals_are_read_as_nix_reads_them(literal: str, text: str) -> None:
    assert read(literal) == text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("NFSD", "NFSD"),
        ("9P_FS", '"9P_FS"'),
        ("with", '"with"'),
        ("a.b", '"a.b"'),
        ("", '""'),
        ("_x'", "_x'"),
    ],
)
def test_names_are_quoted_where_nix_needs_it(name: str, written: str) -> None:
    assert attribute_name(name) == written
