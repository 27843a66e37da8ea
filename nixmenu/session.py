"""One kernel, its layers and the user's edits: the one thing that both front ends talk to."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kconfig_index import Configuration, Kernel, Symbol, config_file
from nixmenu.answerable import assignable, never_taken, not_taken_now
from nixmenu.edits import Change, Said, Written
from nixmenu.errors import NixmenuError
from nixmenu.explanation import explain
from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import Definition
from nixmenu.layers.override import Wish
from nixmenu.layers.row import LayerRow, overrides, shown
from nixmenu.opening import Later, Opened, Outlined, Progress, open_layers, text_answers
from nixmenu.prediction import Prediction
from nixmenu.predictor import Predictor, Saying
from nixmenu.saving import Saving
from nixmenu.session_options import SessionOptions
from nixmenu.user_say import UserSay, by_name
from nixmenu.wishes import fits, wish_for, wish_of
from nixmenu.written_entry import WrittenEntry

if TYPE_CHECKING:
    from kconfig_index.search import Search
    from nixmenu.nix.edit import Plan
    from nixmenu.nix.wanted import Wanted

__all__ = ["Change", "LayerRow", "Session", "SessionOptions"]


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
        self._opened = opened
        self._config = self.base
        """The newest result that there was a `.config` for, to look into."""
        self._unedited: Mapping[str, str] = {}
        """The result of what the file says."""
        self.nixos_definitions = by_name(opened.facts.definitions)
        """All that NixOS defines, by option."""
        self._user = UserSay(opened.user, self.nixos_definitions, opened.patches, entry, self._write_entry)
        self._saving = Saving(opened, self._user, entry)
        self._said = Saying(0, self._user.definitions, self._user.texts)
        self._predictor = Predictor(opened)
        if opened.directory is not None:
            import shutil

            weakref.finalize(self, shutil.rmtree, opened.directory, ignore_errors=True)

    @classmethod
    def open(
        cls,
        options: SessionOptions,
        progress: Progress | None = None,
        kernel: Kernel | None = None,
        later: Later | None = None,
        outlined: Outlined | None = None,
    ) -> Self:
        """Load the kernel and all layers; `kernel` is the one that these options name, if it is loaded already.

        `later` is given what can be done when the session is shown, `outlined` the kernel's menus as soon as they are
        known, if the kernel has to be read. Raises NixmenuError or KconfigError, each one
        sentence for people, when something cannot be used.
        """
        return cls(open_layers(options, progress, kernel, later, outlined), options.entry)

    # Looking

    @property
    def you(self) -> Mapping[str, Answer]:
        """What the user's layer answers, by option, unsaved edits included."""
        return self._user.answers

    @property
    def basis(self) -> str:
        """What a result rests on: kernel, toolchain, NixOS facts and base."""
        return self._predictor.basis

    @cached_property
    def base_values(self) -> Mapping[str, str]:
        """The base's `.config`: name to value, strings unquoted, `is not set` as n."""
        return config_file.parse(self._opened.base.dot_config)

    @cached_property
    def nixos(self) -> Mapping[str, Answer]:
        """What the NixOS layer answers, by option."""
        answers = self._opened.answers
        return self._predictor.nixos.answers if answers is None else text_answers(answers)

    @property
    def groups(self) -> Mapping[str, str]:
        """The heading that nixpkgs puts an option under, for those that it answers."""
        return self._opened.facts.groups

    @property
    def comments(self) -> Mapping[str, str]:
        """What stands beside an option where nixpkgs answers it, for those where that is known."""
        return self._opened.facts.comments

    @property
    def is_text_only(self) -> bool:
        """Whether answers given as lines stand for both Nix layers."""
        return self._opened.answers is not None

    def layers(self, symbol: Symbol) -> LayerRow:
        """What each layer says to `symbol`, and what comes of it."""
        name = symbol.name
        nixos, you = self.nixos.get(name), self.you.get(name)
        forced = nixos is not None and nixos.kind != "unset"
        prediction = self.prediction
        auto = not forced and prediction is not None and name in prediction.automatic
        return LayerRow(
            base=self.base_values.get(name),
            nixos="m" if auto else shown(nixos),
            you=shown(you),
            result=prediction.values.get(name) if prediction is not None else None,
            forced=forced,
            auto=auto,
            edited=self._user.edits.is_changed(name),
            overridden=overrides(you, nixos),
            stale=self._current is None,
            definitions=(*self.nixos_definitions.get(name, ()), *self._user.by_name.get(name, ())),
        )

    def value(self, symbol: Symbol) -> str:
        """What the option stands at: the user's newest word, until there is a result for it."""
        answer = self.you.get(symbol.name)
        current = self._current
        if answer is not None and answer.kind != "unset" and (current is None or current.config is None):
            return answer.value
        return self._config.value(symbol)

    def assignable(self, symbol: Symbol) -> tuple[str, ...]:
        """The values worth offering for a bool or tristate, in the order n, m, y; else none."""
        return assignable(symbol, self._config)

    def search(self, text: str, limit: int = 200) -> list[Symbol]:
        """Options whose name, prompt or help matches, the best first."""
        return self.texts.find(text, limit)

    @property
    def texts(self) -> "Search":
        """The index of names, prompts and help texts; to have it made is also a thread's work."""
        return self.kernel.texts

    def explain(self, symbol: Symbol) -> list[str]:
        """What each layer says to `symbol`, in sentences."""
        name = symbol.name
        group, comment = self.groups.get(name), self.comments.get(name)
        return explain(self.layers(symbol), name, self.base_name, group, self.prediction, comment)

    # Editing

    def edit(self, symbol: Symbol, value: str | None) -> str | None:
        """Make `value` the user's say, None withdraws it; returns None, or a sentence why it is not taken.

        For a member of a choice, y moves the choice: no other member may be answered y any more.
        """
        if value is None:
            return self._locked(symbol) or self._edited(self._user.withdraw(symbol))
        refusal = never_taken(symbol, value) or self._locked(symbol)
        current = self._current
        if refusal is None and current is not None and current.config is not None:
            refusal = not_taken_now(symbol, value, current.config)
            if refusal is None and symbol.name not in self.you and current.config.value(symbol) == value:
                return None
        if refusal is not None:
            return refusal
        if self._user.edits.is_changed(symbol.name) and self._unedited.get(symbol.name) == value:
            self._user.restore(symbol)
            return self._edited(None)
        return self._edited(self._user.want(symbol, wish_of(symbol, value)))

    def unset(self, symbol: Symbol) -> str | None:
        """Make nobody answer `symbol`, so that it keeps what the kernel gives it; returns as `edit` does."""
        if symbol.name not in self.nixos and symbol.name not in self.you:
            return f"nothing answers {symbol.name}, so there is nothing to unset"
        return self._locked(symbol) or self._edited(self._user.want(symbol, Wish()))

    def do(self, edits: Sequence[tuple[str, str | None]]) -> str | None:
        """Make edits by name as one that is taken back at once; returns as `edit` does.

        An empty value makes nobody answer the option, None takes out what the entry says. Values are not checked
        against the present result: an edit may be possible only by the others.
        """
        if self.is_text_only:
            return f"the {self.nixos_name} stand for all layers: change them there"
        changed = self._user.edits.is_changed
        restored = [
            name for name, value in edits if value and changed(name) and self._unedited.get(name) == value
        ]
        wishes = {name: wish_for(self.kernel, name, value) for name, value in edits if name not in restored}
        return self._edited(self._user.want_all(wishes, restored))

    @property
    def unsaved(self) -> Mapping[str, Said]:
        """What the entry shall say to the options that a save would change."""
        return {name: self._user.edits.said(name) for name in self.changes}

    def take_up(self, unsaved: Mapping[str, Said]) -> int:
        """Make the `unsaved` edits of another session as one; returns how many options they change.

        Options that the kernel does not have are left out, and those whose answer is of another type.
        """
        if self.is_text_only:
            return 0
        before = self.position
        self._user.say({name: said for name, said in unsaved.items() if fits(self.kernel, name, said)})
        self._edited(None)
        return len(self.history[-1]) if self.position > before else 0

    def drop(self, name: str) -> None:
        """Make the entry say what the file says, to an option or to all options of its choice."""
        symbol = self.kernel.symbols.get(name)
        if symbol is None:
            self._user.edits.make({name: self._user.edits.saved(name)})
        else:
            self._user.restore(symbol)
        self._edited(None)

    def go_on_from(self, other: "Session") -> None:
        """Take over the edits of a session on the same kernel, file and entry, with all that can be undone there."""
        self._user.go_on_from(other._user, self._write_entry)
        self._edited(None)

    def refusal(self, symbol: Symbol, value: str | None) -> str | None:
        """Why `do` would not take an edit, or no kernel of this source could; None if nothing is in the way."""
        refusal = never_taken(symbol, value) if value else None
        wish = wish_for(self.kernel, symbol.name, value)
        return refusal or self._locked(symbol) or self._user.refusal(symbol.name, wish)

    def trial_of_edits(self, edits: Sequence[tuple[str, str | None]]) -> Prediction:
        """What would come of it after `do`; nothing changes here."""
        wishes = {name: wish_for(self.kernel, name, value) for name, value in edits}
        return self.trial(self._user.definitions_with(wishes))[0]

    def next_value(self, symbol: Symbol) -> str | None:
        """The next value worth offering, as the space bar gives it; None if there is no other."""
        values = self.assignable(symbol)
        now = self.value(symbol)
        if not values or values == (now,):
            return None
        return values[(values.index(now) + 1 if now in values else 0) % len(values)]

    def cycle(self, symbol: Symbol) -> str | None:
        """Move to the next value; returns as `edit` does."""
        value = self.next_value(symbol)
        if value is not None:
            return self.edit(symbol, value)
        values = self.assignable(symbol)
        now = self.value(symbol)
        if not values:
            return never_taken(symbol, now) or f"{symbol.name} takes text: give it the value"
        other = "choose another of its choice to turn it off" if symbol.choice else "it can be nothing else"
        return f"{symbol.name} is {now}: {other}"

    def undo(self) -> bool:
        """Take back the newest edit; False when there is none.

        What was written to the file as a step of its own is taken back there. Raises NixmenuError if it cannot be.
        """
        if not self._user.edits.undo():
            return False
        self._edited(None)
        return True

    def redo(self) -> bool:
        """Make the edit again that was taken back last; False when there is none. Raises as `undo` does."""
        if not self._user.edits.redo():
            return False
        self._edited(None)
        return True

    @property
    def history(self) -> Sequence[Mapping[str, Change]]:
        """What each edit changed, by option, the oldest first; those that were taken back come last."""
        return self._user.edits.history

    @property
    def position(self) -> int:
        """How many of the edits in `history` are made."""
        return self._user.edits.position

    def go_to(self, position: int) -> None:
        """Undo or redo until so many of the edits in `history` are made. Raises as `undo` does."""
        try:
            self._user.edits.go_to(position)
        finally:
            self._edited(None)

    def entry_written(self, number: int) -> str | None:
        """The entry that edit `number` of `history`, counted from 0, wrote to the file itself; mostly there is none."""
        return self._user.edits.entry_written(number)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._user.edits.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        return self._user.edits.can_redo

    @property
    def changes(self) -> Mapping[str, Change]:
        """The unsaved edits, by option."""
        return self._user.edits.changes

    @property
    def dirty(self) -> bool:
        """Whether there are unsaved edits."""
        return bool(self.changes)

    # The result

    def predict(self, cancelled: Callable[[], bool] = lambda: False) -> Prediction:
        """Compute the result for the present edits; may run in another thread and changes nothing here.

        Raises generator.CancelledError as soon as `cancelled()` is true.
        """
        return self._predictor.predict(self._said, cancelled)

    @property
    def user_definitions(self) -> Sequence[Definition]:
        """All that the user's entries define, unsaved edits included."""
        return self._said.definitions

    def trial(self, definitions: Sequence[Definition]) -> tuple[Prediction, Mapping[str, Answer]]:
        """What would come of it if these were `user_definitions`, and what `you` would be then; nothing changes here.

        The `extraConfig` strings stay as they are.
        """
        said = Saying(self.revision, tuple(definitions), self._said.texts)
        return self._predictor.predict(said), self._user.answers_of(definitions)

    def trial_of_nixos(self) -> Prediction:
        """What would come of it if the user said nothing."""
        return self._predictor.predict(Saying(self.revision, (), ()))

    def trial_of_saved(self) -> Prediction:
        """What would come of it without the unsaved edits."""
        return self._predictor.predict(
            Saying(self.revision, tuple(self._user.saved_definitions), self._user.texts)
        )

    def snapshot(self) -> "Session":
        """The session as it stands now, for a thread to look into: what is edited here later does not reach it."""
        still = copy(self)
        still._user = copy(self._user)
        prediction = self.prediction
        if prediction is not None:
            config, stop = prediction.config, prediction.stop
            still.prediction = replace(
                prediction,
                config=config and config.copy(),
                stop=stop and replace(stop, config=stop.config.copy()),
            )
        return still

    def fork(self) -> "Session":
        """A snapshot that can be edited, undone and predicted apart from this session, but not saved."""
        apart = self.snapshot()
        apart._user = self._user.fork()
        return apart

    def accept(self, prediction: Prediction) -> bool:
        """Make a finished prediction the session's own, unless an edit came in between; says which."""
        if prediction.revision != self.revision:
            return False
        self.prediction = prediction
        self._config = prediction.config or self._config
        if not self.dirty:
            self._unedited = prediction.values
        return True

    # Saving

    def plan(self, *, comments: bool = True) -> "Plan":
        """The save, as a diff; nothing is written. Raises NixmenuError when the file cannot be edited.

        What an earlier save of this session replaced comes back byte by byte if the edit was undone.
        `comments` puts an option's prompt beside its new line.
        """
        return self._saving.plan(comments=comments)

    def plan_other(
        self, entry: str, wanted: "Mapping[str, Wanted | None]", remarks: Mapping[str, str]
    ) -> "Plan":
        """The edit of another entry than the session's; see `Saving.plan_other`."""
        return self._saving.plan_other(entry, wanted, remarks)

    def save(self, plan: "Plan") -> None:
        """Write the newest plan to the user's file; what was planned becomes the saved state.

        Raises NixmenuError, and the file is as it was, when that is not possible.
        """
        self._saving.save(plan)
        current = self._current
        if current is not None and not self.dirty:
            self._unedited = current.values

    def reload(self) -> None:
        """Take what the user's file says now, where other entries may have changed; unsaved edits stay.

        Raises NixmenuError, and nothing changes, if the file cannot be read.
        """
        self._user.reread(self._saving.read_again())
        self._unedited = {}
        self._edited(None)

    def wrote(self, plan: "Plan", before: Mapping[str, Said], after: Mapping[str, Said]) -> None:
        """Take another entry than the edited one, which `plan` has just written, as a step that can be undone.

        `before` and `after` are what it says to the options concerned. Raises as `reload` does.
        """
        self.reload()
        self._user.edits.note(Written(plan.entry, before, after, WrittenEntry(plan)))

    def _write_entry(self, written: Written, said: Mapping[str, Said]) -> None:
        written.file.write(said)
        self.reload()

    # Taking along

    @property
    def entry_definitions(self) -> Mapping[str, Sequence[Definition]]:
        """What the entry that edits go to says, by option, unsaved edits included."""
        return by_name(self._user.edits.definitions)

    @property
    def answer_lines(self) -> str:
        """The lines `NAME[?] VALUE` that nixpkgs' run is given: all layers, merged.

        Raises NixmenuError if definitions contradict each other, where NixOS would stop.
        """
        merged = self._predictor.merged(self._said)
        for conflict in merged.conflicts:
            raise NixmenuError(str(conflict))
        return self._predictor.answer_lines(self._said, merged)

    # Inside

    @property
    def _current(self) -> Prediction | None:
        """The prediction, if it is not stale."""
        prediction = self.prediction
        return prediction if prediction is not None and prediction.revision == self.revision else None

    def _locked(self, symbol: Symbol) -> str | None:
        """Why no definition in the entry could change what `symbol` is answered."""
        if self._opened.answers is not None:
            return f"the {self.nixos_name} stand for all layers: change them there"
        return self._user.locked(symbol.name)

    def _edited(self, refusal: str | None) -> str | None:
        """Take over what an edit changed; hands through why it was refused."""
        self._user.refresh()
        if self._user.definitions != self._said.definitions:
            self.revision += 1
            self._said = Saying(self.revision, self._user.definitions, self._user.texts)
        return refusal
