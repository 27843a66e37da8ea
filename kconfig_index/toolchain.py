"""The environment that a kernel's Makefile gives to its Kconfig, and the identity of the tools in it.

What the kernel's top Makefile exports is made here from the tree and the machine, so that a tree can be loaded without
`make`. A variable that is set already wins, as on make's command line.
"""

import os
import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from kconfig_index.errors import KconfigError

MACHINES = {
    "aarch64": "arm64",
    "armv5tel": "arm",
    "armv6l": "arm",
    "armv7l": "arm",
    "i486": "i386",
    "i586": "i386",
    "i686": "i386",
    "loongarch64": "loongarch",
    "mips64": "mips",
    "mips64el": "mips",
    "mipsel": "mips",
    "powerpc64": "powerpc",
    "powerpc64le": "powerpc",
    "ppc64": "powerpc",
    "ppc64le": "powerpc",
    "riscv32": "riscv",
    "riscv64": "riscv",
    "s390x": "s390",
}
"""Names of machines (as `uname -m` has them) and the kernel's name for their architecture."""
_SOURCE_DIRECTORIES = {
    "i386": "x86",
    "x86_64": "x86",
    "sparc32": "sparc",
    "sparc64": "sparc",
    "parisc64": "parisc",
    "sh64": "sh",
}
TOOLS = {
    "CC": "gcc",
    "LD": "ld",
    "AR": "ar",
    "NM": "nm",
    "OBJCOPY": "objcopy",
    "OBJDUMP": "objdump",
    "READELF": "readelf",
    "STRIP": "strip",
    "HOSTCC": "gcc",
    "HOSTCXX": "g++",
    "RUSTC": "rustc",
    "BINDGEN": "bindgen",
    "PAHOLE": "pahole",
    "PYTHON3": "python3",
    "PERL": "perl",
    "AWK": "awk",
    "CONFIG_SHELL": "sh",
}
"""Variables of make that name a program of the toolchain, and what they are without a prefix."""
_VERSION_LINE = re.compile(
    r"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \t]*=[ \t]*(\S*)[ \t]*$", re.MULTILINE
)


def architecture(srctree: Path, name: str) -> tuple[str, str]:
    """ARCH and SRCARCH for a name of the kernel's or of a machine.

    Raises KconfigError with the known names if the tree has no such architecture.
    """
    arch = MACHINES.get(name, name)
    srcarch = _SOURCE_DIRECTORIES.get(arch, arch)
    if "/" in srcarch or not (srctree / "arch" / srcarch / "Kconfig").is_file():
        known = sorted(path.parent.name for path in srctree.glob("arch/*/Kconfig"))
        if known:
            raise KconfigError(f"unknown architecture '{name}'; this kernel has {', '.join(known)}")
    return arch, srcarch


def kernel_version(srctree: Path) -> str:
    """The version in the tree's top Makefile, such as 6.12.30 or 6.13.0-rc2; empty if there is none."""
    try:
        with (srctree / "Makefile").open("rb") as file:
            head = file.read(1 << 16).decode("utf-8", "replace")
    except OSError:
        return ""
    parts = dict(_VERSION_LINE.findall(head))
    if "VERSION" not in parts:
        return ""
    numbers = [parts[name] for name in ("VERSION", "PATCHLEVEL", "SUBLEVEL") if parts.get(name)]
    extra: str = parts.get("EXTRAVERSION", "")
    return ".".join(numbers) + extra


def environment(srctree: Path, arch: str, given: Mapping[str, str]) -> dict[str, str]:
    """What the tree's Kconfig finds in its environment, but for `version_commands`.

    The variables are those that the kernel's top Makefile exports. Raises KconfigError for an unknown architecture.
    """
    made = dict(given)
    made_arch, srcarch = architecture(srctree, arch)
    made["ARCH"] = made_arch
    made["SRCARCH"] = srcarch
    made["srctree"] = str(srctree)
    made.setdefault("KERNELVERSION", kernel_version(srctree))
    cross = made.get("CROSS_COMPILE", "")
    for name, tool in TOOLS.items():
        prefixed = cross and name in ("CC", "LD", "AR", "NM", "OBJCOPY", "OBJDUMP", "READELF", "STRIP")
        made.setdefault(name, f"{cross}{tool}" if prefixed else tool)
    made.setdefault("RUSTC_BOOTSTRAP", "1")
    return made


def version_commands(variables: Mapping[str, str]) -> dict[str, str]:
    """Commands that print what the top Makefile puts into two more variables: the compilers' version lines.

    make drops `#` from them, which would start a comment. A variable that is set already has no command.
    """
    commands = {}
    for name, tool in (("CC_VERSION_TEXT", "CC"), ("RUSTC_VERSION_TEXT", "RUSTC")):
        words = variables.get(tool, "").split()
        if name not in variables and words:
            program = " ".join(shlex.quote(word) for word in words)
            commands[name] = f"LC_ALL=C {program} --version 2>/dev/null | head -n 1 | tr -d '#'"
    return commands


def missing_tools(variables: Mapping[str, str]) -> list[str]:
    """The tools without which most questions about the toolchain are answered n."""
    import shutil

    programs = [variables[name].split()[0] for name in ("CC", "LD") if variables.get(name, "").split()]
    return [name for name in programs if shutil.which(name, path=variables.get("PATH")) is None]


def identity(variables: Mapping[str, str], commands: Iterable[str], srctree: Path) -> dict[str, list[int]]:
    """The programs and scripts that answers of probes come from: path, and size and time of change of each.

    As long as none of them changes the same command gives the same answer.
    """
    import shutil

    path = variables.get("PATH")
    found: dict[str, list[int]] = {}
    names = {variables[name].split()[0] for name in TOOLS if variables.get(name, "").split()}
    for name in sorted(names | {"as", "sh"}):
        program = shutil.which(name, path=path)
        if program is not None:
            _add_state(found, os.path.realpath(program))
        else:
            found[name] = [-1, -1]
    script = re.compile(re.escape(str(srctree)) + r"/[A-Za-z0-9_./-]+")
    for name in sorted({match for command in commands for match in script.findall(command)}):
        _add_state(found, name)
    return found


def _add_state(found: dict[str, list[int]], path: str) -> None:
    try:
        status = os.stat(path)  # noqa: PTH116 - paths are texts here, as the cache keeps them
    except OSError:
        found[path] = [-1, -1]
    else:
        found[path] = [status.st_size, status.st_mtime_ns]


def unchanged(states: Mapping[str, list[int]], variables: Mapping[str, str]) -> bool:
    """Whether programs and scripts are what they were when `identity` looked at them."""
    for name, state in states.items():
        if "/" not in name:
            import shutil

            if shutil.which(name, path=variables.get("PATH")) is not None:
                return False
            continue
        now: dict[str, list[int]] = {}
        _add_state(now, name)
        if now[name] != list(state):
            return False
    return True
