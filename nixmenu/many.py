"""Edits of many options at once: which of them can be made, which are left out, and why.

A whole menu is changed on a copy of the result first, option by option. What would take an answer of NixOS or of the
user away from its question is put back, so that the change brings no error that was not there before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kconfig_index import Configuration, MenuNode, Symbol
from kconfig_index.values import Journal
from nixmenu.answerable import not_taken_now
from nixmenu.layers.answer import Answer
from nixmenu.prediction import Prediction
from nixmenu.session import Session

TRIALS = 6
"""How often the whole run is tried, and what brings a new error left out."""

PASSES = 8
"""How often what another option selects is tried again, as that may have been turned off by then."""


@dataclass(frozen=True, slots=True)
class Many:
    """Edits that are made as one, and what is left out: by option the reason, as a clause."""

    edits: tuple[tuple[str, str | None], ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


def answered(session: Session, symbols: Iterable[Symbol], value: str) -> Many:
    """Answer y, m or n to all of `symbols` that take it now; to a text it would be one, and is not meant."""
    config = session.prediction.config if session.prediction is not None else None
    edits: list[tuple[str, str | None]] = []
    left_out: dict[str, str] = {}
    for symbol in symbols:
        reason = session.refusal(symbol, value)
        if symbol.type not in ("bool", "tristate"):
            reason = f"{symbol.name} takes a {'text' if symbol.type == 'string' else 'number'}"
        elif reason is None and config is not None:
            reason = not_taken_now(symbol, value, config)
        if reason is not None:
            left_out[symbol.name] = reason
        else:
            edits.append((symbol.name, value))
    return Many(tuple(edits), left_out)


def withdrawn(session: Session, symbols: Iterable[Symbol]) -> Many:
    """Say nothing any more to those of `symbols` that the entry says something to: NixOS decides again."""
    said = session.entry_definitions
    edits: list[tuple[str, str | None]] = []
    left_out: dict[str, str] = {}
    for symbol in symbols:
        reason = session.refusal(symbol, None) if symbol.name in said else None
        if reason is not None:
            left_out[symbol.name] = reason
        elif symbol.name in said:
            edits.append((symbol.name, None))
    return Many(tuple(edits), left_out)


def options_below(menu: MenuNode) -> list[Symbol]:
    """The options of a menu, its own first, each once."""
    return list(dict.fromkeys(_options(menu)))


def _options(node: MenuNode) -> Iterator[Symbol]:
    symbol = node.symbol
    if symbol is not None and node.kind != "choice":
        yield symbol
    for child in node.children:
        yield from _options(child)


def whole_menu(session: Session, menu: MenuNode, value: str) -> Many:
    """Turn a menu off (`value` n), or make modules of what is built in (m), except for what is in use.

    In use is what NixOS insists on, what other options select, and what an answer of NixOS or yours elsewhere needs
    to be asked. Nothing where there is no result to look into.
    """
    prediction = session.prediction
    if prediction is None or prediction.config is None:
        return Many()
    wanted = _Trial(session, prediction.config, options_below(menu), value).run()
    return _without_new_errors(session, prediction, wanted)


def _without_new_errors(session: Session, present: Prediction, wanted: Many) -> Many:
    """Leave out what makes NixOS's run stop or complain where it does not now."""
    known = {message.text for message in present.messages}
    edits, left_out = wanted.edits, dict(wanted.left_out)
    for _ in range(TRIALS):
        if not edits:
            break
        messages = session.trial_of_edits(edits).messages
        new = [each for each in messages if each.severity == "error" and each.text not in known]
        wanted_names = {name for name, _ in edits}
        for leading in (_needed_by, _selecting_for):
            culprits = {name: each for each in new for name in leading(session, each.name) & wanted_names}
            if culprits:
                break
        else:
            break
        left_out.update({name: f"NixOS would stop: {each.text}" for name, each in culprits.items()})
        edits = tuple(edit for edit in edits if edit[0] not in culprits)
    return Many(edits, left_out)


def _needed_by(session: Session, name: str) -> set[str]:
    """The option that an error is about, and all that it needs to be asked."""
    symbol = session.kernel.symbols.get(name)
    if symbol is None:
        return {name}
    reached = session.kernel.relations.closure(symbol, backwards=False, kinds=("depends", "visibility"))
    return {name, *(relation.needed.name for relation in reached)}


