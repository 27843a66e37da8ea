"""What an edit of one value wants said, by the type that the kernel gives the option."""

from kconfig_index import Kernel, Symbol
from nixmenu.answerable import is_text, never_taken
from nixmenu.edits import Said
from nixmenu.layers.override import Wish


def wish_for(kernel: Kernel, name: str, value: str | None) -> Wish | None:
    """The wish for a value; an empty one makes nobody answer the option, None takes out what the entry says."""
    if not value:
        return None if value is None else Wish()
    symbol = kernel.symbols.get(name)
    return Wish(tristate=value) if symbol is None else wish_of(symbol, value)


def wish_of(symbol: Symbol, value: str) -> Wish:
    """The wish that an option gets `value`, which may be an empty text."""
    return Wish(freeform=value) if is_text(symbol) else Wish(tristate=value)


def fits(kernel: Kernel, name: str, said: Said) -> bool:
    """Whether definitions from elsewhere are ones that this kernel's option of that name could take."""
    symbol = kernel.symbols.get(name)
    if symbol is None:
        return not said
    for one in said:
        value = one.freeform if is_text(symbol) else one.tristate
        is_answer = one.tristate is not None or one.freeform is not None
        if is_answer and (value is None or never_taken(symbol, value) is not None):
            return False
    return True
