"""The result layer: what NixOS will build, computed from a base and the layers without a build."""

from collections.abc import Mapping
from dataclasses import dataclass

from kconfig_index import Configuration
from nixmenu.problems import Message


@dataclass(frozen=True, slots=True)
class Prediction:
    """The `.config` that NixOS will end up with and everything it will say on the way."""

    revision: int
    """The session's revision it was computed for: it is stale when they differ."""
    config: Configuration | None
    """The final configuration, to look into; None when the run would die."""
    values: Mapping[str, str]
    """The final `.config`: name to value, strings unquoted, `is not set` as n; empty if it would die."""
    dot_config: str
    """The final `.config`, byte for byte; empty when the run would die."""
    fatal: str | None
    """Why evaluation or the run stops before there is a result, in its own words."""
    messages: tuple[Message, ...]
    questions: tuple[int, int]
    """How many questions the first and the second pass ask."""
    automatic: frozenset[str]
    """Options that are answered m only because auto-modules answers m where m is offered."""
    basis: str
    """What the result rests on: kernel, toolchain, NixOS facts, base."""

    @property
    def errors(self) -> int:
        """How many messages would fail the build."""
        return sum(message.severity == "error" for message in self.messages)

    @property
    def warnings(self) -> int:
        """How many messages would scroll by unseen."""
        return sum(message.severity == "warning" for message in self.messages)
