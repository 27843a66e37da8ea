"""Random small Nix programs: the language and the functions that nixmenu says it evaluates.

Most fit together; now and then something of another type stands where it does not belong, so that what Nix refuses
is compared, too. Names are always bound and attributes never repeated, because Nix refuses such a file as a whole.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st

SIMPLE = ("int", "str", "bool", "list", "set")
_LETTERS = ("a", "b", "c", "d")

Functions = dict[str, tuple[tuple[str, ...], str]]

FUNCTIONS: Functions = {
    "builtins.attrNames": (("set",), "list"),
    "builtins.attrValues": (("set",), "list"),
    "builtins.getAttr": (("name", "set"), "any"),
    "builtins.hasAttr": (("name", "set"), "bool"),
    "builtins.mapAttrs": (("name,any->any", "set"), "set"),
    "builtins.listToAttrs": (("pairs",), "set"),
    "removeAttrs": (("set", "names"), "set"),
    "builtins.intersectAttrs": (("set", "set"), "set"),
    "builtins.catAttrs": (("name", "sets"), "list"),
    "builtins.zipAttrsWith": (("name,list->any", "sets"), "set"),
    "map": (("any->any", "list"), "list"),
    "builtins.filter": (("any->bool", "list"), "list"),
    "builtins.concatLists": (("lists",), "list"),
    "builtins.concatMap": (("any->list", "list"), "list"),
    "builtins.head": (("list",), "any"),
    "builtins.tail": (("list",), "list"),
    "builtins.length": (("list",), "int"),
    "builtins.elemAt": (("list", "int"), "any"),
    "builtins.elem": (("any", "list"), "bool"),
    "builtins.any": (("any->bool", "list"), "bool"),
    "builtins.all": (("any->bool", "list"), "bool"),
    "builtins.foldl'": (("any,any->any", "any", "list"), "any"),
    "builtins.genList": (("int->any", "int"), "list"),
    "toString": (("any",), "str"),
    "builtins.concatStringsSep": (("str", "names"), "str"),
    "builtins.stringLength": (("str",), "int"),
    "builtins.substring": (("int", "int", "str"), "str"),
    "builtins.replaceStrings": (("names", "names", "str"), "str"),
    "builtins.compareVersions": (("version", "version"), "int"),
    "builtins.splitVersion": (("version",), "list"),
    "builtins.seq": (("any", "any"), "any"),
    "builtins.deepSeq": (("any", "any"), "any"),
    "builtins.trace": (("plain", "any"), "any"),
    "builtins.add": (("int", "int"), "int"),
    "builtins.sub": (("int", "int"), "int"),
    "builtins.mul": (("int", "int"), "int"),
    "builtins.div": (("int", "int"), "int"),
    "builtins.lessThan": (("int", "int"), "bool"),
    "builtins.isFunction": (("any",), "bool"),
    "builtins.isString": (("any",), "bool"),
    "builtins.isInt": (("any",), "bool"),
    "builtins.isBool": (("any",), "bool"),
    "builtins.isList": (("any",), "bool"),
    "builtins.isAttrs": (("any",), "bool"),
    "isNull": (("any",), "bool"),
    "throw": (("str",), "any"),
}
"""Nix's own: each with the kinds of its arguments and of its result."""

