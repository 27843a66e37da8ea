"""All options of a kernel in one list, filtered by what the layers say, in an order, and as text to take along."""

import csv
import io
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kconfig_index import Symbol
from nixmenu.errors import NixmenuError
from nixmenu.prediction import Prediction
from nixmenu.session import Session

FilterName = Literal["all", "forced", "differs", "mine", "lost", "unused", "problems", "new"]
Order = Literal["menu", "name"]

TITLES = ("option", "base", "NixOS", "you", "result", "prompt")

_Contents = Callable[[Session], Container[str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """A question that options are picked by."""

    name: FilterName
    meaning: str
    contents: _Contents | None
    """Makes the names of the options it lets through; None lets all of them through."""


def _differs(session: Session) -> set[str]:
    prediction, base = session.prediction, session.base_values
    values: Mapping[str, str] = {} if prediction is None else prediction.values
    return {name for name in {*values, *base} if values.get(name, "n") != base.get(name, "n")}


def _messages(session: Session, kinds: Iterable[str] = (), severities: Iterable[str] = ()) -> set[str]:
    messages = () if session.prediction is None else session.prediction.messages
    return {each.name for each in messages if each.kind in kinds or each.severity in severities}


def unanswered(prediction: Prediction, base: Mapping[str, str]) -> set[str]:
    """Options that were asked about and kept what they had, though the base has no line for them.

    In menuconfig's words (NEW): no user value. What auto-modules answers is answered.
    """
    first, second = prediction.asked
    kept = {name for asked in (first, second) for name, about in asked.items() if about.by == "kept"}
    answered = {name for asked in (first, second) for name, about in asked.items() if about.by != "kept"}
    return kept - answered - base.keys()


def _new(session: Session) -> set[str]:
    return set() if session.prediction is None else unanswered(session.prediction, session.base_values)


FILTERS: tuple[Filter, ...] = (
    Filter("all", "every option of the kernel", None),
    Filter(
        "forced",
        "NixOS answers it itself",
        lambda session: {name for name, answer in session.nixos.items() if answer.kind != "unset"},
    ),
    Filter("differs", "the result is another one than the base", _differs),
    Filter("mine", "your entries answer it", lambda session: session.you),
    Filter(
        "lost",
        "it is asked for, and ends with another value",
        lambda session: _messages(session, ("not-set", "silent")),
    ),
    Filter("unused", "it is answered and never asked for", lambda session: _messages(session, ("unused",))),
    Filter(
        "problems",
        "NixOS will print an error or a warning about it",
        lambda session: _messages(session, severities=("error", "warning")),
    ),
    Filter("new", "it is asked about, and nobody has an answer", _new),
)


class LayerTable:
    """The options of one session; what is needed to look through them is worked out when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._in_order: dict[Order, Sequence[Symbol]] = {}
        self._texts: Mapping[int, str] = {}

    def symbols(self, of: Filter, text: str = "", order: Order = "menu") -> Sequence[Symbol]:
        """The options that a filter lets through and whose name or prompt has every word of `text` in it."""
        found = self._ordered(order)
        if of.contents is not None:
            names = of.contents(self.session)
            found = [symbol for symbol in found if symbol.name in names]
        words = text.casefold().removeprefix("config_").split()
        if not words:
            return found
        texts = self._all_texts()
        return [symbol for symbol in found if all(word in texts[symbol.index] for word in words)]

    def _ordered(self, order: Order) -> Sequence[Symbol]:
        if order not in self._in_order:
            kernel = self.session.kernel
            index = kernel.index
            symbols = [symbol for symbol in kernel.symbols.values() if index.types[symbol.index]]
            if order == "name":
                symbols.sort(key=lambda symbol: symbol.name)
            else:
                symbols.sort(key=lambda symbol: index.definitions[symbol.index][0])
            self._in_order[order] = symbols
        return self._in_order[order]

    def _all_texts(self) -> Mapping[int, str]:
        """What is looked through, by the number of the symbol."""
        if not self._texts:
            self._texts = {
                symbol.index: f"{symbol.name} {symbol.prompt or ''}".casefold()
                for symbol in self._ordered("menu")
            }
        return self._texts


def as_csv(session: Session, symbols: Iterable[Symbol]) -> str:
    """The rows of options as comma-separated values under a line of titles; what says nothing is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TITLES)
    for symbol in symbols:
        writer.writerow(["" if each is None else each for each in _row(session, symbol)])
    return text.getvalue()


def as_text(session: Session, symbols: Iterable[Symbol]) -> str:
    """The same in columns; what says nothing is a dot."""
    rows = [
        TITLES,
        *(tuple("·" if each is None else each or '""' for each in _row(session, one)) for one in symbols),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(TITLES))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in padded)


def _row(session: Session, symbol: Symbol) -> Sequence[str | None]:
    layers = session.layers(symbol)
    return symbol.name, layers.base, layers.nixos, layers.you, layers.result, symbol.prompt


def export(path: Path, session: Session, symbols: Sequence[Symbol]) -> None:
    """Write a new file of the rows, comma-separated if its name ends in .csv.

    Raises NixmenuError, and there is no such file, if it exists already or cannot be written.
    """
    text = as_csv(session, symbols) if path.suffix.casefold() == ".csv" else as_text(session, symbols)
    try:
        file = path.open("x", encoding="utf-8")
    except FileExistsError as error:
        raise NixmenuError("exists already; choose another name", path=path) from error
    except OSError as error:
        raise NixmenuError(f"cannot be written: {error.strerror}", path=path) from error
    try:
        with file:
            file.write(text)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise NixmenuError(f"cannot be written: {error.strerror}", path=path) from error
