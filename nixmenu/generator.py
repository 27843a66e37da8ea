"""nixpkgs' question-and-answer run over a kernel's configuration, replayed without processes.

Source: nixpkgs `pkgs/os-specific/linux/kernel/generate-config.pl`, which answers `make config` over a pipe.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kconfig_index import Configuration, Kernel, MenuNode, conf
from nixmenu.layers.answer_lines import Reply

_NAMED_QUESTION = re.compile(r"(.*) \(([A-Za-z0-9_]+)\) \[(.*)\]", re.ASCII)
_ENDLESS = 100
"""How often in a row one choice is asked at most; the kernel's tool does that without end where it offers nothing."""
_OFFERS_MODULE = re.compile(r"(?:\w/)+m/(?:\w/)*\?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rules:
    """What nixpkgs tells the run beside the answers."""

    auto_modules: bool = True
    prefer_builtin: bool = False
    ignore_config_errors: bool = False


class Asked(NamedTuple):
    """The last question for an option in one pass, and what it was answered."""

    alternatives: str
    """What the question shows in brackets, "N/m/y/?"; for an option of a choice "1-3?"."""
    answer: str
    """The line that was given: a number for an option of a choice, empty where the shown value is kept."""
    by: Literal["answer", "auto", "kept"]
    """Who gave it: an answer of the layers, auto-modules, or nobody."""


AskedByName = Mapping[str, Asked]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run leaves behind."""

    dot_config: str
    config: Configuration
    """The second pass's values, which `dot_config` was written from."""
    questions: tuple[int, int]
    """How many each pass asked."""
    automatic: frozenset[str]
    """Options that auto-modules answers m in either pass, unless there is an answer to them."""
    asked: tuple[AskedByName, AskedByName]
    """What each pass asked, by option."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a run died: the question that could not be answered, and how things stood when it was asked."""

    config: Configuration
    """The values at that moment."""
    run: int
    """1 or 2: the pass."""
    alternatives: str = ""
    """What was offered, as shown between the brackets: "M/y/?"."""
    members: tuple[str, ...] = ()
    """The options of the choice that was asked, if it was one."""
    automatic: frozenset[str] = frozenset()
    """As `Run.automatic`, up to there."""


class RunDiedError(Exception):
    """The run ends without a result; the message is the script's own, `name` the option asked for, if one.

    `stop` is where it happened.
    """

    def __init__(
        self, message: str, name: str = "", alternatives: str = "", members: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.name = name
        self.alternatives = alternatives
        self.members = members
        self.stop: Stop | None = None


class CancelledError(Exception):
    """The caller does not want the result any more."""


def replay(
    kernel: Kernel,
    base: str,
    replies: Mapping[str, Reply],
    rules: Rules,
    cancelled: Callable[[], bool] = lambda: False,
) -> Run:
    """Run both passes from the base `.config` text.

    The second pass starts from what the first one wrote, so that user values hidden by then are forgotten.
    Raises RunDiedError where the script dies, CancelledError when `cancelled` says so.
    """
    config = kernel.configuration()
    first = _ask_all(config, base, Respondent(1, replies, rules, cancelled))
    second = _ask_all(config, config.dot_config(), Respondent(2, replies, rules, cancelled, first.automatic))
    return finished(config, config.dot_config(), replies, first, second)


def finished(
    config: Configuration, dot_config: str, replies: Mapping[str, Reply], first: "Record", second: "Record"
) -> Run:
    """A run that has a result: what both passes asked, and the end of the second one."""
    return Run(
        _answer_empty(dot_config, replies),
        config,
        (first.questions, second.questions),
        frozenset(first.automatic | second.automatic),
        (first.asked, second.asked),
    )


def _ask_all(config: Configuration, dot_config: str, respondent: "Respondent") -> "Record":
    config.load(dot_config)
    with respondent.facing(config):
        conf.oldask(config, respondent)
    return respondent.record


@dataclass(slots=True)
class Record:
    """What was asked in a pass, or in a part of one."""

    questions: int = 0
    """How many."""
    automatic: set[str] = field(default_factory=set)
    """As `Run.automatic`."""
    asked: dict[str, Asked] = field(default_factory=dict)
    """The last question for each option."""

    def add(self, later: "Record") -> None:
        """Take what was asked after this."""
        self.questions += later.questions
        self.automatic |= later.automatic
        self.asked |= later.asked


LastQuestion = tuple[tuple[str, str], MenuNode | None, int]
"""What is remembered of the last questions, as the same again may be the end: the last one with a name, the choice
that was asked since, and how often in a row."""


class Respondent:
    """Answers the questions of one pass as the script does, and dies where it does.

    `run` is the pass, 1 or 2; `record` grows by what is asked, and another one may be put in its place. `automatic` is
    what auto-modules answered before that.
    """

    def __init__(
        self,
        run: int,
        replies: Mapping[str, Reply],
        rules: Rules,
        cancelled: Callable[[], bool],
        automatic: Set[str] = frozenset(),
    ) -> None:
        self.run = run
        self.record = Record()
        self._replies = replies
        self._rules = rules
        self._cancelled = cancelled
        self.automatic = set(automatic)
        self._unanswered: dict[str, Asked] = {}
        """What is typed where the layers answer nothing, by alternatives."""
        self._previous = ("", "")
        self._choice: MenuNode | None = None
        self._choice_asked = 0

    @property
    def last(self) -> LastQuestion:
        """Where the conversation stands."""
        return self._previous, self._choice, self._choice_asked

    @last.setter
    def last(self, last: LastQuestion) -> None:
        self._previous, self._choice, self._choice_asked = last

    @contextmanager
    def facing(self, config: Configuration) -> Iterator[None]:
        """Answer questions about `config`; a death in there tells where it happened."""
        try:
            yield
        except conf.EndlessError as endless:
            raise RunDiedError(str(endless)) from None
        except RunDiedError as death:
            automatic = frozenset(self.automatic | self.record.automatic)
            death.stop = Stop(config, self.run, death.alternatives, death.members, automatic)
            raise

    def check(self) -> None:
        """Raise CancelledError if nobody wants the result any more."""
        if self._cancelled():
            raise CancelledError

    def __call__(self, question: conf.Question) -> str:
        if self._cancelled():
            raise CancelledError
        self.record.questions += 1
        if question.kind == "choice":
            return self._choose(question)
        self._choice = None
        prompt, name, alternatives = question.prompt, question.name, question.alternatives
        if question.kind == "value" or not name:
            # Matched on the text, as the script does: a string's present value may look like a question itself.
            match = _NAMED_QUESTION.match(question.text)
            if match is None:
                return ""
            prompt, name, alternatives = match.groups()
        if self._previous == (prompt, name):
            raise RunDiedError(f"repeated question: {prompt}", name, alternatives)
        self._previous = (prompt, name)
        asked = self._unanswered.get(alternatives)
        if asked is None:
            asked = self._unanswered[alternatives] = (
                Asked(alternatives, "m", "auto")
                if self._offers_module(alternatives)
                else Asked(alternatives, "", "kept")
            )
        if asked.by == "auto":
            self.record.automatic.add(name)
        reply = self._replies.get(name)
        if reply is not None:
            asked = Asked(alternatives, reply.value, "answer")
        self.record.asked[name] = asked
        return asked.answer

    def _offers_module(self, alternatives: str) -> bool:
        if not self._rules.auto_modules or not _OFFERS_MODULE.fullmatch(alternatives):
            return False
        return not (self._rules.prefer_builtin and "Y" in alternatives)

    def _choose(self, question: conf.Question) -> str:
        self._choice_asked = self._choice_asked + 1 if question.node == self._choice else 1
        self._choice = question.node
        if self._choice_asked > _ENDLESS:
            place = f"{question.node.file}:{question.node.line}"
            raise RunDiedError(f"the choice {question.node.prompt!r} ({place}) is asked without end")
        # The script forgets the members that it has read at every line that is none, as a comment's is.
        known = list(enumerate(question.options, start=1))[question.above_comment :]
        chosen = [
            position
            for position, (_, name) in known
            if name in self._replies and self._replies[name].value == "y"
        ]
        if len(chosen) > 1:
            members = tuple(name for _, name in question.options)
            raise RunDiedError("conflicting answers!", members=members)
        alternatives = f"1-{len(question.options)}?"
        answer = str(chosen[0]) if chosen else ""
        for _, name in question.options:
            self.record.asked[name] = Asked(alternatives, answer, "answer" if chosen else "kept")
        return answer


def _answer_empty(dot_config: str, replies: Mapping[str, Reply]) -> str:
    """Empty what shall be empty, which no answer to a question can say: an empty line keeps the value."""
    for name, reply in replies.items():
        if not reply.value:
            dot_config = re.sub(
                f"^CONFIG_{name}=.*$", f'CONFIG_{name}=""', dot_config, count=1, flags=re.MULTILINE
            )
    return dot_config
