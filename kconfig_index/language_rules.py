"""The rules of the Kconfig language as its parser has them, for those trees that break them.

They are those of the kernel's `scripts/kconfig/parser.y`. A word in capitals or quotes is a token, `error` stands for
whatever is skipped after a mistake; what follows `@` is done when a rule is complete (`syntax_account`).
"""

import re
from typing import NamedTuple

from kconfig_index.dialect import Dialect
from kconfig_index.lexer import QUOTED, WORD

END_OF_LINE = "end of line"
END_OF_INPUT = "end of input"
HELP_TEXT = "help text"
ASSIGNED = "assigned"
ERROR = "error"

_TOKENS = {
    "WORD": WORD,
    "QUOTED": QUOTED,
    "EOL": END_OF_LINE,
    "HELP_TEXT": HELP_TEXT,
    "ASSIGNED": ASSIGNED,
    "error": ERROR,
}

_COMMON = """
tree: mainmenu statements | statements
mainmenu: 'mainmenu' QUOTED EOL @main_title

statements:
statements: statements assignment | statements choice | statements comment | statements config
statements: statements if | statements menu | statements menuconfig | statements source
statements: statements WORD error EOL @unknown_statement
statements: statements error EOL @invalid_statement

members:
members: members comment | members config | members if_among_members
members: members error EOL @invalid_statement

config: config_start config_options @end_config
config_start: 'config' name EOL @start_entry
menuconfig: menuconfig_start config_options @end_menuconfig
menuconfig_start: 'menuconfig' name EOL @start_entry
config_options:
config_options: config_options config_option | config_options depends | config_options help
config_option: type short_prompt EOL @set_type
config_option: 'prompt' QUOTED condition EOL @add_prompt
config_option: default expression condition EOL @set_type
config_option: 'select' name condition EOL | 'imply' name condition EOL
config_option: 'range' symbol symbol condition EOL
config_option: 'modules' EOL @modules

choice: choice_entry members choice_end
choice_entry: choice_start choice_options @open_choice
choice_end: end @end_choice
choice_options:
choice_options: choice_options choice_option | choice_options depends | choice_options help
choice_option: 'prompt' QUOTED condition EOL @add_prompt
choice_option: 'default' name condition EOL

type: 'bool' | 'tristate' | 'int' | 'hex' | 'string'
default: 'default' | 'def_bool' | 'def_tristate'
short_prompt:
short_prompt: QUOTED condition @add_short_prompt

if: if_entry statements if_end
if_among_members: if_entry members if_end
if_entry: 'if' expression EOL @open_if
if_end: end @end_if

menu: menu_entry statements menu_end
menu_entry: menu_start menu_options @open_menu
menu_start: 'menu' QUOTED EOL @start_titled
menu_end: end @end_menu
menu_options:
menu_options: menu_options visible | menu_options depends

source: 'source' QUOTED EOL @source

comment: comment_start comment_options
comment_start: 'comment' QUOTED EOL @start_titled
comment_options:
comment_options: comment_options depends

help: help_start HELP_TEXT @add_help
help_start: 'help' EOL @start_help
depends: 'depends' 'on' expression EOL
visible: 'visible' condition EOL
end: 'endmenu' EOL | 'endchoice' EOL | 'endif' EOL

condition:
condition: 'if' expression
expression: symbol
expression: symbol '<' symbol | symbol '<=' symbol | symbol '>' symbol | symbol '>=' symbol
expression: symbol '=' symbol | symbol '!=' symbol
expression: '(' expression ')' | '!' expression
expression: expression '||' expression | expression '&&' expression
name: WORD
symbol: name | QUOTED

assignment: WORD assign value EOL @assign
assign: '=' | ':=' | '+='
value:
value: ASSIGNED
"""

_PLAIN_CHOICES = """
choice_start: 'choice' EOL @start_choice
choice_option: 'bool' QUOTED condition EOL @add_prompt
"""

_CHOICE_SYMBOLS = """
choice_start: 'choice' choice_name EOL @start_choice
choice_name:
choice_name: WORD
choice_option: choice_type short_prompt EOL @set_type
choice_type: 'bool' | 'tristate'
choice_option: 'optional' EOL
"""


class Rule(NamedTuple):
    """`name` is made of `parts`; `action` names what is done then, empty for nothing."""

    name: str
    parts: tuple[str, ...]
    action: str


def rules(dialect: Dialect) -> list[Rule]:
    """The rules of a dialect, that for a whole tree first."""
    found: list[Rule] = []
    for line in (_COMMON + (_PLAIN_CHOICES if dialect.plain_choices else _CHOICE_SYMBOLS)).splitlines():
        name, colon, rest = line.partition(":")
        if not colon:
            continue
        for alternative in re.split(r" \| ", rest):
            parts, _, action = alternative.partition("@")
            made = tuple(_part(part) for part in parts.split())
            found.append(Rule(name, made, action.strip()))
    return found


def _part(word: str) -> str:
    return _TOKENS.get(word, word)


def token(kind: str) -> str:
    """The name that rules have for a token of the lexer."""
    return kind if kind in (WORD, QUOTED) else f"'{kind}'"
