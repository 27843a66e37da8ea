"""One set of user's answers for a kernel, and the values that follow from it."""

from typing import TYPE_CHECKING, overload

from kconfig_index import config_file
from kconfig_index.choice_symbols import values_of
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import TRISTATE
from kconfig_index.model import Kernel, MenuNode, Symbol
from kconfig_index.values import LETTERS, UNSET, Values

if TYPE_CHECKING:
    from kconfig_index.explanation import EntryExplanation, Explanation


class Configuration:
    """Values of one kernel; many live side by side, and each costs a few hundred kilobytes.

    Not safe for use by several threads at once; a `copy` is a thread's own.
    """

    def __init__(self, kernel: Kernel, values: Values | None = None) -> None:
        self.kernel = kernel
        self.values = values_of(kernel.index) if values is None else values

    def copy(self) -> "Configuration":
        """The same answers and values, changing apart from here on."""
        return Configuration(self.kernel, values_of(self.kernel.index, self.values))

    @property
    def recomputed(self) -> int:
        """How many symbols were computed since this configuration was made."""
        return self.values.recomputed

    # -- what is --

    def value(self, symbol: Symbol) -> str:
        """n, m or y, or the text of an int, hex or string."""
        return self.values.text(symbol.index)

    def tristate(self, symbol: Symbol) -> int:
        """0 for n, 1 for m, 2 for y; 0 for every int, hex and string."""
        return self.values.tristates[symbol.index]

    def user_value(self, symbol: Symbol) -> str | None:
        """What the user answered, whether it counts now or not."""
        value = self.values.user_tristates[symbol.index]
        return LETTERS[value] if value != UNSET else self.values.user_texts.get(symbol.index)

    def visibility(self, symbol: Symbol) -> int:
        """The highest tristate the user may answer; 0 where the symbol is not asked for."""
        return self.values.visible[symbol.index]

    def selected_by(self, symbol: Symbol) -> int:
        """The lowest tristate that selects leave."""
        return self.values.selected_by(symbol.index)

    def is_visible(self, node: MenuNode) -> bool:
        """Whether a menu entry is shown."""
        return self.values.entry_is_visible(node.index)

    def is_written(self, symbol: Symbol) -> bool:
        """Whether the symbol gets a line in `.config`."""
        return bool(self.values.written[symbol.index])

    def is_changeable(self, symbol: Symbol) -> bool:
        """Whether the user has anything to say about it now."""
        return self.values.is_changeable(symbol.index)

    def assignable(self, symbol: Symbol) -> tuple[str, ...]:
        """Which of n, m and y may be answered now; of a choice's member y alone."""
        if symbol.choice is not None:
            return ("y",) if self.values.visible[symbol.index] else ()
        return tuple(
            letter for value, letter in enumerate(LETTERS) if self.values.in_range(symbol.index, value)
        )

    def range(self, symbol: Symbol) -> tuple[str, str] | None:
        """The lowest and highest value of an int or hex, as the bounds are written, if a range holds now."""
        bounds = self.values.active_range(symbol.index)
        return (self.values.text(bounds[0]), self.values.text(bounds[1])) if bounds is not None else None

    def chosen(self, choice: MenuNode) -> Symbol | None:
        """The member of a choice that is y."""
        symbol = choice.symbol
        member = self.values.chosen.get(symbol.index, -1) if symbol is not None else -1
        return Symbol(self.kernel, member) if member >= 0 else None

    @overload
    def explain(self, of: Symbol) -> "Explanation": ...
    @overload
    def explain(self, of: MenuNode) -> "EntryExplanation": ...
    def explain(self, of: Symbol | MenuNode) -> "Explanation | EntryExplanation":
        """Why a symbol has its value and its visibility, or why an entry of the menus is shown or not, as data.

        That of the symbol of a choice explains the choice.
        """
        from kconfig_index.explain import Explainer

        return Explainer(self).explain(of) if isinstance(of, Symbol) else Explainer(self).explain_entry(of)

    # -- what the user says --

    def set(self, symbol: Symbol, value: str) -> bool:
        """Answer for a symbol; False if the kernel's tools would refuse that now: out of range, or not asked for.

        Of a choice's member only y is taken, and moves the choice.
        """
        number = symbol.index
        if 0 < self.kernel.index.types[number] <= TRISTATE:
            if value not in LETTERS or not value:
                return False
            choice = self.kernel.index.choice_of[number]
            if choice >= 0:
                if value != "y" or not self.values.visible[number]:
                    return False
                self.values.choose(choice, number)
                return True
            return self.values.answer_tristate(number, LETTERS.index(value))
        return bool(self.values.visible[number]) and self.values.answer_text(number, value)

    def unset(self, symbol: Symbol) -> None:
        """Withdraw the user's answer."""
        self.values.forget(symbol.index)
        self.values.touch(symbol.index)
        self.values.flush()

    def choose(self, choice: MenuNode, symbol: Symbol) -> None:
        """Let a choice have this member.

        Raises KconfigError if the symbol is no member of the choice.
        """
        if choice.symbol is None or symbol.index not in self.kernel.index.members.get(
            choice.symbol.index, ()
        ):
            raise KconfigError(f"{symbol.name} is no member of this choice", choice.file, choice.line)
        self.values.choose(choice.symbol.index, symbol.index)

    # -- files --

    def load(self, text: str, name: str = ".config") -> list[str]:
        """Replace all answers by those of a `.config` text; the kernel's warnings about it, `name` in front."""
        loader = config_file.Loader(self.values, self.kernel.mentioned, compare=False)
        loader.load(text, name)
        return loader.warnings

    def dot_config(self) -> str:
        """The text of `.config`, as the kernel's tools write it."""
        return config_file.dot_config(self.values)

    def minimal_config(self) -> str:
        """The text that `make savedefconfig` writes."""
        return config_file.minimal_config(self.values)