LIBRARY: Functions = {
    "optionalAttrs": (("bool", "set"), "set"),
    "attrsToList": (("set",), "list"),
    "mapAttrs'": (("name,any->pair", "set"), "set"),
    "mapAttrsToList": (("name,any->any", "set"), "list"),
    "concatMapAttrs": (("name,any->set", "set"), "set"),
    "filterAttrs": (("name,any->bool", "set"), "set"),
    "nameValuePair": (("name", "any"), "set"),
    "genAttrs": (("names", "str->any"), "set"),
    "getAttrs": (("names", "set"), "set"),
    "zipAttrs": (("sets",), "set"),
    "mergeAttrsList": (("sets",), "set"),
    "mergeAttrs": (("set", "set"), "set"),
    "recursiveUpdate": (("set", "set"), "set"),
    "attrByPath": (("names", "any", "set"), "any"),
    "hasAttrByPath": (("names", "set"), "bool"),
    "setAttrByPath": (("names", "any"), "any"),
    "optional": (("bool", "any"), "list"),
    "optionals": (("bool", "list"), "list"),
    "singleton": (("any",), "list"),
    "toList": (("any",), "list"),
    "forEach": (("list", "any->any"), "list"),
    "imap0": (("int,any->any", "list"), "list"),
    "imap1": (("int,any->any", "list"), "list"),
    "concat": (("list", "list"), "list"),
    "flatten": (("any",), "list"),
    "last": (("list",), "any"),
    "take": (("int", "list"), "list"),
    "drop": (("int", "list"), "list"),
    "foldl": (("any,any->any", "any", "list"), "any"),
    "foldl'": (("any,any->any", "any", "list"), "any"),
    "foldr": (("any,any->any", "any", "list"), "any"),
    "reverseList": (("list",), "list"),
    "range": (("int", "int"), "list"),
    "unique": (("list",), "list"),
    "subtractLists": (("list", "list"), "list"),
    "intersectLists": (("list", "list"), "list"),
    "remove": (("any", "list"), "list"),
    "count": (("any->bool", "list"), "int"),
    "concatStrings": (("names",), "str"),
    "concatLines": (("names",), "str"),
    "concatMapStrings": (("any->str", "list"), "str"),
    "concatMapStringsSep": (("str", "any->str", "list"), "str"),
    "optionalString": (("bool", "str"), "str"),
    "boolToString": (("bool",), "str"),
    "hasPrefix": (("str", "str"), "bool"),
    "hasSuffix": (("str", "str"), "bool"),
    "hasInfix": (("str", "str"), "bool"),
    "removePrefix": (("str", "str"), "str"),
    "removeSuffix": (("str", "str"), "str"),
    "splitString": (("str", "str"), "list"),
    "toUpper": (("str",), "str"),
    "toLower": (("str",), "str"),
    "versions.major": (("version",), "str"),
    "versions.minor": (("version",), "str"),
    "versions.patch": (("version",), "str"),
    "versions.majorMinor": (("version",), "str"),
    "versions.pad": (("int", "version"), "str"),
    "versionAtLeast": (("version", "version"), "bool"),
    "versionOlder": (("version", "version"), "bool"),
    "id": (("any",), "any"),
    "const": (("any", "any"), "any"),
    "flip": (("any,any->any", "any", "any"), "any"),
    "min": (("int", "int"), "int"),
    "max": (("int", "int"), "int"),
    "mod": (("int", "int"), "int"),
    "xor": (("bool", "bool"), "bool"),
    "and": (("bool", "bool"), "bool"),
    "or": (("bool", "bool"), "bool"),
    "mkForce": (("any",), "any"),
    "mkDefault": (("any",), "any"),
    "mkOverride": (("int", "any"), "any"),
    "mkIf": (("bool", "any"), "any"),
    "mkMerge": (("list",), "any"),
    "mkBefore": (("any",), "any"),
    "mkAfter": (("any",), "any"),
    "mkOrder": (("int", "any"), "any"),
    "kernel.freeform": (("str",), "set"),
    "kernel.option": (("set",), "set"),
    "throwIf": (("bool", "str", "any"), "any"),
    "throwIfNot": (("bool", "str", "any"), "any"),
    "assertMsg": (("bool", "str"), "bool"),
}
"""Of nixpkgs' lib, in the same way."""


