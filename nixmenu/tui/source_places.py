"""Where an option is written: its definitions in the kernel's Kconfig files, and who answers it in which Nix file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kconfig_index import Symbol
from nixmenu.session import Session
from nixmenu.tui.kconfig_text import kconfig_pieces, nix_pieces, option_names, prose_lines, read_lines
from nixmenu.tui.known_answer import FILE, known_answer
from nixmenu.tui.rows import Piece, Row
from nixmenu.tui.wrapping import Line


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A line of a file, and what stands there."""

    path: Path
    shown: str
    """The path as people know it: relative to the kernel's source for Kconfig files."""
    line: int
    """From 1 on."""
    what: str
    is_kconfig: bool
    known: tuple[str, ...] = ()
    """What is shown in place of the file, where there is none to read."""


def places_of(session: Session, symbol: Symbol, first: tuple[str, int] | None = None) -> list[SourcePlace]:
    """All places that are known of an option; `first`, a place in the kernel's source, is the one to begin with."""
    tree = session.kernel.srctree
    found = [
        SourcePlace(tree / node.file, node.file, node.line, "defined", is_kconfig=True)
        for node in symbol.nodes
    ]
    for definition in session.layers(symbol).definitions:
        origin = definition.origin
        if origin is not None and origin.path is not None and origin.line is not None:
            who = "NixOS's answer" if origin.layer == "nixos" else "your answer"
            found.append(SourcePlace(origin.path, str(origin.path), origin.line, who, is_kconfig=False))
        elif origin is not None and origin.layer == "nixos":
            lines = known_answer(session, definition)
            found.append(
                SourcePlace(Path(FILE), FILE, len(lines), "NixOS's answer", is_kconfig=False, known=lines)
            )
    if first is not None:
        begin = next((each for each in found if (each.shown, each.line) == first), None)
        begin = begin or SourcePlace(tree / first[0], *first, "the statement", is_kconfig=True)
        found = [begin, *(each for each in found if each != begin)]
    return list(dict.fromkeys(found))


class SourceRows:
    """The lines of one file, numbered; each is coloured when it is drawn."""

    def __init__(self, place: SourcePlace) -> None:
        self.place = place
        self.lines: Sequence[str] = place.known or read_lines(place.path)
        self._prose = prose_lines(self.lines) if place.is_kconfig else frozenset()
        self._width = len(str(len(self.lines)))

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, index: int) -> Row:
        """The row of a line; › marks the one that the file was opened at."""
        at = index + 1 == self.place.line
        number = Piece(f"{index + 1:>{self._width}} ", "quiet")
        return Row(Piece("›" if at else " ", "key"), Piece(""), (number, *self._pieces(index)))

    def _pieces(self, index: int) -> Line:
        line = self.lines[index]
        if not self.place.is_kconfig:
            return nix_pieces(line)
        return kconfig_pieces(line, prose=index in self._prose)

    def names(self, index: int) -> list[str]:
        """What may be names of options in a line, in their order."""
        if index >= len(self.lines) or index in self._prose:
            return []
        return option_names(self._pieces(index))
