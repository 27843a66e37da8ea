"""Expressions of one kernel, each distinct one stored once.

An *operand* is an int: `~symbol` (negative) for a symbol, else the number of a node. A node is `(kind, left, right)`;
AND, OR and NOT have operands, comparisons have symbols. None stands for the expression that is not there, which is y
(as in the kernel's `expr.c`, where both are pointers).
"""

from collections.abc import Mapping

from kconfig_index.lexer import QUOTED, WORD, Token

AND, OR, NOT, EQUAL, UNEQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, ANY = range(10)
"""Kinds of nodes. ANY is an OR of any number of operands, made for selects (`left` and `right` cut a list)."""

COMPARISONS = {
    "=": EQUAL,
    "!=": UNEQUAL,
    "<": LESS,
    "<=": LESS_EQUAL,
    ">": GREATER,
    ">=": GREATER_EQUAL,
}
SIGNS = {kind: sign for sign, kind in COMPARISONS.items()}

NO, MOD, YES = 0, 1, 2
"""The symbols n, m and y, which every kernel has at these numbers; also the values of tristates."""

MAXIMUM_DEPTH = 500
"""Parentheses and negations inside each other; ours alone, so that a hostile file cannot exhaust the stack."""


class ExpressionStore:
    """All nodes, found by their parts. `tests_m` are the operands that mention the constant m."""

    def __init__(self) -> None:
        self.nodes: list[tuple[int, int, int]] = []
        self._numbers: dict[tuple[int, int, int], int] = {}
        self.tests_m: set[int] = {~MOD}

    def node(self, kind: int, left: int, right: int = 0) -> int:
        """The operand of a node, made if there is none like it."""
        key = (kind, left, right)
        number = self._numbers.get(key)
        if number is None:
            number = len(self.nodes)
            self._numbers[key] = number
            self.nodes.append(key)
            tests_m = self.tests_m
            if kind <= NOT and (left in tests_m or (kind != NOT and right in tests_m)):
                tests_m.add(number)
        return number

    def both(self, left: int | None, right: int | None) -> int | None:
        """left && right, where None is no condition (`expr_alloc_and`)."""
        if left is None:
            return right
        return left if right is None else self.node(AND, left, right)

    def either(self, left: int | None, right: int | None) -> int | None:
        """left || right, where None is nothing yet (`expr_alloc_or`)."""
        if left is None:
            return right
        return left if right is None else self.node(OR, left, right)

    def is_no(self, operand: int) -> int:
        """The statement that an operand is n, told of its symbols (`expr_trans_compare` with = n)."""
        return self._statement(operand, EQUAL)

    def _statement(self, operand: int, kind: int) -> int:
        if operand < 0:
            return self.node(kind, ~operand, NO)
        own, left, right = self.nodes[operand]
        if own == NOT:
            return self._statement(left, UNEQUAL if kind == EQUAL else EQUAL)
        if own in (AND, OR):
            joined = self.node(
                OR if own == AND else AND, self._statement(left, EQUAL), self._statement(right, EQUAL)
            )
            return joined if kind == EQUAL else self.node(NOT, joined)
        return self.node(NOT, operand) if kind == EQUAL else operand

    def replace_symbols(self, replaced: Mapping[int, int]) -> None:
        """Let nodes mention other symbols than they did; nodes that become alike stay two."""
        for number, (kind, left, right) in enumerate(self.nodes):
            if kind <= NOT:
                new_left = ~replaced.get(~left, ~left) if left < 0 else left
                new_right = ~replaced.get(~right, ~right) if right < 0 and kind != NOT else right
            else:
                new_left, new_right = replaced.get(left, left), replaced.get(right, right)
            if new_left != left or new_right != right:
                self.nodes[number] = (kind, new_left, new_right)
                self._numbers.setdefault((kind, new_left, new_right), number)
        # A node stands behind the nodes it mentions, so that one pass finds all that mention m now.
        for number, (kind, left, right) in enumerate(self.nodes):
            if kind <= NOT and (left in self.tests_m or (kind != NOT and right in self.tests_m)):
                self.tests_m.add(number)


class ExpressionError(Exception):
    """Tokens that are no expression; `token` is the first one that does not fit, None at the end of the line."""

    def __init__(self, token: Token | None) -> None:
        super().__init__()
        self.token = token


