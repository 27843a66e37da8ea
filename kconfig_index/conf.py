"""The kernel's walks through the menus: what `conf` asks, in which order, and what it does with the answers.

The questions, their texts and their order are those of the kernel's `scripts/kconfig/conf.c`; answers come from a
callable instead of a terminal.
"""

from collections.abc import Callable

from kconfig_index.bulk_answers import Fill, rewrite, set_all
from kconfig_index.configuration import Configuration
from kconfig_index.expressions import TRISTATE
from kconfig_index.menu_tree import CHOICE, COMMENT_PROMPT, MENU_PROMPT
from kconfig_index.model import MenuNode
from kconfig_index.new_symbols import is_new, new_entries
from kconfig_index.questions import (
    Answer,
    EndlessChoiceError,
    EndlessError,
    InputEndedError,
    Print,
    Question,
    Questions,
)
from kconfig_index.values import UNSET

__all__ = [
    "Answer",
    "EndlessChoiceError",
    "EndlessError",
    "Fill",
    "InputEndedError",
    "Print",
    "Question",
    "Walk",
    "is_new",
    "new_entries",
    "oldask",
    "rewrite",
    "set_all",
]


class Walk(Questions):
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
        super().__init__(config, answer, out, help_text, ended)
        self._shown = shown
        if shown is not None:
            self._is_visible = self._look_at
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


def oldask(config: Configuration, answer: Answer) -> None:
    """Ask everything, as `conf --oldaskconfig` does; the answers become the configuration's."""
    Walk(config, answer).oldask()
