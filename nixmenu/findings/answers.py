"""Answers that no value of this kernel can satisfy."""

from collections.abc import Iterator

from kconfig_index import Symbol
from kconfig_index.explanation import Range
from nixmenu.answerable import never_taken
from nixmenu.causes.advice import Advice
from nixmenu.findings.finding import Finding, place_of
from nixmenu.findings.scene import LOST, Scene, meaning


def find(scene: Scene) -> Iterator[Finding]:
    """One finding per answer that cannot be, of the user's in any case, of NixOS's where it shows."""
    messages = {message.name: message for message in scene.prediction.messages}
    for name in sorted({*scene.session.you, *scene.session.nixos}):
        reply = scene.says.reply(name)
        symbol = scene.kernel.symbols.get(name)
        if reply is None or symbol is None:
            continue
        mine = scene.says.is_mine(name)
        message = messages.get(name)
        if (not mine and (message is None or symbol.prompt is None)) or _stands(scene, symbol, reply):
            continue
        why = _impossible(scene, symbol, reply)
        if why is None:
            continue
        severity = scene.severity([message]) if message is not None else "warning"
        answer = scene.says.answer(name)
        todo = scene.give_up((name,))
        yield Finding(
            severity,
            "unsatisfiable",
            f"{why}.",
            (name,),
            meaning([message]) if message is not None else LOST,
            (*_selectors(scene, symbol, reply), *todo),
            place_of(answer.definitions) if answer is not None else None,
            messages=(message.text,) if message is not None else (),
        )


def _stands(scene: Scene, symbol: Symbol, reply: str) -> bool:
    """Whether an option is what it is answered, whatever made it so."""
    if scene.prediction.config is not None:
        return scene.prediction.values.get(symbol.name) == reply
    return scene.reasons is not None and scene.reasons.config.value(symbol) == reply


def _impossible(scene: Scene, symbol: Symbol, reply: str) -> str | None:
    never = never_taken(symbol, reply)
    if never is not None or symbol.type not in ("int", "hex") or scene.reasons is None:
        return never
    ranges = scene.reasons.symbols.explanation(symbol.index).ranges
    base = 16 if symbol.type == "hex" else 10
    if not ranges or any(_may_hold(each, int(reply, base), base) for each in ranges):
        return None
    if any(each.condition is not None for each in ranges) and not _covers_all(ranges):
        return None
    bounds = " or ".join(f"{each.low.text} to {each.high.text}" for each in ranges)
    return f"{symbol.name} takes {bounds}, never {reply}"


def _covers_all(ranges: tuple[Range, ...]) -> bool:
    """Whether one of them always holds."""
    return any(each.condition is None for each in ranges)


def _may_hold(each: Range, value: int, base: int) -> bool:
    """Whether a range takes a value, or might, where its bounds are options themselves."""
    try:
        low, high = int(each.low.name, base), int(each.high.name, base)
    except ValueError:
        return True
    return low <= value <= high


def _selectors(scene: Scene, symbol: Symbol, reply: str) -> tuple[Advice, ...]:
    """What turns an option on that is never asked for."""
    if symbol.prompt is not None or scene.reasons is None or reply not in ("y", "m"):
        return ()
    selected = scene.reasons.symbols.explanation(symbol.index).selected_by
    names = list(dict.fromkeys(each.selector.name for each in selected))
    if not names or scene.prediction.values.get(symbol.name) == reply:
        return ()
    shown = ", ".join(names[:5])
    more = f" or one of {len(names) - 5} more" if len(names) > 5 else ""
    return (Advice(f"it is on when something that selects it is: {shown}{more}"),)
