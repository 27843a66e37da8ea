"""Why an option is what it is: every layer's say, the question, the reasons down to the root, and what to change."""

from collections.abc import Mapping
from dataclasses import dataclass

from kconfig_index import Configuration, Symbol
from nixmenu.causes.advice import Advice, built_in, change, give_up, too_late, toolchain
from nixmenu.causes.cause import Cause
from nixmenu.causes.goals import FACTS, Goal, Root
from nixmenu.causes.kernel_text import KernelText
from nixmenu.causes.order import asked_later
from nixmenu.causes.reasons import Reasoned, Reasons
from nixmenu.causes.refusal import refusal
from nixmenu.causes.says import LEVELS, Says
from nixmenu.causes.wording import end, listed, shown
from nixmenu.generator import Asked, Stop
from nixmenu.layers.answer import Answer
from nixmenu.layers.merge import described
from nixmenu.prediction import Prediction
from nixmenu.problems import Message
from nixmenu.session import Session
from nixmenu.unknown_names import nearest


@dataclass(frozen=True, slots=True)
class Why:
    """All that is to be said about one option."""

    name: str
    symbol: Symbol | None
    """None for a name that is answered and that this kernel does not know."""
    value: str | None
    """What NixOS builds; None where it is not in the `.config`, or there is none."""
    layers: tuple[str, ...]
    """What each layer says, with where it says so, one sentence each."""
    asked: tuple[Asked | None, Asked | None]
    """How each pass of the run asks for it; None where it does not."""
    heading: str
    """What `because` explains, "It is not asked for"; empty if there is nothing to explain."""
    because: tuple[Cause, ...]
    more: int
    """Reasons beside these."""
    roots: tuple[Root, ...]
    """What the reasons come down to; all of them would have to change."""
    todo: tuple[Advice, ...]
    """What to change: each of them would do."""
    messages: tuple[Message, ...]
    stopped: Message | None
    """Why there is no result, if that is because of something else."""
    basis: str


def why(session: Session, name: str) -> Why | None:
    """Explain an option by the session's accepted prediction; None for a name that nothing knows.

    Raises ValueError if nothing was predicted yet.
    """
    prediction = session.prediction
    if prediction is None:
        raise ValueError("nothing was predicted yet")
    reasons = reasons_of(session, prediction)
    symbol = session.kernel.symbol(name)
    answered = name in session.you or name in session.nixos
    if symbol is None:
        return _unknown(session, name, prediction) if answered else None
    found, sentence = Reasoned(), ""
    roots: tuple[Root, ...] = ()
    messages = tuple(message for message in prediction.messages if message.name == symbol.name)
    todo: tuple[Advice, ...] = ()
    if reasons is not None:
        sentence, goal = _question(reasons, symbol, bool(messages))
        if goal is not None:
            found = reasons.because(goal)
            roots = ordered(reasons.roots(goal))
        if messages:
            todo = advice(symbol, roots, reasons.says, prediction.stop)
    first, second = prediction.asked
    return Why(
        name=symbol.name,
        symbol=symbol,
        value=prediction.values.get(symbol.name),
        layers=tuple(session.explain(symbol)),
        asked=(first.get(symbol.name), second.get(symbol.name)),
        heading=sentence,
        because=found.causes,
        more=found.more,
        roots=roots,
        todo=todo,
        messages=messages,
        stopped=prediction.messages[0] if prediction.fatal is not None and not messages else None,
        basis=prediction.basis,
    )


def _unknown(session: Session, name: str, prediction: Prediction) -> Why:
    """What there is to say about a name that a layer answers and that the kernel does not know."""
    says = says_of(session, prediction)
    answer = says.answer(name)
    kernel = session.kernel
    sentence, _ = end(
        Root(name, "unknown", ""),
        None,
        says,
        KernelText(kernel),
        f"Linux {kernel.version} for {kernel.srcarch}",
    )
    near = nearest(kernel, name)
    hint = f"; the nearest names are {listed(near, 'and')}" if near else ""
    definitions = answer.definitions if answer is not None else ()
    give = give_up(name, says)
    return Why(
        name=name,
        symbol=None,
        value=None,
        layers=tuple(f"{described(each)}." for each in definitions),
        asked=(None, None),
        heading=f"{sentence}{hint}",
        because=(),
        more=0,
        roots=(Root(name, "unknown", ""),),
        todo=() if give is None else (give,),
        messages=tuple(message for message in prediction.messages if message.name == name),
        stopped=None,
        basis=prediction.basis,
    )


