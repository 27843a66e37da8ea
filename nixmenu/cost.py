"""What an answer takes along, before it is given: by the kernel's own rules, on a copy of the result.

It takes a fraction of what a prediction takes, and leaves out what only NixOS's run brings: options that are asked for
then, and answered "m" because they can be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kconfig_index import Configuration, Symbol
from kconfig_index.values import Journal
from nixmenu.differences import Difference
from nixmenu.layers.answer_lines import Reply

Wanted = Sequence[tuple[Symbol, str]]
"""Options, and the value that each is to have."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What follows from answers for other options than those that are answered."""

    others: Sequence[Difference]
    """Those that would be something else (no line in the `.config` counts as n), and those that are lost."""
    lost: Sequence[str]
    """Those with an answer that must hold, and that holds now and would not then: each is an error."""

    @property
    def count(self) -> int:
        """How many other options it is about."""
        return len(self.others)


def cost(
    result: Configuration, replies: Mapping[str, Reply], wanted: Wanted, pending: Wanted = ()
) -> Cost | None:
    """Try `wanted` on a copy of `result`; None where an answer would not be taken.

    `pending` are answers that were given since the result was computed. `replies` are all answers of NixOS's run.
    """
    config = result.copy()
    for symbol, value in pending:
        config.set(symbol, value)
    before = config.copy() if pending else result
    config.values.journal = Journal()
    if not all(config.set(symbol, value) for symbol, value in wanted):
        return None
    answered = {symbol.index for symbol, _ in wanted}
    others: list[Difference] = []
    lost: list[str] = []
    for symbol in _touched(config):
        old, new = _line(before, symbol), _line(config, symbol)
        if old == new or symbol.index in answered:
            continue
        reply = replies.get(symbol.name)
        is_lost = reply is not None and reply.mandatory and old == reply.value
        if is_lost:
            lost.append(symbol.name)
        if is_lost or (old or "n") != (new or "n"):
            others.append(Difference(symbol.name, old, new))
    return Cost(others, lost)


def _touched(config: Configuration) -> Iterator[Symbol]:
    """The symbols that were computed or changed, in the order of the index; with a choice, all its members."""
    journal, members = config.values.journal, config.kernel.index.members
    assert journal is not None
    numbers = journal.changed | journal.computed
    numbers |= {member for number in numbers & members.keys() for member in members[number]}
    names = config.kernel.index.names
    return (Symbol(config.kernel, number) for number in sorted(numbers) if number < len(names))


def _line(config: Configuration, symbol: Symbol) -> str | None:
    """The value in the `.config`; None where there is no line."""
    return config.value(symbol) if config.is_written(symbol) else None
