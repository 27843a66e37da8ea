"""The outline of a tree: its menus, as they are known while commands of the tree still answer.

There are no values in it, and no conditions: it tells what stands where, by the names and prompts that people look for.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from kconfig_index.index import Index
from kconfig_index.model import Kernel

_FIELDS = (
    "title",
    "dialect",
    "modules",
    "names",
    "types",
    "constant",
    "members",
    "definitions",
    "entry_kinds",
    "entry_parent",
    "entry_enclosing",
    "entry_next",
    "entry_first",
    "entry_symbol",
    "entry_file",
    "entry_line",
    "entry_prompt",
    "prompts",
    "files",
)

_NUMBERED = ("entry_first", "entry_next", "entry_symbol", "prompts")
"""What two kernels have in common if the entries of both have the same numbers."""


def outline(index: Index, never_asked: Iterable[int] = ()) -> Index:
    """What an index that is all there but for the answers of commands says of the menus; it shares its arrays.

    Entries that are `never_asked` about have no prompts in it: no menu will show them.
    """
    made = Index()
    for name in _FIELDS:
        setattr(made, name, getattr(index, name))
    made.entry_prompt = index.entry_prompt[:]
    for entry in never_asked:
        made.entry_prompt[entry] = -1
    return made


def outlined_kernel(tree: Path, index: Index, variables: Mapping[str, str]) -> Kernel:
    """The kernel of an outline.

    Its root, entries (all but their help texts) and symbols (all but what they are computed from) can be looked at,
    with the numbers that they will have in the kernel itself wherever `is_of` says so.
    """
    return Kernel(tree, index, variables, [], {})


def is_of(outlined: Kernel, kernel: Kernel) -> bool:
    """Whether a kernel has the entries and symbols of an outline under the same numbers.

    It has not where a command answers with the name of a symbol: such a tree is read again, with all answers.
    """
    one, other = outlined.index, kernel.index
    prompts = zip(one.entry_prompt, other.entry_prompt, strict=False)
    return all(getattr(one, name) == getattr(other, name) for name in _NUMBERED) and all(
        prompt in (-1, known) for prompt, known in prompts
    )
