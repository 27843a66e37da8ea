"""Finding symbols by what people type: names, prompts and help texts, ranked, quick enough for every key.

The texts of each kind stand in one long text, so that a search is a few scans of memory; where a hit lies tells whose
it is.
"""

from bisect import bisect_right
from collections.abc import Sequence
from heapq import nsmallest
from itertools import accumulate

from kconfig_index.model import Kernel, Symbol
from kconfig_index.patterns import fitting

_PREFIX = "config_"
_BETTER_SHORT = 64
"""Names longer than this are not ranked by their length any more."""
_IN_NAME, _IN_PROMPT, _IN_HELP = 10, 30, 60
_HELP_FROM = 3
"""Letters that a word has at least to be looked for in help texts."""
_MOST = 1 << 30
_MOST_SINGLE = 1000
"""A single word that is in more help texts than this tells nothing; what else fits it is found anyway."""


class _Field:
    """One kind of text of all symbols: `owners[i]` is whose text starts at `starts[i]`."""

    def __init__(self, texts: list[tuple[int, str]]) -> None:
        self.owners = [owner for owner, _ in texts]
        self.text = "\n".join(["", *(text for _, text in texts)])
        lengths = (len(text) + 1 for _, text in texts)
        self.starts = [1, *accumulate(lengths, initial=1)][1 : len(texts) + 1]
        self._places: dict[int, list[int]] = {}
        self._by_first: dict[str, dict[int, int]] = {}
        for number, (owner, text) in enumerate(texts):
            self._places.setdefault(owner, []).append(number)
            self._by_first.setdefault(text[:1], {})[owner] = 0

    def starting(self, letter: str) -> dict[int, int]:
        """The same as `hits` for one letter at the start of a text: thousands, at the first key of a search."""
        return self._by_first.get(letter, {})

    def beginning(self, word: str) -> list[int]:
        """The owners of the texts that begin with a word."""
        found: list[int] = []
        begin = f"\n{word}"
        position = self.text.find(begin)
        while position >= 0:
            found.append(self.owners[bisect_right(self.starts, position + 1) - 1])
            position = self.text.find(begin, position + 1)
        return found

    def hits(self, word: str, most: int) -> dict[int, int]:
        """Symbols whose text holds a word, and how well: 0 at the start, 1 at the start of a word, 2 inside.

        The first place in a text counts. The search ends with `most` symbols.
        """
        found: dict[int, int] = {}
        text, starts, owners = self.text, self.starts, self.owners
        position = text.find(word)
        while position >= 0 and len(found) < most:
            number = bisect_right(starts, position) - 1
            place = 0 if position == starts[number] else 2 if text[position - 1].isalnum() else 1
            owner = owners[number]
            found[owner] = min(place, found.get(owner, 2))
            position = text.find(word, starts[number + 1] - 1) if number + 1 < len(starts) else -1
        return found

    def place(self, owner: int, word: str) -> int | None:
        """The same for the texts of one symbol; None if none of them holds the word."""
        best: int | None = None
        for number in self._places.get(owner, ()):
            start = self.starts[number]
            end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
            position = self.text.find(word, start, end)
            if position >= 0:
                place = 0 if position == start else 2 if self.text[position - 1].isalnum() else 1
                best = place if best is None else min(best, place)
        return best


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
        longest, *others = sorted(words, key=len, reverse=True)
        scores = {} if others else self._begun(longest)
        if len(scores) < limit:
            scores = self._scores(longest, _MOST if others else limit + _MOST_SINGLE)
        for word in others:
            fitting = ((symbol, self._score(symbol, word)) for symbol in scores)
            scores = {symbol: scores[symbol] + score for symbol, score in fitting if score is not None}
        return [Symbol(self._kernel, symbol) for symbol in self._best(scores, limit)]

    def _best(self, scores: dict[int, int], limit: int) -> list[int]:
        """The symbols with the lowest scores; among equal ones those that can be asked for, and short names, first."""
        names = self._kernel.index.names
        asked_for = self._asked_for
        by_score: dict[int, list[int]] = {}
        for symbol, score in scores.items():
            by_score.setdefault(score, []).append(symbol)
        best: list[int] = []
        for score in sorted(by_score):
            if len(best) >= limit:
                break
            best += nsmallest(
                limit - len(best),
                by_score[score],
                key=lambda symbol: (
                    symbol not in asked_for,
                    min(len(names[symbol]), _BETTER_SHORT),
                    names[symbol],
                ),
            )
        return best

    def find_pattern(self, pattern: str, limit: int = 200) -> list[Symbol]:
        """Symbols whose name, prompt or help a regular expression matches, in that order; capitals do not matter.

        Raises ValueError with the reason if the pattern is none. It may never end: `patterns` tells how to be safe.
        """
        return self.owners_of(fitting(pattern, self.lines), limit)

    @property
    def lines(self) -> tuple[str, ...]:
        """All names, all prompts and all help texts that are searched: one per line, in small letters."""
        return tuple(field.text[1:] for field in (self._names, self._prompts, self._helps))

    def owners_of(self, numbers: Sequence[Sequence[int]], limit: int = 200) -> list[Symbol]:
        """The symbols that some of these `lines` are about, by their numbers; at most `limit` of them."""
        order: dict[int, None] = {}
        for field, found in zip((self._names, self._prompts, self._helps), numbers, strict=True):
            order.update(dict.fromkeys(sorted({field.owners[number] for number in found})))
        return [Symbol(self._kernel, symbol) for symbol in list(order)[:limit]]

    def _begun(self, word: str) -> dict[int, int]:
        """What fits a word best, to be found at once: where it is enough, nothing else need be looked for."""
        return {symbol: self._name_score(symbol, word, 0) for symbol in self._names.beginning(word)}

    def _scores(self, word: str, most: int) -> dict[int, int]:
        """How well symbols fit a word: the lower the better. Help is looked at for at most `most` symbols."""
        scores: dict[int, int] = {}
        if len(word) >= _HELP_FROM:
            scores.update(dict.fromkeys(self._helps.hits(word, most), _IN_HELP))
        single = len(word) == 1
        prompts = self._prompts.starting(word) if single else self._prompts.hits(word, _MOST)
        for symbol, place in prompts.items():
            scores[symbol] = _IN_PROMPT + 10 * place
        names = self._names.starting(word) if single else self._names.hits(word, _MOST)
        for symbol, place in names.items():
            scores[symbol] = min(scores.get(symbol, 99), self._name_score(symbol, word, place))
        return scores

    def _score(self, symbol: int, word: str) -> int | None:
        """The same for one symbol, None if it does not fit."""
        place = self._names.place(symbol, word)
        if place is not None:
            return self._name_score(symbol, word, place)
        place = self._prompts.place(symbol, word)
        if place is not None:
            return _IN_PROMPT + 10 * place
        in_help = len(word) >= _HELP_FROM and self._helps.place(symbol, word) is not None
        return _IN_HELP if in_help else None

    def _name_score(self, symbol: int, word: str, place: int) -> int:
        return 0 if len(self._kernel.index.names[symbol]) == len(word) else _IN_NAME + 10 * place
