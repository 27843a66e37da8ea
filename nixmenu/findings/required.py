"""Options that NixOS's own modules require and that the result breaks, which nixpkgs often does not check."""

from collections.abc import Iterator

from nixmenu.causes.advice import change, toolchain
from nixmenu.causes.goals import Goal, Root
from nixmenu.causes.says import LEVELS
from nixmenu.causes.wording import listed
from nixmenu.findings.finding import Finding, place_of
from nixmenu.findings.scene import Scene
from nixmenu.layers.required import Requirement, bundled_requirements, load_requirements
from nixmenu.problems import Severity
from nixmenu.why import ordered, strictest

_NOT_CHECKED = (
    "nixpkgs checks that only for kernels it describes itself, so it may come out when the system starts"
)


def find(scene: Scene) -> Iterator[Finding]:
    """One finding per module that requires something else."""
    if scene.prediction.config is None:
        return
    broken: dict[str, list[Requirement]] = {}
    for requirement in load_requirements(bundled_requirements()):
        if scene.kernel.symbols.get(requirement.name) is None:
            continue
        if scene.prediction.values.get(requirement.name, "n") not in requirement.accepted:
            broken.setdefault(requirement.module, []).append(requirement)
    for module, requirements in broken.items():
        yield _finding(scene, module, requirements)


def _goal(scene: Scene, requirement: Requirement) -> Goal:
    """What the option would have to come to."""
    number = scene.kernel.symbols[requirement.name].index
    now = LEVELS.get(scene.prediction.values.get(requirement.name, "n"), 0)
    accepted = [LEVELS[each] for each in requirement.accepted]
    return (
        Goal(number, "at least", min(accepted))
        if now < min(accepted)
        else Goal(number, "at most", max(accepted))
    )


def _finding(scene: Scene, module: str, requirements: list[Requirement]) -> Finding:
    reasons = scene.reasons
    goals = [_goal(scene, requirement) for requirement in requirements]
    every = [] if reasons is None else [reasons.roots(goal) for goal in goals]
    roots = ordered(strictest(frozenset[Root]().union(*every)))
    names = tuple(requirement.name for requirement in requirements)
    always = requirements[0].always
    mine = any(scene.is_users(name, roots) for name in names)
    severity: Severity = "warning" if always or mine else "note"
    states = [
        f"{each.name} is {scene.prediction.values.get(each.name, 'n')} and has to be {listed(each.accepted)}"
        for each in requirements
    ]
    many = len(states) > 1
    what = f"{len(states)} options are not what NixOS's {module} requires" if many else states[0]
    aim = f"to have {'them' if many else names[0]} so"
    found = [change(roots, scene.says, aim), toolchain(roots)]
    answer = scene.says.answer(roots[0].name) if roots else None
    who = "every NixOS system" if always else "systems that use it"
    return Finding(
        severity,
        "required",
        f"{what}." if many else f"{what}: NixOS's {module} requires it.",
        names,
        f"This concerns {who}; {_NOT_CHECKED}.{f' {_sentences(states)}' if many else ''}",
        tuple(each for each in found if each is not None),
        place_of(answer.definitions) if answer is not None else None,
        roots,
        reasons.because(goals[0]).causes if reasons is not None else (),
    )


def _sentences(states: list[str]) -> str:
    return f"{'; '.join(states)}."
