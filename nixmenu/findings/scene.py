"""What all finders look at: a session, its prediction, and the reasons for that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kconfig_index import Kernel
from nixmenu.causes.advice import Advice, give_up
from nixmenu.causes.goals import Root
from nixmenu.causes.kernel_text import KernelText
from nixmenu.causes.reasons import Reasons
from nixmenu.causes.says import Says
from nixmenu.generator import CancelledError
from nixmenu.prediction import Prediction
from nixmenu.problems import Message, Severity
from nixmenu.session import Session


@dataclass(frozen=True, slots=True)
class Scene:
    """A session as it stands."""

    session: Session
    prediction: Prediction
    says: Says
    reasons: Reasons | None
    """None where the run ends before the first question."""
    text: KernelText
    cancelled: Callable[[], bool]
    """Whether nobody waits for what is found any more."""

    def go_on(self) -> None:
        """Look at the next thing; raises CancelledError if nobody waits for it."""
        if self.cancelled():
            raise CancelledError

    @property
    def kernel(self) -> Kernel:
        """The kernel."""
        return self.session.kernel

    @property
    def where(self) -> str:
        """Kernel and architecture in words."""
        return f"Linux {self.kernel.version} for {self.kernel.srcarch}"

    def architectures_with(self, name: str) -> Sequence[str]:
        """The other architectures that have an option of that name."""
        return self.text.architectures_with(name)

    def is_users(self, name: str, roots: Sequence[Root] = ()) -> bool:
        """Whether the user brought something about: by the answer itself, or by what it comes down to."""
        return self.says.is_mine(name) or any(root.who == "you" for root in roots)

    def severity(self, messages: Sequence[Message], roots: Sequence[Root] = ()) -> Severity:
        """How bad some messages are that have the same roots."""
        if any(message.severity == "error" for message in messages):
            return "error"
        return "warning" if any(self.is_users(message.name, roots) for message in messages) else "note"

    def give_up(self, names: Sequence[str]) -> tuple[Advice, ...]:
        """How to stop asking for options, in as few sentences as it takes."""
        lines: list[str] = []
        mine: list[Advice] = []
        edits: list[tuple[str, str | None]] = []
        for name in names:
            advice = give_up(name, self.says)
            if advice is not None and advice.lines:
                lines += advice.lines
                edits += advice.edits
            elif advice is not None:
                mine.append(advice)
        if len(names) == 1:
            return tuple(each for name in names if (each := give_up(name, self.says)) is not None)
        found = []
        if lines:
            found.append(Advice("to do without what NixOS asks for here, write", tuple(lines), tuple(edits)))
        if mine:
            taken = tuple(name for name in names if self.says.is_mine(name))
            out = tuple((name, None) for name in taken)
            found.append(Advice("to do without what you ask for here, take out", taken, out))
        return tuple(found)


LOST = "NixOS builds, and the answer has no effect."


def meaning(messages: Sequence[Message]) -> str:
    """What answers that did not stick lead to."""
    count = len(messages)
    errors = sum(message.severity == "error" for message in messages)
    if errors and errors == count:
        return f"NixOS's build stops with an error{' for each of them' if count > 1 else ''}."
    if errors:
        return f"NixOS's build stops with an error for {errors} of them, and warns of the others."
    return LOST if count < 2 else "NixOS builds, and these answers have no effect."
