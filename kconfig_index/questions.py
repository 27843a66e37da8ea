"""What `conf` asks about one entry, and what it does with the answer.

The questions and their texts are those of the kernel's `scripts/kconfig/conf.c`; answers come from a callable instead
of a terminal.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

from kconfig_index.configuration import Configuration
from kconfig_index.errors import KconfigError
from kconfig_index.model import Kernel, MenuNode
from kconfig_index.values import LETTERS, UNSET


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


class Questions:
    """The questions of one run; `out` gets all that is printed, questions included, answers not.

    `help_text` gives what is printed for the answer `?`; `ended` tells that no answer will come any more.
    """

    def __init__(
        self,
        config: Configuration,
        answer: Answer,
        out: Print | None,
        help_text: Callable[[int], str] | None,
        ended: Callable[[], bool],
    ) -> None:
        self._values = config.values
        self._index = config.values.index
        self._kernel = config.kernel
        self._answer = answer
        self._out = out
        self._help_text = help_text
        self._ended = ended
        self._is_visible = self._values.entry_is_visible
        self._asking_all = True
        self._indent = 1

    def _print(self, text: str) -> None:
        if self._out is not None:
            self._out(text)

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
