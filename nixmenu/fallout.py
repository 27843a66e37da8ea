"""What else must be said so that the run is clean: the answers that lose their option when others are turned off.

What the user asks for is never touched. Every round replays the run, takes back each answer of NixOS that did not
stick, and changes what stands against an answer of the user's, until nothing is left that the user's entries brought
about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kconfig_index import Symbol
from nixmenu.answerable import never_taken
from nixmenu.causes.goals import FACTS, Root
from nixmenu.causes.reasons import Reasons
from nixmenu.causes.wording import listed
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import Definition, Origin
from nixmenu.layers.override import Wish, definition_for
from nixmenu.opening import Progress
from nixmenu.prediction import Prediction
from nixmenu.problems import Message
from nixmenu.session import Session
from nixmenu.user_say import by_name
from nixmenu.why import goal_of, ordered, reasons_of

if TYPE_CHECKING:
    from nixmenu.nix.edit import Plan

_ROUNDS = 40
_TRIALS = 60
"""How many lines are tried to be left out in the end."""
_MOST = 2
"""Roots that are told of one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One definition that the fallout entry needs, and why."""

    definition: Definition
    because: str
    """What it goes back to, a clause that many lines may have in common: "you answer n to USB_SUPPORT"."""
    remark: str
    """The same in a few words, to stand beside the line."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A want of the user's that no further definition makes come true."""

    name: str
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class Fallout:
    """What to say beside the user's entries; `prediction` is the replay with all of it, and proves it."""

    entry: str
    """The name of the entry that it goes to."""
    lines: tuple[Line, ...]
    clashes: tuple[Clash, ...]
    prediction: Prediction
    before: int
    """How many errors there are without it."""
    others: tuple[Message, ...]
    """Errors that NixOS gives without any entry of the user's, which are left alone."""
    present: Mapping[str, Sequence[Definition]]
    """What the fallout entry says so far, by option; it is made anew, not added to."""

    @property
    def clean(self) -> bool:
        """Whether nothing is left that the user's entries bring about."""
        return not self.clashes


