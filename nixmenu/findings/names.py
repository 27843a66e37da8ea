"""Names that are answered and that are none: with CONFIG_ in front, or unknown to this kernel."""

from collections.abc import Iterator

from nixmenu.causes.advice import Advice
from nixmenu.causes.goals import Root
from nixmenu.causes.wording import listed
from nixmenu.findings.finding import Finding, place_of
from nixmenu.findings.scene import Scene, meaning
from nixmenu.problems import Message
from nixmenu.unknown_names import PREFIX, bare, nearest, successors


def find(scene: Scene) -> Iterator[Finding]:
    """The user's one by one, with what was probably meant; those of NixOS together."""
    messages = {message.name: message for message in scene.prediction.messages}
    others: list[str] = []
    for name in sorted({*scene.session.you, *scene.session.nixos}):
        if scene.says.reply(name) is None or scene.kernel.symbols.get(name) is not None:
            continue
        if scene.says.is_mine(name):
            yield (_prefixed(scene, name) if name.startswith(PREFIX) else _mine(scene, name))
        elif name in messages:
            others.append(name)
    if others:
        yield _of_nixos(scene, others, messages)


def _said(scene: Scene, name: str) -> list[Message]:
    return [message for message in scene.prediction.messages if message.name == name]


def _prefixed(scene: Scene, name: str) -> Finding:
    said = _said(scene, name)
    severity = scene.severity(said) if said else "warning"
    answer = scene.says.answer(name)
    origin = place_of(answer.definitions) if answer is not None else None
    short = bare(name)
    known = scene.kernel.symbols.get(short) is not None
    hint = "" if known else _hint(scene, short)
    return Finding(
        severity,
        "prefix",
        f"You answer {name}; nixpkgs writes option names without {PREFIX}.",
        (name,),
        f"nixpkgs looks for an option called {name}, and there is none. {meaning(said)}",
        (Advice(f"write {short} in its place{f'; {hint}' if hint else ''}"),),
        origin,
        messages=tuple(message.text for message in said),
    )


def _mine(scene: Scene, name: str) -> Finding:
    said = _said(scene, name)
    severity = scene.severity(said) if said else "warning"
    answer = scene.says.answer(name)
    origin = place_of(answer.definitions) if answer is not None else None
    elsewhere = scene.architectures_with(name)
    there = f" ({listed(elsewhere, 'and')} has it)" if elsewhere else ""
    hint = _hint(scene, name)
    first = (Advice(hint),) if hint else ()
    return Finding(
        severity,
        "unknown-name",
        f"You answer {name}, which {scene.where} does not have{there}.",
        (name,),
        meaning(said),
        (*first, *scene.give_up((name,))),
        origin,
        (Root(name, "unknown", ""),),
        messages=tuple(message.text for message in said),
    )


def _hint(scene: Scene, name: str) -> str:
    renamed = successors(scene.kernel, name)
    if renamed:
        return f"the kernel's own text leads from it to {listed(renamed, 'and')}"
    near = nearest(scene.kernel, name)
    return f"did you mean {listed(near)}?" if near else ""


def _of_nixos(scene: Scene, names: list[str], messages: dict[str, Message]) -> Finding:
    said = [messages[name] for name in names]
    severity = scene.severity(said)
    count = len(names)
    what = f"{names[0]}, which {scene.where} does not have" if count == 1 else f"{count} options"
    title = (
        f"NixOS answers {what}." if count == 1 else f"NixOS answers {what} that {scene.where} does not have."
    )
    return Finding(
        severity,
        "unknown-name",
        title,
        tuple(names),
        meaning(said),
        scene.give_up(names),
        roots=tuple(Root(name, "unknown", "") for name in names),
        messages=tuple(message.text for message in said),
    )
