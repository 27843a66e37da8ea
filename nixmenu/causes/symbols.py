"""What it takes for one symbol to have another value: the rules of Kconfig, read backwards from its explanation."""

from kconfig_index import Configuration
from kconfig_index.explain import Explainer
from kconfig_index.explanation import Default, Dependency, Explanation, Place, Prompt, Selection
from kconfig_index.model import Symbol
from nixmenu.causes.conditions import Conditions
from nixmenu.causes.goals import Formula, Goal, Need, Root, Statement, Who, all_of, any_of
from nixmenu.causes.kernel_text import KernelText
from nixmenu.causes.says import LEVELS, Says

_KEPT = 256
"""Explanations that are kept at most: those of all options that a large change takes along need megabytes."""


class Symbols:
    """Makes the formula of a goal, as a configuration stands.

    Source of the rules: the kernel's `scripts/kconfig/symbol.c` (sym_calc_value, sym_calc_visibility).
    """

    def __init__(self, config: Configuration, says: Says, text: KernelText) -> None:
        self._kernel = config.kernel
        self._config = config
        self._explainer = Explainer(config)
        self._explained: dict[int, Explanation] = {}
        self._says = says
        self._conditions = Conditions(text)
        self._text = text

    def explanation(self, symbol: int) -> Explanation:
        """The explanation of a symbol; some are kept, as several goals are about one symbol."""
        known = self._explained.get(symbol)
        if known is None:
            if len(self._explained) >= _KEPT:
                self._explained.clear()
                self._explainer = Explainer(self._config)
            known = self._explained[symbol] = self._explainer.explain(Symbol(self._kernel, symbol))
        return known

    def formula(self, goal: Goal) -> Formula | None:
        """What a goal takes; None if it is reached as things are."""
        why = self.explanation(goal.symbol)
        if goal.way == "asked":
            return self._asked(why, max(goal.level, 1))
        if goal.way == "written":
            return None if why.written else self._written(why)
        if goal.way == "other":
            return self._other(why)
        value = self._config.values.tristates[goal.symbol]
        if goal.way == "at least":
            return None if value >= goal.level else self._at_least(why, goal.level)
        return None if value <= goal.level else self._at_most(why, goal.level)

    # -- up --

    def _asked(self, why: Explanation, level: int) -> Formula | None:
        """What it takes to be asked for with `level` among the answers."""
        if why.visibility >= (1 if why.is_bool else level):
            return None
        level = 1 if why.is_bool else level
        parts = [self._shown(why.symbol, prompt, level) for prompt in why.prompts]
        missing = [part for part in parts if part is not None]
        if not parts:
            return Root(why.symbol.name, "kernel", "", self._place(why))
        return any_of(missing) if missing else None

    def _written(self, why: Explanation) -> Formula | None:
        """What it takes to have a line in the `.config`."""
        hidden = self._asked(why, 1) if why.prompts else None
        ways = [] if hidden is None else [hidden]
        if why.type in ("int", "hex", "string"):
            by_default = [_together(self._limits(why.symbol, default, 1)) for default in why.defaults]
            ways += [each for each in by_default if each is not None]
        else:
            ways += self._by_itself(why, 1)
        return any_of(ways) if ways else Root(why.symbol.name, "architecture", "y", self._place(why))

    def _by_itself(self, why: Explanation, level: int) -> list[Formula]:
        """The ways to be at least `level` without being asked for."""
        ways = self._selects(why, level)
        if not why.prompts or any(_hidden_apart(prompt) for prompt in why.prompts):
            ways[:0] = self._defaults(why, level)
        return ways

    def _shown(self, symbol: Symbol, prompt: Prompt, level: int) -> Formula | None:
        name = symbol.name
        parts = self._dependency(symbol, prompt.dependency, level)
        by = Statement("prompt", prompt.place)
        parts.append(self._conditions.hold(prompt.condition, level, name, by))
        for block in prompt.visible_if:
            by = Statement("visible if", block.place, block.prompt)
            parts.append(self._conditions.hold(block.condition, level, name, by))
        return _together(parts)

    def _dependency(self, symbol: Symbol, dependency: Dependency, level: int) -> list[Formula | None]:
        if dependency.value >= level:
            return []
        name = symbol.name
        parts: list[Formula | None] = []
        for block in dependency.enclosing:
            kind = block.kind if block.kind in ("menu", "choice") else "if"
            by = Statement(kind, block.place, block.prompt)
            parts.append(self._conditions.hold(block.condition, level, name, by))
        by = Statement("depends on", self._owner(dependency, symbol))
        parts.append(self._conditions.hold(dependency.own, level, name, by))
        return parts

    def _at_least(self, why: Explanation, level: int) -> Formula:
        """What it takes for a bool or tristate to be at least `level`, which it is not."""
        name = why.symbol.name
        if why.type in ("unknown", "int", "hex", "string"):
            return Root(name, "unknown" if why.type == "unknown" else "kernel", "", self._place(why))
        if why.is_bool:
            level = 2
        wanted = "nmy"[level]
        ways: list[Formula] = []
        if why.choice is not None and why.symbol.choice is not None:
            return self._chosen(why, level)
        if why.prompts:
            hidden = self._asked(why, level)
            if hidden is None:
                answer = Root(name, self._says.who(name), wanted, self._place(why))
                return any_of([answer, *self._selects(why, level)])
            would_be, who = self._would_be(why)
            answer = Root(name, who, wanted, self._place(why))
            ways.append(hidden if would_be >= level else all_of([hidden, answer]))
        ways += self._by_itself(why, level)
        return any_of(ways) if ways else Root(name, "architecture", wanted, self._place(why))

    def _chosen(self, why: Explanation, level: int) -> Formula:
        """What it takes for an option of a choice to be the one that is chosen."""
        name, choice = why.symbol.name, why.choice
        hidden = self._asked(why, 1)
        chosen = choice.chosen if choice is not None else None
        if hidden is not None or chosen is None or chosen == why.symbol:
            if hidden is None:
                return Root(name, self._says.who(name), "nmy"[level], self._place(why))
            if self._says.reply(name) == "y" or chosen is None:
                return hidden
        other = self._chooser(why, chosen)
        return other if hidden is None else all_of([hidden, other])

    def _chooser(self, why: Explanation, chosen: Symbol) -> Root:
        """The answer that chose another option of the choice, or the lack of one."""
        who = self._says.who(chosen.name)
        if who in ("you", "nixos") and self._says.reply(chosen.name) == "y":
            return Root(chosen.name, who, "n", self._place(why))
        return Root(why.symbol.name, self._says.who(why.symbol.name), "y", self._place(why))

    def _would_be(self, why: Explanation) -> tuple[int, Who]:
        """What an option that is not asked for would most likely become if it were, and by whom."""
        name = why.symbol.name
        who = self._says.who(name)
        reply = self._says.reply(name)
        if reply is not None:
            return LEVELS.get(reply, 0), who
        if why.type == "tristate" and not why.is_bool and self._says.auto_modules:
            return 1, "auto"
        base = self._says.base(name)
        if base is not None:
            return LEVELS.get(base, 0), who
        for default in why.defaults:
            if default.condition is None or default.condition.value:
                return default.expression.value, who
        return 0, who

    def _defaults(self, why: Explanation, level: int) -> list[Formula]:
        """The defaults that could give `level`, and what each takes."""
        name = why.symbol.name
        # Of a bool, m counts as y.
        level = 1 if why.is_bool else level
        ways: list[Formula] = []
        for default in why.defaults:
            by = Statement("default", default.place)
            parts = [
                *self._limits(why.symbol, default, level),
                self._conditions.hold(default.expression, level, name, by),
            ]
            if default.fate == "not reached":
                taken = why.default
                parts += [] if taken is None else [self._conditions.fail(taken.condition, 0, name, by)]
            way = _together(parts)
            if way is not None:
                ways.append(way)
        return ways

    def _limits(self, symbol: Symbol, default: Default, level: int) -> list[Formula | None]:
        by = Statement("default", default.place)
        return [
            *self._dependency(symbol, default.dependency, level),
            self._conditions.hold(default.condition, level, symbol.name, by),
        ]

    def _selects(self, why: Explanation, level: int) -> list[Formula]:
        """The options that could raise it to `level`, and what each takes."""
        reached = 1 if why.is_bool else level
        ways = []
        for selection in why.selected_by if why.prompts else (*why.selected_by, *why.implied_by):
            way = self._selection(selection, reached)
            if way is not None:
                ways.append(way)
        return ways

    def _selection(self, selection: Selection, level: int) -> Formula | None:
        if selection.value >= level:
            return None
        by = Statement(selection.kind, selection.place)
        selector = selection.selector
        parts: list[Formula | None] = []
        if selector.value < level:
            wanted = 2 if selector.type == "bool" else level
            words = selector.name if wanted == 1 or selector.type == "bool" else f"{selector.name}=y"
            parts.append(Need(Goal(selector.symbol.index, "at least", wanted), by, words, selector.name))
        elif selection.dependency.value < level:
            parts += self._dependency(selector.symbol, selection.dependency, level)
        parts.append(self._conditions.hold(selection.condition, level, selector.name, by))
        return _together(parts)

    # -- down --

    def _at_most(self, why: Explanation, level: int) -> Formula:
        """What it takes for a bool or tristate to be at most `level`, which it is not."""
        name = why.symbol.name
        parts: list[Formula | None] = []
        for selection in why.selected_by:
            if selection.value > level:
                by = Statement("select", selection.place)
                selector = self._no_more(name, selection, level)
                condition = self._conditions.fail(selection.condition, level, name, by)
                fixed = condition is None or isinstance(condition, Root)
                parts.append(selector if fixed else any_of([selector, condition]))  # type: ignore[list-item]
        own = self._own_value(why, level)
        if own is not None or not parts:
            parts.append(own or Root(name, "kernel", "", self._place(why)))
        return _together(parts) or Root(name, "kernel", "", self._place(why))

    def _own_value(self, why: Explanation, level: int) -> Formula | None:
        """What keeps it above `level` beside selects."""
        name = why.symbol.name
        if why.visibility:
            said = LEVELS.get(why.answer.value, 0) if why.answer is not None else 0
            if why.choice is not None and why.symbol.choice is not None:
                return Root(name, self._says.who(name), "n", self._place(why))
            reply = self._says.reply(name)
            if not said and reply is None and level == 0 and self._would_be(why) == (1, "auto"):
                return Root(name, "auto", "n", self._place(why))  # its question is still to come
            # An answer that is refused, or comes too late, is not what keeps it where it is.
            if said <= level or (reply is not None and LEVELS.get(reply, 2) <= level):
                return None
            return Root(name, self._says.who(name), "nmy"[level], self._place(why))
        for default in why.defaults:
            if default.fate == "taken" and default.value > level:
                return self._without_default(name, default, level)
        for selection in why.implied_by:
            if selection.value > level:
                return self._no_more(name, selection, level)
        return None

    def _no_more(self, name: str, selection: Selection, level: int) -> Need:
        """The selector is to stop asking for more than `level`."""
        by = Statement(selection.kind, selection.place)
        selector = selection.selector
        level = 0 if selector.type == "bool" else level
        words = f"!{selector.name}" if level == 0 else f"{selector.name} not to be y"
        return Need(Goal(selector.symbol.index, "at most", level), by, words, name)

    def _without_default(self, name: str, default: Default, level: int) -> Formula:
        by = Statement("default", default.place)
        ways: list[Formula] = []
        for condition in (default.expression, default.condition, default.dependency.own):
            way = None if condition is None else self._conditions.fail(condition, level, name, by)
            if way is not None:
                ways.append(way)
        for block in default.dependency.enclosing:
            way = self._conditions.fail(block.condition, level, name, Statement("if", block.place))
            if way is not None:
                ways.append(way)
        return any_of(ways) if ways else Root(name, "kernel", "", default.place)

    # -- other texts --

    def _other(self, why: Explanation) -> Formula:
        """What decides about the text of a symbol that a comparison looks at."""
        name = why.symbol.name
        if why.visibility:
            return Root(name, self._says.who(name), "", self._place(why))
        hidden = self._asked(why, 1) if why.prompts else None
        if hidden is not None:
            return hidden
        default = why.default
        place = default.place if default is not None else self._place(why)
        return Root(name, "toolchain" if place and self._text.test(place) else "kernel", "", place)

    # -- places --

    def _place(self, why: Explanation) -> Place | None:
        return why.definitions[0].place if why.definitions else None

    def _owner(self, dependency: Dependency, symbol: Symbol) -> Place:
        """Where the entry stands whose dependency it is."""
        definitions = self.explanation(symbol.index).definitions
        for definition in definitions:
            if definition.dependency is dependency:
                return definition.place
        return definitions[0].place


def _hidden_apart(prompt: Prompt) -> bool:
    """Whether a prompt stays hidden where the option's dependencies hold, so that a default counts there."""
    own = prompt.condition is not None and not prompt.condition.value
    return own or any(not block.condition.value for block in prompt.visible_if)


def _together(parts: list[Formula | None]) -> Formula | None:
    missing = [part for part in parts if part is not None]
    return all_of(missing) if missing else None
