"""The intermediate lines, written and read."""

import pytest

from nixmenu.layers.answer import Answer
from nixmenu.layers.answer_lines import InvalidAnswerLineError, Reply, format_answers, parse_answers


def answer(value: str, kind: str = "tristate", *, optional: bool = False) -> Answer:
    assert kind in ("tristate", "freeform", "unset")
    return Answer(value, kind, optional, 100, ())  # type: ignore[arg-type]  # narrowed just above


def test_lines_are_in_byte_order_with_marks_and_without_unset_ones() -> None:
    text = format_answers(
        {
            "b": answer("m"),
            "LOST": answer("", "unset"),
            "NR_CPUS": answer("384", "freeform"),
            "KEY": answer("", "freeform"),
            "KEY2": answer("", "freeform", optional=True),
            "9P": answer("y", optional=True),
        }
    )
    assert text == "9P? y\nKEY\nKEY2?\nNR_CPUS 384\nb m\n"


def test_strings_follow_in_order_on_lines_of_their_own() -> None:
    text = format_answers({"A": answer("y")}, ["B n\n", "  C? m", "A n"])
    assert parse_answers(text) == {
        "A": Reply("n", True),
        "B": Reply("n", True),
        "C": Reply("m", False),
    }


@pytest.mark.parametrize(
    ("line", "replies"),
    [
        ("FOO y", {"FOO": Reply("y", True)}),
        ("FOO? y", {"FOO": Reply("y", False)}),
        ("\t FOO \t  y \r", {"FOO": Reply("y", True)}),
        ("FOO", {"FOO": Reply("", True)}),
        ("FOO?", {"FOO": Reply("", False)}),
        ("FOO a b  c  # why", {"FOO": Reply("a b  c", True)}),
        ("FOO #c", {"FOO": Reply("", True)}),
        ("  # FOO y", {}),
        ("", {}),
        (" \t", {}),
        ('FOO "x"', {"FOO": Reply('"x"', True)}),
        ("CONFIG_FOO y", {"CONFIG_FOO": Reply("y", True)}),
        ("FOO ?", {"FOO": Reply("?", True)}),
        ("FOO? ü", {"FOO": Reply("ü", False)}),
    ],
)
def test_a_line_is_read_as_the_run_reads_it(line: str, replies: dict[str, Reply]) -> None:
    assert parse_answers(line) == replies


def test_a_later_line_replaces_value_and_mark() -> None:
    assert parse_answers("FOO? y\nBAR m\nFOO n\n") == {"FOO": Reply("n", True), "BAR": Reply("m", True)}


@pytest.mark.parametrize("line", ["CONFIG_FOO=y", "FOO=y # c", "FOO?y", "FO-O y", "FÖO y", "=", "?"])
def test_anything_else_ends_the_run(line: str) -> None:
    with pytest.raises(InvalidAnswerLineError) as caught:
        parse_answers(f"A y\n{line}\nB y\n")
    assert str(caught.value) == f"invalid config line: {line.partition('#')[0]}"
    assert caught.value.number == 2
