"""What an answer takes along, before it is given: by the kernel's own rules, on a copy of the result.

Options that are asked for only then are answered as NixOS's run would, as far as that can be told without the run: it
takes a fraction of what a prediction takes.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kconfig_index import Configuration, Symbol
from kconfig_index.values import Journal
from nixmenu.differences import Difference
from nixmenu.layers.answer_lines import Reply
from nixmenu.session import Session

PASSES = 12
"""How often it is looked what can be asked for after the answers to what could be asked for before."""

Edits = Sequence[tuple[str, str | None]]
"""Options by name, and what the user is to say: an empty value is that nobody answers, None that the user does not."""

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


def wanted_by(session: Session, edits: Edits) -> list[tuple[Symbol, str]]:
    """What edited options are to come to.

    One that the user says nothing to any more gets NixOS's answer, m where it can be a module, or the base's value.
    What the kernel gives to one that nobody answers is not known beforehand: it is left out.
    """
    symbols = session.kernel.symbols
    values = [(name, _left_alone(session, name) if value is None else value) for name, value in edits]
    return [(symbols[name], value) for name, value in values if value and name in symbols]


def _left_alone(session: Session, name: str) -> str | None:
    """What an option comes to that the user says nothing to, as far as that can be told without a run."""
    nixos, prediction = session.nixos.get(name), session.prediction
    if nixos is not None and nixos.kind != "unset":
        return nixos.value
    if prediction is not None and name in prediction.automatic:
        return "m"
    return session.base_values.get(name)


def cost(session: Session, result: Configuration, edits: Edits, pending: Wanted = ()) -> Cost:
    """Try `edits` on a copy of `result`, the newest one; an answer that is not taken there has no effect.

    `pending` are answers that were given since the result was computed.
    """
    wanted = wanted_by(session, edits)
    config = result.copy()
    for symbol, value in pending:
        config.set(symbol, value)
    before = config.copy() if pending else result
    config.values.journal = Journal()
    for symbol, value in wanted:
        config.set(symbol, value)
    answered = {symbol.index for symbol, _ in wanted}
    replies = session.prediction.replies if session.prediction is not None else {}
    _ask(session, before, config, replies, answered)
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


def _ask(
    session: Session,
    before: Configuration,
    config: Configuration,
    replies: Mapping[str, Reply],
    answered: Container[int],
) -> None:
    """Answer what can be asked for now but not `before`: as the layers do, m where it is offered, or the base."""
    automatic = session.prediction is not None and bool(session.prediction.automatic)
    asked: set[int] = set()
    for _ in range(PASSES):
        known = len(asked)
        for symbol in _touched(config):
            number = symbol.index
            if number in asked or number in answered:
                continue
            if before.is_changeable(symbol) or not config.is_changeable(symbol):
                continue
            asked.add(number)
            reply = replies.get(symbol.name)
            value = session.base_values.get(symbol.name) if reply is None else reply.value
            if reply is None and automatic and "m" in config.assignable(symbol):
                value = "m"
            if value is not None:
                config.set(symbol, value)
        if len(asked) == known:
            return


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
