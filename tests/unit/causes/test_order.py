"""The order of questions, and what it means for an answer that comes too late."""

from nixmenu.causes.order import asked_later
from nixmenu.why import why
from tests.unit.causes.conftest import Open


def test_the_order_is_that_of_the_menus(open_session: Open) -> None:
    kernel = open_session().kernel
    names = ["BUS", "CAMERA", "SELECTOR", "NOBODY"]
    assert asked_later(kernel, names, kernel.symbols["SELECTED"]) == ["SELECTOR"]
    assert asked_later(kernel, names, kernel.symbols["MODULES"]) == ["BUS", "CAMERA", "SELECTOR"]


def test_what_the_base_selects_and_is_asked_later_cannot_be_answered_away(open_session: Open) -> None:
    base = "CONFIG_SELECTOR=m\n"
    session = open_session("SELECTED = no;", "SELECTOR = no;", base=base)
    assert session.prediction is not None
    # That an answer to SELECTOR does not help is the run's own doing.
    assert session.prediction.fatal == "repeated question: Selected"
    found = why(session, "SELECTED")
    assert found is not None
    assert found.todo[0].text.startswith(
        "SELECTOR is asked for only after SELECTED and until then as in the base"
    )
    assert open_session("SELECTED = no;", "SELECTOR = no;").prediction.fatal is None  # type: ignore[union-attr]


def test_what_auto_modules_answers_later_is_a_root_already(open_session: Open) -> None:
    more = """
config DOCK
	tristate "Dock"
	select CARD

config CHIP
	tristate "Chip"

config CARD
	tristate "Card"
	select CHIP
"""
    session = open_session("CHIP = no;", more=more)
    found = why(session, "CHIP")
    assert found is not None
    # CARD is m by DOCK alone when CHIP is asked for; without that, auto-modules would answer CARD m.
    assert {root.key for root in found.roots} == {("DOCK", "auto"), ("CARD", "auto")}
