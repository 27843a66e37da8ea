"""From the bytes of a Nix file to its syntax tree, by tree-sitter's grammar.

The grammar knows more than the tree needs (keywords, brackets) and less than Nix (one comma, see
`nixmenu.nix.commas`); both end here.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter
import tree_sitter_nix

from nixmenu.errors import NixmenuError
from nixmenu.nix import syntax
from nixmenu.nix.commas import check_comma, commas_before_braces
from nixmenu.nix.source import Source
from nixmenu.nix.strings import indented_parts, unescape

MAXIMUM_DEPTH = 120
"""Levels of nesting; people reach about thirty, and Python's own stack has to hold them."""
_ENDLESS_PATH = re.compile(rb"(?:\.(?:[A-Za-z_][\w'-]*|\"[^\"\n]*\"|\$\{[^}\n]*\})[ \t\r\n]*){1000}")
"""So many names in a row, for which tree-sitter takes time by the square of their number."""


@dataclass(eq=False)
class Tree:
    """A file that parsed."""

    source: Source
    root: syntax.Node
    comments: tuple[syntax.Comment, ...]

    def comments_between(self, start: int, end: int) -> list[syntax.Comment]:
        """The comments that lie within two offsets, in order."""
        return [comment for comment in self.comments if start <= comment.start and comment.end <= end]


def parse(source: Source) -> Tree:
    """The syntax tree of `source`.

    Raises NixmenuError, with line and caret, where the file is not Nix or nested deeper than MAXIMUM_DEPTH.
    """
    if source.data.startswith(codecs.BOM_UTF8):
        raise source.error(
            "begins with a byte order mark, which Nix refuses; save it as UTF-8 without one", 0
        )
    endless = _ENDLESS_PATH.search(source.data)
    if endless is not None:
        raise source.error("is an attribute path of too many names", endless.start())
    commas = commas_before_braces(source)
    blanked = bytearray(source.data)
    for comma in commas:
        blanked[comma] = ord(" ")
    root = _parser().parse(bytes(blanked)).root_node
    if root.has_error:
        raise _syntax_error(source, root)
    for comma in commas:
        check_comma(source, root, comma)
    expressions = [child for child in root.named_children if child.type != "comment"]
    if len(expressions) != 1:
        place = expressions[1].start_byte if expressions else len(source.data)
        what = (
            "more text follows the end of the expression" if expressions else "there is no expression in it"
        )
        raise source.error(f"not valid Nix: {what}", place)
    found = tree_sitter.QueryCursor(_comment_query()).captures(root).get("comment", [])
    comments = sorted((_comment(source, node) for node in found), key=lambda comment: comment.start)
    return Tree(source, _Converter(source).expression(expressions[0], 0), tuple(comments))


@cache
def _language() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_nix.language())


def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(_language())


@cache
def _comment_query() -> tree_sitter.Query:
    return tree_sitter.Query(_language(), "(comment) @comment")


def _comment(source: Source, node: tree_sitter.Node) -> syntax.Comment:
    end = node.end_byte
    while source.data[end - 1 : end] in (b"\r", b"\n"):
        end -= 1
    return syntax.Comment(node.start_byte, end)


