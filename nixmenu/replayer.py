"""The run of nixpkgs' script again and again in an open session, asking anew only what a change reaches.

Most of a run is the same as the one before. It is cut into blocks of neighbouring menu entries; a block whose
questions, values and answers cannot have changed is repeated from memory (`kconfig_index.stretch`), any other one is
asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kconfig_index import Configuration, Kernel, conf
from kconfig_index.stretch import Difference, Stretch, asked_about
from kconfig_index.values import Journal, Values
from nixmenu.generator import LastQuestion, Record, Respondent, Rules, Run, finished
from nixmenu.layers.answer_lines import Reply

BLOCK = 128
"""How many menu entries a block has: small ones are repeated more often, large ones faster."""

FAR = 500
"""Where values stand apart from the last run's at more operands, all further blocks are asked: keeping account of so
many, block by block, takes longer than asking."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What a pass did at the entries of one block, and where it stood before and behind."""

    position: int
    """The first entry that it looked at; it is behind the block if that was passed over."""
    previous: LastQuestion
    stretch: Stretch
    record: Record
    next_position: int
    last: LastQuestion


@dataclass(frozen=True, slots=True)
class _Pass:
    """A whole pass, to repeat parts of it."""

    start: Configuration
    blocks: Sequence[_Block]
    dot_config: str


@dataclass(frozen=True, slots=True)
class _Memory:
    """The newest run that had a result."""

    replies: Mapping[str, Reply]
    first: _Pass
    second: _Pass


class Replayer:
    """Runs over one kernel from one base.

    Several threads may use it at once: each run starts from what was remembered when it began. `near` is a
    configuration with values close to those of the base, from which they are soon computed. `asked_anew` counts the
    blocks that were not repeated.
    """

    def __init__(
        self,
        kernel: Kernel,
        base: str,
        rules: Rules,
        block: int = BLOCK,
        near: Configuration | None = None,
        far: int = FAR,
    ) -> None:
        self.asked_anew = 0
        self._kernel = kernel
        self._rules = rules
        self._far = far
        self._base = kernel.configuration() if near is None else near.copy()
        self._base.load(base)
        entries = len(kernel.index.entry_kinds)
        self._ends = (*range(block, entries, block), entries)
        self._memory: _Memory | None = None

    def run(self, replies: Mapping[str, Reply], cancelled: Callable[[], bool] = lambda: False) -> Run:
        """The same as `generator.replay` gives, and raises."""
        memory = self._memory
        changed = self._answered_otherwise(memory.replies, replies) if memory is not None else frozenset()
        asking = Respondent(1, replies, self._rules, cancelled)
        first, config = self._pass(asking, self._base, memory.first if memory is not None else None, changed)
        if memory is not None and memory.first.dot_config == first.dot_config:
            start = memory.second.start
        else:
            # Most answers are the same as before, so that little is computed again.
            start = config if memory is None else memory.second.start.copy()
            start.load(first.dot_config)
        asking_again = Respondent(2, replies, self._rules, cancelled, asking.record.automatic)
        second, config = self._pass(
            asking_again, start, memory.second if memory is not None else None, changed
        )
        self._memory = _Memory(dict(replies), first, second)
        return finished(config, second.dot_config, replies, asking.record, asking_again.record)

    def _answered_otherwise(
        self, before: Mapping[str, Reply], replies: Mapping[str, Reply]
    ) -> frozenset[int]:
        """The symbols that are answered in another way now."""
        values = {(name, reply.value) for name, reply in replies.items()}
        values_before = {(name, reply.value) for name, reply in before.items()}
        symbols = self._kernel.symbols
        return frozenset(symbols[name].index for name, _ in values ^ values_before if name in symbols)

    def _pass(
        self, respondent: Respondent, start: Configuration, old: _Pass | None, changed: frozenset[int]
    ) -> tuple[_Pass, Configuration]:
        config = start.copy()
        walk = conf.Walk(config, respondent)
        before = None
        if old is not None and len(changed) <= self._far:
            before = _Before(old, config.values, changed, self._asked_about)
        record = respondent.record
        blocks: list[_Block] = []
        position = 0
        with respondent.facing(config):
            for number, end in enumerate(self._ends):
                respondent.check()
                block = before.repeat(number, position, respondent.last) if before is not None else None
                if block is None:
                    self.asked_anew += 1
                    block = _asked(walk, config.values, respondent, position, end)
                if before is not None:
                    before.go_on(number, block)
                    before = before if before.distance <= self._far else None
                position, respondent.last = block.next_position, block.last
                respondent.automatic |= block.record.automatic
                record.add(block.record)
                blocks.append(block)
            respondent.record = record
            walk.old()
        return _Pass(start, blocks, config.dot_config()), config

    @cached_property
    def _asked_about(self) -> Sequence[frozenset[int]]:
        """By block, what decides which questions it has."""
        index = self._kernel.index
        return [
            asked_about(index, first, end) for first, end in zip((0, *self._ends), self._ends, strict=False)
        ]


class _Before:
    """The pass of the run before, going along with the new one, and where the two stand apart."""

    def __init__(
        self, old: _Pass, values: Values, changed: frozenset[int], asked_about: Sequence[frozenset[int]]
    ) -> None:
        self._blocks = old.blocks
        self._values = values
        self._old_values = old.start.copy().values
        self._changed = changed
        self._asked_about = asked_about
        self._difference = Difference(values, self._old_values)

    @property
    def distance(self) -> int:
        """At how many operands the two stand apart."""
        return self._difference.size

    def repeat(self, number: int, position: int, last: LastQuestion) -> _Block | None:
        """Have a block again as it was; None if it may be another one now."""
        block = self._blocks[number]
        asked = self._asked_about[number]
        if (
            (block.position, block.previous) != (position, last)
            or not self._changed.isdisjoint(asked)
            or self._difference.concerns(block.stretch, asked)
        ):
            return None
        block.stretch.repeat(self._values)
        return block

    def go_on(self, number: int, block: _Block) -> None:
        """Go through a block, which the new pass is through with."""
        old = self._blocks[number].stretch
        old.repeat(self._old_values)
        if block.stretch is not old:
            touched = {*old.touched, *block.stretch.touched}
            self._difference.update(self._values, self._old_values, touched)


def _asked(walk: conf.Walk, values: Values, respondent: Respondent, position: int, end: int) -> _Block:
    """Ask a block."""
    previous = respondent.last
    respondent.record = Record()
    values.journal = Journal()
    next_position = walk.ask_from(position, end)
    stretch = Stretch(values)
    values.journal = None
    return _Block(position, previous, stretch, respondent.record, next_position, respondent.last)
