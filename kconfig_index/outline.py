"""The outline of a tree: its menus, as they are known while commands of the tree still answer.

There are no values in it, and no conditions: it tells what stands where, by the names and prompts that people look for.
"""

from collections.abc import Mapping
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

_NUMBERED = ("entry_first", "entry_next", "entry_symbol", "entry_prompt", "prompts")
"""What two kernels have in common if the entries of both have the same numbers."""


def outline(index: Index) -> Index:
    """What an index that is all there but for the answers of commands says of the menus; it shares its arrays."""
    made = Index()
    for name in _FIELDS:
        setattr(made, name, getattr(index, name))
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
    return all(getattr(outlined.index, name) == getattr(kernel.index, name) for name in _NUMBERED)
