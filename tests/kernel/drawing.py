"""What users might ask of a kernel, drawn at random from its own symbols by a seed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from kconfig_index import Configuration, Kernel, MenuNode, Symbol
from nixmenu.layers.base import load_base
from nixmenu.layers.definition import FORCED, Definition

TEXTS = (
    "",
    "plain",
    'say "hi"',
    "back\\slash \\\\ twice\\",
    "two  words\tand a tab",
    "Grüße",
    "a=b (C) [D/e/?]",
    "'$HOME' `x` $(y)",
    "y",
    "?x",
    '"',
)


@dataclass
class Wishes:
    """What a user adds to NixOS's answers: definitions that win over them, and an extraConfig text."""

    values: dict[str, str | None] = field(default_factory=dict)
    """None unsets; y, m and n are tristates and all others are freeform."""
    text: str = ""

    def take_back(self, name: str) -> None:
        """Say nothing about an option any more; what NixOS says holds again, unless it was that."""
        lines = self.text.split("\n")
        kept = [line for line in lines if not re.match(rf"\s*{name}\b", line)]
        if len(kept) < len(lines):
            self.text = "\n".join(kept)
        elif name in self.values and self.values[name] is not None:
            del self.values[name]
        else:
            self.values[name] = None

    def definitions(self) -> list[Definition]:
        return [
            Definition(name, value, None, priority=FORCED)
            if value in (None, "y", "m", "n")
            else Definition(name, None, value, priority=FORCED)
            for name, value in self.values.items()
        ]


class Drawer:
    """Draws from a kernel's symbols what a user might say."""

    def __init__(self, kernel: Kernel, seed: str, nixos: Sequence[str] = ()) -> None:
        self.random = Random(seed)  # noqa: S311
        self.nixos = nixos
        self._kernel = kernel

    @cached_property
    def _base(self) -> Configuration:
        return load_base(self._kernel, "defconfig").config

    @cached_property
    def _asked(self) -> list[Symbol]:
        return [
            symbol
            for _, symbol in sorted(self._kernel.symbols.items())
            if symbol.name and symbol.prompt is not None and symbol.choice is None
        ]

    def of_type(self, *types: str) -> list[Symbol]:
        """The symbols with a prompt of some types, in the order of their names."""
        return [symbol for symbol in self._asked if symbol.type in types]

    def known(self, *names: str) -> list[str]:
        """Those of the names that this kernel has."""
        return [name for name in names if name in self._kernel.symbols]

    def named(self, pattern: str) -> list[str]:
        """The names of the kernel that match a pattern as a whole."""
        return [name for name in self._kernel.symbols if re.fullmatch(pattern, name)]

    def siblings(self, member: str) -> list[str]:
        """All members of a member's choice."""
        return next(members for members in self.choices() if member in members)

    def below(self, name: str) -> list[str]:
        """The tristates and bools with a prompt in the menu of a symbol."""
        found: set[str] = set()
        waiting: list[MenuNode] = [node for node in self._kernel.symbols[name].nodes if node.prompt]
        while waiting:
            for node in waiting.pop().children:
                waiting.append(node)
                if node.symbol is not None and node.symbol.name and node.prompt:
                    found.add(node.symbol.name)
        return sorted(found)

    def free(self, names: Iterable[str]) -> list[str]:
        """Those that nothing selects."""
        selects = self._kernel.relations.selects
        return [name for name in names if not selects(self._kernel.symbols[name].index)]

    def choices(self) -> list[list[str]]:
        """The members of every choice."""
        found = [
            [node.symbol.name for node in choice.children if node.symbol is not None and node.symbol.name]
            for choice in self._kernel.nodes()
            if choice.kind == "choice"
        ]
        return [members for members in found if len(members) > 1]

    def singles(self, count: int) -> dict[str, str]:
        """Bools and tristates, each on or off as its type allows."""
        return {
            symbol.name: self.random.choice("nmy" if symbol.type == "tristate" else "ny")
            for symbol in self.random.sample(self.of_type("bool", "tristate"), count)
        }

    def moved(self, count: int) -> dict[str, str | None]:
        """One member of some choices, and nothing for the others of it."""
        moved: dict[str, str | None] = {}
        for members in self.random.sample(self.choices(), count):
            moved |= dict.fromkeys(members, None)
            moved[self.random.choice(members)] = "y"
        return moved

    def numbers(self, count: int) -> dict[str, str]:
        """Ints and hexes within the range that they have in the base, or anything where they have none."""
        drawn: dict[str, str] = {}
        for symbol in self.random.sample(self.of_type("int", "hex"), count):
            base = 16 if symbol.type == "hex" else 10
            bounds = self._base.range(symbol)
            low, high = (int(bound or "0", base) for bound in bounds) if bounds else (0, 5000)
            number = self.random.randint(min(low, high), max(low, high))
            drawn[symbol.name] = hex(number) if base == 16 else str(number)
        return drawn

    def strings(self, count: int) -> dict[str, str]:
        """Texts with what `.config` and the script treat specially."""
        drawn = self.random.sample(self.of_type("string"), count)
        return {symbol.name: self.random.choice(TEXTS) for symbol in drawn}

    def off(self, count: int) -> dict[str, str]:
        """Drivers that nothing selects, off."""
        free = self.free(symbol.name for symbol in self.of_type("tristate"))
        return dict.fromkeys(self.random.sample(free, min(count, len(free))), "n")