_PARTICULAR = ("names", "sets", "lists", "pairs", "pair", "name", "version")
_INTEGERS = ("0", "1", "2", "3", "7", "(-1)", "(-7)", "1000000")
_STRINGS = (
    '""',
    '"a"',
    '"b"',
    '"ab"',
    '"A b"',
    '"ä€"',
    '"\\n\\t\\"\\\\\\${"',
    '"$${a}"',
    '"$"',
    "''''",
    "''a''",
    "''\n  a\n    b\n  ''",
    "''\n\ta\n\t b''",
    "''  ''$ ''' ''\\n ''\\t \n x''",
    "'' \n\n   a $${b}\n  ''",
    "''\n    a\n\n      \n   b''",
)
_VERSIONS = (
    '""',
    '"6"',
    '"6.1"',
    '"6.12"',
    '"6.12-rc1"',
    '"6.12.0"',
    '"6.2pre"',
    '"6..1"',
    '"5.15.a1b"',
    '"202012312359"',
)
_PIECES = (
    "a",
    " ",
    "  ",
    "\n",
    "\n  ",
    "\n    b",
    "\t",
    "''$",
    "'''",
    "''\\n",
    "''\\t",
    "$",
    "$$",
    "\\",
    "'x",
    "ä",
)


@dataclass
class Program:
    """One program while it is drawn: `names` are those in scope, each with its kind."""

    draw: st.DrawFn
    functions: Functions
    names: dict[str, str] = field(default_factory=dict)

    def one(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def expression(self, kind: str, depth: int) -> str:
        """An expression that should be of a kind; in parentheses where it needs them."""
        if "->" in kind:
            return self.function(kind, depth)
        if kind == "any" or self.number(0, 24) == 0:
            kind = self.one(*SIMPLE, "null", "float")
        usable = [name for name, one in self.names.items() if one in (kind, "any")]
        if usable and self.number(0, 3) == 0:
            return self.one(*usable)
        if depth <= 0:
            return self.literal(kind, 0)
        form = self.one(
            "literal",
            "literal",
            "literal",
            "call",
            "call",
            "operator",
            "let",
            "if",
            "with",
            "select",
            "apply",
            "assert",
            "rec",
        )
        if form == "literal":
            return self.literal(kind, depth)
        text: str = getattr(self, form)(kind, depth - 1)
        return text if text.startswith("(") and form == "literal" else f"({text})"

    def literal(self, kind: str, depth: int) -> str:
        match kind:
            case "int":
                return self.one(*_INTEGERS)
            case "float":
                return self.one("0.5", "1.5", "2.0")
            case "bool":
                return self.one("true", "false")
            case "null":
                return "null"
            case "version":
                return self.one(*_VERSIONS)
            case "name":
                return f'"{self.one(*_LETTERS)}"'
            case "str":
                return self.string(depth)
            case "plain":
                return self.one('"a message"', "1")
            case "list":
                return self.list("any", depth)
            case "names":
                return self.list(self.one("name", "name", "str"), depth)
            case "sets":
                return self.list("set", depth)
            case "lists":
                return self.list("list", depth)
            case "pairs":
                return self.list("pair", depth)
            case "pair":
                name, value = self.expression("name", depth - 1), self.expression("any", depth - 1)
                return f"{{ name = {name}; value = {value}; }}"
        return self.set(depth)

    def list(self, kind: str, depth: int) -> str:
        items = [self.expression(kind, depth - 1) for _ in range(self.number(0, 3))]
        return " ".join(["[", *items, "]"])

    def string(self, depth: int) -> str:
        if depth <= 0 or self.number(0, 1):
            return self.one(*_STRINGS)
        parts = []
        for _ in range(self.number(1, 5)):
            if self.number(0, 3) == 0:
                parts.append(f"${{{self.expression('str', depth - 1)}}}")
            else:
                parts.append(self.one(*_PIECES))
        if self.number(0, 1):
            return f"''{self.safe(parts)}''"
        return (
            '"'
            + self.safe([part if part.startswith("${") else part.replace("\\", "\\\\") for part in parts])
            + '"'
        )

    @staticmethod
    def safe(parts: "list[str]") -> str:
        """The pieces of an indented string, none of which may make an escape or its end with the next."""
        text = ""
        for part in parts:
            if text.endswith(("'", "$")) and part.startswith(("'", "$", "{", "\\")):
                text += " "
            text += part
        return text + (" " if text.endswith(("'", "$")) else "")

    def bindings(self, depth: int) -> "list[tuple[str, str, str]]":
        """Names, each with its kind and value."""
        names = self.draw(st.lists(st.sampled_from(_LETTERS), unique=True, max_size=3))
        found = []
        for name in names:
            kind = self.one(*SIMPLE)
            found.append((name, kind, self.expression(kind, depth - 1)))
        return found

    def set(self, depth: int) -> str:
        written = []
        for name, _, value in self.bindings(depth):
            usable = [one for one in self.names if one == name]
            match self.number(0, 9):
                case 0 if usable:
                    written.append(f"inherit {name};")
                case 1:
                    written.append(f'"{name}" = {value};')
                case 2:
                    written.append(f'${{"{name}"}} = {value};')
                case 3:
                    written.append(f"{name}.{self.one(*_LETTERS)} = {value};")
                case 4:
                    written.append(f"inherit ({{ {name} = {value}; }}) {name};")
                case 5:
                    written.append(f"{name} = {{ a = 1; }}; {name}.b = {value};")
                case 6:
                    written.append(f"{name}.a = {{ c = 2; }}; {name}.b = {value}; {name}.a.d = 3;")
                case _:
                    written.append(f"{name} = {value};")
        return " ".join(["{", *written, "}"])

    def within(self, names: "dict[str, str]", kind: str, depth: int) -> str:
        """An expression that sees more names."""
        before = self.names
        self.names = {**before, **names}
        text = self.expression(kind, depth)
        self.names = before
        return text

    def let(self, kind: str, depth: int) -> str:
        found = self.bindings(depth)
        names = {name: one for name, one, _ in found}
        written = []
        for name, one, value in found:
            again = self.within({**names, name: "none"}, one, depth - 1) if self.number(0, 2) == 0 else value
            written.append(f"{name} = {again};")
        return f"let {' '.join(written)} in {self.within(names, kind, depth)}"

    def rec(self, kind: str, depth: int) -> str:
        found = self.bindings(depth)
        names = {name: one for name, one, _ in found}
        written = [f"{name} = {value};" for name, _, value in found]
        written.append(f"r = {self.within(names, kind, depth)};")
        return f"rec {{ {' '.join(written)} }}.r"

    def with_(self, kind: str, depth: int) -> str:
        found = self.bindings(depth)
        names = {name: one for name, one, _ in found if name not in self.names}
        written = " ".join(f"{name} = {value};" for name, _, value in found)
        return f"with {{ {written} }}; {self.within(names, kind, depth)}"

    def assert_(self, kind: str, depth: int) -> str:
        """What stands before `;` can always be worked out: nixmenu takes for granted that the rest holds."""
        condition = self.one(*["true", "1 < 2", "[ ] == [ ]"] * 5, "false", "null", "1")
        return f"assert {condition}; {self.expression(kind, depth)}"

    def if_(self, kind: str, depth: int) -> str:
        condition = self.expression("bool", depth)
        return f"if {condition} then {self.expression(kind, depth)} else {self.expression(kind, depth)}"

    def select(self, kind: str, depth: int) -> str:
        name = self.one(*_LETTERS)
        value = self.expression(kind, depth)
        path = self.one(name, name, f'"{name}"', f'${{"{name}"}}', f"{name}.{self.one(*_LETTERS)}", "x")
        subject = self.one(
            f"{{ {name} = {value}; }}", f"{{ {name}.b = {value}; }}", self.expression("set", depth)
        )
        default = f" or {self.expression(kind, depth)}" if self.number(0, 1) else ""
        if kind == "bool" and self.number(0, 1):
            return f"{subject} ? {path}"
        return f"{subject}.{path}{default}"

    def apply(self, kind: str, depth: int) -> str:
        argument = self.one(*SIMPLE)
        name, other = self.draw(st.lists(st.sampled_from(_LETTERS), unique=True, min_size=2, max_size=2))
        given = self.expression(argument, depth)
        if self.number(0, 1):
            return f"({name}: {self.within({name: argument}, kind, depth)}) {given}"
        default = f" ? {self.within({name: argument}, argument, depth - 1)}" if self.number(0, 2) else ""
        rest = self.one("", "", ", ...", ",")
        whole = self.one("", "", "w@", "@w")
        before, after = ("w@", "") if whole == "w@" else ("", "@w" if whole else "")
        names = {name: argument, other: argument, **({"w": "set"} if whole else {})}
        body = self.within(names, kind, depth)
        second = self.one("", f" {other} = {given};", f" {other} = {given};", " x = 1;")
        formals = f"{before}{{ {name}, {other}{default}{rest} }}{after}"
        return f"({formals}: {body}) {{ {name} = {given};{second} }}"

    def operator(self, kind: str, depth: int) -> str:
        sides = {
            "int": ("int", self.one("+", "-", "*", "/"), "int"),
            "float": (self.one("int", "float"), self.one("+", "-", "*", "/"), "float"),
            "str": ("str", "+", "str"),
            "list": ("list", "++", "list"),
            "set": ("set", "//", "set"),
        }
        if kind in sides:
            left, sign, right = sides[kind]
            return f"{self.expression(left, depth)} {sign} {self.expression(right, depth)}"
        if kind == "bool":
            return self.boolean(depth)
        return self.literal(kind, depth)

    def boolean(self, depth: int) -> str:
        match self.number(0, 4):
            case 0:
                return f"!{self.expression('bool', depth)}"
            case 1:
                sign = self.one("&&", "||", "->")
                return f"{self.expression('bool', depth)} {sign} {self.expression('bool', depth)}"
            case 2:
                one = self.one("int", "str", "list", "float")
                sign = self.one("<", "<=", ">", ">=")
                return f"{self.expression(one, depth)} {sign} {self.expression(one, depth)}"
            case 3:
                return (
                    f"{self.expression('any', depth)} {self.one('==', '!=')} {self.expression('any', depth)}"
                )
        one = self.one(*SIMPLE)
        return f"{self.expression(one, depth)} {self.one('==', '!=')} {self.expression(one, depth)}"

    def call(self, kind: str, depth: int) -> str:
        known = self.functions
        if known is not FUNCTIONS and self.number(0, 3) == 0:
            known = FUNCTIONS
        fitting = [name for name, (_, result) in known.items() if result in (kind, "any")]
        if not fitting:
            return self.literal(kind, depth)
        name = self.one(*fitting)
        called = name if known is FUNCTIONS else f"lib.{name}"
        return " ".join([called, *(self.argument(one, depth) for one in known[name][0])])

    def argument(self, kind: str, depth: int) -> str:
        if kind == "plain" or (kind in _PARTICULAR and self.number(0, 15)):
            return self.literal(kind, depth)
        return self.expression(kind, depth)

    def function(self, kind: str, depth: int) -> str:
        arguments, _, result = kind.partition("->")
        kinds = arguments.split(",")
        names = self.draw(st.permutations(_LETTERS))[: len(kinds)]
        told = {name: "str" if one == "name" else one for name, one in zip(names, kinds, strict=True)}
        body = self.literal("pair", depth) if result == "pair" else self.within(told, result, depth - 1)
        return f"({''.join(f'{name}: ' for name in names)}{body})"


for _name in ("with", "assert", "if"):
    setattr(Program, _name, getattr(Program, f"{_name}_"))


@st.composite
def programs(draw: st.DrawFn, functions: Functions) -> str:
    """A program that calls `functions`: FUNCTIONS, or some of LIBRARY, which are bound to `lib`."""
    return Program(draw, functions).expression(draw(st.sampled_from(SIMPLE)), draw(st.integers(1, 4)))
