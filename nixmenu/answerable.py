"""Which answers the kernel's tool takes for an option, so that a wrong one is told before it kills a run."""

import re

from kconfig_index import Configuration, Symbol

TRISTATES = ("n", "m", "y")
_INT = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_HEX = re.compile(r"(?:0[xX])?[0-9a-fA-F]+", re.ASCII)


def is_text(symbol: Symbol) -> bool:
    """Whether the option is answered with free text: a number or a string."""
    return symbol.type in ("int", "hex", "string")


def assignable(symbol: Symbol, config: Configuration) -> tuple[str, ...]:
    """The values of a bool or tristate worth offering where `config` stands; none for numbers and strings.

    An option that is not asked there is offered everything its type has, as what it takes to be asked may
    be about to change.
    """
    if is_text(symbol) or symbol.prompt is None:
        return ()
    if symbol.choice is not None:
        return ("y",)
    if config.visibility(symbol):
        return config.assignable(symbol)
    return TRISTATES if symbol.type == "tristate" else ("n", "y")


def never_taken(symbol: Symbol, value: str) -> str | None:
    """Why no kernel of this source can take `value` as an answer, whatever else is set; None if it can."""
    if symbol.prompt is None:
        return (
            f"{symbol.name} has no prompt, so it is never asked for: its value follows from other options"
            f" (see {symbol.file}:{symbol.line})"
        )
    if symbol.choice is not None and value != "y":
        return f"{symbol.name} is one of a choice: answer y to another of its options to turn it off"
    if symbol.type == "bool" and value not in ("n", "y"):
        return f"{symbol.name} takes y or n, not {value!r}"
    if symbol.type == "tristate" and value not in TRISTATES:
        return f"{symbol.name} takes y, m or n, not {value!r}"
    if symbol.type == "int" and not _INT.fullmatch(value):
        return f"{symbol.name} takes a whole number, not {value!r}"
    if symbol.type == "hex" and not _HEX.fullmatch(value):
        return f"{symbol.name} takes a hexadecimal number, not {value!r}"
    if symbol.type == "string":
        return _never_taken_text(symbol, value)
    return None


def _never_taken_text(symbol: Symbol, value: str) -> str | None:
    if "#" in value or "\n" in value or value != value.strip():
        return f"{symbol.name}: nixpkgs passes no text with '#', a line break, or a space at either end"
    if value == "?":
        return f"{symbol.name}: the kernel's tool takes a lone '?' as a call for help"
    return None


def not_taken_now(symbol: Symbol, value: str, config: Configuration) -> str | None:
    """Why the question for the option would not take `value` where `config` stands; None if it would."""
    if is_text(symbol):
        return _out_of_range(symbol, value, config)
    if not config.visibility(symbol):
        return f"{symbol.name} is not asked for: what it depends on is not set"
    if symbol.choice is not None or value in config.assignable(symbol):
        return None
    if TRISTATES.index(value) < config.selected_by(symbol):
        return f"{symbol.name} cannot be {value}: another option selects it"
    if value == "m":
        return f"{symbol.name} cannot be m here; it takes {' or '.join(config.assignable(symbol))}"
    return f"{symbol.name} cannot be {value}: what it depends on is m, or modules are off"


def _out_of_range(symbol: Symbol, value: str, config: Configuration) -> str | None:
    bounds = config.range(symbol)
    if bounds is None or symbol.type == "string":
        return None
    base = 16 if symbol.type == "hex" else 10
    low, high = (int(bound, base) for bound in bounds)
    if low <= int(value, base) <= high:
        return None
    return f"{symbol.name} takes {bounds[0]} to {bounds[1]}, not {value}"
