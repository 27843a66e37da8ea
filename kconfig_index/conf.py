"""The kernel's walks through the menus: what `conf` asks, in which order, and what it does with the answers.

The questions, their texts and their order are those of the kernel's `scripts/kconfig/conf.c`; answers come from a
callable instead of a terminal.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal

from kconfig_index.configuration import Configuration
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import BOOL, TRISTATE
from kconfig_index.menu_tree import CHOICE, COMMENT_PROMPT, MENU_PROMPT
from kconfig_index.model import Kernel, MenuNode
from kconfig_index.values import LETTERS, UNSET, Values


class Question:
    """One thing that `conf` asks.

    `name` is empty for a choice, whose `options` are (prompt, name) in the order in which they are numbered,
    `above_comment` of them before the last comment that is listed among them. `alternatives` is what stands between
    the brackets, `prompt` what comes before the name; `new` tells that the user has not answered yet.
    """

    __slots__ = (
        "_entry",
        "_kernel",
        "above_comment",
        "alternatives",
        "kind",
        "name",
        "new",
        "options",
        "prompt",
    )

    def __init__(
        self,
        kernel: Kernel,
        entry: int,
        kind: Literal["tristate", "value", "choice"],
        prompt: str,
        name: str,
        alternatives: str,
        new: bool,
        options: Sequence[tuple[str, str]] = (),
        above_comment: int = 0,
    ) -> None:
        self._kernel = kernel
        self._entry = entry
        self.kind = kind
        self.prompt = prompt
        self.name = name
        self.alternatives = alternatives
        self.new = new
        self.options = options
        self.above_comment = above_comment

    @property
    def node(self) -> MenuNode:
        """Where it is asked."""
        return MenuNode(self._kernel, self._entry)

    @property
    def text(self) -> str:
        """What stands on the last line when `conf` waits."""
        if self.kind == "choice":
            return f"{self.prompt}[{self.alternatives}]: "
        name = f"({self.name}) " if self.name else ""
        return f"{self.prompt} {name}[{self.alternatives}] {'(NEW) ' if self.new else ''}"


_TYPED = {"n": 0, "N": 0, "no": 0, "No": 0, "m": 1, "M": 1, "y": 2, "Y": 2, "yes": 2, "Yes": 2}
"""What may be typed for a tristate."""

Answer = Callable[[Question], str]
"""Gives the line that is typed for a question, without its newline; what it raises ends the walk."""
Print = Callable[[str], None]


class InputEndedError(KconfigError):
    """The answers ended at a question that has no default which could be taken instead."""


class EndlessError(KconfigError):
    """`conf` would ask the same for ever."""


class EndlessChoiceError(EndlessError):
    """A choice is shown that has no member to take; `conf` never gets past it."""


class Walk:
    """One run of `conf` over a configuration; `out` gets all that it prints, questions included, answers not.

    `help_text` gives what is printed for the answer `?`; `ended` tells that no answer will come any more; `shown` is
    told of every entry that is looked at.
    """

    def __init__(
        self,
        config: Configuration,
        answer: Answer,
        out: Print | None = None,
        help_text: Callable[[int], str] | None = None,
        ended: Callable[[], bool] = lambda: False,
        shown: Callable[[int], object] | None = None,
    ) -> None:
        self._values = config.values
        self._index = config.values.index
        self._kernel = config.kernel
        self._answer = answer
        self._out = out
        self._help_text = help_text
        self._ended = ended
        self._shown = shown
        self._is_visible = self._values.entry_is_visible if shown is None else self._look_at
        self._asking_all = True
        self._indent = 1
        self._root = 0
        self._restarted = 0
        self._new = 0

    def oldask(self) -> None:
        """`--oldaskconfig`: ask everything that can be changed, then as `old` until nothing is new."""
        self.ask_from(0, len(self._index.entry_kinds))
        self.old()

    def ask_from(self, entry: int, end: int) -> int:
        """The part of `--oldaskconfig` that asks everything, from one entry on and as long as they are before `end`.

        Entries are numbered in the order of the menus. Returns the one where the next part has to begin, which is
        behind `end` where nothing is asked up to there.
        """
        self._asking_all = True
        self._root = 0
        if entry >= end:
            return entry
        index = self._index
        indent = 1
        above = index.entry_parent[entry]
        while above >= 0:
            indent += 2 * (index.entry_symbol[above] >= 0)
            above = index.entry_parent[above]
        self._indent = indent
        stopped = self._entries(entry, end)
        self._indent = 1
        return stopped

    def old(self) -> None:
        """`--oldconfig`: ask for everything that has no user's value yet.

        Raises EndlessError where a symbol stays without one and nothing else changes either.
        """
        self._asking_all = False
        values = self._values
        before: tuple[object, ...] = ()
        while self._may_have_new():
            self._restarted = 0
            self._check(0)
            if not self._restarted:
                return
            now = (bytes(values.user_tristates), *map(dict, values.by_symbol))
            if now == before:
                node = MenuNode(self._kernel, self._new)
                raise EndlessError(
                    f"'{node.prompt}' stays without an answer, so that conf never ends", node.file, node.line
                )
            before = now

    def _look_at(self, entry: int) -> bool:
        if self._shown is not None:
            self._shown(entry)
        return self._values.entry_is_visible(entry)

    def _may_have_new(self) -> bool:
        """Whether looking for new symbols can find any, where looking alone changes nothing."""
        if self._shown is not None or not self._index.dialect.plain_choices:
            return True
        values = self._values
        definitions = self._index.definitions
        return any(
            seen
            and answer == UNSET
            and symbol not in values.user_texts
            and is_new(values, symbol)
            and any(map(values.entry_is_visible, definitions[symbol]))
            for symbol, (seen, answer) in enumerate(zip(values.visible, values.user_tristates, strict=True))
        )

    def _print(self, text: str) -> None:
        if self._out is not None:
            self._out(text)

    def _entry(self, entry: int) -> None:
        """`conf`: ask for one entry and those below it."""
        self._entries(entry, self._behind(entry))

    def _below(self, entry: int) -> None:
        """Ask for the entries below one."""
        first = self._index.entry_first[entry]
        if first >= 0:
            self._indent += 2
            self._entries(first, self._behind(entry))
            self._indent -= 2

    def _behind(self, entry: int) -> int:
        """The first entry that is not below one, nor that one itself; the number of entries if it is the last."""
        index = self._index
        while entry >= 0 and index.entry_next[entry] < 0:
            entry = index.entry_parent[entry]
        return index.entry_next[entry] if entry >= 0 else len(index.entry_kinds)

    def _entries(self, entry: int, end: int) -> int:
        """Ask for the entries from one on, as long as they are before `end`; returns the first one that is not.

        Those below a symbol are indented.
        """
        index = self._index
        first, following, parents = index.entry_first, index.entry_next, index.entry_parent
        symbols = index.entry_symbol
        indent = self._indent
        while entry < end:
            if self._one(entry) and first[entry] >= 0:
                if symbols[entry] >= 0:
                    self._indent += 2
                entry = first[entry]
                continue
            while entry >= 0 and following[entry] < 0:
                entry = parents[entry]
                if entry >= 0 and symbols[entry] >= 0:
                    self._indent -= 2
            entry = following[entry] if entry >= 0 else len(first)
        self._indent = indent
        return entry

    def _one(self, entry: int) -> bool:
        """`conf` for an entry itself; whether those below it come next."""
        index = self._index
        if not self._is_visible(entry):
            return False
        prompt = index.entry_prompt[entry]
        symbol = index.entry_symbol[entry]
        kind = index.property_kinds[prompt]
        if kind == MENU_PROMPT and not self._asking_all and self._root != entry:
            self._check(entry)
            return False
        if kind in (MENU_PROMPT, COMMENT_PROMPT) and self._out is not None:
            margin = " " * (self._indent - 1)
            self._out(f"{margin}*\n{margin}* {index.prompts[prompt]}\n{margin}*\n")
        if symbol >= 0:
            if index.entry_kinds[entry] == CHOICE:
                if index.dialect.plain_choices:
                    self._choice(entry)
                else:
                    self._choice_symbol(entry)
                return False
            if index.types[symbol] > TRISTATE:
                self._text(entry, symbol)
            else:
                self._tristate(entry, symbol)
        return True

    def _check(self, entry: int) -> None:
        """`check_conf`: look for visible symbols without a user's value, here and below, and ask around each."""
        values = self._values
        symbols = self._index.entry_symbol
        end = self._behind(entry)
        while entry < end:
            if not self._is_visible(entry):
                entry = self._behind(entry)
                continue
            symbol = symbols[entry]
            if symbol >= 0 and values.user_tristates[symbol] == UNSET and is_new(values, symbol):
                if not self._restarted:
                    self._print("*\n* Restart config...\n*\n")
                self._restarted += 1
                self._new = entry
                self._root = self._menu_around(entry)
                self._entry(self._root)
            entry += 1

    def _menu_around(self, entry: int) -> int:
        """The nearest entry from this one upwards that is a menu (`menu_get_parent_menu`)."""
        index = self._index
        while entry:
            prompt = index.entry_prompt[entry]
            if prompt >= 0 and index.property_kinds[prompt] == MENU_PROMPT:
                break
            entry = index.entry_parent[entry]
        return entry

    def _ask(
        self, entry: int, kind: Literal["tristate", "value"], symbol: int, alternatives: str
    ) -> str | None:
        """Print a question; the answer, or None if the value is only shown (`conf_askvalue`)."""
        index = self._index
        prompt = " " * (self._indent - 1) + index.prompts[index.entry_prompt[entry]]
        new = not self._values.has_user_value(symbol)
        question = Question(self._kernel, entry, kind, prompt, index.names[symbol], alternatives, new)
        if self._out is not None:
            self._out(question.text)
            if not self._is_asked(symbol):
                self._out(f"{self._values.text(symbol)}\n")
                return None
        return self._answer(question)

    def _is_asked(self, symbol: int) -> bool:
        """Whether there is a question for a symbol now; without one its value is only shown."""
        values = self._values
        return (self._asking_all or not values.has_user_value(symbol)) and values.is_changeable(symbol)

    def _help(self, entry: int) -> None:
        if self._out is not None and self._help_text is not None:
            self._out(f"\n{self._help_text(entry)}\n")

    def _text(self, entry: int, symbol: int) -> None:
        """`conf_string`"""
        values = self._values
        while self._out is not None or self._is_asked(symbol):
            shown = values.text(symbol)
            line = self._ask(entry, "value", symbol, shown)
            if line is None:
                return
            if line == "?":
                self._help(entry)
            elif values.answer_text(symbol, line or shown):
                return
            if self._ended():
                name = self._index.names[symbol]
                raise InputEndedError(f"no value for new symbol '{name}' at end of input")

    def _tristate(self, entry: int, symbol: int) -> None:
        """`conf_sym`"""
        values = self._values
        while self._out is not None or self._is_asked(symbol):
            old = values.choice_value(symbol) if symbol in self._index.members else values.tristates[symbol]
            line = self._ask(entry, "tristate", symbol, _alternatives(old, values.answers(symbol)))
            if line is None:
                return
            line = line.strip(" \t\n\v\f\r")
            if line.startswith("?"):
                self._help(entry)
                continue
            new = _TYPED.get(line, UNSET) if line else old
            if new == UNSET:
                continue
            if values.answer_tristate(symbol, new):
                return
            self._help(entry)

    def _choice_symbol(self, entry: int) -> None:
        """`conf_choice` where a choice is a symbol: first its own value, then its member and what is below that."""
        values = self._values
        index = self._index
        choice = index.entry_symbol[entry]
        new = not values.has_user_value(choice)
        if values.is_changeable(choice):
            self._tristate(entry, choice)
        elif values.choice_value(choice) == 1:
            self._print(f"{' ' * (self._indent - 1)}{index.prompts[index.entry_prompt[entry]]}\n")
        value = values.choice_value(choice)
        if value == 2:
            self._below(self._choice(entry, new))
        elif value == 1:
            self._below(entry)

    def _choice(self, entry: int, is_new: bool | None = None) -> int:
        """`conf_choice`: the entry of the member that was taken. A choice is new if it is said to be or a member is."""
        values = self._values
        index = self._index
        choice = index.entry_symbol[entry]
        margin = " " * (self._indent - 1)
        while True:
            self._print(f"{margin}{index.prompts[index.entry_prompt[entry]]}\n")
            chosen = values.chosen.get(choice, -1)
            shown: list[int] = []
            options: list[tuple[str, str]] = []
            above_comment = 0
            default = 0
            new = False
            child = index.entry_first[entry]
            while child >= 0:
                if self._is_visible(child):
                    prompt = index.prompts[index.entry_prompt[child]]
                    member = index.entry_symbol[child]
                    if member < 0:
                        above_comment = len(options)
                        self._print(f"{margin}* {prompt}\n")
                    else:
                        shown.append(child)
                        options.append((prompt, index.names[member]))
                        if member == chosen:
                            default = len(shown)
                        mark = ">" if member == chosen else " "
                        answered = values.has_user_value(member)
                        new = new or not answered
                        tail = "" if answered else " (NEW)"
                        self._print(f"{margin}{mark} {len(shown)}. {prompt} ({index.names[member]}){tail}\n")
                child = index.entry_next[child]
            number = default
            line = ""
            if len(shown) == 1:
                self._print(f"{margin}choice[1]: 1\n")
                number = 1
            else:
                question = Question(
                    self._kernel,
                    entry,
                    "choice",
                    f"{margin}choice",
                    "",
                    f"1-{len(shown)}?",
                    new if is_new is None else is_new,
                    options,
                    above_comment,
                )
                self._print(question.text)
                if not self._asking_all and not question.new:
                    if not default:
                        node = MenuNode(self._kernel, entry)
                        raise EndlessChoiceError(
                            f"the choice '{node.prompt}' has no member that can be chosen, so that conf never ends",
                            node.file,
                            node.line,
                        )
                    self._print(f"{default}\n")
                else:
                    line = self._answer(question).strip(" \t\n\v\f\r")
                    if line.startswith("?"):
                        self._help(entry)
                        continue
                    if line:
                        digits = len(line) - len(line.lstrip("0123456789"))
                        if not digits:
                            continue
                        number = int(line[:digits])
            if not 1 <= number <= len(shown):
                continue
            if line.endswith("?"):
                self._help(shown[number - 1])
                continue
            values.choose(choice, index.entry_symbol[shown[number - 1]])
            return shown[number - 1]


