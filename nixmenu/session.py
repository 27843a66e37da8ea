"""One kernel, its layers and the user's edits: the one thing that both front ends talk to."""

import shutil
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kconfig_index import Configuration, Kernel, MenuNode, Symbol, config_file
from nixmenu.answerable import assignable, is_text, never_taken, not_taken_now
from nixmenu.edits import Change, Edits, Said
from nixmenu.explanation import explain
from nixmenu.layers.answer import Answer
from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.definition import Definition, Origin
from nixmenu.layers.merge import Merged, merge, merge_option
from nixmenu.layers.override import FORCED, Wish, definition_for
from nixmenu.layers.patches import UserLayer, read_user_layer
from nixmenu.nix.wanted import UNSET, Freeform, Wanted
from nixmenu.nix.wanted import Answer as NixAnswer
from nixmenu.opening import Opened, Progress, SessionOptions, open_layers, text_answers
from nixmenu.prediction import Inputs, Prediction, predict

if TYPE_CHECKING:
    from kconfig_index.search import Search
    from nixmenu.nix.edit import Plan

__all__ = ["Change", "LayerRow", "Session", "SessionOptions"]

_TRISTATES: Mapping[str | None, NixAnswer] = {"y": "y", "m": "m", "n": "n", None: UNSET}


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One option through all the layers: what a row of the interface shows."""

    base: str | None
    nixos: str | None
    you: str | None
    """Its value, or "unset" where the user wants no answer at all."""
    result: str | None
    forced: bool
    """NixOS answers this option itself."""
    auto: bool
    """NixOS answers m because auto-modules answers m where m is offered."""
    edited: bool
    """Changed in this session and not saved yet."""
    overridden: bool
    """The user wins over an answer of NixOS by force."""
    stale: bool
    """The result is older than the newest edit, or not there yet."""
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the user wants at one revision; never changed, so a prediction in a thread can rest on it."""

    revision: int
    user: tuple[Definition, ...]
    texts: tuple[str, ...]


