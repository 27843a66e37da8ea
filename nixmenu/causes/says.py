"""Who answers which option, as the layers stand: what the roots of all reasons are put down to."""

from collections.abc import Mapping, Set

from nixmenu.causes.goals import Who
from nixmenu.layers.answer import Answer

LEVELS = {"n": 0, "m": 1, "y": 2}


class Says:
    """What the layers say to options; `automatic` are those that auto-modules answers m."""

    def __init__(
        self,
        you: Mapping[str, Answer],
        nixos: Mapping[str, Answer],
        base: Mapping[str, str],
        automatic: Set[str],
        base_name: str = "",
        is_text_only: bool = False,
    ) -> None:
        self._you = you
        self._nixos = nixos
        self._base = base
        self._automatic = automatic
        self.base_name = base_name
        """What the base was made from, in words for people."""
        self.is_text_only = is_text_only
        """Whether answers given as lines stand for all layers."""

    def answer(self, name: str) -> Answer | None:
        """The answer that wins for an option, `unset` included; None where nobody says anything."""
        you, nixos = self._you.get(name), self._nixos.get(name)
        if you is None or nixos is None:
            return you or nixos
        if you.kind == "text":
            return you
        if you.priority == nixos.priority:
            same = (you.kind, you.value) == (nixos.kind, nixos.value)
            return nixos if same else you
        return you if you.priority < nixos.priority else nixos

    def is_mine(self, name: str) -> bool:
        """Whether the answer that wins is the user's."""
        answer = self.answer(name)
        return answer is not None and answer is self._you.get(name)

    def against_nixos(self, name: str, value: str) -> bool:
        """Whether NixOS answers something else, so that the user's answer takes force."""
        nixos = self._nixos.get(name)
        return nixos is not None and nixos.value != value

    def who(self, name: str) -> Who:
        """Who decides about an option that is asked for."""
        answer = self.answer(name)
        if answer is not None and (answer.kind != "unset" or name in self._nixos):
            return "you" if self.is_mine(name) else "nixos"
        return "auto" if name in self._automatic else "base"

    def base(self, name: str) -> str | None:
        """What the base has for an option."""
        return self._base.get(name)

    def reply(self, name: str) -> str | None:
        """What the run is told to answer for an option."""
        answer = self.answer(name)
        return None if answer is None or answer.kind == "unset" else answer.value

    @property
    def auto_modules(self) -> bool:
        """Whether m is answered where it is offered."""
        return bool(self._automatic)
