"""The replayed run on a small kernel: what is asked, what is answered, and what it dies of."""

from pathlib import Path

import pytest

import kconfig_index
from kconfig_index import Kernel, config_file
from nixmenu.generator import Rules, Run, RunDiedError, replay
from nixmenu.layers.answer_lines import parse_answers
from nixmenu.problems import verdict

BASE = "CONFIG_NET=y\nCONFIG_MODULES=y\nCONFIG_NR_CPUS=128\n"

CHOICE_WITH_COMMENT = """\
choice
	prompt "Role"
	default BELOW
config ABOVE
	bool "Above"
comment "More needs more"
config BELOW
	bool "Below"
config LAST
	bool "Last"
endchoice
"""


@pytest.fixture
def kernel(small_kernel: Path) -> Kernel:
    return kconfig_index.load(small_kernel, "x86_64", cache=None, run_shell=False)


def run(kernel: Kernel, answers: str, rules: Rules | None = None, base: str = BASE) -> Run:
    return replay(kernel, base, parse_answers(answers), rules or Rules())


def values(outcome: Run) -> dict[str, str]:
    return config_file.parse(outcome.dot_config)


def test_what_can_be_a_module_becomes_one(kernel: Kernel) -> None:
    outcome = run(kernel, "")
    assert (values(outcome)["BONDING"], values(outcome)["DUMMY"], values(outcome)["NET"]) == ("m", "m", "y")
    # DUMMY is asked first and selects MII, which then stands at m already in both passes.
    assert outcome.automatic == {"BONDING", "DUMMY"}


def test_without_auto_modules_the_base_stays(kernel: Kernel) -> None:
    outcome = run(kernel, "", Rules(auto_modules=False))
    assert (values(outcome)["BONDING"], outcome.automatic) == ("n", frozenset())


def test_builtin_is_left_alone_where_it_is_preferred(kernel: Kernel) -> None:
    base = f"{BASE}CONFIG_BONDING=y\n"
    assert values(run(kernel, "", base=base))["BONDING"] == "m"
    preferred = run(kernel, "", Rules(prefer_builtin=True), base)
    assert (values(preferred)["BONDING"], values(preferred)["DUMMY"]) == ("y", "m")


def test_an_answer_beats_auto_modules_but_the_offer_is_remembered(kernel: Kernel) -> None:
    outcome = run(kernel, "BONDING n\nDUMMY y\n")
    assert (values(outcome)["BONDING"], values(outcome)["DUMMY"]) == ("n", "y")
    assert "BONDING" in outcome.automatic


def test_a_choice_takes_the_member_answered_y_else_keeps_its_own(kernel: Kernel) -> None:
    assert values(run(kernel, ""))["HZ_250"] == "y"
    assert values(run(kernel, "HZ_1000 y\nHZ_250 n\n"))["HZ_1000"] == "y"


def test_members_above_a_comment_are_not_seen(small_kernel: Path) -> None:
    kconfig = small_kernel / "Kconfig"
    kconfig.write_text(f"{kconfig.read_text()}\n{CHOICE_WITH_COMMENT}")
    kernel = kconfig_index.load(small_kernel, "x86_64", cache=None, run_shell=False)
    assert values(run(kernel, "ABOVE y\n"))["BELOW"] == "y"
    assert values(run(kernel, "ABOVE y\nLAST y\n"))["LAST"] == "y"


def test_an_empty_answer_keeps_the_value_and_is_emptied_at_the_end(kernel: Kernel) -> None:
    outcome = run(kernel, "KEY\n")
    assert 'CONFIG_KEY=""\n' in outcome.dot_config
    assert outcome.config.value(kernel.symbols["KEY"]) == "key.pem"


def test_what_the_first_pass_makes_visible_is_answered_in_the_second(kernel: Kernel) -> None:
    outcome = run(kernel, "NET y\nBONDING y\n", base="# CONFIG_NET is not set\n")
    assert values(outcome)["BONDING"] == "y"


@pytest.mark.parametrize(
    ("answers", "death"),
    [
        ("MII n\nDUMMY m\n", "repeated question: Media interface"),
        ("NET m\n", "repeated question: Networking support"),
        ("NR_CPUS many\n", "repeated question: Number of CPUs"),
        ("NR_CPUS 4096\n", "repeated question: Number of CPUs"),
        ("HZ_100 y\nHZ_1000 y\n", "conflicting answers!"),
    ],
)
def test_what_a_question_refuses_kills_the_run(kernel: Kernel, answers: str, death: str) -> None:
    with pytest.raises(RunDiedError) as caught:
        run(kernel, answers)
    assert str(caught.value) == death


@pytest.mark.parametrize(
    ("answers", "name", "alternatives", "members"),
    [
        ("MII n\nDUMMY m\n", "MII", "M/y/?", ()),
        ("HZ_100 y\nHZ_1000 y\n", "", "", ("HZ_100", "HZ_250", "HZ_1000")),
    ],
)
def test_a_death_tells_where_it_happened(
    kernel: Kernel, answers: str, name: str, alternatives: str, members: tuple[str, ...]
) -> None:
    with pytest.raises(RunDiedError) as caught:
        run(kernel, answers)
    stop = caught.value.stop
    assert stop is not None
    assert (caught.value.name, stop.run, stop.alternatives, stop.members) == (name, 1, alternatives, members)
    assert stop.config.value(kernel.symbols["DUMMY"]) == "m"


def test_a_choice_that_offers_nothing_is_noticed(small_kernel: Path) -> None:
    with (small_kernel / "Kconfig").open("a") as file:
        file.write('choice\n\tprompt "Nothing"\n')
        file.write("".join(f'config {name}\n\tbool "{name}" if !X86\n' for name in ("ONE", "TWO")))
        file.write("endchoice\n")
    strange = kconfig_index.load(small_kernel, "x86_64", cache=None, run_shell=False)
    with pytest.raises(RunDiedError, match=r"the choice 'Nothing' \(Kconfig:\d+\) is asked without end"):
        run(strange, "")


def test_the_verdict_is_in_byte_order_and_tells_wants_and_gots() -> None:
    replies = parse_answers("b y\nA? m\nGONE y\nLOST? y\nZERO 5\nEMPTY text\nKEPT y\nQUOTED a\n")
    got = {"b": "n", "A": "y", "ZERO": "0", "EMPTY": "", "KEPT": "y", "QUOTED": "a"}
    messages = verdict(got, replies, ignore_config_errors=False)
    assert [(message.kind, message.text) for message in messages] == [
        ("not-set", "warning: option not set correctly: A (wanted 'm', got 'y')"),
        ("silent", "note: option silently not set: EMPTY (wanted 'text', got '')"),
        ("unused", "error: unused option: GONE"),
        ("unused", "warning: unused option: LOST"),
        ("silent", "note: option silently not set: ZERO (wanted '5', got '0')"),
        ("not-set", "error: option not set correctly: b (wanted 'y', got 'n')"),
    ]


def test_errors_are_warnings_where_they_are_ignored() -> None:
    messages = verdict({}, parse_answers("GONE y\n"), ignore_config_errors=True)
    assert [message.text for message in messages] == ["warning: unused option: GONE"]
