"""Whether a named cause is one: change it, predict again, and see whether the option comes back."""

import random
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from kconfig_index import Kernel
from nixmenu.causes.goals import FACTS, Root
from nixmenu.causes.reasons import Reasons
from nixmenu.causes.says import Says
from nixmenu.generator import Rules
from nixmenu.layers.answer import Answer
from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.base import Base, load_base
from nixmenu.layers.definition import FORCED, Definition, Origin
from nixmenu.layers.facts import bundled, load_facts
from nixmenu.layers.merge import merge
from nixmenu.prediction import Inputs, Prediction, predict
from nixmenu.why import absent, goal_of

ORIGIN = Origin("you", "test", None, None)


def forced(name: str, value: str | None) -> Definition:
    """What the user says by force; None takes the answer away."""
    return Definition(name, value, None, priority=FORCED, origin=ORIGIN)


@dataclass
class World:
    """A kernel with NixOS's answers and whatever a user says."""

    kernel: Kernel
    system: str = "x86_64-linux"
    base: Base = field(init=False)
    nixos: Sequence[Definition] = field(init=False)

    def __post_init__(self) -> None:
        self.base = load_base(self.kernel, "defconfig")
        self.nixos = load_facts(bundled(), self.system, self.kernel.version).definitions
        self.nixos_answers = merge(self.nixos).answers
        self.base_values = {
            name: self.base.config.value(symbol)
            for name, symbol in self.kernel.symbols.items()
            if self.base.config.is_written(symbol)
        }

    def predict(self, user: Iterable[Definition]) -> Prediction:
        """What comes of it."""
        answers = format_answers(merge((*self.nixos, *user)).answers)
        return predict(Inputs(self.kernel, self.base.dot_config, answers, (), Rules(), "", 0))

    def reasons(self, prediction: Prediction, user: Sequence[Definition]) -> Reasons:
        """The reasons for it."""
        you: dict[str, Answer] = dict(merge(user).answers)
        config = prediction.config if prediction.stop is None else prediction.stop.config
        assert config is not None
        automatic = prediction.automatic if prediction.stop is None else prediction.stop.automatic
        return Reasons(config, Says(you, self.nixos_answers, self.base_values, automatic))

    def settled(
        self, user: dict[str, Definition], deaths: "Score", keep: Set[str] = frozenset(), tries: int = 30
    ) -> Prediction | None:
        """The first prediction that comes to an end, changing what each death is put down to.

        What is said about `keep` is left alone; then the answer that was refused goes. A death counts as explained if
        the next run does not die of the same question. None if there is no end.
        """
        prediction = self.predict(user.values())
        for _ in range(tries):
            if prediction.fatal is None:
                return prediction
            name = prediction.messages[0].name
            changed, roots = self._without_death(prediction, user)
            if any(root.name in keep for root in roots):
                after = None
            else:
                after = self.predict(changed.values())
                deaths.tried += 1
                if not roots or (after.fatal is not None and after.messages[0].name == name):
                    deaths.wrong.append(f"{name} because of {sorted(roots, key=str)}")
                    after = None
            if after is None:
                if name in keep or user.pop(name, None) is None:
                    return None
                after = self.predict(user.values())
            else:
                user.clear()
                user.update(changed)
            prediction = after
        return None

    def _without_death(
        self, prediction: Prediction, user: dict[str, Definition]
    ) -> tuple[dict[str, Definition], frozenset[Root]]:
        """What the user says with the roots of a death changed, and those roots."""
        symbol = self.kernel.symbols[prediction.messages[0].name]
        reasons = self.reasons(prediction, list(user.values()))
        _, goal = goal_of(reasons.config, symbol, reasons.says.reply(symbol.name) or "")
        roots = reasons.roots(goal) if goal is not None else frozenset()
        return flipped(user, roots), roots


@dataclass
class Score:
    """How many claims were tried, and which did not hold."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.tried - len(self.wrong)}/{self.tried}"


def random_user(
    world: World, prediction: Prediction, chance: random.Random, count: int
) -> dict[str, Definition]:
    """Turn off at random what is on, more often what stands above others."""
    asked = [
        name
        for name in prediction.asked[1]
        if prediction.values.get(name) in ("y", "m") and world.kernel.symbols[name].choice is None
    ]
    heads = [name for name in asked if any(node.children for node in world.kernel.symbols[name].nodes)]
    names = [*chance.sample(heads, count // 2), *chance.sample(asked, count - count // 2)]
    return {name: forced(name, "n") for name in names}


def flipped(user: dict[str, Definition], roots: Iterable[Root]) -> dict[str, Definition]:
    """What the user says once every root is changed: an own answer is taken out, others are overruled."""
    changed = dict(user)
    for root in roots:
        if root.who == "you":
            changed.pop(root.name, None)
        else:
            changed[root.name] = forced(root.name, root.wanted or "y")
    return changed


def unused(prediction: Prediction) -> set[str]:
    """The options that are answered and not there."""
    return {message.name for message in prediction.messages if message.kind == "unused"}


def score(world: World, user: dict[str, Definition], prediction: Prediction, most: int) -> dict[str, Score]:
    """Try the causes of unused options, by the kind of claim; `most` limits the predictions."""
    reasons = world.reasons(prediction, list(user.values()))
    claims: dict[frozenset[Root], list[str]] = {}
    for name in sorted(unused(prediction)):
        symbol = world.kernel.symbols.get(name)
        if symbol is None:
            continue
        claims.setdefault(reasons.roots(absent(symbol)), []).append(name)
    scores: dict[str, Score] = {}
    for roots, names in sorted(claims.items(), key=lambda item: -len(item[1]))[:most]:
        if not roots or any(root.who in FACTS for root in roots):
            scores.setdefault("facts", Score()).tried += len(names)
            continue
        mine = all(root.who == "you" for root in roots)
        kind = f"{'one' if len(roots) == 1 else 'several'} {'mine' if mine else 'others'}"
        changed = flipped(user, roots)
        after: Prediction | None = world.predict(changed.values())
        if after is not None and after.fatal is not None:
            # Other answers stand against it; without them there is something to look at.
            kind = f"{kind}, others settled"
            after = world.settled(changed, Score(), {root.name for root in roots})
        if after is None:
            scores.setdefault("no end", Score()).tried += len(names)
            continue
        found = scores.setdefault(kind, Score())
        found.tried += len(names)
        still = unused(after)
        told = ", ".join(f"{root.name}:{root.who}:{root.wanted}" for root in sorted(roots, key=str))
        found.wrong += [f"{name} because of {told}" for name in names if name in still]
    return scores
