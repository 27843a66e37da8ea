"""What differs between the Kconfig languages of kernel series, each difference by a name of its own.

Nothing here is tied to a list of versions: the tree is asked, by what its own `scripts/kconfig` says.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_READ = 1 << 20  # bytes of a file of scripts/kconfig; the largest is a tenth of that


@dataclass(frozen=True, slots=True)
class Dialect:
    """The differences.

    `plain_choices`: choices are bool, have no name, no type and no `optional`, and remember an order of priority
    (from 6.11 on; before, they are symbols with a value of their own).
    `zero_numbers`: an int or hex without any value is 0 or 0x0 (before, the empty text).
    `forgets_hidden`, `forgets_out_of_range`: once a `.config` is read, answers of symbols that are not visible are
    dropped if nothing else is amiss, and numbers out of their range always.
    `rereads_all`: reading `auto.conf` has all values computed again.
    `exact_lines`: a `.config` line without `=` is warned of, and `is not set` has to end its line.
    `buckets`: size of the hash table whose order `auto.conf` is written in. `named_target`: its dependency file names
    the file once and then a variable.
    `shared_expressions`: constants are worked out of every expression (before, only where something else was too).
    `conditional_depends`: `depends on A if B`. `transitional`: symbols that are read and never written.
    `strict`: a menuconfig without prompt, a blank or second help text, and a file sourced twice are errors, where they
    were warnings or nothing.
    `tells_next_line`: a syntax error is told with the number of the line behind it.
    """

    plain_choices: bool = True
    zero_numbers: bool = True
    forgets_hidden: bool = False
    forgets_out_of_range: bool = False
    rereads_all: bool = False
    exact_lines: bool = True
    buckets: int = 1 << 14
    named_target: bool = True
    shared_expressions: bool = True
    conditional_depends: bool = False
    transitional: bool = False
    strict: bool = False
    tells_next_line: bool = False

    @property
    def keywords_missing(self) -> frozenset[str]:
        """Words that other series treat as keywords and this one as names."""
        missing = set()
        if self.plain_choices:
            missing.add("optional")
        if not self.transitional:
            missing.add("transitional")
        return frozenset(missing)


def of_tree(srctree: Path) -> Dialect:
    """The dialect that the tree's own tools speak; today's where it has none of its own."""
    parser = _text(srctree / "scripts/kconfig/parser.y")
    symbol = _text(srctree / "scripts/kconfig/symbol.c")
    confdata = _text(srctree / "scripts/kconfig/confdata.c")
    if not parser:
        return Dialect()
    return Dialect(
        plain_choices="T_OPTIONAL" not in parser,
        zero_numbers='newval.val = "0x0"' in symbol,
        forgets_hidden="sym->visible == no" in confdata,
        forgets_out_of_range="sym_string_within_range" in confdata,
        rereads_all="flags &= ~(def_flags|SYMBOL_VALID)" in confdata,
        exact_lines='strcmp(p, "is not set")' in confdata,
        buckets=_buckets(srctree),
        shared_expressions="expr_lookup" in _text(srctree / "scripts/kconfig/expr.c"),
        named_target="autoconfig := " in confdata,
        conditional_depends="T_DEPENDS T_ON expr if_expr" in parser,
        transitional="T_TRANSITIONAL" in parser,
        strict="warning: menuconfig statement without prompt" not in parser,
        tells_next_line="zconf_lineno() + 1" in parser,
    )


_BUCKETS = re.compile(r"#define[ \t]+SYMBOL_HASHSIZE[ \t]+(?:\(1U << ([0-9]{1,2})\)|([0-9]{1,7}))")


def _buckets(srctree: Path) -> int:
    for name in ("internal.h", "expr.h"):
        match = _BUCKETS.search(_text(srctree / "scripts/kconfig" / name))
        if match is not None:
            return 1 << int(match[1]) if match[1] else max(1, int(match[2]))
    return 1 << 14


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_READ).decode("utf-8", "replace")
    except OSError:
        return ""
