"""Reading and writing `.config`, the minimal config, and what the build makes of them, byte for byte.

The formats are those of the kernel's `scripts/kconfig/confdata.c`.
"""

from collections.abc import Callable, Iterator

from kconfig_index.expressions import BOOL, HEX, INT, NO, STRING, TRISTATE, UNKNOWN
from kconfig_index.index import Index
from kconfig_index.menu_tree import MENU_PROMPT
from kconfig_index.numbers import valid_number
from kconfig_index.values import LETTERS, UNSET, Values

PREFIX = "CONFIG_"
_TRISTATES = {letter: value for value, letter in enumerate(LETTERS)}


def lines_of(text: str) -> list[str]:
    """The lines of a `.config`, without the carriage returns that some editors put at their ends."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def assignment(line: str, prefix: str = PREFIX, exact: bool = True) -> tuple[str, str] | None:
    """Name and value of one line of a `.config`, the value as it is written; None if the line sets nothing.

    `exact` is `Dialect.exact_lines`. Raises ValueError if the line is neither an assignment nor a comment.
    """
    if not line:
        return None
    if line[0] == "#":
        if not line.startswith(f"# {prefix}"):
            return None
        name, space, rest = line[2 + len(prefix) :].partition(" ")
        unset = rest == "is not set" if exact else rest.startswith("is not set")
        return (name, "n") if space and unset else None
    if not line.startswith(prefix):
        raise ValueError(line)
    name, equals, value = line[len(prefix) :].partition("=")
    if not equals:
        if exact:
            raise ValueError(line)
        return None
    return name, value


def unquoted(value: str) -> str | None:
    """The text of a string value: between the quotes, escapes undone; None if it has no end."""
    if "\\" not in value:
        end = value.find('"', 1)
        return None if end < 0 else value[1:end]
    parts: list[str] = []
    position = 1
    while position < len(value):
        character = value[position]
        if character == '"':
            return "".join(parts)
        if character == "\\":
            position += 1
            character = value[position : position + 1]
        parts.append(character)
        position += 1
    return None


def quoted(text: str) -> str:
    """A string as it is written: quotes around it, backslashes before quotes and backslashes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def parse(text: str) -> dict[str, str]:
    """What a `.config` text sets: names without prefix, strings unquoted, `is not set` as n; other lines skipped."""
    found: dict[str, str] = {}
    for line in lines_of(text):
        try:
            pair = assignment(line)
        except ValueError:
            continue
        if pair is not None:
            name, value = pair
            if value.startswith('"'):
                value = unquoted(value) or ""
            found[name] = value
    return found


class Loader:
    """Applies `.config` texts to values as the kernel's tools load them (`conf_read_simple`).

    `warnings` are what they print, one per line; `changed` whether a file written now would say other things than what
    was read (`conf_get_changed`), unless nobody wants to know (`compare`).
    """

    def __init__(
        self,
        values: Values,
        find: Callable[[str], int | None],
        prefix: str = PREFIX,
        warn_unknown: bool = False,
        compare: bool = True,
    ) -> None:
        self._values = values
        self._compare = compare
        self._find = find
        self._prefix = prefix
        self._warn_unknown = warn_unknown
        self.warnings: list[str] = []
        self.changed = True

    def load(self, text: str, name: str, *, as_seed: bool = False) -> None:
        """Forget all user's values and take those of a text; `name` stands in warnings.

        Of a seed (KCONFIG_ALLCONFIG) nothing is computed before the answers of its mode are there, too; others are
        looked at again (`conf_read`).
        """
        values = self._values
        self.changed = False
        values.begin_load()
        exact = values.index.dialect.exact_lines
        for number, line in enumerate(lines_of(text), 1):
            try:
                pair = assignment(line, self._prefix, exact)
            except ValueError:
                self._warn(name, number, f"unexpected data: {line}")
                continue
            if pair is not None:
                self._set(pair[0], pair[1], name, number)
        values.touch_loaded()
        if as_seed:
            return
        # Imported here, because a tree from the cache needs none of it.
        from kconfig_index.baseline import compute_first

        if not compute_first(values):
            values.flush()
        if self._compare:
            self.changed = self.changed or bool(self.warnings) or not values.agree_with_answers()
        values.end_load()

    def _warn(self, file: str, number: int, text: str) -> None:
        self.warnings.append(f"{file}:{number}:warning: {text}")

    def _set(self, name: str, value: str, file: str, number: int) -> None:
        symbol = self._find(name)
        values = self._values
        if symbol is None:
            if self._warn_unknown:
                self._warn(file, number, f"unknown symbol: {name}")
            self.changed = True
            return
        if values.has_user_value(symbol):
            self._warn(file, number, f"override: reassigning to symbol {name}")
        problem = self._take(symbol, value)
        if problem is None and values.index.choice_of[symbol] >= 0:
            problem = values.loaded_member(symbol)
        if problem is not None:
            self._warn(file, number, problem)

    def _take(self, symbol: int, value: str) -> str | None:
        """Make a written value the user's; what is wrong with it, if it is not taken (`conf_set_sym_val`)."""
        values = self._values
        kind = values.index.types[symbol]
        name = values.index.names[symbol]
        if kind in (BOOL, TRISTATE):
            tristate = _TRISTATES.get(value[:1], UNSET)
            if tristate == UNSET or (tristate == 1 and kind == BOOL):
                return f"symbol value '{value}' invalid for {name}"
            values.user_tristates[symbol] = tristate
            return None
        if kind == STRING:
            if not value.startswith('"'):
                return None
            text = unquoted(value)
            if text is None:
                return "invalid string found"
            values.user_texts[symbol] = text
        elif kind in (INT, HEX):
            if not valid_number(kind, value):
                return f"symbol value '{value}' invalid for {name}"
            values.user_texts[symbol] = value
        return None


