"""What a member of a plain choice must not have (`choice_check_sanity` in the kernel's `parser.y`)."""

from collections.abc import Iterator

from kconfig_index.grammar import Grammar
from kconfig_index.menu_tree import CHOICE, DEFAULT, PROMPT


def entries_below(grammar: Grammar, number: int) -> Iterator[int]:
    """All entries below one, in menu order (`menu_for_each_sub_entry`)."""
    entries = grammar.tree.entries
    pending = [entries[number].first]
    while pending:
        each = pending.pop()
        if each >= 0:
            yield each
            pending += (entries[each].next, entries[each].first)


def choice_mistakes(grammar: Grammar, choice: int) -> Iterator[tuple[str, int, str]]:
    """The mistakes in a choice, as file, line and what the kernel says of it."""
    entries = grammar.tree.entries
    for member in entries_below(grammar, choice):
        for each in grammar.tree.properties.get(entries[member].symbol, ()):
            file = grammar.file_names[entries[each.entry].file]
            if each.kind == DEFAULT:
                yield file, each.line, "defaults for choice values not supported"
            elif (
                each.kind == PROMPT
                and each.entry != member
                and entries[each.entry].parent != entries[member].parent
            ):
                yield file, each.line, "choice value has a prompt outside its choice group"


def any_choice_mistake(grammar: Grammar) -> bool:
    """Whether any choice of a tree has one."""
    return any(
        True
        for number, entry in enumerate(grammar.tree.entries)
        if entry.kind == CHOICE
        for _ in choice_mistakes(grammar, number)
    )
