"""The rewriting that the kernel does to expressions before it builds submenus and prints dependencies.

It never changes a value, so evaluation does without it. Which entries become a submenu of the option before them, and
what a message shows, is decided on the rewritten form; therefore every rule of `scripts/kconfig/expr.c` stands here,
each function naming its counterpart. Terms are tuples: ("symbol", s), ("not", t), ("and", l, r), ("or", l, r), or
(comparison kind, left symbol, right symbol). None is the expression that is not there, which is y.
"""

from collections.abc import Sequence
from typing import Any

from kconfig_index.expressions import (
    AND,
    BOOL,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    LESS,
    LESS_EQUAL,
    MOD,
    NO,
    NOT,
    OR,
    TRISTATE,
    UNEQUAL,
    YES,
)

Term = tuple[Any, ...]
SYMBOL = "symbol"
_NO: Term = (SYMBOL, NO)
_MOD: Term = (SYMBOL, MOD)
_YES: Term = (SYMBOL, YES)
_NEGATED = {
    EQUAL: UNEQUAL,
    UNEQUAL: EQUAL,
    LESS: GREATER_EQUAL,
    GREATER: LESS_EQUAL,
    LESS_EQUAL: GREATER,
    GREATER_EQUAL: LESS,
}


class Simplifier:
    """Rewrites terms about the symbols of one kernel, whose types and constants it has to know.

    `shared` tells how the kernel keeps expressions (`Dialect.shared_expressions`).
    """

    def __init__(self, types: Sequence[int], constant: Sequence[int], shared: bool) -> None:
        self._shared = shared
        self._types = types
        self._constant = constant
        self._without_duplicates: dict[Term, Term] = {}
        self._joined = 0

    def transform(self, term: Term | None) -> Term | None:
        """`expr_transform`: comparisons of bools and negations in their plainest form."""
        return None if term is None else self._transform(term)

    def _transform(self, term: Term) -> Term:
        kind = term[0]
        if kind in (AND, OR):
            return (kind, self._transform(term[1]), self._transform(term[2]))
        if kind in (EQUAL, UNEQUAL):
            return self._transform_comparison(term)
        if kind == NOT:
            return self._transform_negation(self._transform(term[1]))
        return term

    def _transform_comparison(self, term: Term) -> Term:
        kind, left, right = term
        if self._types[left] != BOOL or right not in (NO, MOD, YES):
            return term
        if right == MOD:
            return _NO if kind == EQUAL else _YES
        if (kind == EQUAL) == (right == YES):
            return (SYMBOL, left)
        return (NOT, (SYMBOL, left))

    def _transform_negation(self, inner: Term) -> Term:
        kind = inner[0]
        if kind == NOT:
            return inner[1]  # type: ignore[no-any-return]
        if kind in _NEGATED:
            return (_NEGATED[kind], inner[1], inner[2])
        if kind in (AND, OR):
            return self._transform((OR if kind == AND else AND, (NOT, inner[1]), (NOT, inner[2])))
        if inner == _YES:
            return _NO
        if inner == _MOD:
            return _MOD
        if inner == _NO:
            return _YES
        return (NOT, inner)

    def eliminate_duplicates(self, term: Term | None) -> Term | None:
        """`expr_eliminate_dups`: operands of one && or || level that repeat or imply each other become one."""
        if term is None:
            return None
        known = self._without_duplicates.get(term)
        if known is None:
            outer = self._joined
            known = term
            while True:
                self._joined = 0
                if known[0] in (AND, OR):
                    left = self.eliminate_duplicates(known[1])
                    right = self.eliminate_duplicates(known[2])
                    assert left is not None
                    assert right is not None
                    if not self._shared and (left, right) != known[1:]:
                        self._joined += 1  # `expr_eliminate_dups1` counts what it joined on inner levels, too
                    left, right = self._join_level(known[0], left, right)
                    known = (known[0], left, right)
                if self._joined or self._shared:
                    known = self._without_constants(known)
                if not self._joined:
                    break
            self._joined = outer
            self._without_duplicates[term] = known
        return known

    def _without_constants(self, term: Term) -> Term:
        """`expr_eliminate_yn`: n and y inside && and || are worked out.

        Where expressions are shared a term whose outermost level does not change stays as it was, parts included.
        """
        kind = term[0]
        if kind not in (AND, OR):
            return term
        left, right = self._without_constants(term[1]), self._without_constants(term[2])
        absorbing, neutral = (_NO, _YES) if kind == AND else (_YES, _NO)
        for one, other in ((left, right), (right, left)):
            if one == absorbing:
                return one
            if one == neutral:
                return other
        return term if self._shared else (kind, left, right)

    def _join_level(self, kind: int, left: Term, right: Term) -> tuple[Term, Term]:
        """`expr_eliminate_dups1`: every operand of one side against every one of the other."""
        if left[0] == kind:
            first, right = self._join_level(kind, left[1], right)
            second, right = self._join_level(kind, left[2], right)
            return (kind, first, second), right
        if right[0] == kind:
            left, first = self._join_level(kind, left, right[1])
            left, second = self._join_level(kind, left, right[2])
            return left, (kind, first, second)
        joined = self._join_or(left, right) if kind == OR else self._join_and(left, right)
        if joined is None:
            return left, right
        self._joined += 1
        return (_NO if kind == OR else _YES), joined

    def _same_symbol(self, left: Term, right: Term) -> int | None:
        """The one bool or tristate symbol that two simple operands are about."""
        found = []
        for side, term in enumerate((left, right)):
            if term[0] == NOT:
                inner = term[1]
                if inner[0] != SYMBOL and (side or inner[0] not in (EQUAL, UNEQUAL)):
                    return None
                found.append(inner[1])
            elif term[0] in (SYMBOL, EQUAL, UNEQUAL):
                found.append(term[1])
            else:
                return None
        symbol: int = found[0]
        if symbol != found[1] or self._types[symbol] not in (BOOL, TRISTATE):
            return None
        return symbol

    def _join_or(self, left: Term, right: Term) -> Term | None:
        """`expr_join_or`"""
        if self.equal(left, right):
            return left
        symbol = self._same_symbol(left, right)
        if symbol is None:
            return None
        if self._types[symbol] == TRISTATE:
            if left[0] == EQUAL and right[0] == EQUAL:
                missing = {NO, MOD, YES} - {left[2], right[2]}
                if len(missing) == 1 and {left[2], right[2]} <= {NO, MOD, YES}:
                    return (UNEQUAL, symbol, missing.pop())
            return None
        plain = (SYMBOL, symbol)
        if (NOT, plain) in (left, right) and plain in (left, right):
            return _YES
        return None

    def _join_and(self, left: Term, right: Term) -> Term | None:
        """`expr_join_and`"""
        if self.equal(left, right):
            return left
        symbol = self._same_symbol(left, right)
        if symbol is None:
            return None
        for one, other in ((left, right), (right, left)):
            if one[0] == SYMBOL:
                if other[0] == EQUAL and other[2] == YES:
                    return (EQUAL, symbol, YES)
                if other[0] == UNEQUAL and other[2] == NO:
                    return (SYMBOL, symbol)
                if other[0] == UNEQUAL and other[2] == MOD:
                    return (EQUAL, symbol, YES)
        if self._types[symbol] != TRISTATE:
            return None
        for one, other in ((left, right), (right, left)):
            if (
                one[0] == EQUAL
                and other[0] == UNEQUAL
                and self._constant[one[2]]
                and self._constant[other[2]]
            ):
                return (EQUAL, symbol, one[2]) if one[2] != other[2] else _NO
        if left[0] == UNEQUAL and right[0] == UNEQUAL:
            both_sides = {left[2], right[2]}
            if both_sides == {YES, NO}:
                return (EQUAL, symbol, MOD)
            if both_sides == {YES, MOD}:
                return (EQUAL, symbol, NO)
            if both_sides == {MOD, NO}:
                return (EQUAL, symbol, YES)
        return None

    def equal(self, left: Term | None, right: Term | None) -> bool:
        """`expr_eq`: the same operands, in any order within one level."""
        if left is None or right is None:
            return is_yes(left) and is_yes(right)
        if left == right and left[0] not in (AND, OR):
            return True
        if left[0] != right[0]:
            return False
        if left[0] == NOT:
            return self.equal(left[1], right[1])
        if left[0] in (AND, OR):
            outer = self._joined
            left, right = self.eliminate_equal(left, right)
            self._joined = outer
            return left is not None and left[0] == SYMBOL and left == right
        return False

    def eliminate_equal(self, left: Term | None, right: Term | None) -> tuple[Term | None, Term | None]:
        """`expr_eliminate_eq`: what both sides have in common at their outermost level is taken out of both."""
        if left is None or right is None:
            return left, right
        if left[0] in (AND, OR):
            left, right = self._equal_level(left[0], left, right)
        if left[0] != right[0] and right[0] in (AND, OR):
            left, right = self._equal_level(right[0], left, right)
        return self._without_constants(left), self._without_constants(right)

    def _equal_level(self, kind: int, left: Term, right: Term) -> tuple[Term, Term]:
        """`__expr_eliminate_eq`"""
        if left[0] == kind:
            first, right = self._equal_level(kind, left[1], right)
            second, right = self._equal_level(kind, left[2], right)
            return (kind, first, second), right
        if right[0] == kind:
            left, first = self._equal_level(kind, left, right[1])
            left, second = self._equal_level(kind, left, right[2])
            return left, (kind, first, second)
        if left == right and left in (_YES, _NO):
            return left, right
        if not self.equal(left, right):
            return left, right
        self._joined += 1
        nothing = _NO if kind == OR else _YES
        return nothing, nothing


