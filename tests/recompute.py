"""Values computed again from explanations alone, by the rules of the language page and nothing of the engine's."""

from kconfig_index.explanation import (
    Choice,
    Comparison,
    Dependency,
    Enclosing,
    Explanation,
    Expression,
    Mention,
    Negation,
    Prompt,
)

LETTERS = "nmy"


class Recomputation:
    """Computes what explanations explain; expressions that several of them share are computed once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Expression, int]] = {}

    # -- conditions --

    def expression(self, tree: Expression | None) -> int:
        if tree is None:
            return 2
        known = self._known.get(id(tree))
        if known is None:
            known = self._known[id(tree)] = (tree, self._evaluate(tree))
            assert known[1] == tree.value, tree
        return known[1]

    def _evaluate(self, tree: Expression) -> int:
        if isinstance(tree, Mention):
            if tree.type in ("bool", "tristate"):
                assert LETTERS[tree.value] == tree.text
                return LETTERS.index(tree.text)
            assert tree.value == 0
            return 0
        if isinstance(tree, Negation):
            return 2 - self.expression(tree.operand)
        if isinstance(tree, Comparison):
            return 2 if self._holds(tree) else 0
        values = [self.expression(each) for each in tree.operands]
        assert len(values) > 1
        return min(values) if tree.sign == "&&" else max(values)

    def _holds(self, tree: Comparison) -> bool:
        left, right = _number(tree.left), _number(tree.right)
        both_strings = tree.left.type == tree.right.type == "string"
        one: str | int = tree.left.text
        other: str | int = tree.right.text
        if left is not None and right is not None and not both_strings:
            one, other = left, right
        return {
            "=": one == other,
            "!=": one != other,
            "<": one < other,  # type: ignore[operator]
            "<=": one <= other,  # type: ignore[operator]
            ">": one > other,  # type: ignore[operator]
            ">=": one >= other,  # type: ignore[operator]
        }[tree.sign]

    def dependency(self, dependency: Dependency) -> int:
        value = min([self.expression(dependency.own), *map(self.block, dependency.enclosing)])
        assert value == dependency.value
        return value

    def block(self, block: Enclosing) -> int:
        return self.expression(block.condition)

    def prompts(self, prompts: tuple[Prompt, ...]) -> int:
        values = [
            min(self.limit(each.dependency, each.condition), *map(self.block, each.visible_if), 2)
            for each in prompts
        ]
        assert values == [each.value for each in prompts]
        return max(values, default=0)

    def limit(self, dependency: Dependency, condition: Expression | None) -> int:
        return min(self.dependency(dependency), self.expression(condition))

    # -- values --

    def value(self, explained: Explanation) -> str:
        """The value by the rules; everything else that is explained is checked on the way."""
        if explained.modules.text == "n" and explained.type in ("bool", "tristate"):
            assert explained.is_bool
        for definition in explained.definitions:
            self.dependency(definition.dependency)
        visible = self.prompts(explained.prompts)
        if explained.choice is not None and explained.choice.is_symbol:
            value = self._with_choice_symbol(explained, explained.choice, visible)
        elif explained.choice is not None:
            value = self._in_choice(explained, explained.choice)
        elif explained.transitional:
            value = explained.steps[0].value if explained.answer is None else explained.answer.value
            value = "y" if value == "m" and explained.is_bool else value
        elif explained.type in ("bool", "tristate"):
            visible = self._bound(explained, visible)
            value = self._tristate(explained, visible)
        elif explained.type == "unknown":
            value = explained.symbol.name
        else:
            visible = 2 if visible else 0
            value = self._text(explained, visible)
        if explained.choice is None and explained.type != "unknown":
            assert explained.visibility == visible
        assert explained.steps[-1].value == value, (explained.symbol, explained.steps)
        return value

    @staticmethod
    def _bound(explained: Explanation, value: int) -> int:
        return 2 if value == 1 and explained.is_bool else value

    def _greatest(self, explained: Explanation, kind: str) -> int:
        selections = explained.selected_by if kind == "select" else explained.implied_by
        values = []
        for each in selections:
            assert each.kind == kind
            assert each.selected.symbol == explained.symbol
            value = min(self.expression(each.selector), self.limit(each.dependency, each.condition))
            assert value == each.value
            values.append(value)
        return self._bound(explained, max(values, default=0))

    def _taken(self, explained: Explanation) -> int:
        """The position of the default that holds, -1 without any."""
        found = -1
        for position, each in enumerate(explained.defaults):
            limit = self.limit(each.dependency, each.condition)
            assert limit == each.limit
            fate = "not reached" if found >= 0 else "taken" if limit else "passed over"
            assert fate == each.fate
            if fate == "taken":
                found = position
        return found

    def _tristate(self, explained: Explanation, visible: int) -> str:
        selected = self._greatest(explained, "select")
        implied = self._greatest(explained, "imply")
        assert (selected, implied) == (explained.selected, explained.implied)
        answer = explained.answer
        taken = self._taken(explained)
        written = visible > 0
        if answer is not None and visible:
            assert answer.counts
            value = min(LETTERS.index(answer.value), visible)
        else:
            assert answer is None or not answer.counts
            written = written or selected > 0
            value = 0
            if taken >= 0:
                default = explained.defaults[taken]
                value = min(default.limit, self.expression(default.expression))
                assert value == default.value
                written = written or value > 0
            if implied:
                written = True
                direct = self._bound(explained, self.expression(explained.dependency))
                value = min(max(value, implied), direct)
        value = self._bound(explained, max(value, selected))
        assert explained.written == written
        if answer is not None and answer.counts:
            assert (LETTERS[value] != answer.value) <= bool(answer.limited_by)
        return LETTERS[value]

    def _text(self, explained: Explanation, visible: int) -> str:
        text = explained.steps[0].value
        assert text in ("", "0", "0x0")
        taken = self._taken(explained)
        if explained.answer is not None and visible:
            text = explained.answer.value
        elif taken >= 0:
            default = explained.defaults[taken]
            if isinstance(default.expression, Mention):
                assert default.text is not None
                if default.expression.type not in ("bool", "tristate"):
                    assert default.text == default.expression.text
                text = default.text
            else:
                assert default.text is None
        bounds = None
        for each in explained.ranges:
            limit = self.limit(each.dependency, each.condition)
            assert limit == each.limit
            assert each.fate == ("not reached" if bounds else "taken" if limit else "passed over")
            if each.fate == "taken":
                bounds = each
        if bounds is not None and explained.type != "string":
            base = 16 if explained.type == "hex" else 10
            value = int(text or "0", base)
            if value < int(bounds.low.text or "0", base):
                text = bounds.low.text
            elif value > int(bounds.high.text or "0", base):
                text = bounds.high.text
        return text

    # -- choices from Linux 6.11 on --

    def _in_choice(self, explained: Explanation, choice: Choice) -> str:
        shown = self.prompts(choice.prompts)
        for member in choice.members:
            visible = self.prompts(member.prompts)
            if explained.modules.text == "n" or member.symbol.type == "bool":
                visible = 2 if visible else 0
            assert member.visibility == visible
        chosen, reason = self._chosen(choice)
        assert choice.chosen == chosen
        assert choice.reason == reason
        if explained.symbol == choice.node.symbol:
            return "y" if shown else "n"
        return "y" if explained.symbol == chosen else "n"

    def _chosen(self, choice: Choice) -> tuple[object, str]:
        visible = [each for each in choice.members if each.visibility]
        by_symbol = {each.symbol: each for each in visible}
        preferred = [by_symbol[each] for each in choice.preference if each in by_symbol]
        for each in preferred:
            if each.answer == "y":
                return each.symbol, "answer"
        default, reason = (visible[0], "first visible") if visible else (None, "")
        for candidate in choice.defaults:
            limit = self.limit(candidate.dependency, candidate.condition)
            assert limit == candidate.limit
            assert isinstance(candidate.expression, Mention)
            if limit and candidate.expression.symbol in by_symbol:
                default, reason = by_symbol[candidate.expression.symbol], "default"
                assert candidate.fate == "taken"
                break
            assert candidate.fate == "passed over"
        if default is not None and default.answer != "n":
            return default.symbol, reason
        for each in visible:
            if each.answer is None:
                return each.symbol, "first without answer"
        if preferred:
            return preferred[-1].symbol, "least preferred"
        return None, "nothing visible"

    # -- choices up to Linux 6.10 --

    def _with_choice_symbol(self, explained: Explanation, choice: Choice, visible: int) -> str:
        for member in choice.members:
            limit = self.prompts(member.prompts)
            if limit == 1 and member.symbol.type == "tristate" and choice.value == 2:
                limit = 0
            if limit == 1 and (member.symbol.type != "tristate" or explained.modules.text == "n"):
                limit = 2
            assert member.visibility == limit
        chosen, reason = self._chosen_at_y(choice) if choice.value == 2 else (None, "not y")
        assert (choice.chosen, choice.reason) == (chosen, reason)
        if explained.symbol == choice.node.symbol:
            value = 0
            if visible and explained.answer is not None:
                value = min(LETTERS.index(explained.answer.value), self._bound(explained, visible))
            value = self._bound(explained, max(value, self._bound(explained, choice.at_least)))
            assert value == choice.value
            return LETTERS[0 if value == 2 and chosen is None else value]
        (limit,) = {each.visibility for each in choice.members if each.symbol == explained.symbol}
        if limit == 2:
            return "y" if explained.symbol == chosen else "n"
        taken = self._taken(explained)
        value = 0
        if limit and explained.answer is not None:
            value = min(limit, LETTERS.index(explained.answer.value))
        elif taken >= 0:
            value = min(
                explained.defaults[taken].limit, self.expression(explained.defaults[taken].expression)
            )
        return LETTERS[self._bound(explained, value)]

    def _chosen_at_y(self, choice: Choice) -> tuple[object, str]:
        visible = [each.symbol for each in choice.members if each.visibility]
        for preferred in choice.preference:
            if preferred in visible:
                return preferred, "answer"
        for candidate in choice.defaults:
            assert isinstance(candidate.expression, Mention)
            if (
                self.limit(candidate.dependency, candidate.condition)
                and candidate.expression.symbol in visible
            ):
                assert candidate.fate == "taken"
                return candidate.expression.symbol, "default"
        return (visible[0], "first visible") if visible else (None, "nothing visible")


def _number(mention: Mention) -> int | None:
    """What a text counts as: an n, m or y by its place, a number as it is written."""
    if mention.type in ("bool", "tristate"):
        return LETTERS.index(mention.text)
    text = mention.text
    base = {"hex": 16, "int": 10}.get(mention.type, 0)
    try:
        return int(text, 8 if base == 0 and text[:1] == "0" and text[1:].isdigit() else base)
    except ValueError:
        return None
