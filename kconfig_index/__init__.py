"""The Kconfig language of the Linux kernel: parsed, indexed, and its values computed as the kernel's own tools do.

    >>> import kconfig_index
    >>> kernel = kconfig_index.load("/path/to/linux", "x86_64")     # doctest: +SKIP
    >>> config = kernel.configuration()                             # doctest: +SKIP
    >>> config.value(kernel.symbols["MODULES"])                     # doctest: +SKIP
    'n'

Every name of the library is here; each is loaded when it is first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kconfig_index.configuration import Configuration
    from kconfig_index.errors import KconfigError, RecursiveDependencyError, RecursiveInclusionError
    from kconfig_index.explanation import (
        Answer,
        Choice,
        Comparison,
        Default,
        Definition,
        Dependency,
        Enclosing,
        EntryExplanation,
        Explanation,
        Expression,
        Junction,
        Member,
        Mention,
        Negation,
        Place,
        Prompt,
        Range,
        Selection,
        Step,
    )
    from kconfig_index.loader import load
    from kconfig_index.model import Kernel, MenuNode, Symbol
    from kconfig_index.relations import Relation, Relations
    from kconfig_index.search import Search

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Choice",
    "Comparison",
    "Configuration",
    "Default",
    "Definition",
    "Dependency",
    "Enclosing",
    "EntryExplanation",
    "Explanation",
    "Expression",
    "Junction",
    "KconfigError",
    "Kernel",
    "Member",
    "Mention",
    "MenuNode",
    "Negation",
    "Place",
    "Prompt",
    "Range",
    "RecursiveDependencyError",
    "RecursiveInclusionError",
    "Relation",
    "Relations",
    "Search",
    "Selection",
    "Step",
    "Symbol",
    "load",
]

_HOMES = {
    "Configuration": "configuration",
    "KconfigError": "errors",
    "Kernel": "model",
    "MenuNode": "model",
    "RecursiveDependencyError": "errors",
    "RecursiveInclusionError": "errors",
    "Relation": "relations",
    "Relations": "relations",
    "Search": "search",
    "Symbol": "model",
    "load": "loader",
}
"""Where the names live; all others are those of `explanation`."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"kconfig_index.{_HOMES.get(name, 'explanation')}"), name)
    raise AttributeError(f"module 'kconfig_index' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
