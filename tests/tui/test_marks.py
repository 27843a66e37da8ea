"""Marks are those of the kernel's own menus."""

import pytest

from nixmenu.tui.marks import mark
from nixmenu.tui.option_row import main_node
from nixmenu.tui.session_view import SessionView


def mark_of(view: SessionView, name: str) -> str:
    symbol = view.session.kernel.symbol(name)
    assert symbol is not None
    return mark(view, main_node(symbol))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SWAP", "[*]"),
        ("EXPERT", "[ ]"),
        ("DRM_RADEON", "<M>"),
        ("DRM", "<*>"),
        ("BACKLIGHT_CLASS_DEVICE", "{M}"),
        ("AUDIT", "-*-"),
        ("KERNEL_ZSTD", "(X)"),
        ("KERNEL_GZIP", "( )"),
        ("LOG_BUF_SHIFT", "(20)"),
        ("LOCALVERSION", "()"),
        ("NLS_DEFAULT", "(utf8)"),
    ],
)
def test_mark(view: SessionView, name: str, expected: str) -> None:
    assert mark_of(view, name) == expected


def test_an_answer_shows_in_the_mark_before_its_result_is_known(view: SessionView) -> None:
    radeon = view.session.kernel.symbol("DRM_RADEON")
    assert radeon is not None
    assert view.session.edit(radeon, "n") is None
    view.refresh()
    assert view.stale
    assert mark_of(view, "DRM_RADEON") == "< >"


def test_a_moved_choice_shows_before_its_result_is_known(view: SessionView) -> None:
    gzip = view.session.kernel.symbol("KERNEL_GZIP")
    assert gzip is not None
    assert view.session.edit(gzip, "y") is None
    view.refresh()
    assert (mark_of(view, "KERNEL_GZIP"), mark_of(view, "KERNEL_ZSTD")) == ("(X)", "( )")


def test_a_long_text_leaves_room_for_the_question(view: SessionView) -> None:
    hostname = view.session.kernel.symbol("DEFAULT_HOSTNAME")
    assert hostname is not None
    assert view.session.edit(hostname, "a-name-that-does-not-end") is None
    view.refresh()
    assert mark_of(view, "DEFAULT_HOSTNAME") == "(a-name-that-doe…)"