def fallout(
    session: Session, progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Fallout:
    """Find what the session's entries need beside them; nothing is changed.

    Raises generator.CancelledError when `cancelled` says that nobody waits any more, and NixmenuError where answers
    given as lines stand for all layers: there is no entry to add.
    """
    if session.is_text_only:
        raise NixmenuError(
            "answers that are given as lines (--answers) have no entries that one could be added to"
        )
    return _Search(session, progress or (lambda what, done, total: None), cancelled).run()


def plan_fallout(session: Session, found: Fallout) -> "Plan":
    """The edit that makes the fallout entry say just these lines; nothing is written.

    Raises NixmenuError when the file cannot be edited.
    """
    # Imported here because the Nix grammar costs time that a look need not spend.
    from nixmenu.nix.wanted import Wanted

    wanted: dict[str, Wanted | None] = dict.fromkeys(found.present)
    wanted |= {line.definition.name: Wanted.of(line.definition) for line in found.lines}
    remarks = {line.definition.name: line.remark for line in found.lines}
    return session.plan_other(found.entry, wanted, remarks)


class _Search:
    """The way to a clean run."""

    def __init__(self, session: Session, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._session = session
        self._progress = progress
        self._cancelled = cancelled
        self._runs = 0
        self._entry = f"{session.entry}-fallout"
        self._wants = [each for each in session.user_definitions if not self._is_own(each)]
        self._present = by_name([each for each in session.user_definitions if self._is_own(each)])
        self._lines: dict[str, Line] = {}
        self._tried: set[tuple[str, Wish]] = set()
        self._clashes: dict[str, Clash] = {}

    def run(self) -> Fallout:
        """Go round until nothing changes."""
        others = [
            message for message in self._session.trial_of_nixos().messages if message.severity == "error"
        ]
        self._known = {message.text for message in others}
        prediction, you = self._trial()
        before = len(self._errors(prediction))
        for _ in range(_ROUNDS):
            errors = [each for each in self._errors(prediction) if each.name not in self._clashes]
            if not errors or not self._deal_with(errors, prediction, you):
                break
            prediction, you = self._trial()
        if not self._clashes:
            prediction = self._without_needless(prediction)
        for message in self._errors(prediction):
            if message.name not in self._clashes:
                self._clash(message.name, f"{message.text}, and nothing was found that would change it")
        return Fallout(
            self._entry,
            tuple(self._lines[name] for name in sorted(self._lines)),
            tuple(self._clashes.values()),
            prediction,
            before,
            tuple(each for each in others if each.text in {one.text for one in prediction.messages}),
            self._present,
        )

    def _is_own(self, definition: Definition) -> bool:
        return definition.origin is not None and definition.origin.label == self._entry

    def _trial(self) -> tuple[Prediction, Mapping[str, Answer]]:
        self._go_on()
        self._runs += 1
        self._progress("replaying the run with what else has to be said", self._runs, 0)
        return self._session.trial([*self._wants, *(line.definition for line in self._lines.values())])

    def _go_on(self) -> None:
        if self._cancelled():
            raise CancelledError

    def _errors(self, prediction: Prediction) -> list[Message]:
        """What the user's entries, and not NixOS alone, would be stopped by."""
        return [
            each for each in prediction.messages if each.severity == "error" and each.text not in self._known
        ]

    def _clash(self, name: str, reason: str) -> None:
        self._clashes[name] = Clash(name, reason)

    def _without_needless(self, prediction: Prediction) -> Prediction:
        """Leave out again what later lines made needless: answers, and what is taken back though it is asked for."""
        config = prediction.config
        if config is None:
            return prediction
        tried = [
            name
            for name, line in self._lines.items()
            if line.definition.tristate is not None
            or line.definition.freeform is not None
            or ((symbol := self._session.kernel.symbols.get(name)) is not None and config.visibility(symbol))
        ]
        for name in tried[:_TRIALS]:
            line = self._lines.pop(name)
            without, _ = self._trial()
            if self._errors(without):
                self._lines[name] = line
            else:
                prediction = without
        return prediction

    # One round

    def _deal_with(
        self, errors: Sequence[Message], prediction: Prediction, you: Mapping[str, Answer]
    ) -> bool:
        """Add and withdraw lines for errors; False if there was nothing to do about any of them."""
        reasons = reasons_of(self._session, prediction, you)
        lines = dict(self._lines)
        clashes = len(self._clashes)
        for message in errors:
            self._go_on()
            if message.kind == "conflict":
                self._force(message, you)
            elif message.kind == "fatal" and prediction.stop is not None and prediction.stop.members:
                self._one_of_a_choice(message, prediction.stop.members, you)
            elif message.name and reasons is not None:
                self._one(message, reasons)
            else:
                self._clash(message.name, message.text)
        return lines != self._lines or clashes != len(self._clashes)

    def _one(self, message: Message, reasons: Reasons) -> None:
        """An answer that did not stick, or that the run dies of."""
        name = message.name
        symbol = self._session.kernel.symbols.get(name)
        if name in self._lines:
            # What stood here to help another answer did not come true.
            del self._lines[name]
        elif symbol is None and self._is_wanted(name):
            self._clash(name, f"you ask for {name}, which this kernel does not know")
        elif symbol is None:
            self._say(name, Wish(), f"this kernel does not know {name}", "not in this kernel")
        elif self._is_wanted(name):
            self._wanted(message, symbol, reasons)
        else:
            why, roots = self._why(symbol, reasons)
            because = [self._end(root, reasons) for root in roots[:_MOST]]
            remark = f"lost with {listed([root.name for root in roots[:_MOST]], 'and')}" if roots else why
            self._say(name, Wish(), " and ".join(because) or why, remark)

    def _wanted(self, message: Message, symbol: Symbol, reasons: Reasons) -> None:
        """An answer of the user's did not stick."""
        name = symbol.name
        if symbol.prompt is None:
            self._clash(name, f"{never_taken(symbol, '')}; take your answer out")
            return
        why, roots = self._why(symbol, reasons)
        if message.kind == "unused" and reasons.says.reply(name) == "n":
            # What the user wants holds; it only must not be said.
            names = listed([root.name for root in roots[:_MOST]], "and")
            self._say(name, Wish(), f"it is off with {names} anyway", f"off with {names}")
            return
        self._make_true(name, why, roots, reasons)

    def _why(self, symbol: Symbol, reasons: Reasons) -> tuple[str, Sequence[Root]]:
        """Why an answer did not stick, and what it goes back to."""
        why, goal = goal_of(reasons.config, symbol, reasons.says.reply(symbol.name) or "")
        return why, ordered(reasons.roots(goal)) if goal is not None else ()

    def _end(self, root: Root, reasons: Reasons) -> str:
        """The clause for a root; of what is said here it is not the user's."""
        line = self._lines.get(root.name)
        if line is None:
            return reasons.end(root).text
        return f"{root.name} is {line.definition.tristate or 'not answered any more'} here"

    def _is_wanted(self, name: str) -> bool:
        """Whether an option is answered as the user asks for it."""
        definitions = [each for each in self._wants if each.name == name]
        answer = self._session.you.get(name)
        if answer is not None and answer.kind == "text":
            return True
        nixos = self._session.nixos.get(name)
        return bool(definitions) and (
            nixos is None or min(each.priority for each in definitions) <= nixos.priority
        )

    def _make_true(self, name: str, why: str, roots: Sequence[Root], reasons: Reasons) -> None:
        """Change what stands against an answer of the user's."""
        late = [root.name for root in roots if root.name in self._lines]
        if late:
            what = f"{listed(late, 'and')} can only be changed after {name} was asked for"
            self._clash(name, f"{why}, and {what}")
            return
        against = [root for root in roots if root.who == "you"]
        facts = [root for root in roots if root.who in FACTS]
        loose = [root for root in roots if not root.wanted]
        if not roots or against or facts or loose:
            because = [self._end(root, reasons) for root in (facts or against or loose)]
            self._clash(name, f"{why}, because {' and '.join(because)}" if because else why)
            return
        for root in roots:
            loser = ", against NixOS" if root.who == "nixos" else ""
            wish = Wish(tristate=root.wanted)
            self._say(root.name, wish, f"your {name} takes that{loser}", f"for {name}{loser}")

    def _one_of_a_choice(self, message: Message, members: Sequence[str], you: Mapping[str, Answer]) -> None:
        """More than one option of a choice is answered y: the user's one stays."""
        chosen = [name for name in members if self._value(name, you) == "y"]
        mine = [name for name in chosen if self._is_wanted(name)]
        if len(mine) != 1:
            what = listed(mine or chosen, "and")
            self._clash(message.name, f"{what} are options of one choice: only one of them can be y")
            return
        for name in chosen:
            if name != mine[0]:
                self._say(name, Wish(), f"you choose {mine[0]} instead", f"{mine[0]} instead")

    def _value(self, name: str, you: Mapping[str, Answer]) -> str | None:
        answer = you.get(name) or self._session.nixos.get(name)
        return None if answer is None else answer.value

    def _force(self, message: Message, you: Mapping[str, Answer]) -> None:
        """The user's answer and one of NixOS's are of equal priority: the user's one shall win."""
        name = message.name
        mine = [each for each in self._wants if each.name == name]
        said = {(each.tristate, each.freeform) for each in mine}
        if len(said) != 1:
            self._clash(name, message.text)
            return
        tristate, freeform = said.pop()
        self._say(name, Wish(tristate, freeform), "NixOS says something else", "over NixOS")

    def _say(self, name: str, wish: Wish, because: str, remark: str) -> None:
        """Add the definition that makes a wish come true, or say why there is none."""
        if (name, wish) in self._tried:
            self._clash(
                name,
                f"{name} would have to be {wish.value or 'unset'}, because {because}, and that does not hold",
            )
            return
        self._tried.add((name, wish))
        others = [each for each in self._wants if each.name == name]
        nixos = self._session.nixos_definitions.get(name, ())
        origin = Origin("you", self._entry, self._session.patches_path, None)
        found = definition_for(name, wish, (*nixos, *others), (), origin)
        if isinstance(found, str):
            self._clash(name, found)
        elif found:
            self._lines[name] = Line(found[0], because, remark)
