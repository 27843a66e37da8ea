"""Explanations as data: all that a symbol's value and visibility are made from.

Nothing here is text for people; a front end says it in its own words. Tristates are numbers: 0 is n, 1 is m, 2 is y.
A condition that is not there is None and counts as y. `explain` makes these; from an `Explanation` alone the value can
be computed again, and `tests/kernel/test_explain_real.py` does so for every symbol of a kernel.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kconfig_index.model import Kind, MenuNode, Symbol, Type


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, relative to the source tree."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A symbol in an expression: its `text` is what comparisons see, its `value` what conditions see.

    A `constant` was quoted, or is n, m or y. What is neither constant nor defined has the type unknown, counts as n,
    and is compared by its name.
    """

    symbol: Symbol
    name: str
    type: Type
    constant: bool
    text: str
    value: int


@dataclass(frozen=True, slots=True)
class Negation:
    """`!operand`"""

    operand: "Expression"
    value: int


@dataclass(frozen=True, slots=True)
class Junction:
    """`a && b && …`, which is the least of its operands, or `a || b || …`, which is the greatest."""

    sign: Literal["&&", "||"]
    operands: "tuple[Expression, ...]"
    value: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left = right` and the like; y or n."""

    sign: Literal["=", "!=", "<", "<=", ">", ">="]
    left: Mention
    right: Mention
    value: int


Expression: TypeAlias = Mention | Negation | Junction | Comparison


@dataclass(frozen=True, slots=True)
class Enclosing:
    """A block around an entry, and what it adds: the `depends on` of a menu or choice, the condition of an `if`.

    Of a choice that is a symbol (up to Linux 6.10) the condition is about the choice itself.
    """

    node: MenuNode
    kind: Kind
    prompt: str | None
    place: Place
    condition: Expression


@dataclass(frozen=True, slots=True)
class Dependency:
    """What an entry depends on: what encloses it, the outermost first, and its own `depends on`s.

    `value` is the least of them all.
    """

    enclosing: tuple[Enclosing, ...]
    own: Expression | None
    value: int


@dataclass(frozen=True, slots=True)
class Definition:
    """One of the entries that define a symbol."""

    node: MenuNode
    place: Place
    dependency: Dependency


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt; `value` is the least of the entry's dependency, its own condition and every `visible if` around it."""

    text: str
    place: Place
    dependency: Dependency
    condition: Expression | None
    visible_if: tuple[Enclosing, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Selection:
    """A `select` or `imply` of one symbol by another.

    `value` is what it asks for: the least of the selector's value, its entry's dependency and its own condition.
    """

    kind: Literal["select", "imply"]
    selector: Mention
    selected: Mention
    place: Place
    dependency: Dependency
    condition: Expression | None
    value: int

    @property
    def active(self) -> bool:
        """Whether it has an effect now."""
        return self.value > 0


@dataclass(frozen=True, slots=True)
class EntryExplanation:
    """Why an entry of the menus is shown or not: a menu, a comment, an option, a choice.

    It is shown if it has a prompt whose `value` is not n and, of a menu, its own `visible if` holds; an option or
    choice that is not n also where it cannot be asked for, but an entry below it, `shown_for`, is shown. It can be
    reached only where the menus around it are shown, too: `inside`, the outermost first.
    """

    node: MenuNode
    place: Place
    visible: bool
    prompt: Prompt | None
    visible_if: Expression | None
    shown_for: MenuNode | None
    inside: tuple[MenuNode, ...]


Fate: TypeAlias = Literal["taken", "passed over", "not reached"]


@dataclass(frozen=True, slots=True)
class Default:
    """A default: the first one whose condition holds is taken, those behind it are not reached.

    `limit` is the least of the entry's dependency and its own condition; a default is passed over where that is n, or,
    in a choice, where the member is not visible. What a taken one gives is `value` (of a tristate no more than
    `limit`); `text` is that of an int, hex or string, None if the default is no single symbol.
    """

    place: Place
    dependency: Dependency
    condition: Expression | None
    limit: int
    expression: Expression
    value: int
    text: str | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Range:
    """A range of an int or hex: the first one whose condition holds is taken."""

    place: Place
    dependency: Dependency
    condition: Expression | None
    limit: int
    low: Mention
    high: Mention
    fate: Fate


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user said.

    It counts while the symbol is visible (of a transitional one always); `limited_by` is what made another value of it.
    `visibility`: visible no higher than m; `select`: selected higher; `bool`: m is not possible; `range`: out of it;
    `choice`: another member of the choice was preferred.
    """

    value: str
    counts: bool
    limited_by: tuple[Literal["visibility", "select", "bool", "range", "choice"], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a choice: how visible it is and why, and the user's answer for it (n, m or y)."""

    symbol: Symbol
    prompts: tuple[Prompt, ...]
    visibility: int
    answer: str | None


ChoiceReason: TypeAlias = Literal[
    "answer",
    "default",
    "first visible",
    "first without answer",
    "least preferred",
    "nothing visible",
    "not y",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """How a choice comes to its member.

    `members` stand in the order of the menu, `preference` is the order in which answers are looked at: only the last y
    where a choice `is_symbol`, as up to Linux 6.10. There the choice has a `value` of its own, which is raised to
    `at_least` (m while it is visible, unless it is optional), and only at y has a member; else it is y while it is
    visible. The `reason`s,
    each tried where the ones before gave nothing: a visible member with the `answer` y, the `default` that holds or
    else the `first visible` member, if the user did not say n to it, the `first without answer` that is visible, and
    the visible one that is `least preferred`. `not y`: a choice that is a symbol and not at y chooses nothing.
    """

    node: MenuNode
    place: Place
    prompts: tuple[Prompt, ...]
    is_symbol: bool
    at_least: int
    value: int
    members: tuple[Member, ...]
    preference: tuple[Symbol, ...]
    defaults: tuple[Default, ...]
    chosen: Symbol | None
    reason: ChoiceReason


@dataclass(frozen=True, slots=True)
class Step:
    """One rule on the way to the value, and the value behind it.

    `nothing`: what a symbol is without any reason; `answer`; `visibility`: the answer is limited by it; `default`;
    `imply`: raised by it; `dependency`: an implied or default value is limited by what the symbol depends on;
    `select`: raised by it; `bool`: m became y; `range`: moved to the near bound; `choice`: by the choice it is in.
    """

    rule: Literal[
        "nothing",
        "answer",
        "visibility",
        "default",
        "imply",
        "dependency",
        "select",
        "bool",
        "range",
        "choice",
    ]
    value: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a symbol has its value and its visibility.

    `is_bool`: it can only be n or y, because it is a bool or because `modules` is n; then m counts as y in bounds.
    `visibility` is the greatest of `prompts`, `selected` the greatest of `selected_by` (0 in a choice), `implied`
    that of `implied_by`. `dependency` is what limits implied values: the || of the definitions that depend on anything.
    `choice` is there for choices and their members. `steps` end in the value.

    A `transitional` symbol (from Linux 7 on) has the value that the user gave it, seen or not. `is_answered`: the user
    answered for the symbol itself, or for the transitional one that its default takes the value of.
    """

    symbol: Symbol
    type: Type
    is_bool: bool
    modules: Mention
    value: str
    visibility: int
    written: bool
    definitions: tuple[Definition, ...]
    prompts: tuple[Prompt, ...]
    dependency: Expression | None
    selected_by: tuple[Selection, ...]
    selected: int
    implied_by: tuple[Selection, ...]
    implied: int
    defaults: tuple[Default, ...]
    ranges: tuple[Range, ...]
    answer: Answer | None
    is_answered: bool
    transitional: bool
    choice: Choice | None
    steps: tuple[Step, ...]

    @property
    def default(self) -> Default | None:
        """The default that holds now, whether the value comes from it or not."""
        return next((each for each in self.defaults if each.fate == "taken"), None)

    @property
    def range(self) -> Range | None:
        """The range that holds now."""
        return next((each for each in self.ranges if each.fate == "taken"), None)
