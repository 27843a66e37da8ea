"""Answers that did not stick, grouped by what that comes down to: one root is one problem, whatever hangs on it."""

from collections.abc import Iterator, Mapping, Set

from nixmenu.causes.advice import change, toolchain
from nixmenu.causes.goals import Goal, Root
from nixmenu.causes.reasons import Reasons
from nixmenu.causes.wording import listed
from nixmenu.findings.finding import Finding, FindingKind, Place, place_of
from nixmenu.findings.scene import Scene, meaning
from nixmenu.problems import Message
from nixmenu.why import goal_of, ordered, strictest

_KINDS: Mapping[str, FindingKind] = {"unused": "unused", "not-set": "not-set", "silent": "silent"}
_MOST_ROOTS = 2


def find(scene: Scene, told: Set[str]) -> Iterator[Finding]:
    """One finding per root and kind of message; `told` are options that another finding tells of."""
    reasons = scene.reasons
    if reasons is None or scene.prediction.config is None:
        return
    groups: dict[tuple[str, frozenset[tuple[str, str]]], list[tuple[Message, Goal | None]]] = {}
    for message in scene.prediction.messages:
        scene.go_on()
        symbol = scene.kernel.symbols.get(message.name)
        if symbol is None or message.name in told or message.kind not in _KINDS:
            continue
        _, goal = goal_of(reasons.config, symbol, scene.says.reply(message.name) or "")
        roots = frozenset() if goal is None else reasons.roots(goal)
        key: frozenset[tuple[str, str]] = frozenset(root.key for root in roots)
        key = key or frozenset({(message.name, "")})
        groups.setdefault((message.kind, key), []).append((message, goal))
    for (kind, _), members in groups.items():
        scene.go_on()
        yield _finding(scene, reasons, _KINDS[kind], members)


def _finding(
    scene: Scene, reasons: Reasons, kind: FindingKind, members: list[tuple[Message, Goal | None]]
) -> Finding:
    messages = [message for message, _ in members]
    names = tuple(message.name for message in messages)
    every = frozenset[Root]().union(*(reasons.roots(goal) for _, goal in members if goal is not None))
    roots = ordered(strictest(every))
    first = members[0][1]
    severity = scene.severity(messages, roots)
    aim = f"to have {listed(names)}" if len(names) < 2 else "to have them"
    found = [change(roots, scene.says, aim), toolchain(roots)]
    return Finding(
        severity,
        kind,
        _title(reasons, kind, messages, roots),
        names,
        _silently(len(names)) if kind == "silent" else meaning(messages),
        (*(each for each in found if each is not None), *scene.give_up(names)),
        _origin(scene, names, roots),
        roots,
        reasons.because(first).causes if first is not None else (),
        tuple(message.text for message in messages),
    )


def _title(reasons: Reasons, kind: FindingKind, messages: list[Message], roots: tuple[Root, ...]) -> str:
    names = [message.name for message in messages]
    count = len(names)
    if kind == "unused":
        what = f"{names[0]} is" if count == 1 else f"{count} options are"
        what += " never asked for"
    else:
        what = f"{names[0]} does not become" if count == 1 else f"{count} options do not become"
        what += " what it is answered" if count == 1 else " what they are answered"
    if not roots:
        return f"{what}."
    why = [reasons.end(root).text for root in roots[:_MOST_ROOTS]]
    more = f", and {len(roots) - _MOST_ROOTS} reasons more" if len(roots) > _MOST_ROOTS else ""
    return f"{what}, because {', and '.join(why)}{more}."


def _silently(count: int) -> str:
    it = "it" if count == 1 else "them"
    return f"NixOS does not report {it}: a result of 0 or nothing passes for what was asked for."


def _origin(scene: Scene, names: tuple[str, ...], roots: tuple[Root, ...]) -> Place | None:
    """Where the user or NixOS says what it comes down to, or else the first of the answers."""
    for name in (*(root.name for root in roots), *names):
        answer = scene.says.answer(name)
        place = place_of(answer.definitions) if answer is not None else None
        if place is not None:
            return place
    return None
