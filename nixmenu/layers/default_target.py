"""Which defconfig `make defconfig` means: what an architecture's Makefile says about KBUILD_DEFCONFIG.

The Makefile is read as text: its conditions on the architecture's name are followed, nothing is run.
"""

import re
from pathlib import Path

from nixmenu.errors import NixmenuError

_LARGEST_MAKEFILE = 1 << 20
_ASSIGNMENT = re.compile(r"\s*KBUILD_DEFCONFIG\s*[:?]?=\s*(.*?)\s*(?:#.*)?")
_COMPARISON = re.compile(r"\s*(ifn?eq)\s*\(([^,]*),(.*)\)\s*(?:#.*)?")
_CONDITION = re.compile(r"\b(?:ifn?eq|ifn?def)\b")


def default_target(srctree: Path, srcarch: str, arch: str) -> str:
    """The name of the file in `arch/SRCARCH/configs` that `make ARCH=arch defconfig` starts from.

    Raises NixmenuError where the Makefile computes it in a way that cannot be followed.
    """
    makefile = srctree / "arch" / srcarch / "Makefile"
    try:
        with makefile.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_LARGEST_MAKEFILE)
    except OSError as error:
        raise NixmenuError(f"cannot be read: {error.strerror}", path=makefile) from error
    target = "defconfig"
    # Whether each enclosing condition holds; None where that depends on what is not known here.
    conditions: list[bool | None] = []
    for line in text.splitlines():
        if _CONDITION.match(line.lstrip()):
            conditions.append(_holds(line, arch))
        elif re.match(r"\s*else\b", line) and conditions:
            known = conditions[-1] is not None and not _CONDITION.search(line)
            conditions[-1] = not conditions[-1] if known else None
        elif re.match(r"\s*endif\b", line) and conditions:
            conditions.pop()
        elif (assignment := _ASSIGNMENT.fullmatch(line)) and False not in conditions:
            target = _expand(assignment[1], arch)
    if "$" in target:
        raise NixmenuError(
            f"computes the name of its defconfig; give one of arch/{srcarch}/configs as the base instead",
            path=makefile,
        )
    return target


def _expand(text: str, arch: str) -> str:
    return text.replace("$(ARCH)", arch)


def _holds(line: str, arch: str) -> bool | None:
    comparison = _COMPARISON.fullmatch(line)
    if comparison is None:
        return None
    left, right = (_expand(side.strip(), arch) for side in comparison.group(2, 3))
    if "$" in left + right:
        return None
    return (left == right) == (comparison[1] == "ifeq")