def _errors(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        pending.extend(child for child in reversed(node.children) if child.has_error)


def _syntax_error(source: Source, root: tree_sitter.Node) -> NixmenuError:
    """The error a person would point at.

    tree-sitter may put one around the whole file and then a small one inside: the small one is meant.
    """
    errors = list(_errors(root))
    node = next((node for node in errors if node.start_point[0] == node.end_point[0]), errors[0])
    if node.is_missing:
        what = f"`{node.type}`" if not node.is_named else "an expression"
        return source.error(f"not valid Nix: {what} is missing here", node.start_byte)
    text = source.text(node.start_byte, node.end_byte).split("\n", 1)[0].strip()
    return source.error(f"not valid Nix: `{text[:30]}` is not expected here", node.start_byte)


_TAILS = {
    "function_expression": "body",
    "let_expression": "body",
    "with_expression": "body",
    "assert_expression": "body",
    "if_expression": "alternative",
    "binary_expression": "right",
}
"""Expressions whose last part is an expression again; people write them in long chains."""


class _Converter:
    """tree-sitter's nodes to ours; each method is named after the grammar rule it takes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rules: dict[str, Callable[[tree_sitter.Node, int], syntax.Node]] = {
            "variable_expression": self._variable,
            "integer_expression": self._integer,
            "float_expression": self._float,
            "string_expression": self._string,
            "indented_string_expression": self._indented_string,
            "uri_expression": self._uri,
            "path_expression": self._path,
            "hpath_expression": self._path,
            "spath_expression": self._search_path,
            "apply_expression": self._apply,
            "select_expression": self._select,
            "has_attr_expression": self._has_attribute,
            "attrset_expression": self._attribute_set,
            "rec_attrset_expression": self._attribute_set,
            "let_attrset_expression": self._legacy_let,
            "list_expression": self._list,
            "unary_expression": self._unary,
            "parenthesized_expression": self._parenthesized,
        }
        self._tail_rules: dict[str, Callable[[tree_sitter.Node, syntax.Node, int], syntax.Node]] = {
            "function_expression": self._function,
            "let_expression": self._let,
            "with_expression": self._with,
            "assert_expression": self._assert,
            "if_expression": self._if,
            "binary_expression": self._binary,
        }

    def expression(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        """Any expression; a chain of those in _TAILS counts as one level, and is built from its end."""
        if depth > MAXIMUM_DEPTH:
            raise self._source.error(
                f"is nested deeper than {MAXIMUM_DEPTH} levels here, more than nixmenu follows",
                node.start_byte,
            )
        chain = []
        while node.type in _TAILS:
            chain.append(node)
            node = self._field(node, _TAILS[node.type])
        rule = self._rules.get(node.type)
        if rule is None:
            raise self._source.error(f"nixmenu does not know this Nix syntax ({node.type})", node.start_byte)
        result = rule(node, depth + 1)
        for link in reversed(chain):
            result = self._tail_rules[link.type](link, result, depth + 1)
        return result

    def _text(self, node: tree_sitter.Node) -> str:
        return self._source.text(node.start_byte, node.end_byte)

    def _field(self, node: tree_sitter.Node, name: str) -> tree_sitter.Node:
        child = node.child_by_field_name(name)
        if child is None:
            raise self._source.error(f"nixmenu does not know this Nix syntax ({node.type})", node.start_byte)
        return child

    def _variable(self, node: tree_sitter.Node, _depth: int) -> syntax.Node:
        return syntax.Name(node.start_byte, node.end_byte, self._text(node))

    def _integer(self, node: tree_sitter.Node, _depth: int) -> syntax.Node:
        digits = self._text(node)
        if len(digits) > 19:
            raise self._source.error("not valid Nix: this number is too large", node.start_byte)
        return syntax.Number(node.start_byte, node.end_byte, int(digits))

    def _float(self, node: tree_sitter.Node, _depth: int) -> syntax.Node:
        return syntax.Number(node.start_byte, node.end_byte, float(self._text(node)))

    def _pieces(self, node: tree_sitter.Node, start: int, end: int, depth: int) -> list[str | syntax.Node]:
        """The raw text between two offsets, cut where interpolations stand."""
        pieces: list[str | syntax.Node] = []
        for child in node.children:
            if child.type == "interpolation":
                pieces.append(self._source.text(start, child.start_byte))
                pieces.append(self.expression(self._field(child, "expression"), depth))
                start = child.end_byte
        pieces.append(self._source.text(start, end))
        return pieces

    def _string(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        pieces = self._pieces(node, node.start_byte + 1, node.end_byte - 1, depth)
        parts = tuple(unescape(piece) if isinstance(piece, str) else piece for piece in pieces)
        return syntax.Text(node.start_byte, node.end_byte, tuple(part for part in parts if part != ""), False)

    def _indented_string(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        pieces = self._pieces(node, node.start_byte + 2, node.end_byte - 2, depth)
        return syntax.Text(node.start_byte, node.end_byte, tuple(indented_parts(pieces)), True)

    def _uri(self, node: tree_sitter.Node, _depth: int) -> syntax.Node:
        return syntax.Text(node.start_byte, node.end_byte, (self._text(node),), False)

    def _path(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        pieces = self._pieces(node, node.start_byte, node.end_byte, depth)
        return syntax.PathLiteral(
            node.start_byte, node.end_byte, tuple(part for part in pieces if part != "")
        )

    def _search_path(self, node: tree_sitter.Node, _depth: int) -> syntax.Node:
        return syntax.SearchPath(node.start_byte, node.end_byte, self._text(node)[1:-1])

    def _function(self, node: tree_sitter.Node, body: syntax.Node, depth: int) -> syntax.Node:
        universal = node.child_by_field_name("universal")
        formals = node.child_by_field_name("formals")
        return syntax.Lambda(
            node.start_byte,
            node.end_byte,
            None if universal is None else self._text(universal),
            None if formals is None else self._formals(formals, depth),
            body,
        )

    def _formals(self, node: tree_sitter.Node, depth: int) -> syntax.Formals:
        names = []
        for child in node.named_children:
            if child.type == "formal":
                default = child.child_by_field_name("default")
                names.append(
                    syntax.Formal(
                        child.start_byte,
                        child.end_byte,
                        self._text(self._field(child, "name")),
                        None if default is None else self.expression(default, depth),
                    )
                )
        is_open = any(child.type == "ellipses" for child in node.named_children)
        return syntax.Formals(node.start_byte, node.end_byte, tuple(names), is_open)

    def _apply(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        function = self.expression(self._field(node, "function"), depth)
        argument = self.expression(self._field(node, "argument"), depth)
        return syntax.Call(node.start_byte, node.end_byte, function, argument)

    def _select(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        default = node.child_by_field_name("default")
        return syntax.Select(
            node.start_byte,
            node.end_byte,
            self.expression(self._field(node, "expression"), depth),
            self._attribute_path(self._field(node, "attrpath"), depth),
            None if default is None else self.expression(default, depth),
        )

    def _has_attribute(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        subject = self.expression(self._field(node, "expression"), depth)
        path = self._attribute_path(self._field(node, "attrpath"), depth)
        return syntax.HasAttribute(node.start_byte, node.end_byte, subject, path)

    def _attribute_path(self, node: tree_sitter.Node, depth: int) -> syntax.AttributePath:
        return tuple(self._attribute(child, depth) for child in node.children_by_field_name("attr"))

    def _attribute(self, node: tree_sitter.Node, depth: int) -> syntax.Attribute:
        if node.type == "identifier":
            return syntax.Attribute(node.start_byte, node.end_byte, self._text(node), None)
        if node.type == "interpolation":
            computed = self.expression(self._field(node, "expression"), depth)
            return syntax.Attribute(node.start_byte, node.end_byte, None, computed)
        text = self.expression(node, depth)
        if isinstance(text, syntax.Text) and all(isinstance(part, str) for part in text.parts):
            name = "".join(part for part in text.parts if isinstance(part, str))
            return syntax.Attribute(node.start_byte, node.end_byte, name, None)
        return syntax.Attribute(node.start_byte, node.end_byte, None, text)

    def _bindings(self, node: tree_sitter.Node, depth: int) -> syntax.Bindings:
        found: list[syntax.Binding | syntax.Inherit] = []
        for container in node.named_children:
            if container.type != "binding_set":
                continue
            for child in container.named_children:
                if child.type == "binding":
                    path = self._attribute_path(self._field(child, "attrpath"), depth)
                    value = self.expression(self._field(child, "expression"), depth)
                    found.append(syntax.Binding(child.start_byte, child.end_byte, path, value))
                elif child.type in ("inherit", "inherit_from"):
                    found.append(self._inherit(child, depth))
        return tuple(found)

    def _inherit(self, node: tree_sitter.Node, depth: int) -> syntax.Inherit:
        subject = node.child_by_field_name("expression")
        attributes = node.child_by_field_name("attrs")
        return syntax.Inherit(
            node.start_byte,
            node.end_byte,
            None if subject is None else self.expression(subject, depth),
            () if attributes is None else self._attribute_path(attributes, depth),
        )

    def _attribute_set(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        opened = next(child.end_byte for child in node.children if child.type == "{")
        recursive = node.type == "rec_attrset_expression"
        bindings = self._bindings(node, depth)
        return syntax.AttributeSet(node.start_byte, node.end_byte, recursive, bindings, opened)

    def _legacy_let(self, node: tree_sitter.Node, _depth: int) -> syntax.Node:
        return syntax.LegacyLet(node.start_byte, node.end_byte)

    def _list(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        items = tuple(self.expression(child, depth) for child in node.children_by_field_name("element"))
        return syntax.ListLiteral(node.start_byte, node.end_byte, items)

    def _let(self, node: tree_sitter.Node, body: syntax.Node, depth: int) -> syntax.Node:
        bindings = self._bindings(node, depth)
        return syntax.Let(node.start_byte, node.end_byte, bindings, body)

    def _with(self, node: tree_sitter.Node, body: syntax.Node, depth: int) -> syntax.Node:
        namespace = self.expression(self._field(node, "environment"), depth)
        return syntax.With(node.start_byte, node.end_byte, namespace, body)

    def _assert(self, node: tree_sitter.Node, body: syntax.Node, depth: int) -> syntax.Node:
        condition = self.expression(self._field(node, "condition"), depth)
        return syntax.Assert(node.start_byte, node.end_byte, condition, body)

    def _if(self, node: tree_sitter.Node, alternative: syntax.Node, depth: int) -> syntax.Node:
        condition = self.expression(self._field(node, "condition"), depth)
        consequence = self.expression(self._field(node, "consequence"), depth)
        return syntax.If(node.start_byte, node.end_byte, condition, consequence, alternative)

    def _unary(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        operator = self._text(self._field(node, "operator"))
        operand = self.expression(self._field(node, "argument"), depth)
        return syntax.Unary(node.start_byte, node.end_byte, operator, operand)

    def _binary(self, node: tree_sitter.Node, right: syntax.Node, depth: int) -> syntax.Node:
        operator = self._text(self._field(node, "operator"))
        left = self.expression(self._field(node, "left"), depth)
        return syntax.Binary(node.start_byte, node.end_byte, operator, left, right)

    def _parenthesized(self, node: tree_sitter.Node, depth: int) -> syntax.Node:
        inner = self.expression(self._field(node, "expression"), depth)
        return syntax.Parenthesized(node.start_byte, node.end_byte, inner)
