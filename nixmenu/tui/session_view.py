"""What the interface shows of a session: its newest finished result, with the user's newest words on top.

A prediction takes a moment on a real kernel. Until it is there the tree keeps its shape, and
only options changed since then say what the user answered: nothing moves under the cursor twice.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kconfig_index import Configuration, MenuNode, Symbol
from nixmenu.cost import Cost, Edits, cost
from nixmenu.layer_table import unanswered
from nixmenu.prediction import Prediction
from nixmenu.problems import Message
from nixmenu.session import Change, LayerRow, Session
from nixmenu.tui.settings import PREVIEW_FROM

if TYPE_CHECKING:
    from kconfig_index.explain import Explainer

_GRAVITY = {"error": 2, "warning": 1, "note": 0}


class SessionView:
    """Answers what rows, header and details ask; refreshed after every edit and every accepted prediction."""

    def __init__(self, session: Session, preview_from: int = PREVIEW_FROM) -> None:
        self.session = session
        self.config: Configuration = session.base
        """Where values and visibility are looked up: the newest result, and before the first one the base."""
        self.problems: Mapping[str, Message] = {}
        """The gravest message about each option."""
        self.pending: frozenset[str] = frozenset()
        """Options changed since the result that values are looked up in."""
        self.new: frozenset[str] = frozenset()
        """Options that the run asks about, and nobody has an answer to."""
        self.names = False
        """Rows show the option's name before its prompt."""
        self.usual_preview_from = preview_from
        """Where the user's settings have it: so many other options, or an answer that would be lost; 0 for never."""
        self.preview_from = preview_from
        """The same, as it is in this session."""
        self.marked: dict[str, None] = {}
        """Options that the next action is for, in the order in which they were marked."""
        self.values_before: Mapping[str, str] = {}
        """The result before the newest one, empty if the run stops there; at first the newest one itself."""
        self._changes_of_result: dict[str, Change] = {}
        self._shown: Prediction | None = None
        self._explainer: Explainer | None = None
        self.refresh()

    @property
    def stale(self) -> bool:
        """Whether the result is older than the newest edit, or not there yet."""
        prediction = self.session.prediction
        return prediction is None or prediction.revision != self.session.revision

    def refresh(self) -> None:
        """Take over what the session says now."""
        prediction = self.session.prediction
        changes = dict(self.session.changes)
        if prediction is not None and prediction.config is not None and not self.stale:
            self._changes_of_result = changes
        if prediction is not None and prediction is not self._shown:
            self.values_before = prediction.values if self._shown is None else self._shown.values
            self._shown = prediction
            self.config = prediction.config or self.config
            self._explainer = None
            self.new = frozenset(unanswered(prediction, self.session.base_values))
            problems: dict[str, Message] = {}
            for message in prediction.messages:
                known = problems.get(message.name)
                if message.name and (known is None or _GRAVITY[message.severity] > _GRAVITY[known.severity]):
                    problems[message.name] = message
            self.problems = problems
        names = changes.keys() | self._changes_of_result.keys()
        self.pending = frozenset(
            name for name in names if changes.get(name) != self._changes_of_result.get(name)
        )

    def looks_ahead(self, edits: Edits, *, checked: bool = False) -> bool:
        """Whether what `edits` take along is looked at before they are made: wanted, and with a result to look into.

        It is not if one of them is refused, unless they are known to be `checked` for that.
        """
        prediction = self.session.prediction
        if not self.preview_from or not edits or prediction is None or prediction.config is None:
            return False
        symbols = self.session.kernel.symbols
        known = [(symbols[name], value) for name, value in edits if name in symbols and not checked]
        return not any(self.session.refusal(symbol, value) for symbol, value in known)

    def cost(self, edits: Edits) -> Cost | None:
        """What `edits` take along, if that is worth a look beforehand."""
        prediction = self.session.prediction
        if prediction is None or prediction.config is None:
            return None
        symbols = self.session.kernel.symbols
        pending = [(symbol, self.value(symbol)) for name in self.pending if (symbol := symbols.get(name))]
        found = cost(self.session, prediction.config, edits, pending)
        return found if found.lost or found.count >= self.preview_from else None

    def layers(self, symbol: Symbol) -> LayerRow:
        """What each layer says to `symbol`."""
        return self.session.layers(symbol)

    def value(self, symbol: Symbol) -> str:
        """The value to put into the mark: the user's newest word until there is a result for it."""
        if symbol.name in self.pending:
            said = self.session.layers(symbol).you
            if said is not None:
                return said
        return self.config.value(symbol)

    def chosen(self, choice: MenuNode) -> Symbol | None:
        """The member a choice stands at."""
        for member in choice.children:
            symbol = member.symbol
            if symbol is not None and symbol.name in self.pending and self.session.layers(symbol).you == "y":
                return symbol
        return self.config.chosen(choice)

    def is_visible(self, node: MenuNode) -> bool:
        """Whether the kernel's own menus would show the entry."""
        return self.config.is_visible(node)

    def is_new(self, symbol: Symbol) -> bool:
        """Whether nobody has answered the option yet."""
        return symbol.name in self.new and symbol.name not in self.pending

    def why_hidden(self, node: MenuNode) -> str:
        """What an entry that is not visible lacks, in a few words; empty if it is nothing that it depends on."""
        # Imported here, as below, because nothing is explained before the first screen is there.
        from nixmenu.tui import unmet

        return unmet.reason(self.explainer.explain_entry(node))

    @property
    def explainer(self) -> "Explainer":
        """Explains values and visibility by the newest result."""
        if self._explainer is None:
            from kconfig_index.explain import Explainer

            self._explainer = Explainer(self.config)
        return self._explainer
