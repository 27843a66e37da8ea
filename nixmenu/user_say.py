"""What the user says to the options, in the Nix file and in this session, and how it is made to win."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kconfig_index import MenuNode, Symbol
from nixmenu.edits import Change, Edits, Said, Write, Written
from nixmenu.layers.answer import Answer
from nixmenu.layers.definition import FORCED, PLAIN, Definition, Origin
from nixmenu.layers.merge import merge, merge_option
from nixmenu.layers.override import Wish, definition_for
from nixmenu.layers.patches import TextAnswer, UserLayer
from nixmenu.nix.wanted import UNSET, Freeform, Wanted
from nixmenu.nix.wanted import Answer as NixAnswer

ByName = Mapping[str, Sequence[Definition]]

_TRISTATES: Mapping[str | None, NixAnswer] = {"y": "y", "m": "m", "n": "n", None: UNSET}


class UserSay:
    """The user's layer with the edits of one of its entries.

    `nixos` is what they have to win against; `write` takes entries back that were written to the file at once.
    """

    def __init__(self, layer: UserLayer, nixos: ByName, path: Path, entry: str, write: Write) -> None:
        self._layer = layer
        self._nixos = nixos
        self._path = path
        self._entry = entry
        self.edits = Edits(layer.own, write)
        self.refresh()

    def fork(self) -> "UserSay":
        """The same, to be edited apart from it."""
        apart = copy(self)
        apart.edits = self.edits.fork(apart._say_elsewhere)
        return apart

    def go_on_from(self, other: "UserSay", write: Write) -> None:
        """Take over the edits of another session on the same file, with their history."""
        self.edits = other.edits.fork(write)
        self.reread(self._layer)

    def _say_elsewhere(self, written: Written, said: Mapping[str, Said]) -> None:
        """Take another entry to say this and nothing else; its file stays as it is."""
        others = (
            each for each in self._layer.others if each.origin is None or each.origin.label != written.entry
        )
        definitions = (each for all_of in said.values() for each in all_of)
        self._layer = replace(self._layer, others=(*others, *definitions))

    def refresh(self) -> None:
        """Take over what the edits make of the layer; to be called after each of them."""
        self.definitions = (*self._layer.others, *self.edits.definitions)
        """Everything the user defines."""
        for made in ("by_name", "answers"):
            self.__dict__.pop(made, None)

    @cached_property
    def by_name(self) -> ByName:
        """The same by option; made when it is asked for, as thousands of edits may come one by one."""
        return by_name(self.definitions)

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """What the user answers when all is said, by option."""
        return self.answers_of(self.definitions)

    def answers_of(self, definitions: Sequence[Definition]) -> Mapping[str, Answer]:
        """What the user would answer with these definitions and the `extraConfig` strings as they are."""
        return {
            **merge(definitions).answers,
            **{name: _text_answer(name, text) for name, text in self._layer.text_answers.items()},
        }

    @property
    def own_path(self) -> Path | None:
        """The file that the entry's options are written in; None: there is no file yet."""
        return self._layer.own_path

    @property
    def texts(self) -> tuple[str, ...]:
        """The `extraConfig` strings, in the order of the entries."""
        return self._layer.texts

    def locked(self, name: str) -> str | None:
        """Why no definition in the entry could change what an option is answered; None if one can."""
        answer = self._layer.text_answers.get(name)
        if answer is None:
            return None
        place = f"{answer.origin.path}:{answer.origin.line}"
        return (
            f"{name} is answered {answer.reply.value!r} by the extraConfig of entry {answer.origin.label!r} at"
            f" {place}, which beats every structured option: change it there"
        )

    def want(self, symbol: Symbol, wish: Wish) -> str | None:
        """Make the entry say what gives `wish`; returns None, or a sentence why that is out of its reach.

        An option of a choice wished y silences every other one that would be answered y: two kill the run.
        """
        wishes = {symbol.name: wish}
        if wish.tristate == "y":
            for name in together(symbol):
                if name != symbol.name and self._answers_yes(name):
                    wishes[name] = Wish()
        origin = Origin("you", self._entry, self._path, None)
        said: dict[str, Said] = {}
        for name, wanted in wishes.items():
            refusal = self.locked(name)
            if refusal is not None:
                return refusal
            found = definition_for(name, wanted, self._others(name), self.edits.said(name), origin)
            if isinstance(found, str):
                return found
            said[name] = found
        self.edits.make(said)
        return None

    def want_all(self, wishes: Mapping[str, Wish | None], restored: Sequence[str] = ()) -> str | None:
        """Make the entry say what gives every wish, and nothing where that is None, as one edit; returns as `want`.

        The options in `restored` are said again as the file says them.
        """
        origin = Origin("you", self._entry, self._path, None)
        said = {name: self.edits.saved(name) for name in restored}
        for name, wanted in wishes.items():
            found = self._said_for(name, wanted, origin)
            if isinstance(found, str):
                return found
            said[name] = found
        self.edits.make(said)
        return None

    def refusal(self, name: str, wanted: Wish | None) -> str | None:
        """Why `want_all` would not take a wish; None if it would."""
        found = self._said_for(name, wanted, Origin("you", self._entry, self._path, None))
        return found if isinstance(found, str) else None

    def definitions_with(self, wishes: Mapping[str, Wish | None]) -> Sequence[Definition]:
        """What `definitions` would be after `want_all`, leaving out the wishes that it would not take."""
        origin = Origin("you", self._entry, self._path, None)
        said = {name: self._said_for(name, wanted, origin) for name, wanted in wishes.items()}
        taken = {name: found for name, found in said.items() if not isinstance(found, str)}
        kept = (each for each in self.edits.definitions if each.name not in taken)
        return (*self._layer.others, *kept, *(each for found in taken.values() for each in found))

    def say(self, said: Mapping[str, Said]) -> None:
        """Make the entry say this to these options, as one edit, where nothing is in the way."""
        origin = Origin("you", self._entry, self._path, None)
        self.edits.make(
            {
                name: tuple(replace(one, origin=origin) for one in definitions)
                for name, definitions in said.items()
                if self.locked(name) is None
            }
        )

    def _said_for(self, name: str, wanted: Wish | None, origin: Origin) -> Said | str:
        """What the entry has to say to give a wish, or why it cannot."""
        own = self.edits.said(name)
        refusal = self.locked(name)
        if refusal is not None:
            return refusal
        if wanted is None:
            return () if own else self._nothing_said(name)
        return definition_for(name, wanted, self._others(name), own, origin)

    def _nothing_said(self, name: str) -> str:
        found = f"your entry {self._entry!r} says nothing about {name}"
        other = next((each.origin for each in self._layer.others if each.name == name), None)
        if other is None:
            return found
        return f"{found}; entry {other.label!r} does, at {other.path}:{other.line}"

    def withdraw(self, symbol: Symbol) -> str | None:
        """Make the entry say nothing to the option; returns None, or a sentence why there is nothing to do.

        The other options of a choice that were silenced for it get their answers back.
        """
        if not self.edits.said(symbol.name):
            return self._nothing_said(symbol.name)
        silenced = [
            name
            for name in together(symbol)
            if any(said.tristate is None and said.freeform is None for said in self.edits.said(name))
        ]
        self.edits.make({symbol.name: (), **dict.fromkeys(silenced, ())})
        return None

    def restore(self, symbol: Symbol) -> None:
        """Make the entry say what the file says, to the option or to all options of its choice."""
        self.edits.make({name: self.edits.saved(name) for name in together(symbol)})

    def planned(self) -> Mapping[str, Wanted | None]:
        """The unsaved edits as the editor of Nix files takes them."""
        return {name: _wanted(change) for name, change in self.edits.changes.items()}

    @property
    def saved_definitions(self) -> Sequence[Definition]:
        """Everything the user's file defines."""
        own = (each for said in self._layer.own.values() for each in said if not each.conditions)
        return (*self._layer.others, *own)

    def reread(self, layer: UserLayer) -> None:
        """Take the file as it is now; what is not saved stays an edit."""
        changed = self.edits.changes
        saved = {name: self.edits.saved(name) for name in changed}
        self._layer = layer
        self.edits.saved_as(layer.own, {**self.edits.snapshot(), **saved})
        self.refresh()

    def saved_as(self, layer: UserLayer, planned: Mapping[str, Said]) -> None:
        """Take the file as it is after a save; `planned` is what the entry said when that was planned."""
        self._layer = layer
        self.edits.saved_as(layer.own, planned)
        self.refresh()

    def _answers_yes(self, name: str) -> bool:
        if name in self._layer.text_answers:
            return self.answers[name].value == "y"
        own = (one for one in self.edits.said(name) if not one.conditions)
        definitions = (*self._others(name), *own)
        return bool(definitions) and merge_option(definitions)[0].value == "y"

    def _others(self, name: str) -> Sequence[Definition]:
        """What everybody but the entry that is edited says to an option."""
        user = (definition for definition in self._layer.others if definition.name == name)
        return (*self._nixos.get(name, ()), *user)


def by_name(definitions: Sequence[Definition]) -> ByName:
    """Definitions by the option that they answer."""
    found: dict[str, list[Definition]] = {}
    for definition in definitions:
        found.setdefault(definition.name, []).append(definition)
    return found


def _text_answer(name: str, text: TextAnswer) -> Answer:
    """A line of an `extraConfig` as the answer that it is."""
    optional = not text.reply.mandatory
    definition = Definition(name, None, text.reply.value, optional, 0, text.origin)
    return Answer(text.reply.value, "text", optional, 0, (definition,))


def together(symbol: Symbol) -> Sequence[str]:
    """The options that are answered as one: all options of its choice, or it alone."""
    choice: MenuNode | None = symbol.choice
    if choice is None:
        return (symbol.name,)
    return [node.symbol.name for node in choice.children if node.symbol is not None]


def _wanted(change: Change) -> Wanted | None:
    definition = change.new
    if definition is None:
        return None
    if change.old is None and definition.priority not in (FORCED, PLAIN):
        return Wanted.of(definition)
    force = definition.priority == FORCED
    if definition.freeform is not None:
        return Wanted(Freeform(definition.freeform), force, definition.optional)
    return Wanted(_TRISTATES[definition.tristate], force, definition.optional)