@cache
def _alternatives(value: int, answers: str) -> str:
    """What a question shows in brackets: the present value, then what else may be answered."""
    return "/".join((LETTERS[value].upper(), *answers.replace(LETTERS[value], ""), "?"))


def is_new(values: Values, symbol: int) -> bool:
    """Whether the check loop stops at a symbol: the user has not answered and can (`check_conf`).

    A choice that is a symbol counts also while its value is fixed at y, because its member can be chosen.
    """
    if values.has_user_value(symbol):
        return False
    index = values.index
    if symbol in index.members and not index.dialect.plain_choices and values.choice_value(symbol) == 2:
        return True
    return values.is_changeable(symbol)


def oldask(config: Configuration, answer: Answer) -> None:
    """Ask everything, as `conf --oldaskconfig` does; the answers become the configuration's."""
    Walk(config, answer).oldask()


def new_entries(config: Configuration, shown: Callable[[int], object] | None = None) -> Iterator[int]:
    """The entries that `--listnewconfig` lists: visible, changeable, without a user's value; in menu order.

    `shown` is told of every entry that is looked at.
    """
    values = config.values
    index = values.index

    def visit(entry: int) -> Iterator[int]:
        if shown is not None:
            shown(entry)
        if not values.entry_is_visible(entry):
            return
        symbol = index.entry_symbol[entry]
        if symbol >= 0 and is_new(values, symbol):
            yield entry
        child = index.entry_first[entry]
        while child >= 0:
            yield from visit(child)
            child = index.entry_next[child]

    return visit(0)