class Session:
    """What is known and wanted about one kernel; one thread owns it, `predict` alone may run in another."""

    def __init__(self, opened: Opened, entry: str) -> None:
        self.kernel: Kernel = opened.kernel
        self.base: Configuration = opened.base.config
        self.base_name = opened.base.name
        self.system = opened.platform.system
        """Nix's name of the platform, "x86_64-linux"."""
        self.nixos_name = opened.nixos_name
        """Where the NixOS layer comes from, in words for people."""
        self.patches_path: Path = opened.patches
        self.entry = entry
        self.notes = opened.notes
        """What people should know about what was opened, one sentence each."""
        self.prediction: Prediction | None = None
        """The newest finished one; it is stale when its revision is not the session's."""
        self.revision = 0
        """Grows with every edit."""
        self.base_values: Mapping[str, str] = config_file.parse(opened.base.dot_config)
        self._opened = opened
        self._user = opened.user
        self._edits = Edits(opened.user.own)
        self._unedited: Mapping[str, str] = {}
        self._search: Search | None = None
        self._nixos_definitions = _by_name(opened.facts.definitions)
        if opened.answers is None:
            self.nixos: Mapping[str, Answer] = merge(opened.facts.definitions).answers
        else:
            self.nixos = text_answers(opened.answers)
        self._see_edits()
        if opened.directory is not None:
            weakref.finalize(self, shutil.rmtree, opened.directory, ignore_errors=True)

    @classmethod
    def open(cls, options: SessionOptions, progress: Progress | None = None) -> Self:
        """Load the kernel and all layers.

        Raises NixmenuError or KconfigError, each one sentence for people, when something cannot be used.
        """
        return cls(open_layers(options, progress), options.entry)

    # Looking

    def layers(self, symbol: Symbol) -> LayerRow:
        """What each layer says to `symbol`, and what comes of it."""
        name = symbol.name
        nixos, you = self.nixos.get(name), self.you.get(name)
        forced = nixos is not None and nixos.kind != "unset"
        prediction = self.prediction
        auto = not forced and prediction is not None and name in prediction.automatic
        return LayerRow(
            base=self.base_values.get(name),
            nixos="m" if auto else _shown(nixos),
            you=_shown(you),
            result=prediction.values.get(name) if prediction is not None else None,
            forced=forced,
            auto=auto,
            edited=self._edits.is_changed(name),
            overridden=nixos is not None and you is not None and _beats(you, nixos),
            stale=self._current is None,
            definitions=(*self._nixos_definitions.get(name, ()), *self._you_definitions.get(name, ())),
        )

    def assignable(self, symbol: Symbol) -> tuple[str, ...]:
        """The values worth offering for a bool or tristate, in the order n, m, y; else none."""
        return assignable(symbol, self._shown_config)

    def search(self, text: str, limit: int = 200) -> list[Symbol]:
        """Options whose name, prompt or help matches, the best first."""
        if self._search is None:
            # Imported here because only a search needs the index of all texts.
            from kconfig_index.search import Search

            self._search = Search(self.kernel)
        return self._search.find(text, limit)

    def explain(self, symbol: Symbol) -> list[str]:
        """What each layer says to `symbol`, in sentences."""
        messages = self.prediction.messages if self.prediction is not None else ()
        group = self._opened.facts.groups.get(symbol.name)
        return explain(self.layers(symbol), symbol.name, self.base_name, group, messages)

    # Editing

    def edit(self, symbol: Symbol, value: str | None) -> str | None:
        """Make `value` the user's say, None withdraws it; returns None, or a sentence why it is not taken.

        For a member of a choice, y moves the choice: no other member may be answered y any more.
        """
        if value is None:
            return self._locked(symbol) or self._withdraw(symbol)
        refusal = never_taken(symbol, value) or self._locked(symbol)
        if refusal is None and self._current is not None and self._current.config is not None:
            refusal = not_taken_now(symbol, value, self._current.config)
        if refusal is not None:
            return refusal
        if self._is_result(symbol, value):
            return None
        if self._edits.is_changed(symbol.name) and self._unedited.get(symbol.name) == value:
            self._make({member.name: self._edits.saved(member.name) for member in _together(symbol)})
            return None
        wanted = Wish(freeform=value) if is_text(symbol) else Wish(tristate=value)
        return self._want(symbol, wanted)

    def unset(self, symbol: Symbol) -> str | None:
        """Make nobody answer `symbol`, so that it keeps what the kernel gives it; returns as `edit` does."""
        if symbol.name not in self.nixos and not self._you_definitions.get(symbol.name):
            return f"nothing answers {symbol.name}, so there is nothing to unset"
        return self._locked(symbol) or self._want(symbol, Wish())

    def cycle(self, symbol: Symbol) -> str | None:
        """Move to the next value worth offering, as the space bar does; returns as `edit` does."""
        values = self.assignable(symbol)
        now = self.value(symbol)
        if not values:
            return never_taken(symbol, now) or f"{symbol.name} takes text: give it the value"
        if values == (now,):
            way_on = (
                "choose another of its choice to turn it off" if symbol.choice else "it can be nothing else"
            )
            return f"{symbol.name} is {now}: {way_on}"
        later = [value for value in values if now in values and values.index(value) > values.index(now)]
        return self.edit(symbol, later[0] if later else values[0])

    def value(self, symbol: Symbol) -> str:
        """What the option stands at: the user's newest word, until there is a result for it."""
        answer = self.you.get(symbol.name)
        if answer is not None and answer.kind != "unset" and self._current is None:
            return answer.value
        return self._shown_config.value(symbol)

    def undo(self) -> bool:
        """Take back the newest edit; False when there is none."""
        return self._edits.undo() and self._take_edits()

    def redo(self) -> bool:
        """Make the edit again that was taken back last; False when there is none."""
        return self._edits.redo() and self._take_edits()

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._edits.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        return self._edits.can_redo

    @property
    def changes(self) -> Mapping[str, Change]:
        """The unsaved edits, by option."""
        return self._edits.changes

    @property
    def dirty(self) -> bool:
        """Whether there are unsaved edits."""
        return bool(self._edits.changes)

    # The result

    def predict(self, cancelled: Callable[[], bool] = lambda: False) -> Prediction:
        """Compute the result for the present edits; may run in another thread and changes nothing here.

        Raises generator.CancelledError as soon as `cancelled()` is true.
        """
        wanted = self._wanted
        merged = self._merge(wanted)
        answers = self._opened.answers
        if answers is None:
            answers = format_answers(merged.answers, wanted.texts)
        inputs = Inputs(
            kernel=self.kernel,
            base=self._opened.base.dot_config,
            answers=answers,
            conflicts=merged.conflicts,
            rules=self._opened.rules,
            basis=self.basis,
            revision=wanted.revision,
        )
        return predict(inputs, cancelled)

    def accept(self, prediction: Prediction) -> bool:
        """Make a finished prediction the session's own, unless an edit came in between; says which."""
        if prediction.revision != self.revision:
            return False
        self.prediction = prediction
        if not self.dirty:
            self._unedited = prediction.values
        return True

    @property
    def basis(self) -> str:
        """What a result rests on: kernel, toolchain, NixOS facts and base."""
        compiler = self.base_values.get("CC_VERSION_TEXT") or "no compiler"
        return (
            f"Linux {self.kernel.version} {self.kernel.arch}, {compiler}, {self.nixos_name},"
            f" base {self.base_name}"
        )

    # Saving

    def plan(self) -> "Plan":
        """The save, as a diff; nothing is written. Raises NixmenuError when the file cannot be edited."""
        # Imported here because the Nix grammar costs time that a session without a save need not spend.
        from nixmenu.nix.edit import plan

        wanted = {
            name: None if change.new is None else _wanted(change.new) for name, change in self.changes.items()
        }
        return plan(self.patches_path, self.entry, wanted)

    def save(self, plan: "Plan") -> None:
        """Write the plan to the user's file; the edits become the saved state. Raises NixmenuError."""
        from nixmenu.nix.write import save

        save(plan)
        self._user = read_user_layer(self.patches_path, self.entry)
        self._edits.saved_as(self._user.own)
        self._collect_definitions()
        if self.prediction is not None and self.prediction.revision == self.revision:
            self._unedited = self.prediction.values

    # Inside

    @property
    def _current(self) -> Prediction | None:
        """The prediction, if it is not stale."""
        if self.prediction is None or self.prediction.revision != self.revision:
            return None
        return self.prediction

    @property
    def _shown_config(self) -> Configuration:
        config = self.prediction.config if self.prediction is not None else None
        return self.base if config is None else config

    def _is_result(self, symbol: Symbol, value: str) -> bool:
        """Whether that is the result already, without a word of the user."""
        said = symbol.name in self.you
        return not said and self._current is not None and self._current.values.get(symbol.name) == value

    def _locked(self, symbol: Symbol) -> str | None:
        """Why no definition in the entry could change what `symbol` is answered."""
        if self._opened.answers is not None:
            return f"the answers come from a file ({self.nixos_name}): change them there"
        answer = self._user.text_answers.get(symbol.name)
        if answer is None:
            return None
        place = f"{answer.origin.path}:{answer.origin.line}"
        return (
            f"{symbol.name} is answered {answer.reply.value!r} by the extraConfig of entry"
            f" {answer.origin.label!r} at {place}, which beats every structured option: change it there"
        )

    def _withdraw(self, symbol: Symbol) -> str | None:
        if not self._edits.said(symbol.name):
            return f"your entry {self.entry!r} says nothing about {symbol.name}"
        wanted: dict[str, Said] = {symbol.name: ()}
        for member in _together(symbol):
            said = self._edits.said(member.name)
            if member != symbol and said and said[0].tristate is None and said[0].freeform is None:
                wanted[member.name] = ()
        self._make(wanted)
        return None

    def _want(self, symbol: Symbol, wish: Wish) -> str | None:
        wishes = {symbol: wish}
        if wish.tristate == "y":
            for member in _together(symbol):
                answer = self._answer(member)
                if member != symbol and answer is not None and answer.value == "y":
                    wishes[member] = Wish()
        said: dict[str, Said] = {}
        for option, wanted in wishes.items():
            refusal = self._locked(option)
            if refusal is not None:
                return refusal
            others = self._others(option.name)
            origin = Origin("you", self.entry, self.patches_path, None)
            found = definition_for(option.name, wanted, others, self._edits.said(option.name), origin)
            if isinstance(found, str):
                return found
            said[option.name] = found
        self._make(said)
        return None

    def _answer(self, symbol: Symbol) -> Answer | None:
        """What all layers together answer to the option now."""
        text = self._user.text_answers.get(symbol.name)
        if text is not None:
            return self.you[symbol.name]
        definitions = (*self._others(symbol.name), *self._edits.said(symbol.name))
        return merge_option(definitions)[0] if definitions else None

    def _others(self, name: str) -> Sequence[Definition]:
        """What everybody but the entry that is edited says to an option."""
        return (
            *self._nixos_definitions.get(name, ()),
            *(definition for definition in self._user.others if definition.name == name),
        )

    def _make(self, said: Mapping[str, Said]) -> None:
        if self._edits.make(said):
            self._take_edits()

    def _take_edits(self) -> bool:
        self.revision += 1
        self._see_edits()
        return True

    def _see_edits(self) -> None:
        self._collect_definitions()
        self._wanted = _Wanted(
            self.revision, (*self._user.others, *self._edits.definitions), self._user.texts
        )

    def _collect_definitions(self) -> None:
        user: UserLayer = self._user
        definitions = (*user.others, *self._edits.definitions)
        self._you_definitions = _by_name(definitions)
        self.you: Mapping[str, Answer] = {
            **merge(definitions).answers,
            **{
                name: Answer(text.reply.value, "text", not text.reply.mandatory, 0, ())
                for name, text in user.text_answers.items()
            },
        }

    def _merge(self, wanted: _Wanted) -> Merged:
        return merge((*self._opened.facts.definitions, *wanted.user))


def _by_name(definitions: Sequence[Definition]) -> Mapping[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    for definition in definitions:
        found.setdefault(definition.name, []).append(definition)
    return found


def _wanted(definition: Definition) -> Wanted:
    force = definition.priority == FORCED
    if definition.freeform is not None:
        return Wanted(Freeform(definition.freeform), force, definition.optional)
    return Wanted(_TRISTATES[definition.tristate], force, definition.optional)


def _together(symbol: Symbol) -> Sequence[Symbol]:
    """The options that are answered as one: all members of its choice, or it alone."""
    choice: MenuNode | None = symbol.choice
    if choice is None:
        return (symbol,)
    return [node.symbol for node in choice.children if node.symbol is not None]


def _shown(answer: Answer | None) -> str | None:
    if answer is None:
        return None
    return "unset" if answer.kind == "unset" else answer.value


def _beats(you: Answer, nixos: Answer) -> bool:
    differs = (you.kind, you.value) != (nixos.kind, nixos.value)
    return nixos.kind != "unset" and differs and you.priority < nixos.priority
