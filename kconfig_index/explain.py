"""Making explanations: the rules of `values`, followed once more for one symbol with every reason kept."""

from collections.abc import Iterable
from typing import Literal

from kconfig_index.choice_symbols import ChoiceSymbolValues
from kconfig_index.conditions import own_condition
from kconfig_index.configuration import Configuration
from kconfig_index.explanation import (
    Answer,
    Choice,
    ChoiceReason,
    Default,
    Definition,
    EntryExplanation,
    Explanation,
    Fate,
    Member,
    Prompt,
    Range,
    Selection,
)
from kconfig_index.expression_trees import Trees
from kconfig_index.expressions import TRISTATE, YES
from kconfig_index.menu_tree import COMMENT_PROMPT, DEFAULT, IMPLY, RANGE, SELECT
from kconfig_index.model import MenuNode, Symbol
from kconfig_index.value_steps import ValueSteps
from kconfig_index.values import LETTERS, UNSET


class Explainer:
    """Explains symbols of one configuration as it is now; parts that several explanations share are made once.

    It is good until the configuration changes.
    """

    def __init__(self, config: Configuration) -> None:
        self._config = config
        self._kernel = config.kernel
        self._values = config.values
        self._index = config.kernel.index
        self._trees = Trees(config)
        self._value_steps = ValueSteps(config.values)

    def explain(self, symbol: Symbol) -> Explanation:
        """Why a symbol (that of a choice, too) has its value and its visibility."""
        number = symbol.index
        index = self._index
        values = self._values
        kind = index.types[number]
        is_tristate = 0 < kind <= TRISTATE
        choice = number if number in index.members else index.choice_of[number]
        defaults = self._defaults(number)
        selected = values.selected_by(number) if is_tristate else 0
        return Explanation(
            symbol=symbol,
            type=symbol.type,
            is_bool=is_tristate and values.is_bool(number),
            modules=self._trees.mention(index.modules),
            value=self._value_steps.value(number),
            visibility=values.visible[number],
            written=bool(values.written[number]),
            definitions=tuple(
                Definition(
                    MenuNode(self._kernel, entry),
                    self._trees.entry_place(entry),
                    self._trees.dependency(entry),
                )
                for entry in index.definitions[number]
            ),
            prompts=self._prompts(number),
            dependency=self._trees.condition(index.direct[number]),
            selected_by=self._selections(self._kernel.relations.selects(number)),
            selected=selected,
            implied_by=self._selections(self._kernel.relations.implies(number)),
            implied=values.bound(index.implied[number], number) if is_tristate else 0,
            defaults=defaults,
            ranges=self._ranges(number),
            answer=self._answer(number),
            is_answered=values.has_user_value(number),
            transitional=number in index.transitional,
            choice=self._choice(choice) if choice >= 0 else None,
            steps=tuple(self._value_steps.steps(number, defaults)),
        )

    def explain_entry(self, node: MenuNode) -> EntryExplanation:
        """Why an entry of the menus is shown or not (`menu_is_visible`)."""
        index = self._index
        entry = node.index
        prompt = index.entry_prompt[entry]
        visible = self._config.is_visible(node)
        shown_for = None
        if visible and not self._values.tristates[index.property_condition[prompt]]:
            shown_for = next(child for child in node.children if self._config.is_visible(child))
        inside = []
        above = node.parent
        while above is not None:
            inside.append(above)
            above = above.parent
        return EntryExplanation(
            node,
            self._trees.entry_place(entry),
            visible,
            self._prompt(prompt) if prompt >= 0 else None,
            self._trees.condition(index.entry_visibility[entry]),
            shown_for,
            tuple(reversed(inside)),
        )

    def selections_by(self, symbol: Symbol) -> tuple[Selection, ...]:
        """What a symbol selects and implies, in the order of reading."""
        return self._selections(self._of_kind(symbol.index, SELECT, IMPLY))

    # -- the parts of an explanation --

    def _of_kind(self, symbol: int, first: int, last: int) -> list[int]:
        """The properties of a symbol of some kinds, in order."""
        kinds = self._index.property_kinds
        return [each for each in self._index.symbol_properties[symbol] if first <= kinds[each] <= last]

    def _prompts(self, symbol: int) -> tuple[Prompt, ...]:
        index = self._index
        return tuple(
            self._prompt(each) for each in self._of_kind(symbol, 0, COMMENT_PROMPT) if index.prompts[each]
        )

    def _prompt(self, each: int) -> Prompt:
        index = self._index
        own, around = own_condition(index, each)
        return Prompt(
            index.prompts[each],
            self._trees.place(each),
            self._trees.dependency(index.property_entry[each]),
            self._trees.condition(own),
            tuple(self._trees.block(*block) for block in around),
            self._values.tristates[index.property_condition[each]],
        )

    def _selections(self, properties: Iterable[int]) -> tuple[Selection, ...]:
        index = self._index
        found = []
        for each in properties:
            entry = index.property_entry[each]
            selector = self._trees.mention(index.entry_symbol[entry])
            found.append(
                Selection(
                    "select" if index.property_kinds[each] == SELECT else "imply",
                    selector,
                    self._trees.mention(index.property_value[each]),
                    self._trees.place(each),
                    self._trees.dependency(entry),
                    self._trees.condition(own_condition(index, each)[0]),
                    min(selector.value, self._values.tristates[index.property_condition[each]]),
                )
            )
        return tuple(found)

    def _defaults(self, symbol: int) -> tuple[Default, ...]:
        index = self._index
        values = self._values
        of_choice = symbol in index.members
        of_text = index.types[symbol] > TRISTATE
        found: list[Default] = []
        taken = False
        for each in self._of_kind(symbol, DEFAULT, DEFAULT):
            limit = values.tristates[index.property_condition[each]]
            operand = index.property_value[each]
            single = operand < len(index.names)
            holds = bool(limit) and (not of_choice or (single and values.visible[operand] > 0))
            fate: Fate = "not reached" if taken else "taken" if holds else "passed over"
            taken = taken or holds
            found.append(
                Default(
                    self._trees.place(each),
                    self._trees.dependency(index.property_entry[each]),
                    self._trees.condition(own_condition(index, each)[0]),
                    limit,
                    self._trees.expression(operand),
                    0 if of_text else min(limit, values.tristates[operand]),
                    values.texts[operand] if of_text and single else None,
                    fate,
                )
            )
        return tuple(found)

    def _ranges(self, symbol: int) -> tuple[Range, ...]:
        index = self._index
        found: list[Range] = []
        taken = False
        for each in self._of_kind(symbol, RANGE, RANGE):
            limit = self._values.tristates[index.property_condition[each]]
            fate: Fate = "not reached" if taken else "taken" if limit else "passed over"
            taken = taken or limit > 0
            found.append(
                Range(
                    self._trees.place(each),
                    self._trees.dependency(index.property_entry[each]),
                    self._trees.condition(own_condition(index, each)[0]),
                    limit,
                    self._trees.mention(index.property_value[each]),
                    self._trees.mention(index.property_high[each]),
                    fate,
                )
            )
        return tuple(found)

    def _answer(self, symbol: int) -> Answer | None:
        user = self._value_steps.user(symbol)
        if user is None:
            return None
        values = self._values
        if symbol in self._index.transitional:
            return Answer(user, True, ("bool",) if values.text(symbol) != user else ())
        counts = values.visible[symbol] > 0
        limits: list[Literal["visibility", "select", "bool", "range", "choice"]] = []
        if not counts or symbol in self._index.members:
            return Answer(user, counts, ())
        if self._index.types[symbol] > TRISTATE:
            return Answer(user, True, ("range",) if values.texts[symbol] != user else ())
        wanted, value = LETTERS.index(user), values.tristates[symbol]
        if self._index.choice_of[symbol] >= 0 and value != min(wanted, values.visible[symbol]):
            limits.append("choice")
        elif self._index.choice_of[symbol] < 0:
            if wanted > values.visible[symbol]:
                limits.append("visibility")
            wanted = min(wanted, values.visible[symbol])
            if values.selected_by(symbol) > wanted:
                limits.append("select")
                wanted = values.selected_by(symbol)
            if value != wanted:
                limits.append("bool")
        return Answer(user, True, tuple(limits))

    def _choice(self, choice: int) -> Choice:
        index = self._index
        values = self._values
        entry = index.definitions[choice][0]
        chosen = values.chosen.get(choice, -1)
        return Choice(
            MenuNode(self._kernel, entry),
            self._trees.entry_place(entry),
            self._prompts(choice),
            not index.dialect.plain_choices,
            values.tristates[index.reverse[choice]],
            values.visible[choice] if index.dialect.plain_choices else values.tristates[choice],
            tuple(
                Member(
                    Symbol(self._kernel, member),
                    self._prompts(member),
                    values.visible[member],
                    self._value_steps.user(member),
                )
                for member in index.members[choice]
            ),
            tuple(Symbol(self._kernel, member) for member in self._preference(choice)),
            self._defaults(choice),
            Symbol(self._kernel, chosen) if chosen >= 0 else None,
            self._reason(choice, chosen),
        )

    def _preference(self, choice: int) -> list[int]:
        """The members whose answer y is looked at, in that order."""
        values = self._values
        if isinstance(values, ChoiceSymbolValues):
            member = values.answered_member.get(choice, -1)
            return [member] if member >= 0 else []
        return values.priority[choice]

    def _reason(self, choice: int, chosen: int) -> ChoiceReason:
        """Which rule gave the member that was chosen."""
        index = self._index
        values = self._values
        plain = index.dialect.plain_choices
        if not plain and values.tristates[choice] != YES:
            return "not y"
        if chosen < 0:
            return "nothing visible"
        user = values.user_tristates
        if user[chosen] == YES if plain else chosen in self._preference(choice):
            return "answer"
        if chosen == values.choice_default(choice) and (not plain or user[chosen] != 0):
            by_default = any(each.fate == "taken" for each in self._defaults(choice))
            return "default" if by_default else "first visible"
        return "first without answer" if user[chosen] == UNSET else "least preferred"
