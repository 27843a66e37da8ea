"""What Kconfig files say beside their meaning: tests of the toolchain, and the options of other architectures."""

import re
from functools import lru_cache
from pathlib import Path

from kconfig_index import Kernel
from kconfig_index.explanation import Place

_LARGEST = 4 << 20
_KEPT = 8
"""Files whose lines are kept."""
_ENTRY = re.compile(r"\s*(?:config|menuconfig|choice|endchoice|menu|endmenu|if|endif|source|comment|help)\b")
_LONGEST_ENTRY = 400
_MACRO = re.compile(r"\$\(([A-Za-z0-9_-]+)")
_VARIABLES = frozenset({"ARCH", "SRCARCH", "SUBARCH", "KERNELVERSION", "srctree"})
"""What make tells the kernel's tools; which tools there are does not matter for them."""


class KernelText:
    """Lines of one kernel's Kconfig files, of which the newest are kept; what cannot be read has no lines."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._read = lru_cache(_KEPT)(lambda file: _lines(kernel.srctree / file))
        self._elsewhere: dict[str, list[str]] | None = None

    def test(self, place: Place) -> str | None:
        """The test of the toolchain that stands at a line, or in the entry that starts there."""
        lines = self._read(place.file)
        for number, line in enumerate(lines[place.line - 1 : place.line - 1 + _LONGEST_ENTRY]):
            if number and _ENTRY.match(line):
                break
            if _tests(line):
                return " ".join(line.split())
        return None

    def architectures_with(self, name: str) -> list[str]:
        """The other architectures whose own files define a name."""
        if self._elsewhere is None:
            self._elsewhere = self._other_architectures()
        return self._elsewhere.get(name, [])

    def _other_architectures(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self._kernel.srctree.glob("arch/*/Kconfig*")):
            arch = path.parent.name
            if arch == self._kernel.srcarch:
                continue
            for line in _lines(path):
                words = line.split()
                if len(words) == 2 and words[0] in ("config", "menuconfig"):
                    known = found.setdefault(words[1], [])
                    if arch not in known:
                        known.append(arch)
        return found


def _tests(line: str) -> bool:
    """Whether a line calls a macro, and does not only take a variable of the build."""
    return any(name not in _VARIABLES for name in _MACRO.findall(line))


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _LARGEST:
            return []
        return path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return []
