"""What one file held after every save, so that a later edit can take an earlier one back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nixmenu.layers.definition import Definition
from nixmenu.nix.marks import MarkedText
from nixmenu.nix.splice import Splice, difference

Option = tuple[str, str]
"""An entry's name and an option's."""
Marked = MarkedText[Option, Definition | None]


@dataclass(slots=True)
class History:
    """The texts of one file, the newest last; all since somebody else changed it. There is one at least."""

    states: list[Marked] = field(default_factory=list)
    created: bool = False
    """There was no file before the first of them."""

    def at(self, text: bytes) -> Marked:
        """The file as it is, which somebody else may have changed since the last save."""
        if not self.states:
            self.states.append(MarkedText(text))
        elif self.states[-1].text != text:
            self.states[:] = [self.states[-1].followed(difference(self.states[-1].text, text))]
            self.created = False
        return self.states[-1]

    def known(self, text: bytes) -> Marked | None:
        """The newest state with a text, if the file held that once."""
        return next((state for state in reversed(self.states) if state.text == text), None)

    def add(
        self, marked: Marked, splices: Sequence[Splice], said: Sequence[Mapping[Option, Definition | None]]
    ) -> None:
        """One more state: `marked` with splices, each of which is about what `said` tells."""
        self.states.append(marked.changed(splices, said, self._last_step() + 1))

    def _last_step(self) -> int:
        return max((state.last_step for state in self.states), default=0)

    def earlier(self) -> list[Marked]:
        """All states but the newest: first those that a save made into the newest or the newest into, then others."""
        now = self.states[-1]
        beside = [
            state
            for index, state in reversed(list(enumerate(self.states)))
            if now in (*self.states[index + 1 : index + 2], *self.states[max(index - 1, 0) : index])
        ]
        found = dict.fromkeys((*beside, *reversed(self.states)))
        return [state for state in found if state is not now]
