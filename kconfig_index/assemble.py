"""From a finished menu tree to the flat index: operands numbered, the graph turned round, symbols ranked."""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter

from kconfig_index.certainty import Certainty
from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import ANY, NO, NOT, YES
from kconfig_index.finalize import Finalizer
from kconfig_index.grammar import Grammar
from kconfig_index.graph import Order, dependents, replace_turned, turned_round
from kconfig_index.help_texts import as_shown
from kconfig_index.index import Index, Table, Texts, ints
from kconfig_index.menu_tree import CHOICE, COMMENT_PROMPT, DEFAULT, RANGE, choice_of

_ENTRY_COLUMNS = attrgetter(
    "kind",
    "parent",
    "next",
    "first",
    "symbol",
    "file",
    "line",
    "dependency",
    "visibility",
    "prompt",
    "help",
)
_PROPERTY_COLUMNS = attrgetter("kind", "entry", "line", "condition", "value", "high", "text")


class Assembler:
    """Makes the index of one tree. `order` is the one in which its values can be computed.

    Symbols whose names are answers of commands that have not arrived stand in it until `settle` replaces them.
    """

    def __init__(self, grammar: Grammar, finalizer: Finalizer, dialect: Dialect) -> None:
        self._grammar = grammar
        self.finalizer = finalizer
        self._symbols = grammar.symbols
        self._entries = grammar.tree.entries
        self._count = len(grammar.symbols.names)
        self._any: list[int] = []
        self._any_nodes: list[tuple[int, int]] = []
        self._any_known: dict[tuple[int, ...], int] = {}
        self._nodes = len(grammar.store.nodes)
        self._late_places: list[tuple[array[int], int]] = []
        self._turned: list[list[int]] | None = None
        self.index = Index(dialect=dialect)
        self.order: Order

    def run(
        self, between: Callable[[], None], outlined: Callable[[Index, Collection[int]], object] | None = None
    ) -> None:
        """Make all of the index that does not need the answers of commands; `between` is called now and then.

        `outlined` is given the index when the menus are in it, and the entries that nobody is ever asked about.
        """
        index = self.index
        names = self._symbols.names
        index.names = names
        index.types = bytes(self._symbols.types)
        index.constant = bytes(self._symbols.constant)
        index.modules = max(self._grammar.entries.modules, 0)
        index.transitional = ints(sorted(self._grammar.entries.transitional))
        index.files = self._grammar.file_names
        index.title = self._entries[0].prompt.text if self._entries[0].prompt else ""
        self._make_entries()
        self._make_choices()
        if outlined is not None:
            outlined(index, self._never_asked())
        for step in (self._make_symbols, self._make_nodes, self._rank, self._find_late):
            between()
            step()
        between()

    def _never_asked(self) -> list[int]:
        """The entries whose prompts have conditions that never hold."""
        certainty = Certainty(self._grammar.store, self._symbols, self._grammar.late)
        return [
            number
            for number, entry in enumerate(self._entries)
            if entry.prompt is not None and certainty.value(entry.prompt.condition) == NO
        ]

    def make_ahead(self, between: Callable[[], None]) -> None:
        """Make what is kept of a tree and wanted later, while there is time."""
        index = self.index
        self._turned = turned_round(index)
        between()
        _ = index.helps.packed
        between()
        for table in (index.symbol_properties, index.definitions):
            _ = table.starts
            between()

    def settle(self, replaced: Mapping[int, int]) -> Index:
        """The index with symbols replaced, all but the baseline values, when the grammar is finished."""
        index = self.index
        index.warnings = self._grammar.warnings + self.finalizer.checks.warnings
        index.environment = self._grammar.macros.environment_used
        for operands, place in self._late_places:
            operands[place] = replaced.get(operands[place], operands[place])
        turned = self._turned
        if turned is None:
            index.dependents = Table.later(lambda: dependents(index))
        else:
            replace_turned(turned, index, replaced)
            index.dependents = Table.of(turned)
        return index

    def _find_late(self) -> None:
        """Remember where symbols stand that answers of commands will replace."""
        index = self.index
        late = self._grammar.late
        if not late:
            return
        for operands, end in (
            (index.left, self._nodes),  # those behind are no operands
            (index.right, self._nodes),
            (index.visible, self._count),
            (index.direct, self._count),
            (index.any_items, len(index.any_items)),
            (index.defaults.items, len(index.defaults.items)),
            (index.ranges.items, len(index.ranges.items)),
            (index.entry_dependency, len(self._entries)),
            (index.entry_visibility, len(self._entries)),
            (index.property_condition, len(index.property_kinds)),
            (index.property_value, len(index.property_kinds)),
            (index.property_high, len(index.property_kinds)),
        ):
            if not late.isdisjoint(operands):
                self._late_places += [
                    (operands, place) for place, each in enumerate(operands[:end]) if each in late
                ]

    def _operand(self, operand: int | None) -> int:
        """The number of an operand in the index; no condition is y."""
        if operand is None:
            return YES
        return ~operand if operand < 0 else operand + self._count

    def _operands(self, operands: Iterable[int | None]) -> list[int]:
        """The same for many."""
        count = self._count
        return [YES if each is None else ~each if each < 0 else each + count for each in operands]

    def _any_of(self, operands: list[int], nothing: int) -> int:
        """One operand for the || of many, which are numbered already."""
        if not operands:
            return nothing
        if len(operands) == 1:
            return operands[0]
        key = tuple(operands)
        number = self._any_known.get(key)
        if number is None:
            number = self._count + self._nodes + len(self._any_nodes)
            self._any_known[key] = number
            start = len(self._any)
            self._any.extend(operands)
            self._any_nodes.append((start, len(self._any)))
        return number

    def _make_entries(self) -> None:
        index = self.index
        entries = self._entries
        properties = [each for entry in entries for each in entry.properties]
        for number, each in enumerate(properties):
            each.number = number
        # One pass over the objects for all columns: reaching an object costs more than taking it apart.
        kinds, parents, nexts, firsts, symbols, files, lines, dependencies, visibilities, prompts, helps = (
            zip(*map(_ENTRY_COLUMNS, entries), strict=True)
        )
        index.entry_kinds = bytes(kinds)
        index.entry_parent = ints(parents)
        index.entry_next = ints(nexts)
        index.entry_first = ints(firsts)
        index.entry_symbol = ints(symbols)
        index.entry_file = ints(files)
        index.entry_line = ints(lines)
        index.entry_dependency = ints(self._operands(dependencies))
        index.entry_visibility = ints(self._operands(visibilities))
        index.entry_prompt = ints([prompt.number if prompt is not None else -1 for prompt in prompts])
        index.helps = Texts.later(lambda: [as_shown(each) if each else "" for each in helps])
        kinds, owners, lines, conditions, values, highs, texts = zip(
            *map(_PROPERTY_COLUMNS, properties), strict=True
        )
        index.property_kinds = bytes(kinds)
        index.property_entry = ints(owners)
        index.property_line = ints(lines)
        index.property_condition = ints(self._operands(conditions))
        index.property_value = ints(
            [
                value if kind != DEFAULT else ~value if value < 0 else value + self._count
                for kind, value in zip(kinds, values, strict=True)
            ]
        )
        index.property_high = ints(highs)
        index.prompts = list(texts)
        index.symbol_properties = Table.later(
            lambda: _grouped([symbols[entry] for entry in owners], len(index.names))
        )
        index.definitions = Table.later(lambda: _grouped(symbols, len(index.names)))

    def _make_symbols(self) -> None:
        index = self.index
        finalizer = self.finalizer
        operand = self._operand
        nothing: list[int] = []
        visible, direct, reverse, implied = [], [], [], []
        defaults: list[list[int]] = []
        ranges: list[list[int]] = []
        by_symbol = self._grammar.tree.properties
        conditions, values = index.property_condition, index.property_value
        for symbol in range(self._count):
            prompts = own_defaults = own_ranges = nothing
            for each in by_symbol.get(symbol, ()):
                kind = each.kind
                if kind == DEFAULT:
                    number = each.number
                    own_defaults = [*own_defaults, conditions[number], values[number]]
                elif kind <= COMMENT_PROMPT:
                    if each.text:
                        prompts = [*prompts, conditions[each.number]]
                elif kind == RANGE:
                    own_ranges = [*own_ranges, conditions[each.number], each.value, each.high]
            visible.append(self._any_of(prompts, NO) if prompts else NO)
            direct.append(operand(finalizer.direct.get(symbol)))
            selecting = finalizer.reverse.get(symbol)
            reverse.append(self._any_of(self._operands(selecting), NO) if selecting else NO)
            implying = finalizer.implied.get(symbol)
            implied.append(self._any_of(self._operands(implying), NO) if implying else NO)
            defaults.append(own_defaults)
            ranges.append(own_ranges)
        index.visible, index.direct = ints(visible), ints(direct)
        index.reverse, index.implied = ints(reverse), ints(implied)
        index.defaults = Table.of(defaults)
        index.ranges = Table.of(ranges)

    def _make_choices(self) -> None:
        index = self.index
        entries = self._entries
        definitions = self._grammar.tree.definitions
        index.choice_of = ints([-1]) * self._count
        for number, entry in enumerate(entries):
            if entry.kind != CHOICE:
                continue
            members: list[int] = []
            for below in self._below(number):
                symbol = entries[below].symbol
                if symbol >= 0 and symbol not in members:
                    if choice_of(entries, definitions[symbol]) == number:
                        index.choice_of[symbol] = entry.symbol
                    members.append(symbol)
            if not index.dialect.plain_choices:
                members = self.finalizer.members.get(entry.symbol, [])
                for symbol in members:
                    index.choice_of[symbol] = entry.symbol
            index.members[entry.symbol] = ints(members)
            index.priority[entry.symbol] = ints(entry.members or ())

    def _below(self, number: int) -> list[int]:
        """All entries below one, in menu order (`menu_for_each_sub_entry`)."""
        entries = self._entries
        found: list[int] = []
        pending = [entries[number].first]
        while pending:
            each = pending.pop()
            if each < 0:
                continue
            found.append(each)
            pending.append(entries[each].next)
            pending.append(entries[each].first)
        return found

    def _make_nodes(self) -> None:
        index = self.index
        count = self._count
        nodes = self._grammar.store.nodes
        index.kinds = bytes(node[0] for node in nodes) + bytes([ANY]) * len(self._any_nodes)
        left, right = [], []
        for kind, first, second in nodes:
            if kind <= NOT:
                left.append(~first if first < 0 else first + count)
                right.append(~second if second < 0 else second + count if kind != NOT else 0)
            else:
                left.append(first)
                right.append(second)
        for start, end in self._any_nodes:
            left.append(start)
            right.append(end)
        index.left, index.right = ints(left), ints(right)
        index.any_items = ints(self._any)

    def _rank(self) -> None:
        index = self.index
        self.order = Order(index)
        if len(self.order.operands) < self._count:
            raise KconfigError("the symbols of this tree cannot be put into an order of computation")
        index.rank = self.order.ranks


def _grouped(symbols: Iterable[int], count: int) -> Table:
    """The places of every symbol in a list, in order; -1 stands there for none."""
    found: list[list[int]] = [[] for _ in range(count)]
    for place, symbol in enumerate(symbols):
        if symbol >= 0:
            found[symbol].append(place)
    return Table.of(found)
