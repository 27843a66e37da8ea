"""Text of several meanings: wrapping, diffs, sentences."""

from nixmenu.tui import diff_lines
from nixmenu.tui.rows import Piece
from nixmenu.tui.screens.loading import bar
from nixmenu.tui.widgets.text_pane import wrapped
from nixmenu.tui.wording import counted, sentence


def test_a_line_that_fits_is_left_alone() -> None:
    line = (Piece("  two  spaces"),)
    assert wrapped(line, 20) == [line]


def test_a_long_line_keeps_its_indentation() -> None:
    parts = wrapped((Piece("  - one two three"),), 10)
    assert [part[0].text for part in parts] == ["  - one", "  two", "  three"]


def test_the_last_piece_of_a_line_stays_in_its_column() -> None:
    parts = wrapped((Piece("key  ", "key"), Piece("what it does")), 12)
    assert parts[0] == (Piece("key  ", "key"), Piece("what it"))
    assert parts[1] == (Piece("     does"),)


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
