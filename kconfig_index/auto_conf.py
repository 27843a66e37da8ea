"""Reading `auto.conf` back: what the build was made from, so that only what changed is made again.

It is read as `conf_read_simple` of the kernel's `scripts/kconfig/confdata.c` reads it for S_DEF_AUTO: strings have no
quotes there, values that cannot be are passed over, and lines that cannot be are warned of.
"""

from dataclasses import dataclass, field

from kconfig_index.config_file import PREFIX, assignment, lines_of
from kconfig_index.expressions import BOOL, HEX, INT, STRING, TRISTATE
from kconfig_index.index import Index
from kconfig_index.model import Kernel
from kconfig_index.numbers import valid_number
from kconfig_index.values import LETTERS


@dataclass(slots=True)
class AutoConf:
    """Values by symbol number as texts, names that no symbol has any more, and conf's warnings, one per line."""

    values: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(kernel: Kernel, text: str, name: str, prefix: str = PREFIX) -> AutoConf:
    """What a text of `auto.conf` says; `name` is the file in warnings."""
    index = kernel.index
    found = AutoConf()
    choices: dict[int, int] = {}
    for number, line in enumerate(lines_of(text), 1):
        where = f"{name}:{number}:warning: "
        try:
            pair = assignment(line, prefix, index.dialect.exact_lines)
        except ValueError:
            found.warnings.append(f"{where}unexpected data: {line}")
            continue
        if pair is None:
            continue
        symbol = kernel.mentioned(pair[0])
        if symbol is None:
            found.unknown.append(pair[0])
            continue
        if symbol in found.values:
            found.warnings.append(f"{where}override: reassigning to symbol {pair[0]}")
        value = _value(index.types[symbol], pair[1])
        if value is None:
            continue
        found.values[symbol] = value
        warning = None if index.dialect.plain_choices else _member(index, symbol, value, choices)
        if warning is not None:
            found.warnings.append(where + warning)
    return found


def _value(kind: int, written: str) -> str | None:
    """A value as its type takes it, None if it cannot be one."""
    if kind in (BOOL, TRISTATE):
        letter = written[:1]
        return letter if letter in ("y", "n") or (letter == "m" and kind == TRISTATE) else None
    if kind == STRING or (kind in (INT, HEX) and valid_number(kind, written)):
        return written
    return None


def _member(index: Index, symbol: int, value: str, choices: dict[int, int]) -> str | None:
    """What is to be warned of where choices are symbols, too; `choices` has the highest value of each so far."""
    choice = index.choice_of[symbol]
    if choice < 0:
        return None
    before = choices.get(choice, 0)
    choices[choice] = max(before, LETTERS.index(value))
    if value == "m" and before == 2:
        return f"{index.names[symbol]} creates inconsistent choice state"
    if value == "y" and before:
        return f"override: {index.names[symbol]} changes choice state"
    return None
