"""What an answer takes along, compared with all lines of the `.config` before and after."""

import pytest

from kconfig_index import Configuration, Symbol, config_file
from nixmenu.cost import cost
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


def values(config: Configuration) -> dict[str, str]:
    return dict(config_file.parse(config.dot_config()))


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


def test_it_is_what_the_config_has_otherwise(session: Session) -> None:
    assert session.prediction is not None
    before = values(result(session))
    assert len(answers(session)) > 20
    for symbol, value in answers(session):
        found = cost(result(session), session.prediction.replies, [(symbol, value)])
        config = result(session).copy()
        assert config.set(symbol, value)
        after = values(config)
        expected = {
            name: (before.get(name), after.get(name))
            for name in before.keys() | after.keys()
            if before.get(name, "n") != after.get(name, "n") and name != symbol.name
        }
        assert found is not None
        expected |= {name: (before[name], after.get(name)) for name in found.lost}
        assert {each.name: (each.old, each.new) for each in found.others} == expected


def test_what_is_lost_is_an_error_of_the_run(session: Session) -> None:
    """The engine's word is compared with the whole run's."""
    assert session.prediction is not None
    known = {message.text for message in session.prediction.messages}
    some = 0
    for symbol, value in answers(session):
        found = cost(result(session), session.prediction.replies, [(symbol, value)])
        assert found is not None
        trial = session.trial_of_edits([(symbol.name, value)])
        if trial.fatal is None:
            errors = {
                each.name for each in trial.messages if each.severity == "error" and each.text not in known
            }
            assert set(found.lost) == errors
            some += bool(errors)
    assert some > 2


def test_it_goes_on_from_what_is_pending(session: Session) -> None:
    assert session.prediction is not None
    sound, radeon = session.kernel.symbols["SOUND"], session.kernel.symbols["DRM_RADEON"]
    alone = cost(result(session), {}, [(sound, "n")])
    behind = cost(result(session), {}, [(sound, "n")], [(radeon, "n")])
    assert alone == behind
    nothing = cost(result(session), {}, [(sound, "n")], [(sound, "n")])
    assert nothing is not None
    assert nothing.count == 0


def test_what_is_not_taken_costs_nothing(session: Session) -> None:
    assert cost(result(session), {}, [(session.kernel.symbols["SWAP"], "m")]) is None
