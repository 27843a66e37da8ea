"""Text of several meanings: wrapping, diffs, sentences."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nixmenu.tui import diff_lines
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.loading import bar
from nixmenu.tui.wording import counted, sentence
from nixmenu.tui.wrapping import wrapped


def test_a_line_that_fits_is_left_alone() -> None:
    line = (Piece("  two  spaces"),)
    assert wrapped(line, 20) == [line]


def test_a_long_line_keeps_its_indentation() -> None:
    parts = wrapped((Piece("  - one two three"),), 10)
    assert [part[0].text for part in parts] == ["  - one", "  two", "  three"]


def test_what_stands_beside_a_column_stays_there() -> None:
    parts = wrapped((Piece("key  ", "key"), Piece("what it"), Piece(" does", "quiet")), 12)
    assert parts == [
        (Piece("key  ", "key"), Piece("what it")),
        (Piece("     does", "quiet"),),
    ]


def test_a_sentence_with_a_link_is_broken_between_any_of_its_words() -> None:
    line = (Piece("you answer n to "), Piece("SOUND", "key"), Piece(" in your own entry of the file"))
    texts = ["".join(piece.text for piece in part) for part in wrapped(line, 20)]
    assert texts == ["you answer n to", "SOUND in your own", "entry of the file"]


def test_a_word_that_is_too_long_is_broken_where_the_line_is_full() -> None:
    assert wrapped((Piece("abcdefgh"),), 3) == [(Piece("abc"),), (Piece("def"),), (Piece("gh"),)]


@given(st.lists(st.text("ab 漢", max_size=12), min_size=1, max_size=4), st.integers(4, 20))
def test_wrapping_loses_nothing_but_spaces_and_every_part_fits(texts: list[str], width: int) -> None:
    parts = wrapped(tuple(Piece(text) for text in texts), width)
    told = ["".join(piece.text for piece in part) for part in parts]
    assert "".join("".join(told).split()) == "".join("".join(texts).split())
    assert all(cell_len(part.rstrip()) <= width for part in told)


def test_a_diff_keeps_its_signs_and_gets_a_role_per_line() -> None:
    diff = "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same\n"
    assert [(line[0].text, line[0].role) for line in diff_lines.lines(diff)] == [
        ("--- a", "quiet"),
        ("+++ b", "quiet"),
        ("@@ -1 +1 @@", "menu"),
        ("-old", "removed"),
        ("+new", "added"),
        (" same", "plain"),
    ]


def test_a_reason_becomes_a_sentence() -> None:
    assert sentence("nothing answers SWAP") == "Nothing answers SWAP."
    assert sentence("Is it?") == "Is it?"


def test_numbers_agree_with_their_nouns() -> None:
    assert (counted(1, "option"), counted(0, "option")) == ("1 option", "0 options")


def test_a_bar_says_in_numbers_what_it_shows() -> None:
    assert bar(5, 10, 4) == "██░░  5 of 10"
    assert bar(20, 10, 4) == "████  20 of 10"
    assert bar(150, 0) == "150 so far"
    assert bar(0, 0) == ""
