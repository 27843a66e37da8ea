"""Names that a kernel does not know, and what was probably meant by them."""

import difflib
from collections.abc import Sequence

from kconfig_index import Kernel

_NEAREST = 3
_ALIKE = 0.75


def bare(name: str) -> str:
    """The name as nixmenu and nixpkgs write it: without CONFIG_."""
    return name.removeprefix("CONFIG_")


def nearest(kernel: Kernel, name: str) -> Sequence[str]:
    """The names of this kernel that look most like `name`, best first; none if nothing is near."""
    return difflib.get_close_matches(bare(name).upper(), kernel.symbols, n=_NEAREST, cutoff=_ALIKE)