Fill = Literal["default", "yes", "mod", "no"]
_FILL = {"yes": 2, "mod": 1, "no": 0}


def set_all(config: Configuration, mode: Fill) -> None:
    """Set every bool and tristate with a prompt and without a user's value (`conf_set_all_new_symbols`).

    Choices and their members keep to their defaults. "default" sets nothing, but has everything computed.
    """
    values = config.values
    values.forgotten += 1
    if mode == "default":
        values.flush()
        return
    index = values.index
    if not index.dialect.plain_choices:
        _set_every_symbol(values, _FILL[mode])
        return
    inside = index.inside_choices()
    for entry, symbol in enumerate(index.entry_symbol):
        if (
            symbol >= 0
            and index.entry_prompt[entry] >= 0
            and index.types[symbol] in (BOOL, TRISTATE)
            and index.entry_kinds[entry] != CHOICE
            and not values.has_user_value(symbol)
            and symbol not in inside
        ):
            values.user_tristates[symbol] = _FILL[mode]
            values.touch(symbol)
    values.flush()


def _set_every_symbol(values: Values, value: int) -> None:
    """The same where choices are symbols: they and their members are set as all others are."""
    for symbol, kind in enumerate(values.index.types):
        if symbol > 2 and kind in (BOOL, TRISTATE) and not values.has_user_value(symbol):
            values.user_tristates[symbol] = value
            values.touch(symbol)
    values.flush()


def rewrite(config: Configuration, old: Literal["yes", "mod"], new: Literal["yes", "mod", "no"]) -> None:
    """Turn the user's tristates of one value into another (`conf_rewrite_tristates`)."""
    values = config.values
    values.forgotten += 1
    index = values.index
    for symbol, value in enumerate(values.user_tristates):
        if value != UNSET and value == _FILL[old] and index.types[symbol] == TRISTATE and values.modules():
            values.user_tristates[symbol] = _FILL[new]
            values.touch(symbol)
    values.flush()
