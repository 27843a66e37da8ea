"""What an answer takes along, compared with the whole run before and after."""

import pytest

from kconfig_index import Configuration, Symbol
from nixmenu.cost import Cost, Edits, cost
from nixmenu.differences import differences
from nixmenu.many import whole_menu
from nixmenu.session import Session, SessionOptions


@pytest.fixture
def session() -> Session:
    """The demo with its first result."""
    opened = Session.open(SessionOptions(demo=True))
    assert opened.accept(opened.predict())
    return opened


def result(session: Session) -> Configuration:
    assert session.prediction is not None
    assert session.prediction.config is not None
    return session.prediction.config


def answers(session: Session) -> list[tuple[Symbol, str]]:
    """Every other answer that the kernel takes now."""
    config = result(session)
    return [
        (symbol, value)
        for symbol in session.kernel.symbols.values()
        if symbol.prompt and symbol.type in ("bool", "tristate") and config.visibility(symbol)
        for value in config.assignable(symbol)
        if value != config.value(symbol)
    ]


def run_says(session: Session, edits: Edits) -> tuple[set[tuple[str, str, str]], set[str]]:
    """By the whole run: what is something else (no line is n), and which errors are new; nothing where it stops."""
    before = session.prediction
    assert before is not None
    trial = session.trial_of_edits(edits)
    names = {name for name, _ in edits}
    known = {message.text for message in before.messages}
    others = {
        (each.name, each.old or "n", each.new or "n")
        for each in differences(before.values, trial.values)
        if each.name not in names and (each.old or "n") != (each.new or "n")
    }
    errors = {each.name for each in trial.messages if each.severity == "error" and each.text not in known}
    return (others, errors) if trial.fatal is None else (set(), set())


def changed(found: Cost) -> set[tuple[str, str, str]]:
    return {
        (each.name, each.old or "n", each.new or "n")
        for each in found.others
        if (each.old or "n") != (each.new or "n")
    }


def test_it_is_what_the_whole_run_makes_of_every_answer(session: Session) -> None:
    some = 0
    assert len(answers(session)) > 20
    for symbol, value in answers(session):
        others, errors = run_says(session, [(symbol.name, value)])
        if others or errors:
            found = cost(session, result(session), [(symbol.name, value)])
            assert (symbol.name, value, changed(found)) == (symbol.name, value, others)
            assert set(found.lost) == errors - {symbol.name}
            some += bool(errors)
    assert some > 2


@pytest.mark.parametrize("name", ["SOUND", "NETDEVICES", "DRM", "HWMON"])
@pytest.mark.parametrize("value", ["y", None])
def test_what_is_turned_on_again_brings_what_the_run_answers_then(
    session: Session, name: str, value: str | None
) -> None:
    """None: the user says nothing to it any more."""
    session.do([(name, "n")])
    assert session.accept(session.predict())
    others, _ = run_says(session, [(name, value)])
    assert others
    assert changed(cost(session, result(session), [(name, value)])) == others


def test_many_options_are_tried_together(session: Session) -> None:
    edits = whole_menu(session, session.kernel.symbols["NETDEVICES"].nodes[0], "n").edits
    assert len(edits) > 1
    others, errors = run_says(session, edits)
    found = cost(session, result(session), edits)
    assert changed(found) == others
    assert set(found.lost) == errors == set()


def test_it_goes_on_from_what_is_pending(session: Session) -> None:
    sound, radeon = session.kernel.symbols["SOUND"], session.kernel.symbols["DRM_RADEON"]
    alone = cost(session, result(session), [("SOUND", "n")])
    behind = cost(session, result(session), [("SOUND", "n")], [(radeon, "n")])
    assert alone == behind
    assert cost(session, result(session), [("SOUND", "n")], [(sound, "n")]).count == 0


@pytest.mark.parametrize("edits", [[("SWAP", "m")], [("NO_SUCH_OPTION", "y")], [("SOUND", "")], []])
def test_what_is_not_taken_or_not_known_beforehand_costs_nothing(session: Session, edits: Edits) -> None:
    assert cost(session, result(session), edits).count == 0