def both(left: Term | None, right: Term | None) -> Term | None:
    """left && right, where None is no condition (`expr_alloc_and`)."""
    if left is None:
        return right
    return left if right is None else (AND, left, right)


def is_yes(term: Term | None) -> bool:
    """Whether a condition is none at all (`expr_is_yes`)."""
    return term is None or term == _YES


def compared_with_no(term: Term | None, unequal: bool) -> Term:
    """`expr_trans_compare` with the constant n: the term as a statement about its symbols being n or not."""
    if term is None:
        return (NOT, _NO) if unequal else _NO
    kind = term[0]
    if kind in (AND, OR):
        joined = (
            OR if kind == AND else AND,
            compared_with_no(term[1], unequal=False),
            compared_with_no(term[2], unequal=False),
        )
        return (NOT, joined) if unequal else joined
    if kind == NOT:
        return compared_with_no(term[1], not unequal)
    if kind == SYMBOL:
        return (UNEQUAL if unequal else EQUAL, term[1], NO)
    return term if unequal else (NOT, term)


def contains(term: Term | None, symbol: int) -> bool:
    """Whether a term mentions a symbol (`expr_contains_symbol`)."""
    if term is None:
        return False
    kind = term[0]
    if kind == SYMBOL:
        return bool(term[1] == symbol)
    if kind == NOT:
        return contains(term[1], symbol)
    if kind in (AND, OR):
        return contains(term[1], symbol) or contains(term[2], symbol)
    return symbol in (term[1], term[2])


def depends(term: Term | None, symbol: int) -> bool:
    """Whether a term is n for certain while a symbol is n (`expr_depends_symbol`)."""
    if term is None:
        return False
    kind = term[0]
    if kind == AND:
        return depends(term[1], symbol) or depends(term[2], symbol)
    if kind == SYMBOL:
        return bool(term[1] == symbol)
    if kind == EQUAL:
        return bool(term[1] == symbol and term[2] in (YES, MOD))
    if kind == UNEQUAL:
        return bool(term[1] == symbol and term[2] == NO)
    return False
