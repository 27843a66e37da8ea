"""The way from what everybody says to a result: the layers merged, the run answered, over and over in one session."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.definition import Definition
from nixmenu.layers.merge import Merged, merge
from nixmenu.opening import Opened
from nixmenu.prediction import Inputs, Prediction, predict
from nixmenu.replayer import Replayer


@dataclass(frozen=True, slots=True)
class Saying:
    """What the user says at one revision; never changed, so that a prediction in a thread can rest on it."""

    revision: int
    definitions: tuple[Definition, ...]
    texts: tuple[str, ...]
    """The `extraConfig` strings, in the order of the entries."""


class Predictor:
    """Predicts what comes of one opened kernel and its layers, and remembers the runs it made."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._replayer = Replayer(
            opened.kernel, opened.base.dot_config, opened.rules, near=opened.base.config
        )

    @property
    def basis(self) -> str:
        """What a result rests on: kernel, toolchain, NixOS facts and base."""
        opened = self._opened
        compiler = self._compiler or "no compiler"
        if opened.toolchain is not None:
            compiler += f" as told in {opened.toolchain}"
        kernel = f"Linux {opened.kernel.version} {opened.kernel.arch}"
        return f"{kernel}, {compiler}, {opened.nixos_name}, base {opened.base.name}"

    @property
    def _compiler(self) -> str:
        """The compiler's version line, as the kernel's own option has it; empty without a compiler."""
        config = self._opened.base.config
        symbol = config.kernel.mentioned("CC_VERSION_TEXT")
        return config.values.texts[symbol] if symbol is not None and config.values.written[symbol] else ""

    @cached_property
    def nixos(self) -> Merged:
        """The definitions of NixOS alone, merged."""
        return merge(self._opened.facts.definitions)

    def predict(self, said: Saying, cancelled: Callable[[], bool] = lambda: False) -> Prediction:
        """Compute the result of all layers with `said`; raises generator.CancelledError when `cancelled` says so."""
        merged = self.merged(said)
        inputs = Inputs(
            kernel=self._opened.kernel,
            base=self._opened.base.dot_config,
            answers=self.answer_lines(said, merged),
            conflicts=merged.conflicts,
            rules=self._opened.rules,
            basis=self.basis,
            revision=said.revision,
            replayer=self._replayer,
        )
        return predict(inputs, cancelled)

    def merged(self, said: Saying) -> Merged:
        """The definitions of NixOS and of the user as the module system merges them."""
        if not said.definitions:
            return self.nixos
        return merge((*self._opened.facts.definitions, *said.definitions))

    def answer_lines(self, said: Saying, merged: Merged) -> str:
        """The lines `NAME[?] VALUE` that the run is given: what is merged, and the strings behind it."""
        answers = self._opened.answers
        if answers is not None:
            return answers
        return format_answers(merged.answers, (*self._opened.facts.texts, *said.texts))