def reasons_of(
    session: Session, prediction: Prediction, you: Mapping[str, Answer] | None = None
) -> Reasons | None:
    """The reasons for what a prediction comes to; None if it ends before the first question.

    `you` is what the user answers in it, where that is not what the session has.
    """
    stop = prediction.stop
    config = prediction.config if stop is None else stop.config
    if config is None:
        return None
    return Reasons(config, says_of(session, prediction, you))


def says_of(session: Session, prediction: Prediction, you: Mapping[str, Answer] | None = None) -> Says:
    """Who answers what in a session, and what auto-modules answers in its prediction; `you` as for `reasons_of`."""
    stop = prediction.stop
    automatic = prediction.automatic if stop is None else stop.automatic
    return Says(
        session.you if you is None else you,
        session.nixos,
        session.base_values,
        automatic,
        session.base_name,
        session.is_text_only,
    )


def ordered(roots: frozenset[Root]) -> tuple[Root, ...]:
    """Roots in the order in which people want to read them: those that an answer can change first."""
    return tuple(sorted(roots, key=lambda root: (root.who in FACTS, root.who != "you", root.name)))


def strictest(roots: frozenset[Root]) -> frozenset[Root]:
    """One root for each key: what asks for y gives m, too."""
    best: dict[tuple[str, str], Root] = {}
    for root in sorted(roots, key=lambda root: (root.key, "nmy".find(root.wanted or "n"), str(root.place))):
        best[root.key] = root
    return frozenset(best.values())


def advice(symbol: Symbol, roots: tuple[Root, ...], says: Says, stop: Stop | None) -> tuple[Advice, ...]:
    """What to do about an option that is not what it was answered, given what that comes down to.

    `stop` is where the run died of it, if it did.
    """
    name = symbol.name
    reply = says.reply(name)
    aim = f"to have {name}" if reply in (None, "y", "m") else f"to have {name} {shown(reply)}"
    first = stop is not None and stop.run == 1
    late = asked_later(symbol.kernel, (root.name for root in roots), symbol) if first else []
    possible = too_late(name, late) if late else change(roots, says, aim)
    if symbol.type == "bool" and reply == "m":
        possible = built_in(name, says)
    found = [possible, toolchain(roots), give_up(name, says)]
    return tuple(each for each in found if each is not None)


def absent(symbol: Symbol) -> Goal:
    """What an option that has no line in the `.config` would have to come to for one."""
    return Goal(symbol.index, "written")


def goal_of(config: Configuration, symbol: Symbol, wanted: str) -> tuple[str, Goal | None]:
    """Why the answer `wanted` did not stick, as a sentence, and what an option would have to come to for it."""
    number = symbol.index
    value = config.value(symbol)
    if not config.is_written(symbol):
        missing = "has no line in the .config" if symbol.prompt is None else "is not asked for"
        return f"{symbol.name} {missing}", absent(symbol)
    if not config.visibility(symbol) and symbol.prompt is not None:
        return f"{symbol.name} is not asked for", Goal(number, "asked", 1)
    refused = None if symbol.prompt is None else refusal(config, symbol, wanted)
    if refused is not None:
        return refused
    if symbol.type not in ("bool", "tristate"):
        return f"{symbol.name} is {shown(value)}", None
    level = LEVELS.get(wanted, LEVELS[value])
    if level > LEVELS[value]:
        return f"{symbol.name} is {value}", Goal(number, "at least", level)
    return f"{symbol.name} is {value}", Goal(number, "at most", level) if level < LEVELS[value] else None


def _question(reasons: Reasons, symbol: Symbol, failed: bool) -> tuple[str, Goal | None]:
    """What there is to explain about an option, as a sentence, and the goal that is not reached."""
    config = reasons.config
    wanted = reasons.says.reply(symbol.name)
    if failed and wanted is not None:
        return goal_of(config, symbol, wanted)
    visible = config.visibility(symbol) or symbol.prompt is None
    value = config.value(symbol)
    if symbol.type in ("bool", "tristate") and value != "n":
        return f"{symbol.name} is {value}", Goal(symbol.index, "at most", 0)
    if not visible:
        return f"{symbol.name} is not asked for", Goal(symbol.index, "asked", 1)
    if value == "n":
        return f"{symbol.name} is n", Goal(symbol.index, "at least", 1)
    return "", None
