"""Why there is no result at all: what stops Nix, or kills the question-and-answer run."""

from collections.abc import Iterator
from pathlib import Path

from nixmenu.causes.advice import Advice, setting
from nixmenu.causes.wording import shown
from nixmenu.findings.finding import Finding, Place, place_of
from nixmenu.findings.scene import Scene
from nixmenu.problems import Message
from nixmenu.unknown_names import PREFIX
from nixmenu.why import advice, goal_of, ordered

_ENDS = (
    "NixOS's build ends here, before there is a .config; what else is wrong shows when this is dealt with."
)
_INVALID = "invalid config line: "
_LARGEST = 4 << 20


def find(scene: Scene) -> Iterator[Finding]:
    """One finding per conflict, or one for what the run dies of."""
    for message in scene.prediction.messages:
        if message.kind == "conflict":
            yield _conflict(scene, message)
        elif message.kind == "fatal":
            yield _death(scene, message)


def _conflict(scene: Scene, message: Message) -> Finding:
    mine = scene.session.you.get(message.name)
    line = (setting(message.name, mine.value, force=True),) if mine is not None else ()
    origin = place_of(mine.definitions) if mine is not None else None
    edits = ((message.name, mine.value),) if mine is not None else ()
    todo = Advice("write" if line else "put lib.mkForce before the one that shall win", line, edits)
    meaning = "Nix stops evaluating: two definitions of the same priority say different things."
    return Finding(
        "error", "conflict", f"{_sentence(message.text)}", (message.name,), meaning, (todo,), origin
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _death(scene: Scene, message: Message) -> Finding:
    stop = scene.prediction.stop
    if message.text.startswith(_INVALID):
        return _invalid(scene, message)
    if stop is not None and stop.members:
        return _two_of_a_choice(scene, message, stop.members)
    symbol = scene.kernel.symbols.get(message.name)
    if scene.reasons is None or symbol is None:
        return Finding("error", "stop", _sentence(message.text), (), _ENDS, ())
    reply = scene.says.reply(message.name) or ""
    why, goal = goal_of(scene.reasons.config, symbol, reply)
    roots = ordered(scene.reasons.roots(goal)) if goal is not None else ()
    offered = f" ([{stop.alternatives}] was offered)" if stop is not None and stop.alternatives else ""
    answer = scene.says.answer(message.name)
    return Finding(
        "error",
        "stop",
        f"The question for {message.name} refuses {shown(reply)}{offered}: {why}.",
        (message.name,),
        _ENDS,
        advice(symbol, roots, scene.says, stop),
        place_of(answer.definitions) if answer is not None else None,
        roots,
        scene.reasons.because(goal).causes if goal is not None else (),
        (message.text,),
    )


def _two_of_a_choice(scene: Scene, message: Message, members: tuple[str, ...]) -> Finding:
    chosen = [name for name in members if scene.says.reply(name) == "y"]
    others = [name for name in chosen if not scene.says.is_mine(name)]
    mine = [name for name in chosen if scene.says.is_mine(name)]
    keep = mine[0] if mine else chosen[0]
    lines = tuple(setting(name, "", force=True) for name in others if name != keep)
    unset = tuple((name, "") for name in others if name != keep)
    todo = [Advice(f"to have {keep}, write", lines, unset)] if lines else []
    todo += [
        Advice(f"take your answer to {name} out", edits=((name, None),)) for name in mine if name != keep
    ]
    answer = scene.says.answer(keep)
    return Finding(
        "error",
        "stop",
        f"{' and '.join(chosen)} are options of one choice, and all of them are answered y.",
        tuple(chosen),
        _ENDS,
        tuple(todo),
        place_of(answer.definitions) if answer is not None else None,
        messages=(message.text,),
    )


def _invalid(scene: Scene, message: Message) -> Finding:
    line = message.text.removeprefix(_INVALID)
    name, equals, value = line.strip().partition("=")
    if equals:
        todo = Advice(f"write `{name.strip().removeprefix(PREFIX)} {value.strip()}`")
    else:
        todo = Advice("write one option in a line, as `NAME value`, and what is no option behind a #")
    return Finding(
        "error",
        "stop",
        f"The line {line.strip()!r} of an extraConfig is none that nixpkgs can read.",
        (),
        f"It takes lines of the form NAME value. {_ENDS}",
        (todo,),
        _line_in(scene.session.patches_path, line.strip()),
        messages=(message.text,),
    )


def _line_in(path: Path, text: str) -> Place | None:
    """Where a line stands in the user's file, if it does and that can be read."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return None
    for number, line in enumerate(lines, start=1):
        if text and text in line:
            return Place(path, number)
    return None
