"""What the reasons of options come down to: whose answer, or which fact."""

import pytest

from nixmenu.causes.goals import Goal
from nixmenu.why import reasons_of
from tests.unit.causes.conftest import Open


def roots(open_session: Open, name: str, *lines: str, nixos: str = "", series: str = "6.12") -> list[str]:
    session = open_session(*lines, nixos=nixos, series=series)
    assert session.prediction is not None
    reasons = reasons_of(session, session.prediction)
    assert reasons is not None
    found = reasons.roots(Goal(session.kernel.symbols[name].index, "asked", 1))
    return sorted(f"{root.name} {root.who} {root.wanted}".strip() for root in found)


@pytest.mark.parametrize(
    ("name", "lines", "nixos", "expected"),
    [
        pytest.param("CAMERA", ["BUS = no;"], "", ["BUS you m"], id="menu"),
        pytest.param("STICK", ["BUS = no;"], "", ["BUS you m"], id="if"),
        pytest.param("STICK", [], "DISK=n", ["DISK nixos m"], id="nixos"),
        pytest.param("STICK", ["DISK = no;", "BUS = no;"], "", ["BUS you m", "DISK you m"], id="two"),
        pytest.param("STICK_FAST", [], "BUS=y DISK=y", ["STICK auto y"], id="auto-modules"),
        pytest.param("STICK_FAST", ["DISK = no;"], "BUS=y", ["DISK you y", "STICK auto y"], id="then asked"),
        pytest.param("PICTURES", ["BUS = no;"], "", ["BUS you m"], id="selected by what the menu hides"),
        pytest.param("PICTURES", ["CAMERA = no;"], "", ["CAMERA you m"], id="select"),
        pytest.param("FLAGGED", [], "", ["TOOL_HAS_FLAG toolchain"], id="toolchain"),
        pytest.param("NEW_TOOL", [], "", ["TOOL_VERSION toolchain"], id="version"),
        pytest.param("ENGINE", [], "", ["HAVE_ENGINE architecture y"], id="architecture"),
        pytest.param("FOREIGN", [], "", ["SPARKLE unknown"], id="unknown"),
        pytest.param("QUIET", [], "BUS=y", ["BUS nixos m"], id="negation"),
        pytest.param("QUIET", ["BUS = yes;"], "", ["BUS you m"], id="negation of the user"),
        pytest.param("EITHER", ["BUS = no;"], "DISK=n", ["BUS you m"], id="the user's before NixOS's"),
        pytest.param("BOTH", ["BUS = no;"], "DISK=n", ["BUS you m", "DISK nixos m"], id="both"),
        pytest.param("TURBO", [], "", ["FAST base y"], id="choice by default"),
        pytest.param("TURBO", ["SLOW = yes;"], "", ["SLOW you n"], id="choice by answer"),
        pytest.param("ODD", [], "", ["EXPERT base y"], id="prompt if"),
        pytest.param("DEEP", ["EXPERT = no;"], "", ["EXPERT you y"], id="visible if"),
        pytest.param("BUS", [], "", [], id="asked for"),
    ],
)
def test_what_keeps_an_option_from_being_asked(
    open_session: Open, name: str, lines: list[str], nixos: str, expected: list[str]
) -> None:
    found = roots(open_session, name, *lines, nixos=nixos)
    assert found == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([], ["FAST base y"]), (["SLOW = yes;"], ["SLOW you n"]), (["BUS = no;", "FAST = yes;"], [])],
)
def test_choices_that_are_symbols(open_session: Open, lines: list[str], expected: list[str]) -> None:
    assert roots(open_session, "TURBO", *lines, series="6.1") == expected


def test_a_hidden_choice_of_either_kind_goes_back_to_what_hides_it(open_session: Open) -> None:
    hidden = 'choice\n\tprompt "Hidden"\n\tdepends on BUS\n'
    members = "".join(f'config HIDDEN_{name}\n\tbool "{name}"\n' for name in ("ONE", "TWO"))
    user = 'config USER\n\tbool "User"\n\tdepends on HIDDEN_ONE\n'
    for series in ("6.1", "6.12"):
        session = open_session("BUS = no;", series=series, more=f"{hidden}{members}endchoice\n{user}")
        assert session.prediction is not None
        reasons = reasons_of(session, session.prediction)
        assert reasons is not None
        for name in ("HIDDEN_ONE", "USER"):
            goal = Goal(session.kernel.symbols[name].index, "asked", 1)
            assert ("BUS", "you") in {root.key for root in reasons.roots(goal)}, (series, name)
            assert reasons.because(goal).causes


def test_conditions_deeper_than_anybody_reads_end_in_the_kernels_text(open_session: Open) -> None:
    deep = f"{'!(' * 60}BUS || {')' * 60}".replace("|| )", ")")
    more = f'config DEEPEST\n\tbool "Deepest"\n\tdepends on {deep}\n'
    chain = "".join(
        f'config LINK_{number}\n\tbool "Link"\n\tdepends on LINK_{number + 1}\n' for number in range(2000)
    )
    session = open_session(
        "BUS = no;", more=f'{more}{chain}config LINK_2000\n\tbool "Last"\n\tdepends on BUS\n'
    )
    assert session.prediction is not None
    reasons = reasons_of(session, session.prediction)
    assert reasons is not None
    symbols = session.kernel.symbols
    assert reasons.roots(Goal(symbols["DEEPEST"].index, "asked", 1))
    goal = Goal(symbols["LINK_0"].index, "asked", 1)
    assert ("BUS", "you") in {root.key for root in reasons.roots(goal)}
    assert len(reasons.because(goal).causes) == 1


def test_the_answer_of_an_entry_that_says_the_same_is_still_nixos(open_session: Open) -> None:
    assert roots(open_session, "QUIET", "BUS = yes;", nixos="BUS=y") == ["BUS nixos m"]


def test_taking_an_answer_away_is_the_users_doing(open_session: Open) -> None:
    lines = ["DISK = lib.mkForce unset;", "MODULES = lib.mkForce no;"]
    assert roots(open_session, "STICK", *lines, nixos="DISK=y MODULES=y BUS=y") == ["DISK you y"]


def test_reasons_are_the_same_every_time(open_session: Open) -> None:
    session = open_session("BUS = no;", "DISK = no;")
    assert session.prediction is not None
    goal = Goal(session.kernel.symbols["STICK"].index, "asked", 1)
    found = [reasons_of(session, session.prediction) for _ in range(2)]
    first, second = (each.because(goal) for each in found if each is not None)
    assert first == second
