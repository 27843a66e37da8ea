"""Statements to menu entries, symbols and their properties: the rules of `scripts/kconfig/parser.y`.

Methods that read a rule name it in their docstring.
"""

from collections.abc import Callable
from functools import partial

from kconfig_index import help_texts
from kconfig_index.dialect import Dialect
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import (
    BOOL,
    OR,
    TRISTATE,
    TYPE_NAMES,
    TYPES,
    UNKNOWN,
    ExpressionError,
    ExpressionStore,
    SymbolTable,
)
from kconfig_index.lexer import QUOTED, WORD
from kconfig_index.menu_tree import (
    CHOICE,
    COMMENT,
    COMMENT_PROMPT,
    CONFIG,
    DEFAULT,
    IF,
    IMPLY,
    MENU,
    MENU_PROMPT,
    MENUCONFIG,
    PROMPT,
    RANGE,
    SELECT,
    MenuTree,
    Property,
)
from kconfig_index.operands import Operand, Operands, as_text
from kconfig_index.place import Place
from kconfig_index.probes import has_marker

TYPE_WORDS = ("bool", "tristate", "int", "hex", "string")
_DEFAULTS = ("default", "def_bool", "def_tristate")
_CONFIG_OPTIONS = frozenset(
    (
        *TYPE_WORDS,
        *_DEFAULTS,
        "prompt",
        "select",
        "imply",
        "range",
        "modules",
        "depends",
        "help",
        "transitional",
    )
)
_ALLOWED = {
    CONFIG: _CONFIG_OPTIONS,
    MENUCONFIG: _CONFIG_OPTIONS,
    CHOICE: frozenset(["bool", "tristate", "prompt", "default", "depends", "help", "optional"]),
    MENU: frozenset(("visible", "depends")),
    COMMENT: frozenset(("depends",)),
}
_NO_OPTIONS: frozenset[str] = frozenset()
_BLOCKS = {MENU: "menu", CHOICE: "choice", IF: "if"}

Handler = Callable[[Operand, Operand], None]