def heading(title: str) -> str:
    """The comment at the top of every written file (`conf_write_heading`)."""
    return f"#\n# Automatically generated file; DO NOT EDIT.\n# {title}\n#\n"


def symbol_line(values: Values, symbol: int, prefix: str = PREFIX) -> str:
    """The line of one symbol, with its newline (`print_symbol_for_dotconfig`)."""
    index = values.index
    kind = index.types[symbol]
    name = index.names[symbol]
    if kind <= TRISTATE:
        if kind == UNKNOWN:
            return ""
        value = values.tristates[symbol]
        return f"{prefix}{name}={LETTERS[value]}\n" if value else f"# {prefix}{name} is not set\n"
    text = values.texts[symbol]
    return f"{prefix}{name}={quoted(text) if kind == STRING else text}\n"


def dot_config(values: Values, prefix: str = PREFIX) -> str:
    """The whole `.config` (`conf_write`)."""
    index = values.index
    out = [heading(index.title)]
    add = out.append
    written = bytearray(len(index.names))
    need_newline = False
    symbols = index.entry_symbol
    first, following, parents = index.entry_first, index.entry_next, index.entry_parent
    prompts = index.entry_prompt
    members = index.members
    entry = first[0]
    while entry >= 0:
        symbol = symbols[entry]
        if symbol < 0:
            if prompts[entry] >= 0 and values.entry_is_visible(entry):
                add(f"\n#\n# {index.prompts[prompts[entry]]}\n#\n")
                need_newline = False
        elif values.written[symbol] and not written[symbol] and symbol not in members:
            written[symbol] = 1
            if need_newline:
                add("\n")
                need_newline = False
            add(symbol_line(values, symbol, prefix))
        if first[entry] >= 0:
            entry = first[entry]
            continue
        while True:
            if (
                symbols[entry] < 0
                and entry
                and prompts[entry] >= 0
                and index.property_kinds[prompts[entry]] == MENU_PROMPT
                and values.entry_is_visible(entry)
            ):
                add(f"# end of {index.prompts[prompts[entry]]}\n")
                need_newline = True
            if following[entry] >= 0:
                entry = following[entry]
                break
            entry = parents[entry]
            if entry < 0:
                break
    return "".join(out)


def minimal_config(values: Values, prefix: str = PREFIX) -> str:
    """The lines that are needed to get the same values again (`conf_write_defconfig`)."""
    values.flush()
    index = values.index
    out: list[str] = []
    done = bytearray(len(index.names))
    for entry in entries_in_order(index):
        symbol = index.entry_symbol[entry]
        if symbol < 0 or symbol in index.members or done[symbol] or not values.written[symbol]:
            continue
        done[symbol] = 1
        if not values.is_changeable(symbol) or values.text(symbol) == _default(values, symbol):
            continue
        choice = index.choice_of[symbol]
        # A choice that is a symbol selects itself unless it is optional; there, and for a tristate member, y has to
        # be said even where it is the default.
        certain = index.dialect.plain_choices or (index.types[symbol] == BOOL and index.reverse[choice] != NO)
        if (
            choice >= 0
            and certain
            and values.tristates[symbol] == 2
            and values.choice_default(choice) == symbol
        ):
            continue
        out.append(symbol_line(values, symbol, prefix))
    return "".join(out)


def entries_in_order(index: Index) -> Iterator[int]:
    """All entries but the root, each before those below it, in menu order."""
    first, following = index.entry_first, index.entry_next
    pending = [first[0]]
    while pending:
        entry = pending.pop()
        while entry >= 0:
            yield entry
            if first[entry] >= 0:
                pending.append(following[entry])
                entry = first[entry]
            else:
                entry = following[entry]


def _default(values: Values, symbol: int) -> str:
    """The value a symbol would have without the user (`sym_get_string_default`)."""
    index = values.index
    kind = index.types[symbol]
    tristates = values.tristates
    value, text = 0, ""
    active = values.active_default(symbol)
    if active is not None:
        condition, default = active
        if kind in (BOOL, TRISTATE):
            value = min(tristates[default], condition)
        elif default < len(index.names):
            text = values.texts[default]
    if kind > TRISTATE:
        if not text and kind != STRING and index.dialect.zero_numbers:
            return "0" if kind == INT else "0x0"
        return text
    member = index.choice_of[symbol] >= 0
    if not member:
        value = max(value, values.selected_by(symbol))
    if value == 1 and ((not member and not values.modules()) or kind == BOOL):
        value = 2
    if not member:
        value = max(value, values.bound(index.implied[symbol], symbol))
    return LETTERS[value]
