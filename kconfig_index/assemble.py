"""From a finished menu tree to the flat index: operands numbered, the graph turned round, symbols ranked."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping

from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import ANY, NO, NOT, UNKNOWN, YES
from kconfig_index.finalize import Finalizer, choice_of
from kconfig_index.grammar import Grammar
from kconfig_index.index import Index, Table, Texts, ints
from kconfig_index.menu_tree import CHOICE, COMMENT_PROMPT, DEFAULT, RANGE


class Assembler:
    """Makes the index of one tree. `cyclic` afterwards tells whether values may depend on themselves.

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
        self._inputs: list[list[int]] = []
        self._late_places: list[tuple[array[int], int]] = []
        self.index = Index(dialect=dialect)
        self.cyclic = False

    def run(self, between: Callable[[], None]) -> None:
        """Make all of the index that does not need the answers of commands; `between` is called now and then."""
        index = self.index
        names = self._symbols.names
        index.names = names
        index.types = bytes(self._symbols.types)
        index.constant = bytes(self._symbols.constant)
        index.modules = max(self._grammar.entries.modules, 0)
        index.transitional = ints(sorted(self._grammar.entries.transitional))
        index.files = self._grammar.file_names
        for step in (
            self._make_entries,
            self._make_symbols,
            self._make_choices,
            self._make_nodes,
            self._make_dependents,
            self._rank,
            self._find_late,
        ):
            step()
            between()

    def settle(self, replaced: Mapping[int, int]) -> Index:
        """The index with symbols replaced, all but the baseline values, when the grammar is finished."""
        index = self.index
        index.title = self._entries[0].prompt.text if self._entries[0].prompt else ""
        index.warnings = self._grammar.warnings + self.finalizer.warnings
        index.environment = self._grammar.macros.environment_used
        for operands, place in self._late_places:
            operands[place] = replaced.get(operands[place], operands[place])
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
        operand = self._operand
        properties = [each for entry in entries for each in entry.properties]
        for number, each in enumerate(properties):
            each.number = number
        columns = zip(
            *[(e.kind, e.parent, e.next, e.first, e.symbol, e.file, e.line) for e in entries], strict=True
        )
        index.entry_kinds = bytes(next(columns))
        index.entry_parent = ints(next(columns))
        index.entry_next = ints(next(columns))
        index.entry_first = ints(next(columns))
        index.entry_symbol = ints(next(columns))
        index.entry_file = ints(next(columns))
        index.entry_line = ints(next(columns))
        index.entry_dependency = ints([operand(entry.dependency) for entry in entries])
        index.entry_visibility = ints([operand(entry.visibility) for entry in entries])
        index.entry_prompt = ints([entry.prompt.number if entry.prompt else -1 for entry in entries])
        index.helps = Texts.of([entry.help or "" for entry in entries])
        index.property_kinds = bytes([each.kind for each in properties])
        index.property_entry = ints([each.entry for each in properties])
        index.property_line = ints([each.line for each in properties])
        index.property_condition = ints([operand(each.condition) for each in properties])
        index.property_value = ints(
            [operand(each.value) if each.kind == DEFAULT else each.value for each in properties]
        )
        index.property_high = ints([each.high for each in properties])
        index.prompts = [each.text for each in properties]
        by_symbol = self._grammar.tree.properties
        index.symbol_properties = Table.of(
            [[each.number for each in by_symbol.get(symbol, ())] for symbol in range(self._count)]
        )
        definitions = self._grammar.tree.definitions
        index.definitions = Table.of([definitions.get(symbol, ()) for symbol in range(self._count)])

    def _make_symbols(self) -> None:
        index = self.index
        finalizer = self.finalizer
        operand = self._operand
        visible, direct, reverse, implied = ints(), ints(), ints(), ints()
        defaults: list[list[int]] = []
        ranges: list[list[int]] = []
        by_symbol = self._grammar.tree.properties
        for symbol in range(self._count):
            prompts: list[int] = []
            own_defaults: list[int] = []
            own_ranges: list[int] = []
            for each in by_symbol.get(symbol, ()):
                kind = each.kind
                if kind <= COMMENT_PROMPT:
                    if each.text:
                        prompts.append(operand(each.condition))
                elif kind == DEFAULT:
                    own_defaults += (operand(each.condition), operand(each.value))
                elif kind == RANGE:
                    own_ranges += (operand(each.condition), each.value, each.high)
            visible.append(self._any_of(prompts, NO))
            direct.append(operand(finalizer.direct.get(symbol)))
            selecting = finalizer.reverse.get(symbol)
            reverse.append(self._any_of([operand(each) for each in selecting], NO) if selecting else NO)
            implying = finalizer.implied.get(symbol)
            implied.append(self._any_of([operand(each) for each in implying], NO) if implying else NO)
            defaults.append(own_defaults)
            ranges.append(own_ranges)
        index.visible, index.direct, index.reverse, index.implied = visible, direct, reverse, implied
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
        left, right = ints(), ints()
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
        index.left, index.right = left, right
        index.any_items = ints(self._any)

    def _inputs_of(self, symbol: int) -> list[int]:
        """The operands that the value of a symbol is computed from."""
        index = self.index
        if symbol <= YES or index.types[symbol] == UNKNOWN:
            return []
        if not index.dialect.plain_choices:
            return self._inputs_with_choice_symbols(symbol)
        if index.choice_of[symbol] >= 0:
            return []
        members = index.members.get(symbol)
        if members is not None:
            found = [index.visible[symbol], *(index.visible[member] for member in members)]
            found.extend(index.defaults[symbol][::2])
            return found
        return self._own_inputs(symbol)

    def _own_inputs(self, symbol: int) -> list[int]:
        """What a symbol that is no member of a choice is computed from."""
        index = self.index
        found = [index.visible[symbol], index.direct[symbol], index.reverse[symbol], index.implied[symbol]]
        found.extend(index.defaults[symbol])
        found.extend(index.ranges[symbol])
        return found

    def _inputs_with_choice_symbols(self, symbol: int) -> list[int]:
        """The same where a choice is computed first, and then all its members, each from what all of them need."""
        index = self.index
        if symbol in index.members:
            return [index.visible[symbol], index.reverse[symbol]]
        choice = index.choice_of[symbol]
        if choice < 0:
            return self._own_inputs(symbol)
        found = [choice, *(index.visible[member] for member in index.members[choice])]
        found.extend(index.defaults[choice][::2])
        found.extend(index.defaults[symbol])
        return found

    def _make_dependents(self) -> None:
        """Turn the graph round: of every operand, the nodes it stands in and the symbols computed from it."""
        index = self.index
        count = self._count
        self._inputs = [self._inputs_of(symbol) for symbol in range(count)]
        targets: defaultdict[int, list[int]] = defaultdict(list)
        for number, (kind, left, right) in enumerate(
            zip(index.kinds, index.left, index.right, strict=True), count
        ):
            if kind == ANY:
                for operand in index.any_items[left:right]:
                    targets[operand].append(number)
            else:
                targets[left].append(number)
                if kind != NOT and right != left:
                    targets[right].append(number)
        for symbol in range(count):
            for operand in set(self._inputs[symbol]):
                targets[operand].append(~symbol)
        for constant in (0, 1, 2):
            targets.pop(constant, None)
        index.dependents = Table.of([targets.get(operand, ()) for operand in range(count + len(index.kinds))])

    def _rank(self) -> None:
        """Number the symbols so that each stands behind all that it is computed from.

        Depth first, MODULES before all others, because every tristate looks at it. A loop is only noticed here, by
        `cyclic`: whether the kernel's tools refuse it is `recursion`'s to say.
        """
        index = self.index
        count = self._count
        rank = ints([0]) * count
        state = bytearray(count + len(index.kinds))
        ranked = 0
        kinds, left, right, any_items = index.kinds, index.left, index.right, index.any_items
        for start in (index.modules, *range(count)):
            if state[start]:
                continue
            pending = [start]
            while pending:
                operand = pending.pop()
                if operand < 0:
                    operand = ~operand
                    state[operand] = 2
                    if operand < count:
                        rank[operand] = ranked
                        ranked += 1
                    continue
                if state[operand]:
                    if state[operand] == 1:
                        self.cyclic = True
                    continue
                state[operand] = 1
                pending.append(~operand)
                if operand < count:
                    choice = index.choice_of[operand]
                    plain_member = choice >= 0 and index.dialect.plain_choices
                    inputs = [choice] if plain_member else self._inputs[operand]
                    pending += [each for each in inputs if state[each] != 2]
                else:
                    node = operand - count
                    kind = kinds[node]
                    if kind == ANY:
                        pending += [each for each in any_items[left[node] : right[node]] if state[each] != 2]
                    else:
                        if state[left[node]] != 2:
                            pending.append(left[node])
                        if kind != NOT and state[right[node]] != 2:
                            pending.append(right[node])
        if ranked != count:
            raise KconfigError("the symbols of this tree cannot be put into an order of computation")
        index.rank = rank
