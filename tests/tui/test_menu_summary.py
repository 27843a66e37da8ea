"""What the details tell of a menu before it is opened."""

from kconfig_index import MenuNode
from nixmenu.tui.details import lines
from nixmenu.tui.menu_summary import EMPTY, QUIET, summary
from nixmenu.tui.option_row import main_node
from nixmenu.tui.session_view import SessionView


def menu_called(view: SessionView, prompt: str) -> MenuNode:
    return next(node for node in view.session.kernel.nodes() if node.prompt == prompt)


def answer(view: SessionView, name: str, value: str) -> None:
    symbol = view.session.kernel.symbol(name)
    assert symbol is not None
    assert view.session.edit(symbol, value) is None
    assert view.session.accept(view.session.predict())
    view.refresh()


def told(view: SessionView, prompt: str) -> list[str]:
    return ["".join(piece.text for piece in line) for line in summary(view, menu_called(view, prompt))]


def test_a_menu_with_nothing_of_yours_says_so(view: SessionView) -> None:
    assert told(view, "Loadable modules") == [QUIET]


def test_a_menu_of_nothing_that_is_asked_says_so(view: SessionView) -> None:
    assert told(view, "Devices that need care") == [EMPTY]


def test_answers_and_problems_are_told_of_every_menu_around_them(view: SessionView) -> None:
    answer(view, "SOUND", "n")
    above, around = told(view, "Device Drivers"), told(view, "Sound")
    assert above[0] == "You answer 1 option in it: SOUND."
    assert any(line.startswith("✗ Errors about ") for line in above)
    assert told(view, "Loadable modules") == [QUIET]
    assert around == [EMPTY]  # all of it went with its own option


def test_no_option_counts_as_inside_itself(view: SessionView) -> None:
    answer(view, "NET", "n")
    symbol = view.session.kernel.symbol("NET")
    assert symbol is not None
    text = ["".join(piece.text for piece in line) for line in lines(view, main_node(symbol))]
    assert not any("in it: NET" in line for line in text)


def test_an_option_that_nobody_is_asked_about_is_not_called_hidden(view: SessionView) -> None:
    silent = next(
        symbol for symbol in view.session.kernel.symbols.values() if symbol.nodes and symbol.prompt is None
    )
    text = ["".join(piece.text for piece in line) for line in lines(view, silent.nodes[0], hidden=True)]
    assert not any(line.startswith("Hidden") for line in text)
