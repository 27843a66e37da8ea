"""The rules that made a value, one after the other: those of `computation`, followed once more for one symbol."""

from kconfig_index.explanation import Default, Step
from kconfig_index.expressions import STRING, TRISTATE, TYPE_NAMES, YES
from kconfig_index.values import LETTERS, UNSET, Values


class ValueSteps:
    """The values of one configuration with the steps to each."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._index = values.index

    def user(self, symbol: int) -> str | None:
        """The user's answer, None without one."""
        value = self._values.user_tristates[symbol]
        return LETTERS[value] if value != UNSET else self._values.user_texts.get(symbol)

    def value(self, symbol: int) -> str:
        """The value as a text; a choice is y while it has a member."""
        values = self._values
        if symbol not in self._index.members:
            return values.text(symbol)
        if self._index.dialect.plain_choices:
            return LETTERS[values.visible[symbol]]
        value = values.tristates[symbol]
        return LETTERS[0 if value == YES and values.chosen.get(symbol, -1) < 0 else value]

    def steps(self, symbol: int, defaults: tuple[Default, ...]) -> list[Step]:
        """The rules that made the value, in their order (`Values._compute` and its parts)."""
        index = self._index
        kind = index.types[symbol]
        if kind > TRISTATE:
            return self._text_steps(symbol, kind, defaults)
        if not kind:
            return [Step("nothing", self.value(symbol))]
        steps = [Step("nothing", "n")]
        if symbol in index.transitional:
            said = self.user(symbol)
            steps += [Step("answer", said)] if said is not None else []
            return steps if steps[-1].value == self.value(symbol) else [*steps, Step("bool", "y")]
        in_choice = symbol in index.members or index.choice_of[symbol] >= 0
        if in_choice and index.dialect.plain_choices:
            steps.append(Step("choice", self.value(symbol)))
            return steps
        if index.choice_of[symbol] >= 0 and self._values.visible[symbol] == YES:
            steps.append(Step("choice", self.value(symbol)))
            return steps
        values = self._values
        visible = values.visible[symbol]
        user = values.user_tristates[symbol]
        if visible and user != UNSET:
            value = user
            steps.append(Step("answer", LETTERS[value]))
            if value > visible:
                value = visible
                steps.append(Step("visibility", LETTERS[value]))
        else:
            value = 0
            for default in defaults if symbol not in index.members else ():
                if default.fate == "taken":
                    value = default.value
                    steps.append(Step("default", LETTERS[value]))
            if values.tristates[index.implied[symbol]] and index.choice_of[symbol] < 0:
                implied = values.bound(index.implied[symbol], symbol)
                if implied > value:
                    value = implied
                    steps.append(Step("imply", LETTERS[value]))
                direct = values.bound(index.direct[symbol], symbol)
                if direct < value:
                    value = direct
                    steps.append(Step("dependency", LETTERS[value]))
        selected = values.selected_by(symbol)
        if selected > value:
            value = selected
            steps.append(Step("select", LETTERS[value]))
        if value == 1 and values.is_bool(symbol):
            value = 2
            steps.append(Step("bool", LETTERS[value]))
        if LETTERS[value] != self.value(symbol):
            steps.append(Step("choice", self.value(symbol)))  # a choice without any member
        return steps

    def _text_steps(self, symbol: int, kind: int, defaults: tuple[Default, ...]) -> list[Step]:
        values = self._values
        text = ""
        if kind != STRING and self._index.dialect.zero_numbers:
            text = "0x0" if TYPE_NAMES[kind] == "hex" else "0"
        steps = [Step("nothing", text)]
        seen = values.visible[symbol] or symbol in self._index.transitional
        if seen and symbol in values.user_texts:
            text = values.user_texts[symbol]
            steps.append(Step("answer", text))
        else:
            for default in defaults:
                if default.fate == "taken" and default.text is not None:
                    text = default.text
                    steps.append(Step("default", text))
        if values.texts[symbol] != text:
            steps.append(Step("range", values.texts[symbol]))
        return steps
