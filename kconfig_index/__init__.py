"""The Kconfig language of the Linux kernel: parsed, indexed, and its values computed as the kernel's own tools do.

    >>> import kconfig_index
    >>> kernel = kconfig_index.load("/path/to/linux", "x86_64")     # doctest: +SKIP
    >>> config = kernel.configuration()                             # doctest: +SKIP
    >>> config.value(kernel.symbols["MODULES"])                     # doctest: +SKIP
    'n'

Everything is loaded when it is first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kconfig_index.configuration import Configuration
    from kconfig_index.errors import KconfigError, RecursiveDependencyError
    from kconfig_index.loader import load
    from kconfig_index.model import Kernel, MenuNode, Symbol

__version__ = "0.1.0"

__all__ = [
    "Configuration",
    "KconfigError",
    "Kernel",
    "MenuNode",
    "RecursiveDependencyError",
    "Symbol",
    "load",
]

_HOMES = {
    "Configuration": "configuration",
    "KconfigError": "errors",
    "Kernel": "model",
    "MenuNode": "model",
    "RecursiveDependencyError": "errors",
    "Symbol": "model",
    "load": "loader",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is not None:
        return getattr(import_module(f"kconfig_index.{home}"), name)
    raise AttributeError(f"module 'kconfig_index' has no attribute '{name}'")
