"""From what was written to what it means: conditions passed down, selects turned round, submenus made.

The order of every step is that of `_menu_finalize` in the kernel's `scripts/kconfig/menu.c`.
"""

from kconfig_index.definition_checks import DefinitionChecks
from kconfig_index.dialect import Dialect
from kconfig_index.expressions import AND, EQUAL, MOD, NOT, OR, TRISTATE, UNKNOWN, YES
from kconfig_index.grammar import Grammar
from kconfig_index.menu_tree import CHOICE, IMPLY, SELECT, Entry
from kconfig_index.simplify import SYMBOL, Simplifier, Term, compared_with_no, contains, depends, is_yes


class Finalizer:
    """One pass over a `Grammar` that was read to its end.

    It may still wait for answers of commands (`Grammar.finish`): the pass waits for one only where it decides what is
    made of the tree.

    Afterwards every entry's `dependency` and every property's `condition` include all that encloses them, and
    `direct`, `reverse` and `implied` hold per symbol its own dependencies, and who selects or implies it (one operand
    per select, in the kernel's order). `members` are those of choices that are symbols (`choice_symbols`).
    """

    def __init__(self, grammar: Grammar, dialect: Dialect) -> None:
        self._store = grammar.store
        self._symbols = grammar.symbols
        self._entries = grammar.tree.entries
        self._late = grammar.late
        self._settled = grammar.settled
        self._modules = grammar.entries.modules if grammar.entries.modules >= 0 else 0
        self._rewritten: dict[int, int] = {}
        self._simplifier = Simplifier(
            grammar.symbols.types, grammar.symbols.constant, dialect.shared_expressions
        )
        self._terms: dict[int, Term] = {}
        self.checks = DefinitionChecks(grammar, dialect.plain_choices)
        self._checked: set[int] = set()
        self._plain_choices = dialect.plain_choices
        self._optional = grammar.entries.optional
        self._is_member: set[int] = set()
        self.members: dict[int, list[int]] = {}
        self.direct: dict[int, int | None] = {}
        self.reverse: dict[int, list[int]] = {}
        self.implied: dict[int, list[int]] = {}

    def run(self) -> None:
        """Finish the whole tree."""
        self._finalize(0, inside_choice=False)

    def _finalize(self, number: int, inside_choice: bool) -> None:
        entries = self._entries
        parent = entries[number]
        symbol = parent.symbol
        if parent.first >= 0:
            if parent.kind == CHOICE and not self._plain_choices:
                self._share_type(parent)
            self._pass_down(parent)
            in_choice = symbol >= 0 and parent.kind == CHOICE and self._plain_choices
            child = parent.first
            while child >= 0:
                self._finalize(child, in_choice)
                child = entries[child].next
        elif not inside_choice and symbol >= 0:
            if parent.next >= 0 and self._mentions(entries[parent.next], symbol):
                self._make_submenu(number, parent)
            self._add_direct(symbol, parent.dependency)
        self._flatten(number)
        if symbol >= 0 and symbol not in self._checked:
            self._checked.add(symbol)
            self.checks.check(parent)
        if parent.kind == CHOICE and not self._plain_choices and symbol not in self._optional:
            self._select_itself(parent)

    def _select_itself(self, choice: Entry) -> None:
        """A choice that is a symbol and not optional is at least m while it can be made."""
        if choice.prompt is not None:
            at_least = self._store.both(choice.prompt.condition, ~MOD)
            assert at_least is not None
            self.reverse.setdefault(choice.symbol, []).append(at_least)

    def _share_type(self, choice: Entry) -> None:
        """A choice without a type has that of its first member with one; members without a type have the choice's."""
        types = self._symbols.types
        children = []
        child = choice.first
        while child >= 0:
            if self._entries[child].symbol >= 0:
                children.append(self._entries[child].symbol)
            child = self._entries[child].next
        if types[choice.symbol] == UNKNOWN:
            types[choice.symbol] = next((types[each] for each in children if types[each] != UNKNOWN), UNKNOWN)
        for each in children:
            if types[each] == UNKNOWN:
                types[each] = types[choice.symbol]

    def _join_choice(self, choice: Entry, entry: Entry) -> None:
        """Make an entry's symbol a member of a choice that is a symbol."""
        if entry.symbol in self._is_member:
            return
        self._is_member.add(entry.symbol)
        self.checks.check_member(choice, entry)
        self.members.setdefault(choice.symbol, []).append(entry.symbol)
        types = self._symbols.types
        if types[choice.symbol] == TRISTATE and types[entry.symbol] != TRISTATE:
            chosen = self._store.node(EQUAL, choice.symbol, YES)
            entry.dependency = self._store.both(chosen, entry.dependency)
            for each in entry.properties:
                each.condition = self._store.both(chosen, each.condition)

    def _pass_down(self, parent: Entry) -> None:
        """Give every child and its properties the conditions of their parent; register selects and implies."""
        entries = self._entries
        store = self._store
        above = parent.dependency
        if parent.kind == CHOICE and not self._plain_choices:
            above = ~parent.symbol
        child = parent.first
        while child >= 0:
            entry = entries[child]
            base = store.both(above, self._with_modules(entry.dependency))
            entry.dependency = base
            for each in entry.properties:
                condition = each.condition
                if condition is None:
                    each.condition = condition = base
                else:
                    each.condition = condition = store.both(base, self._with_modules(condition))
                if each.kind == SELECT or each.kind == IMPLY:
                    own = store.both(~entry.symbol, condition)
                    assert own is not None
                    where = self.reverse if each.kind == SELECT else self.implied
                    where.setdefault(each.value, []).append(own)
            child = entry.next

    def _with_modules(self, operand: int | None) -> int | None:
        """The constant m in a condition means `m && MODULES` (`rewrite_m`)."""
        if operand is None or operand not in self._store.tests_m:
            return operand
        known = self._rewritten.get(operand)
        if known is None:
            if operand == ~MOD:
                known = self._store.node(AND, operand, ~self._modules)
            else:
                kind, left, right = self._store.nodes[operand]
                new_left = self._with_modules(left)
                new_right = self._with_modules(right) if kind != NOT else 0
                assert new_left is not None
                assert new_right is not None
                known = self._store.node(kind, new_left, new_right)
            self._rewritten[operand] = known
        return known

    def _add_direct(self, symbol: int, dependency: int | None) -> None:
        """A symbol depends on what any of its entries depends on; one without condition decides nothing more.

        The kernel's `expr_alloc_or` takes a missing side as not there, so the others are kept.
        """
        self.direct[symbol] = self._store.either(self.direct.get(symbol), dependency)

    # -- submenus --

    def _make_submenu(self, number: int, parent: Entry) -> None:
        """Entries behind an option that depend on it, one after the other, become its children."""
        entries = self._entries
        symbol = parent.symbol
        base: Term | None = None
        have_base = False
        last = -1
        following = parent.next
        while following >= 0:
            entry = entries[following]
            condition = entry.prompt.condition if entry.prompt is not None else entry.dependency
            if not self._plainly_depends(condition, symbol):
                if not self._mentions(entry, symbol):
                    break  # whatever commands answer
                term = self._finished_term(condition)
                if not contains(term, symbol):
                    break
                if not depends(term, symbol):
                    if not have_base:
                        shown = (
                            self._finished_term(parent.prompt.condition)
                            if parent.prompt is not None
                            else None
                        )
                        base = self._as_statement(shown)
                        have_base = True
                    _, rest = self._simplifier.eliminate_equal(self._as_statement(term), base)
                    if not is_yes(rest):
                        break
            self._finalize(following, inside_choice=False)
            entry.parent = number
            last = following
            following = entry.next
        if last >= 0:
            parent.first = parent.next
            parent.next = entries[last].next
            entries[last].next = -1

    def _as_statement(self, term: Term | None) -> Term | None:
        return self._simplifier.eliminate_duplicates(
            self._simplifier.transform(compared_with_no(term, unequal=True))
        )

    def _finished_term(self, operand: int | None) -> Term | None:
        """A finished condition in the form that the kernel keeps it in."""
        simplifier = self._simplifier
        return simplifier.eliminate_duplicates(simplifier.transform(self._term(operand)))

    def _term(self, operand: int | None) -> Term | None:
        """An operand as a term, as written."""
        if operand is None:
            return None
        known = self._terms.get(operand)
        if known is None:
            if operand < 0:
                known = (SYMBOL, self._settled(~operand))
            else:
                kind, left, right = self._store.nodes[operand]
                if kind == NOT:
                    known = (NOT, self._term(left))
                elif kind in (AND, OR):
                    known = (kind, self._term(left), self._term(right))
                else:
                    known = (kind, self._settled(left), self._settled(right))
            self._terms[operand] = known
        return known

    def _mentions(self, entry: Entry, symbol: int) -> bool:
        """A quick no for the usual case: the entry's condition does not mention the symbol at all."""
        operand = entry.prompt.condition if entry.prompt is not None else entry.dependency
        nodes = self._store.nodes
        wanted = ~symbol
        pending = [operand] if operand is not None else []
        while pending:
            operand = pending.pop()
            if operand == wanted:
                return True
            if operand >= 0:
                kind, left, right = nodes[operand]
                if kind <= NOT:
                    pending.append(left)
                    if kind != NOT:
                        pending.append(right)
                elif symbol in (left, right):
                    return True
        return False

    def _plainly_depends(self, operand: int | None, symbol: int) -> bool:
        """Whether a condition is `… && symbol && …` in a form that no rewriting can take apart.

        True only if every operand of the && is a symbol that is no constant, a negation or an ||, all of them without
        constants and comparisons, so that none of the rules about n, y and `=` applies.
        """
        found = False
        nodes = self._store.nodes
        wanted = ~symbol
        pending = [(operand, True)] if operand is not None else []
        while pending:
            operand, outermost = pending.pop()
            if operand < 0:
                if operand >= -3 or ~operand in self._late:
                    return False
                found = found or (outermost and operand == wanted)
                continue
            kind, left, right = nodes[operand]
            if kind == AND and outermost:
                pending.append((left, True))
                pending.append((right, True))
            elif kind == NOT:
                pending.append((left, False))
            elif kind in (AND, OR):
                pending.append((left, False))
                pending.append((right, False))
            else:
                return False
        return found

    def _flatten(self, number: int) -> None:
        """Children of an `if`, or of an option without a prompt, stand beside it."""
        entries = self._entries
        parent = entries[number]
        joins = parent.kind == CHOICE and not self._plain_choices
        child = parent.first
        while child >= 0:
            entry = entries[child]
            if joins and entry.symbol >= 0:
                self._join_choice(parent, entry)
            if entry.first >= 0 and (entry.prompt is None or not entry.prompt.text):
                last = entry.first
                while True:
                    entries[last].parent = number
                    if entries[last].next < 0:
                        break
                    last = entries[last].next
                entries[last].next = entry.next
                entry.next = entry.first
                entry.first = -1
            child = entry.next
