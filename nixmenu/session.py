"""One kernel, its layers and the user's edits: the one thing that both front ends talk to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from kconfig_index import Configuration, Kernel, Symbol
from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import Definition
from nixmenu.prediction import Prediction

if TYPE_CHECKING:
    from nixmenu.nix.edit import Plan

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is finished and how much there is."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What the session options of the command line say; see `--help` for what each means to people."""

    kernel: Path | None = None
    arch: str | None = None
    base: str = "defconfig"
    common_config: str = "auto"
    nixpkgs: Path | None = None
    patches: Path | None = None
    entry: str = "nixmenu"
    answers: Path | None = None
    cache: Path | Literal["default"] | None = "default"
    run_shell: bool = True
    demo: bool = False


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One option through all the layers: what a row of the interface shows."""

    base: str | None
    nixos: str | None
    you: str | None
    result: str | None
    forced: bool
    """NixOS answers this option itself."""
    auto: bool
    """NixOS answers m because auto-modules answers m where m is offered."""
    edited: bool
    """Changed in this session and not saved yet."""
    overridden: bool
    """The user wins over NixOS by force."""
    stale: bool
    """The result is older than the newest edit, or not there yet."""
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An unsaved edit of one option: its definition in the entry as the file has it, and as it shall be."""

    old: Definition | None
    new: Definition | None


class Session:
    """What is known and wanted about one kernel; owned by one thread, `predict` alone may run in another."""

    kernel: Kernel
    base: Configuration
    base_name: str
    system: str
    """Nix's name of the platform, "x86_64-linux"."""
    nixos_name: str
    """Where the NixOS layer comes from, in words for people."""
    patches_path: Path
    entry: str
    nixos: Mapping[str, Answer]
    you: Mapping[str, Answer]
    prediction: Prediction | None
    revision: int

    @classmethod
    def open(cls, options: SessionOptions, progress: Progress | None = None) -> Self:
        """Load the kernel and all layers.

        Raises NixmenuError or KconfigError, each one sentence for people, when something cannot be used.
        """
        raise NotImplementedError

    def layers(self, symbol: Symbol) -> LayerRow:
        """What each layer says to `symbol`, and what comes of it."""
        raise NotImplementedError

    def assignable(self, symbol: Symbol) -> tuple[str, ...]:
        """The values worth offering for a bool or tristate, in the order n, m, y; else none."""
        raise NotImplementedError

    def edit(self, symbol: Symbol, value: str | None) -> str | None:
        """Make `value` the user's say, None withdraws it; returns None, or a sentence why it is not taken."""
        raise NotImplementedError

    def cycle(self, symbol: Symbol) -> str | None:
        """Move to the next value worth offering, as the space bar does; returns as `edit` does."""
        raise NotImplementedError

    def undo(self) -> bool:
        """Take back the newest edit; False when there is none."""
        raise NotImplementedError

    def redo(self) -> bool:
        """Make the edit again that was taken back last; False when there is none."""
        raise NotImplementedError

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        raise NotImplementedError

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        raise NotImplementedError

    @property
    def changes(self) -> Mapping[str, Change]:
        """The unsaved edits, by option."""
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        """Whether there are unsaved edits."""
        raise NotImplementedError

    def predict(self, cancelled: Callable[[], bool] = lambda: False) -> Prediction:
        """Compute the result for the present edits; may run in another thread and changes nothing here.

        Raises Cancelled as soon as `cancelled()` is true.
        """
        raise NotImplementedError

    def accept(self, prediction: Prediction) -> bool:
        """Make a finished prediction the session's own, unless an edit came in between; says which."""
        raise NotImplementedError

    def plan(self) -> "Plan":
        """The save, as a diff; nothing is written. Raises NixmenuError when the file cannot be edited."""
        raise NotImplementedError

    def save(self, plan: "Plan") -> None:
        """Write the plan to the user's file; the edits become the saved state. Raises NixmenuError."""
        raise NotImplementedError

    def search(self, text: str, limit: int = 200) -> list[Symbol]:
        """Options whose name, prompt or help matches, the best first."""
        raise NotImplementedError

    def explain(self, symbol: Symbol) -> list[str]:
        """What each layer says to `symbol`, in sentences."""
        raise NotImplementedError
