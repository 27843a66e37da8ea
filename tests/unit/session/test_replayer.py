"""A run in which only what a change reaches is asked anew is the run that asks everything, whatever is changed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kconfig_index
from kconfig_index import Kernel
from kconfig_index.loader import load_in
from kconfig_index.stretch import Difference
from nixmenu.generator import CancelledError, Rules, Run, RunDiedError, replay
from nixmenu.layers.answer_lines import Reply, parse_answers
from nixmenu.replayer import Replayer
from tests.random_trees import trees

BASE = "CONFIG_NET=y\nCONFIG_MODULES=y\n"


@pytest.fixture
def kernel(small_kernel: Path) -> Kernel:
    return kconfig_index.load(small_kernel, "x86_64", cache=None, run_shell=False)


def content(run: Run) -> tuple[object, ...]:
    """All that a run says, but for the configuration, which the .config was written from."""
    return run.dot_config, run.questions, run.automatic, run.asked


def outcome(run: Run | RunDiedError) -> tuple[object, ...]:
    if isinstance(run, Run):
        return content(run)
    stop = run.stop
    if stop is None:
        assert "conf never ends" in str(run)
        return (str(run),)
    return (
        str(run),
        run.name,
        stop.run,
        stop.alternatives,
        stop.members,
        stop.automatic,
        stop.config.dot_config(),
    )


def again(replayer: Replayer, replies: dict[str, Reply]) -> Run | RunDiedError:
    try:
        return replayer.run(replies)
    except RunDiedError as death:
        return death


def from_nothing(kernel: Kernel, base: str, replies: dict[str, Reply], rules: Rules) -> Run | RunDiedError:
    try:
        return replay(kernel, base, replies, rules)
    except RunDiedError as death:
        return death


@pytest.mark.parametrize("choices_are_symbols", [False, True])
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=trees(), data=st.data())
def test_random_changes_on_random_trees(
    tmp_path_factory: pytest.TempPathFactory, choices_are_symbols: bool, text: str, data: st.DataObject
) -> None:
    tree = tmp_path_factory.mktemp("tree")
    Path(tree, "Kconfig").write_text(text)
    if choices_are_symbols:
        Path(tree, "scripts/kconfig").mkdir(parents=True)
        Path(tree, "scripts/kconfig/parser.y").write_text("T_OPTIONAL")
    try:
        kernel = load_in(tree, {}, cache=None, run_shell=False)
    except Exception as error:  # a select may close a loop; that it is refused is tested elsewhere
        assert "recursive dependency" in str(error)
        return
    rules = Rules(auto_modules=data.draw(st.booleans()), prefer_builtin=data.draw(st.booleans()))
    names = st.sampled_from(sorted(kernel.symbols))
    answers = st.sampled_from(["n", "m", "y", "4", "8", "words", ""])
    base = "".join(
        f"CONFIG_{name}={value}\n"
        for name, value in data.draw(st.dictionaries(names, st.sampled_from("ym47"), max_size=4)).items()
    )
    far = data.draw(st.sampled_from([0, 3, 500]))
    replayer = Replayer(kernel, base, rules, block=data.draw(st.integers(1, 4)), far=far)
    replies: dict[str, Reply] = {}
    for _ in range(data.draw(st.integers(1, 8))):
        for name, answer in data.draw(st.dictionaries(names, answers, min_size=1, max_size=3)).items():
            if name in replies and data.draw(st.booleans()):
                del replies[name]
            else:
                replies |= parse_answers(f"{name} {answer}")
        found = again(replayer, replies)
        assert outcome(found) == outcome(from_nothing(kernel, base, replies, rules))


def test_where_values_stand_far_apart_no_account_is_kept_of_it(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of edits at once took ten times as long as a whole run."""
    compared = 0
    real = Difference.update

    def counted(self: Difference, *given: Any) -> None:
        nonlocal compared
        compared += 1
        real(self, *given)

    monkeypatch.setattr(Difference, "update", counted)
    replayer = Replayer(kernel, BASE, Rules(), block=1, far=1)
    replayer.run(parse_answers("NET y"))
    far_away = parse_answers("NET n\nDUMMY n\nBONDING n\n")
    found = replayer.run(far_away)
    assert compared == 0
    assert content(found) == content(replay(kernel, BASE, far_away, Rules()))


def test_nothing_is_asked_anew_where_nothing_changed(kernel: Kernel) -> None:
    replayer = Replayer(kernel, BASE, Rules(), block=1)
    first = replayer.run(parse_answers("DUMMY n"))
    asked = replayer.asked_anew
    assert asked >= 2 * len(kernel.symbols)
    assert content(replayer.run(parse_answers("DUMMY n"))) == content(first)
    assert replayer.asked_anew == asked


def test_what_depends_on_a_change_is_asked_anew_and_nothing_else(kernel: Kernel) -> None:
    replayer = Replayer(kernel, BASE, Rules(), block=1)
    replayer.run({})
    asked = replayer.asked_anew
    changed = replayer.run(parse_answers("DUMMY n"))
    # In both passes DUMMY, and MII, which it selects no longer.
    assert replayer.asked_anew - asked == 4
    assert content(changed) == content(replay(kernel, BASE, parse_answers("DUMMY n"), Rules()))


def test_a_run_that_ends_early_leaves_the_memory_as_it_was(kernel: Kernel) -> None:
    replayer = Replayer(kernel, BASE, Rules(), block=1)
    first = replayer.run({})
    with pytest.raises(RunDiedError, match="conflicting answers!"):
        replayer.run(parse_answers("HZ_100 y\nHZ_1000 y"))
    with pytest.raises(CancelledError):
        replayer.run(parse_answers("NET n"), cancelled=lambda: True)
    asked = replayer.asked_anew
    assert content(replayer.run({})) == content(first)
    assert replayer.asked_anew == asked
