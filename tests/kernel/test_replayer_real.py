"""Random changes of the answers on real kernels: asking anew only what they reach gives what a whole run gives.

A short selection by default; NIXMENU_TEST_LONG=1 makes thousands of changes.
"""

import random
from collections.abc import Mapping

import pytest

from kconfig_index import Kernel, Symbol
from nixmenu.generator import Rules, Run, RunDiedError, replay
from nixmenu.layers.answer_lines import Reply, format_answers, parse_answers
from nixmenu.layers.merge import merge
from nixmenu.opening import open_layers
from nixmenu.replayer import Replayer
from nixmenu.session_options import SessionOptions
from tests.kernel.architectures import LONG
from tests.kernel.conftest import RealKernel

CHANGES = 1000 if LONG else 25
Loaded = tuple[Kernel, Mapping[str, Reply], str, Rules]
PLATFORMS = [
    ("6.12", "x86_64"),
    ("6.1", "x86_64"),
    *([("6.12", "aarch64"), ("6.1", "aarch64")] if LONG else []),
]


@pytest.fixture(scope="module", params=PLATFORMS, ids=lambda param: "-".join(param))
def loaded(request: pytest.FixtureRequest) -> Loaded:
    series, machine = request.param
    real: RealKernel = request.getfixturevalue({"6.12": "kernel_612", "6.1": "kernel_61"}[series])
    opened = open_layers(SessionOptions(kernel=real.source, arch=machine), None)
    replies = parse_answers(format_answers(merge(opened.facts.definitions).answers, ()))
    return opened.kernel, replies, opened.base.dot_config, opened.rules


def changed(
    kernel: Kernel, prompted: list[Symbol], replies: Mapping[str, Reply], rng: random.Random
) -> dict[str, Reply]:
    """The answers with one to three others: new ones, turned ones, withdrawn ones."""
    new = dict(replies)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        name = rng.choice(sorted(replies)) if rng.random() < 0.3 else rng.choice(prompted).name
        symbol = kernel.symbols.get(name)
        if name in new and rng.random() < 0.5:
            del new[name]
        elif symbol is None or symbol.type in ("int", "hex", "string"):
            new |= parse_answers(f"{name} {rng.choice(('1', '64', '0x10', 'some text'))}")
        else:
            new |= parse_answers(f"{name} {rng.choice('nmy' if symbol.type == 'tristate' else 'ny')}")
    return new


def content(run: Run) -> tuple[object, ...]:
    return run.dot_config, run.questions, run.automatic, run.asked


def test_random_changes(loaded: Loaded) -> None:
    kernel, replies, base, rules = loaded
    rng = random.Random(612)  # noqa: S311
    prompted = [symbol for symbol in kernel.symbols.values() if symbol.prompt is not None]
    replayer = Replayer(kernel, base, rules)
    assert content(replayer.run(replies)) == content(replay(kernel, base, replies, rules))
    whole = replayer.asked_anew
    anew: list[int] = []
    for number in range(CHANGES):
        new = changed(kernel, prompted, replies, rng)
        before = replayer.asked_anew
        try:
            expected = replay(kernel, base, new, rules)
        except RunDiedError as death:
            with pytest.raises(RunDiedError) as found:
                replayer.run(new)
            assert (str(found.value), found.value.name) == (str(death), death.name), number
            continue
        assert content(replayer.run(new)) == content(expected), number
        anew.append(replayer.asked_anew - before)
        replies = new
    assert len(anew) > CHANGES / 2
    assert sorted(anew)[len(anew) // 2] < whole / 20