class ExpressionParser:
    """Tokens to operands. `symbol` gives the number of a symbol by name and whether it was quoted."""

    def __init__(self, store: ExpressionStore, symbols: "SymbolTable") -> None:
        self._store = store
        self._symbols = symbols
        self._tokens: list[Token] = []
        self._position = 0
        self._depth = 0

    def parse(self, tokens: list[Token]) -> int:
        """The operand of a whole token list.

        Raises ExpressionError at the first token that does not fit.
        """
        self._tokens = tokens
        self._position = 0
        self._depth = 0
        operand = self._or()
        if self._position < len(tokens):
            raise ExpressionError(tokens[self._position])
        return operand

    def _peek(self) -> str:
        return self._tokens[self._position].kind if self._position < len(self._tokens) else ""

    def _fail(self) -> ExpressionError:
        return ExpressionError(self._tokens[self._position] if self._position < len(self._tokens) else None)

    def _or(self) -> int:
        """expr: expr '||' expr, the weakest operator"""
        operand = self._and()
        while self._peek() == "||":
            self._position += 1
            operand = self._store.node(OR, operand, self._and())
        return operand

    def _and(self) -> int:
        """expr: expr '&&' expr"""
        operand = self._not()
        while self._peek() == "&&":
            self._position += 1
            operand = self._store.node(AND, operand, self._not())
        return operand

    def _not(self) -> int:
        """expr: '!' expr | '(' expr ')' | symbol | symbol COMPARISON symbol"""
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise self._fail()
        kind = self._peek()
        if kind == "!":
            self._position += 1
            operand = self._store.node(NOT, self._not())
        elif kind == "(":
            self._position += 1
            operand = self._or()
            if self._peek() != ")":
                raise self._fail()
            self._position += 1
        else:
            left = self._symbol()
            comparison = COMPARISONS.get(self._peek())
            if comparison is None:
                operand = ~left
            else:
                self._position += 1
                operand = self._store.node(comparison, left, self._symbol())
        self._depth -= 1
        return operand

    def _symbol(self) -> int:
        """symbol: WORD | QUOTED"""
        if self._peek() not in (WORD, QUOTED):
            raise self._fail()
        token = self._tokens[self._position]
        self._position += 1
        return self._symbols.lookup(token.text, constant=token.kind == QUOTED)


UNKNOWN, BOOL, TRISTATE, INT, HEX, STRING = range(6)
TYPE_NAMES = ("unknown", "bool", "tristate", "int", "hex", "string")
TYPES = {name: number for number, name in enumerate(TYPE_NAMES)}


class SymbolTable:
    """Symbols by name. The first three are the constants n, m and y.

    A quoted name is another symbol than the same name without quotes; of one character n, m or y it is always the
    constant (`symbol.c`, `sym_lookup`). Choices are symbols without a name.
    """

    def __init__(self) -> None:
        self.names: list[str] = ["n", "m", "y"]
        self.types: list[int] = [TRISTATE, TRISTATE, TRISTATE]
        self.constant: list[bool] = [True, True, True]
        self._plain: dict[str, int] = {"n": NO, "m": MOD, "y": YES}
        self._quoted: dict[str, int] = {"n": NO, "m": MOD, "y": YES}

    def lookup(self, name: str, constant: bool = False) -> int:
        """The number of a symbol, made of unknown type if it is new."""
        table = self._quoted if constant else self._plain
        number = table.get(name)
        if number is None:
            number = len(self.names)
            table[name] = number
            self.names.append(name)
            self.types.append(UNKNOWN)
            self.constant.append(constant)
        return number

    def settle(self, number: int, name: str) -> int:
        """The number of a symbol whose name has become known: its own, or that of the symbol which has the name."""
        table = self._quoted if self.constant[number] else self._plain
        known = table.setdefault(name, number)
        if known == number:
            self.names[number] = name
        return known

    def find(self, name: str) -> int | None:
        """The number of an unquoted symbol, None if nothing mentions it."""
        return self._plain.get(name)

    def unnamed(self, kind: int) -> int:
        """A new symbol without a name, as every choice has one."""
        self.names.append("")
        self.types.append(kind)
        self.constant.append(False)
        return len(self.names) - 1