def _selecting_for(session: Session, name: str) -> set[str]:
    """What selects any of those."""
    symbols, relations = session.kernel.symbols, session.kernel.relations
    return {
        relation.symbol.name
        for needed in _needed_by(session, name)
        if needed in symbols
        for relation in relations.needed_by(symbols[needed])
        if (relation.kind, relation.role) == ("select", "value")
    }


class _Trial:
    """A menu changed on a copy of the result."""

    def __init__(
        self, session: Session, result: Configuration, options: Sequence[Symbol], value: str
    ) -> None:
        self._session = session
        self._options = options
        self._value = value
        self._config = result.copy()
        self._left_out: dict[str, str] = {}
        self._kept = self._answers_to_keep(result)
        self._kept_members = {
            number for number in self._kept if self._config.kernel.index.choice_of[number] >= 0
        }

    def _answers_to_keep(self, result: Configuration) -> Mapping[int, str]:
        """The value of each option that must stay asked and as it is, by the symbol's number."""
        symbols = self._session.kernel.symbols
        own = {symbol.name for symbol in self._options}
        names = {name for name, answer in self._session.nixos.items() if _insists(answer)}
        names |= {name for name, answer in self._session.you.items() if answer.kind != "unset"} - own
        known = (symbols[name] for name in names if name in symbols)
        return {symbol.index: result.value(symbol) for symbol in known if result.is_written(symbol)}

    def run(self) -> Many:
        """Change what can be changed, and tell the rest."""
        waiting = [symbol for symbol in self._options if self._is_meant(symbol)]
        changed: list[Symbol] = []
        for _ in range(PASSES):
            selected = []
            for symbol in waiting:
                if not self._config.visibility(symbol) or self._config.value(symbol) == "n":
                    continue  # it went with another one
                if self._config.selected_by(symbol) > "nmy".index(self._value):
                    selected.append(symbol)
                elif self._change(symbol):
                    changed.append(symbol)
            if len(selected) == len(waiting):
                break
            waiting = selected
        # Imported here because no whole menu is turned off before the first screen is there.
        from kconfig_index.explain import Explainer

        explainer = Explainer(self._config)
        for symbol in waiting:
            by = [each.selector.name for each in explainer.explain(symbol).selected_by if each.active]
            self._left_out[symbol.name] = f"{by[0] if by else 'another option'} selects it"
        return Many(tuple(self._edits(changed)), self._left_out)

    def _is_meant(self, symbol: Symbol) -> bool:
        """Whether there is something to change, and NixOS has nothing against it."""
        if symbol.type not in ("bool", "tristate") or symbol.choice is not None or symbol.prompt is None:
            return False
        if self._value == "m" and symbol.type != "tristate":
            return False
        value = self._config.value(symbol)
        if value in ("n", self._value) or not self._config.visibility(symbol):
            return False
        answer = self._session.nixos.get(symbol.name)
        if answer is not None and _insists(answer) and answer.value != self._value:
            self._left_out[symbol.name] = f"NixOS asks for {answer.value}"
            return False
        refusal = self._session.refusal(symbol, self._value)
        if refusal is not None:
            self._left_out[symbol.name] = refusal
        return refusal is None

    def _change(self, symbol: Symbol) -> bool:
        """Change one option, and back if somebody needs it as it is."""
        config = self._config
        before = config.value(symbol)
        journal = config.values.journal = Journal()
        taken = config.set(symbol, self._value)
        config.values.journal = None
        if not taken:
            self._left_out[symbol.name] = f"it takes only {' or '.join(config.assignable(symbol))}"
            return False
        for number in (journal.computed & self._kept.keys()) | self._kept_members:
            user = Symbol(config.kernel, number)
            if number != symbol.index and not self._is_kept(user):
                config.set(symbol, before)
                self._left_out[symbol.name] = f"{user.name} needs it"
                return False
        return True

    def _is_kept(self, symbol: Symbol) -> bool:
        return self._config.is_written(symbol) and self._config.value(symbol) == self._kept[symbol.index]

    def _edits(self, changed: Sequence[Symbol]) -> Iterator[tuple[str, str | None]]:
        """What has to be said: to options that are still asked their value, to others nothing any more."""
        said = self._session.entry_definitions
        asked = set(changed)
        for symbol in self._options:
            if symbol in asked and self._config.visibility(symbol):
                yield symbol.name, self._value
            elif symbol.name in said and not (
                self._config.is_written(symbol) or self._session.refusal(symbol, None)
            ):
                yield symbol.name, None


def _insists(answer: Answer) -> bool:
    """Whether the build fails if an answer of NixOS is not what comes out; else it is a wish."""
    return answer.kind != "unset" and not answer.optional
