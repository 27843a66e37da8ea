"""The result layer: what NixOS will build, computed from a base and the layers without a build."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kconfig_index import Configuration, Kernel, config_file
from nixmenu.generator import AskedByName, Rules, RunDiedError, Stop, replay
from nixmenu.layers.answer_lines import InvalidAnswerLineError, Reply, parse_answers
from nixmenu.layers.merge import Conflict
from nixmenu.problems import Message, verdict
from nixmenu.replayer import Replayer


@dataclass(frozen=True, slots=True)
class Prediction:
    """The `.config` that NixOS will end up with and everything it will say on the way."""

    revision: int
    """The session's revision it was computed for: it is stale when they differ."""
    config: Configuration | None
    """The final configuration, to look into; None when the run would die."""
    values: Mapping[str, str]
    """The final `.config`: name to value, strings unquoted, `is not set` as n; empty if it would die."""
    dot_config: str
    """The final `.config`, byte for byte; empty when the run would die."""
    fatal: str | None
    """Why evaluation or the run stops before there is a result, in its own words."""
    messages: tuple[Message, ...]
    questions: tuple[int, int]
    """How many questions the first and the second pass ask."""
    automatic: frozenset[str]
    """Options that auto-modules answers m, unless there is an answer to them."""
    basis: str
    """What the result rests on: kernel, toolchain, NixOS facts, base."""
    stop: Stop | None = None
    """Where the run died, if it did and not before the first question."""
    asked: tuple[AskedByName, AskedByName] = field(default=({}, {}), repr=False)
    """What each pass of the run asked, by option; nothing when there is no result."""
    replies: Mapping[str, Reply] = field(default_factory=dict, repr=False)
    """What the layers answer, as the run reads it."""

    @property
    def errors(self) -> int:
        """How many messages would fail the build."""
        return sum(message.severity == "error" for message in self.messages)

    @property
    def warnings(self) -> int:
        """How many messages would scroll by unseen."""
        return sum(message.severity == "warning" for message in self.messages)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that decides about a result: change none of it and the prediction is the same."""

    kernel: Kernel
    base: str
    """The `.config` to start from, as text."""
    answers: str
    """The intermediate lines."""
    conflicts: Sequence[Conflict]
    """What stops the evaluation before there are answers."""
    rules: Rules
    basis: str
    revision: int
    replayer: Replayer | None = None
    """What remembers earlier runs of the same kernel, base and rules, if there may be more than one."""


def predict(inputs: Inputs, cancelled: Callable[[], bool] = lambda: False) -> Prediction:
    """Answer what NixOS will make of it; raises generator.CancelledError when `cancelled` says so."""
    if inputs.conflicts:
        messages = [
            Message("error", "conflict", conflict.name, str(conflict)) for conflict in inputs.conflicts
        ]
        return _without_result(inputs, messages)
    try:
        replies = parse_answers(inputs.answers)
        if inputs.replayer is None:
            run = replay(inputs.kernel, inputs.base, replies, inputs.rules, cancelled)
        else:
            run = inputs.replayer.run(replies, cancelled)
    except InvalidAnswerLineError as error:
        return _without_result(inputs, [Message("error", "fatal", "", str(error))])
    except RunDiedError as death:
        return _without_result(inputs, [Message("error", "fatal", death.name, str(death))], death.stop)
    values = config_file.parse(run.dot_config)
    messages = verdict(values, replies, ignore_config_errors=inputs.rules.ignore_config_errors)
    return Prediction(
        revision=inputs.revision,
        config=run.config,
        values=values,
        dot_config=run.dot_config,
        fatal=None,
        messages=tuple(messages),
        questions=run.questions,
        automatic=run.automatic,
        basis=inputs.basis,
        asked=run.asked,
        replies=replies,
    )


def _without_result(inputs: Inputs, messages: Sequence[Message], stop: Stop | None = None) -> Prediction:
    return Prediction(
        revision=inputs.revision,
        config=None,
        values={},
        dot_config="",
        fatal=messages[0].text,
        messages=tuple(messages),
        questions=(0, 0),
        automatic=frozenset(),
        basis=inputs.basis,
        stop=stop,
    )
