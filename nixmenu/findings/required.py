"""Options that NixOS's own modules require and that the result breaks, which nixpkgs often does not check."""

from collections.abc import Iterator

from nixmenu.causes.advice import change, toolchain
from nixmenu.causes.goals import Goal
from nixmenu.causes.says import LEVELS
from nixmenu.causes.wording import listed, shown
from nixmenu.findings.finding import Finding, place_of
from nixmenu.findings.scene import Scene
from nixmenu.layers.required import Requirement, bundled_requirements, load_requirements
from nixmenu.problems import Severity
from nixmenu.why import ordered

_NOT_CHECKED = (
    "nixpkgs checks that only for kernels it describes itself, so it may come out when the system starts"
)


def find(scene: Scene) -> Iterator[Finding]:
    """One finding per option, with every module that requires it."""
    if scene.prediction.config is None:
        return
    broken: dict[str, list[Requirement]] = {}
    for requirement in load_requirements(bundled_requirements()):
        if scene.kernel.symbols.get(requirement.name) is None:
            continue
        if scene.prediction.values.get(requirement.name, "n") not in requirement.accepted:
            broken.setdefault(requirement.name, []).append(requirement)
    for name, requirements in broken.items():
        yield _finding(scene, name, requirements)


def _finding(scene: Scene, name: str, requirements: list[Requirement]) -> Finding:
    reasons = scene.reasons
    symbol = scene.kernel.symbols[name]
    wanted = requirements[0].accepted
    value = scene.prediction.values.get(name, "n")
    goal = None
    if LEVELS.get(value, 0) < LEVELS[wanted[0]]:
        goal = Goal(symbol.index, "at least", min(LEVELS[each] for each in wanted))
    elif LEVELS.get(value, 0) > LEVELS[wanted[0]]:
        goal = Goal(symbol.index, "at most", LEVELS[wanted[0]])
    roots = ordered(reasons.roots(goal)) if reasons is not None and goal is not None else ()
    always = any(requirement.always for requirement in requirements)
    mine = scene.is_users(name, roots)
    severity: Severity = "warning" if always or mine else "note"
    modules = [requirement.module for requirement in requirements]
    who = "every NixOS system" if always else "a system that uses it"
    needed = listed(wanted)
    found = [change(roots, scene.says, f"to have {name} {needed}"), toolchain(roots)]
    answer = scene.says.answer(roots[0].name) if roots else None
    return Finding(
        severity,
        "required",
        f"{name} is {shown(value)}; NixOS's {listed(modules, 'and')} requires {needed}.",
        (name,),
        f"This concerns {who}; {_NOT_CHECKED}.",
        tuple(each for each in found if each is not None),
        place_of(answer.definitions) if answer is not None else None,
        roots,
        reasons.because(goal).causes if reasons is not None and goal is not None else (),
    )
