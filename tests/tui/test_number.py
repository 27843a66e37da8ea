"""A typed value is checked as the kernel would check it."""

import pytest

from nixmenu.tui.number import complaint


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("int", "12"),
        ("int", "25"),
        ("int", "-3"),
        ("hex", "0x1f"),
        ("hex", "1F"),
        ("string", ""),
        ("string", "a b"),
    ],
)
def test_values_of_their_type_are_taken(type_: str, text: str) -> None:
    assert complaint(type_, text, None) is None


@pytest.mark.parametrize(
    ("type_", "text", "reason"),
    [
        ("int", "", "a number is needed"),
        ("int", "012", "012 is not a whole number"),
        ("int", "0x10", "0x10 is not a whole number"),
        ("hex", "0x", "0x is not a hexadecimal number, such as 0x1f"),
        ("hex", "g", "g is not a hexadecimal number, such as 0x1f"),
    ],
)
def test_other_texts_are_refused_with_the_reason(type_: str, text: str, reason: str) -> None:
    assert complaint(type_, text, None) == reason


def test_a_range_is_kept_at_both_ends() -> None:
    assert complaint("int", "11", ("12", "25")) == "11 is less than 12"
    assert complaint("int", "12", ("12", "25")) is None
    assert complaint("int", "25", ("12", "25")) is None
    assert complaint("int", "26", ("12", "25")) == "26 is more than 25"


def test_a_hexadecimal_range_is_compared_as_numbers() -> None:
    assert complaint("hex", "0xffff", ("0x100000", "0x40000000")) == "0xffff is less than 0x100000"
    assert complaint("hex", "0x200000", ("0x100000", "0x40000000")) is None
