"""A syntax tree written out again with every pair of parentheses, for Nix's own parser to compare with the file."""

from nixmenu.nix import syntax
from nixmenu.nix.strings import attribute_name, quoted


def written_out(node: syntax.Node) -> str:
    """An expression as Nix text in which no rule of precedence has anything to decide."""
    match node:
        case syntax.Number(value=value):
            return f"({value})"
        case syntax.Text(parts=parts):
            return _text(parts)
        case syntax.PathLiteral(parts=parts):
            return "".join(part if isinstance(part, str) else f"${{{written_out(part)}}}" for part in parts)
        case syntax.SearchPath(name=name):
            return f"<{name}>"
        case syntax.Name(name=name):
            return name
        case syntax.Select(subject=subject, path=path, default=default):
            otherwise = "" if default is None else f" or ({written_out(default)})"
            return f"(({written_out(subject)}).{_path(path)}{otherwise})"
        case syntax.HasAttribute(subject=subject, path=path):
            return f"(({written_out(subject)}) ? {_path(path)})"
        case syntax.Call(function=function, argument=argument):
            return f"(({written_out(function)}) ({written_out(argument)}))"
        case syntax.Parenthesized(inner=inner):
            return f"({written_out(inner)})"
        case syntax.ListLiteral(items=items):
            return "[ " + " ".join(f"({written_out(item)})" for item in items) + " ]"
        case syntax.AttributeSet(recursive=recursive, bindings=bindings):
            return f"({'rec ' if recursive else ''}{{ {_bindings(bindings)} }})"
        case syntax.Unary(operator=operator, operand=operand):
            return f"({operator} ({written_out(operand)}))"
        case syntax.Binary(operator=operator, left=left, right=right):
            return f"(({written_out(left)}) {operator} ({written_out(right)}))"
    return _clause(node)


def _clause(node: syntax.Node) -> str:
    match node:
        case syntax.Lambda(name=name, formals=formals, body=body):
            pattern = name or ""
            if formals is not None:
                pattern = _formals(formals) + (f"@{name}" if name is not None else "")
            return f"({pattern}: {written_out(body)})"
        case syntax.Let(bindings=bindings, body=body):
            return f"(let {_bindings(bindings)} in {written_out(body)})"
        case syntax.With(namespace=namespace, body=body):
            return f"(with ({written_out(namespace)}); {written_out(body)})"
        case syntax.Assert(condition=condition, body=body):
            return f"(assert ({written_out(condition)}); {written_out(body)})"
        case syntax.If(condition=condition, consequence=consequence, alternative=alternative):
            return f"(if {written_out(condition)} then {written_out(consequence)} else {written_out(alternative)})"
    raise NotImplementedError(type(node).__name__)


def _text(parts: tuple[str | syntax.Node, ...]) -> str:
    pieces = [quoted(part)[1:-1] if isinstance(part, str) else f"${{{written_out(part)}}}" for part in parts]
    for place, piece in enumerate(pieces[:-1]):
        if piece.endswith("$") and pieces[place + 1].startswith("${"):
            pieces[place] = piece[:-1] + "\\$"
    return f'"{"".join(pieces)}"'


def _path(path: syntax.AttributePath) -> str:
    return ".".join(
        attribute_name(one.name)
        if one.name is not None
        else f"${{{written_out(one.computed)}}}"
        if one.computed
        else ""
        for one in path
    )


def _bindings(bindings: syntax.Bindings) -> str:
    written = []
    for binding in bindings:
        if isinstance(binding, syntax.Binding):
            written.append(f"{_path(binding.path)} = {written_out(binding.value)};")
        else:
            subject = "" if binding.subject is None else f"({written_out(binding.subject)}) "
            written.append(f"inherit {subject}{' '.join(_path((one,)) for one in binding.attributes)};")
    return " ".join(written)


def _formals(formals: syntax.Formals) -> str:
    names = [
        one.name if one.default is None else f"{one.name} ? {written_out(one.default)}"
        for one in formals.names
    ]
    return f"{{ {', '.join([*names, '...'] if formals.open else names)} }}"