class EntryReader:
    """Makes the menu tree, statement by statement; `handlers` has a method for every keyword.

    `choices`, `optional` and `transitional` are symbols by what was said of them, `modules` the symbol of `modules`
    (-1 without one), `blocks` the menus, choices and ifs that are open: kind, entry and file.
    """

    def __init__(
        self,
        place: Place,
        operands: Operands,
        symbols: SymbolTable,
        store: ExpressionStore,
        dialect: Dialect,
    ) -> None:
        self.tree = MenuTree()
        self.symbols = symbols
        self.store = store
        self.choices: set[int] = set()
        self.optional: set[int] = set()
        self.transitional: set[int] = set()
        self.modules = -1
        self.blocks: list[tuple[int, int, int]] = []
        self._place = place
        self._operands = operands
        self._dialect = dialect
        self._kind = -1
        self._allowed = _NO_OPTIONS
        self._choice = -1
        self._limits: dict[int, tuple[int, ...]] = {}
        self.handlers = self._make_handlers()

    def _make_handlers(self) -> dict[str, Handler]:
        handlers: dict[str, Handler] = {
            "config": partial(self._config, CONFIG),
            "menuconfig": partial(self._config, MENUCONFIG),
            "choice": self._choice_start,
            "endchoice": partial(self._end, CHOICE),
            "menu": self._menu_start,
            "endmenu": partial(self._end, MENU),
            "if": self._if_start,
            "endif": partial(self._end, IF),
            "comment": self._comment,
            "mainmenu": self._mainmenu,
            "prompt": self._prompt,
            "default": partial(self._default, UNKNOWN),
            "def_bool": partial(self._default, BOOL),
            "def_tristate": partial(self._default, TRISTATE),
            "select": partial(self._select, "select", SELECT),
            "imply": partial(self._select, "imply", IMPLY),
            "range": self._range,
            "depends": self._depends,
            "visible": self._visible,
            "help": self._help,
            "modules": self._modules,
            "optional": self._make_optional,
            "transitional": self._make_transitional,
        }
        for name in TYPE_WORDS:
            handlers[name] = partial(self._type, name)
            handlers[f"{name} prompt"] = partial(self._typed_prompt, name)
        return handlers

    def _describe(self, kind: int) -> None:
        """The current entry, of some kind, takes options from here on; -1 if it takes no more."""
        self._kind = kind
        self._allowed = _ALLOWED.get(kind, _NO_OPTIONS)

    def _misplaced(self) -> KconfigError:
        """The error about a statement that must not stand here."""
        return self._place.error("invalid statement")

    @property
    def is_open(self) -> bool:
        """Whether the current entry still takes options."""
        return self._kind >= 0

    def complete(self) -> None:
        """The current entry gets no more options: what the grammar demands of it is checked here."""
        kind = self._kind
        if kind < 0:
            return
        self._describe(-1)
        entry = self.tree.current
        file = self._place.file_names[entry.file]
        if kind in (CONFIG, MENUCONFIG):
            if kind == MENUCONFIG:
                if entry.prompt is not None:
                    entry.prompt.kind = MENU_PROMPT
                elif self._dialect.strict:
                    raise KconfigError("menuconfig statement without prompt", file, entry.line)
                else:
                    self._place.warn_as_note("menuconfig statement without prompt")
            if self._choice >= 0 and self._dialect.plain_choices:
                if entry.prompt is None:
                    raise KconfigError("choice member must have a prompt", file, entry.line)
                if self.symbols.types[entry.symbol] != BOOL:
                    raise KconfigError("choice member must be bool", file, entry.line)
                members = self.tree.entries[self._choice].members
                assert members is not None
                if entry.symbol not in members:
                    members.append(entry.symbol)
        elif kind == CHOICE:
            if entry.prompt is None and self._dialect.plain_choices:
                raise KconfigError("choice must have a prompt", file, entry.line)
            self._choice = self.tree.open()
        elif kind == MENU:
            self.tree.open()

    def _config(self, kind: int, name: Operand, _: Operand) -> None:
        """config_stmt: 'config' WORD options; menuconfig_stmt likewise"""
        self.complete()
        if kind == MENUCONFIG and self._choice >= 0:
            raise self._misplaced()
        self.tree.add(kind, self._place.file, self._place.line, self._operands.name(name))
        self._describe(kind)

    def _choice_start(self, name: Operand, condition: Operand) -> None:
        """choice_stmt: 'choice' options members 'endchoice'"""
        self.complete()
        if name or condition or self._choice >= 0:
            raise ExpressionError(name[0] if isinstance(name, list) and name else None)
        symbol = self.symbols.unnamed(BOOL if self._dialect.plain_choices else UNKNOWN)
        self.choices.add(symbol)
        self.blocks.append((CHOICE, len(self.tree.entries), self._place.file))
        self.tree.add(CHOICE, self._place.file, self._place.line, symbol).members = []
        self._describe(CHOICE)

    def _menu_start(self, title: Operand, _: Operand) -> None:
        """menu_stmt: 'menu' QUOTED options statements 'endmenu'"""
        self.complete()
        if self._choice >= 0:
            raise self._misplaced()
        self.blocks.append((MENU, len(self.tree.entries), self._place.file))
        self.tree.add(MENU, self._place.file, self._place.line)
        self.add_prompt(MENU_PROMPT, as_text(title), None)
        self._describe(MENU)

    def _if_start(self, condition: Operand, _: Operand) -> None:
        """if_stmt: 'if' expr statements 'endif'"""
        self.complete()
        dependency = self._operands.expression(condition, decides=True)
        self.blocks.append((IF, len(self.tree.entries), self._place.file))
        self.tree.add(IF, self._place.file, self._place.line).dependency = dependency
        self.tree.open()

    def _end(self, kind: int, _: Operand, __: Operand) -> None:
        """end: 'endmenu' | 'endchoice' | 'endif', which has to fit the block that is open in the same file"""
        self.complete()
        if not self.blocks:
            raise self._misplaced()
        open_kind, number, file = self.blocks.pop()
        if open_kind != kind:
            raise self._place.error(f"unexpected '{_BLOCKS[kind]}' within {_BLOCKS[open_kind]} block")
        if file != self._place.file:
            start = self.tree.entries[number]
            place = f"{self._place.file_names[file]}:{start.line}"
            raise self._place.error(f"'{_BLOCKS[kind]}' in different file than '{_BLOCKS[kind]}' at {place}")
        if kind == CHOICE:
            self._choice = -1
        self.tree.close()

    def _comment(self, title: Operand, _: Operand) -> None:
        """comment_stmt: 'comment' QUOTED options"""
        self.complete()
        self.tree.add(COMMENT, self._place.file, self._place.line)
        self.add_prompt(COMMENT_PROMPT, as_text(title), None)
        self._describe(COMMENT)

    def _mainmenu(self, title: Operand, _: Operand) -> None:
        """mainmenu_stmt: 'mainmenu' QUOTED, before all other statements"""
        if len(self.tree.entries) > 1 or self.tree.entries[0].prompt is not None:
            raise self._misplaced()
        self.tree.entries[0].line = self._place.line
        self.add_prompt(MENU_PROMPT, as_text(title), None)

    def add_prompt(self, kind: int, text: str, condition: int | None) -> None:
        """A prompt of the current entry, limited by `visible if` of every menu around it (`menu_add_prompt`)."""
        entry = self.tree.current
        if text[:1].isspace():
            self._place.warn("leading whitespace ignored")
            text = text.lstrip()
        if entry.prompt is not None:
            self._place.warn("prompt redefined")
        if kind == PROMPT:
            for visibility in self._visibilities(entry.parent):
                condition = self.store.both(condition, visibility)
        prompt = Property(kind, self.tree.current_number, self._place.line, condition, text=text)
        self.tree.add_property(prompt)
        entry.prompt = prompt

    def _visibilities(self, menu: int) -> tuple[int, ...]:
        """The `visible if`s of an open menu and of all around it, from the inside outwards."""
        known = self._limits.get(menu)
        if known is None:
            around = self.tree.entries[menu]
            own = (around.visibility,) if around.visibility is not None else ()
            known = own + self._visibilities(around.parent) if around.parent >= 0 else own
            self._limits[menu] = known
        return known

    def _type(self, name: str, _: Operand, __: Operand) -> None:
        """config_option: type"""
        if name not in self._allowed:
            raise self._misplaced()
        if self._kind == CHOICE and self._dialect.plain_choices:
            raise ExpressionError(None)
        self._set_type(TYPES[name])

    def _typed_prompt(self, name: str, text: Operand, condition: Operand) -> None:
        """config_option: type QUOTED if_expr; choice_option: 'bool' QUOTED if_expr"""
        if name not in self._allowed:
            raise self._misplaced()
        plain = self._kind == CHOICE and self._dialect.plain_choices
        if plain and name != "bool":
            raise self._misplaced()
        limit = self._operands.condition(condition, decides=True) if condition else None
        self.add_prompt(PROMPT, as_text(text), limit)
        if not plain:
            self._set_type(TYPES[name])

    def _make_transitional(self, _: Operand, __: Operand) -> None:
        """config_option: 'transitional', where the dialect has it"""
        if "transitional" not in self._allowed:
            raise self._misplaced()
        self.transitional.add(self.tree.current.symbol)

    def _make_optional(self, _: Operand, __: Operand) -> None:
        """choice_option: 'optional', where choices are symbols"""
        if "optional" not in self._allowed:
            raise self._misplaced()
        self.optional.add(self.tree.current.symbol)

    def _set_type(self, kind: int) -> None:
        symbol = self.tree.current.symbol
        known = self.symbols.types[symbol]
        if known == UNKNOWN:
            self.symbols.types[symbol] = kind
        elif known != kind:
            entry = self.tree.current
            old, new = (TYPE_NAMES[each] if each != TYPES["int"] else "integer" for each in (known, kind))
            self._place.warnings.append(
                f"{self._place.file_names[entry.file]}:{entry.line}:warning: ignoring type redefinition of "
                f"'{self.symbols.names[symbol]}' from '{old}' to '{new}'"
            )

    def _prompt(self, text: Operand, condition: Operand) -> None:
        """config_option: 'prompt' QUOTED if_expr"""
        if "prompt" not in self._allowed:
            raise self._misplaced()
        limit = self._operands.condition(condition, decides=True) if condition else None
        self.add_prompt(PROMPT, as_text(text), limit)

    def _default(self, kind: int, value: Operand, condition: Operand) -> None:
        """config_option: ('default' | 'def_bool' | 'def_tristate') expr if_expr; a choice takes a WORD only"""
        if "default" not in self._allowed:
            raise self._misplaced()
        if self._kind == CHOICE:
            if kind != UNKNOWN:
                raise self._misplaced()
            operand = ~self._operands.name(value)
        else:
            operand = self._operands.expression(value)
        self.tree.add_property(
            Property(
                DEFAULT,
                self.tree.current_number,
                self._place.line,
                self._operands.condition(condition) if condition else None,
                operand,
            )
        )
        if kind != UNKNOWN:
            self._set_type(kind)

    def _select(self, option: str, kind: int, name: Operand, condition: Operand) -> None:
        """config_option: ('select' | 'imply') WORD if_expr"""
        if option not in self._allowed:
            raise self._misplaced()
        symbol = self._operands.name(name)
        self.tree.add_property(
            Property(
                kind,
                self.tree.current_number,
                self._place.line,
                self._operands.condition(condition) if condition else None,
                symbol,
            )
        )

    def _range(self, bounds: Operand, condition: Operand) -> None:
        """config_option: 'range' symbol symbol if_expr"""
        if "range" not in self._allowed:
            raise self._misplaced()
        tokens = self._operands.words(bounds) if isinstance(bounds, str) else bounds
        if len(tokens) != 2 or any(token.kind not in (WORD, QUOTED) for token in tokens):
            raise ExpressionError(tokens[2] if len(tokens) > 2 else None)
        for token in tokens:
            if has_marker(token.text):
                self._operands.remember_late(token)
        low, high = (self.symbols.lookup(token.text, token.kind == QUOTED) for token in tokens)
        self.tree.add_property(
            Property(
                RANGE,
                self.tree.current_number,
                self._place.line,
                self._operands.condition(condition) if condition else None,
                low,
                high,
            )
        )

    def _depends(self, dependency: Operand, condition: Operand) -> None:
        """depends: 'depends' 'on' expr; where the dialect has it, with if_expr: then it is `expr || if_expr = n`"""
        if "depends" not in self._allowed:
            raise self._misplaced()
        if condition and not self._dialect.conditional_depends:
            raise ExpressionError(condition[0] if isinstance(condition, list) else None)
        entry = self.tree.current
        operand = self._operands.expression(dependency, decides=True)
        if condition:
            operand = self.store.node(OR, operand, self.store.is_no(self._operands.expression(condition)))
        entry.dependency = self.store.both(entry.dependency, operand)

    def _visible(self, condition: Operand, _: Operand) -> None:
        """visible: 'visible' if_expr"""
        if "visible" not in self._allowed:
            raise self._misplaced()
        if isinstance(condition, str) or (condition and condition[0].kind != "if"):
            raise ExpressionError(None)
        if condition:
            entry = self.tree.current
            entry.visibility = self.store.both(entry.visibility, self._operands.expression(condition[1:]))

    def _help(self, text: Operand, newlines: Operand) -> None:
        """help: 'help' HELPTEXT"""
        if "help" not in self._allowed:
            raise self._misplaced()
        entry = self.tree.current
        name = self.symbols.names[entry.symbol] or "<choice>"
        written = (as_text(text), as_text(newlines))
        problems = []
        if entry.help is not None:
            problems.append(f"'{name}' defined with more than one help text")
        if help_texts.is_blank(written):
            problems.append(f"'{name}' defined with blank help text")
        if problems and self._dialect.strict:
            raise self._place.error(problems[0])
        for problem in problems:
            more = " -- only the last one will be used" if "more than one" in problem else ""
            self._place.warn_as_note(problem + more)
        entry.help = written

    def _modules(self, _: Operand, __: Operand) -> None:
        """config_option: 'modules'"""
        if "modules" not in self._allowed:
            raise self._misplaced()
        if self.modules >= 0:
            names = self.symbols.names
            raise self._place.error(
                f"symbol '{names[self.tree.current.symbol]}' redefines option 'modules' already defined by symbol "
                f"'{names[self.modules]}'"
            )
        self.modules = self.tree.current.symbol
