"""Finding symbols by what people type: names, prompts and help texts, ranked, quick enough for every key.

The texts of each kind stand in one long text, so that a search is a few scans of memory; where a hit lies tells whose
it is.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from kconfig_index.model import Kernel, Symbol

_PREFIX = "config_"
_BETTER_SHORT = 64
"""Names longer than this are not ranked by their length any more."""


class _Field:
    """One kind of text of all symbols: `owners[i]` is whose text starts at `starts[i]`."""

    def __init__(self, texts: list[tuple[int, str]]) -> None:
        self.owners = [owner for owner, _ in texts]
        self.text = "\n".join(text for _, text in texts)
        lengths = (len(text) + 1 for _, text in texts)
        self.starts = [0, *accumulate(lengths)][: len(texts)]

    def hits(self, word: str, first_only: bool = False) -> dict[int, int]:
        """Symbols whose text holds a word, and where in it: 0 at the start, 1 at the start of a word, 2 inside.

        The best place counts, with `first_only` the first one.
        """
        found: dict[int, int] = {}
        text, starts, owners = self.text, self.starts, self.owners
        position = text.find(word)
        while position >= 0:
            number = bisect_right(starts, position) - 1
            start = starts[number]
            inside = 0 if position == start else 2 if text[position - 1].isalnum() else 1
            owner = owners[number]
            found[owner] = min(inside, found.get(owner, 2))
            if inside and not first_only:
                position = text.find(word, position + len(word))
            else:
                position = text.find(word, starts[number + 1]) if number + 1 < len(starts) else -1
        return found

    def matches(self, pattern: "re.Pattern[str]") -> set[int]:
        """Symbols in whose text a regular expression matches within a line."""
        return {
            self.owners[bisect_right(self.starts, match.start()) - 1] for match in pattern.finditer(self.text)
        }


class Search:
    """A search over the symbols of one kernel that can be asked for, or are defined at all."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        index = kernel.index
        names: list[tuple[int, str]] = []
        prompts: list[tuple[int, str]] = []
        helps: list[tuple[int, str]] = []
        for symbol in kernel.symbols.values():
            number = symbol.index
            names.append((number, index.names[number].lower()))
            for entry in index.definitions[number]:
                prompt = index.entry_prompt[entry]
                if prompt >= 0:
                    prompts.append((number, index.prompts[prompt].lower()))
                text = index.helps[entry]
                if text:
                    helps.append((number, " ".join(text.lower().split())))
        self._names = _Field(names)
        self._prompts = _Field(prompts)
        self._helps = _Field(helps)
        self._asked_for = frozenset(self._prompts.owners)

    def find(self, text: str, limit: int = 200) -> list[Symbol]:
        """Symbols that fit all words of a text, the best first; at most `limit` of them.

        An exact name comes first, then names that begin so, names, prompts, help texts; help is searched for words of
        three letters or more. `CONFIG_` in front of a word does not matter.
        """
        words = [word.removeprefix(_PREFIX) for word in text.lower().split()]
        words = [word for word in words if word]
        if not words:
            return []
        scores: dict[int, int] | None = None
        for word in words:
            found = self._score(word)
            if scores is None:
                scores = found
            else:
                scores = {symbol: scores[symbol] + found[symbol] for symbol in scores.keys() & found.keys()}
        assert scores is not None
        names = self._kernel.index.names
        asked_for = self._asked_for
        order = sorted(
            scores,
            key=lambda symbol: (
                scores[symbol],
                symbol not in asked_for,
                min(len(names[symbol]), _BETTER_SHORT),
                names[symbol],
            ),
        )
        return [Symbol(self._kernel, symbol) for symbol in order[:limit]]

    def find_pattern(self, pattern: str, limit: int = 200) -> list[Symbol]:
        """Symbols whose name, prompt or help a regular expression matches, in that order; capitals do not matter.

        Raises ValueError with the reason if the pattern is none.
        """
        try:
            compiled = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(str(error)) from None
        order: dict[int, None] = {}
        for field in (self._names, self._prompts, self._helps):
            order.update(dict.fromkeys(sorted(field.matches(compiled))))
        return [Symbol(self._kernel, symbol) for symbol in list(order)[:limit]]

    def _score(self, word: str) -> dict[int, int]:
        """How well each symbol fits a word: the lower the better."""
        scores: dict[int, int] = {}
        if len(word) >= 3:
            scores.update(dict.fromkeys(self._helps.hits(word, first_only=True), 60))
        for symbol, place in self._prompts.hits(word, len(word) == 1).items():
            scores[symbol] = 30 + 10 * place
        names = self._kernel.index.names
        for symbol, place in self._names.hits(word, len(word) == 1).items():
            exact = len(names[symbol]) == len(word)
            scores[symbol] = min(scores.get(symbol, 99), 0 if exact else 10 + 10 * place)
        return scores
