"""The base layer: the `.config` that the run starts from, made as the kernel's own make targets make it.

Source: the kernel's `scripts/kconfig/Makefile` (targets) and `scripts/kconfig/merge_config.sh` (fragments).
"""

import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from kconfig_index import Configuration, Kernel, conf, config_file
from nixmenu.errors import NixmenuError
from nixmenu.layers.default_target import default_target

_LARGEST_CONFIG = 16 << 20
_ALL_TARGETS: dict[str, conf.Fill] = {
    "allnoconfig": "no",
    "allmodconfig": "mod",
    "allyesconfig": "yes",
    "alldefconfig": "default",
}


@dataclass(frozen=True, slots=True)
class Base:
    """The values that everything else is answered on top of."""

    name: str
    """What it was made from, in words for people."""
    config: Configuration
    dot_config: str
    """The text that the run starts from."""
    warnings: tuple[str, ...]
    """What the kernel's tool says about the file it was made from, each with file and line."""


def load_base(kernel: Kernel, what: str, platform_target: str = "defconfig") -> Base:
    """Make the base that `what` names.

    `what` is defconfig, NAME_defconfig, tinyconfig, allnoconfig (or another all…config), running, or the
    path of a `.config` file; `platform_target` is what nixpkgs means by defconfig on this platform. Raises
    NixmenuError when there is no such thing.
    """
    name = platform_target if what == "defconfig" else what
    if name in _ALL_TARGETS:
        config = kernel.configuration()
        conf.set_all(config, _ALL_TARGETS[name])
        return Base(name, config, config.dot_config(), ())
    if name == "tinyconfig":
        config = _tiny(kernel)
        return Base(name, config, config.dot_config(), ())
    if name == "running":
        path = _running_config()
        return load_base_file(kernel, path, f"running kernel ({path})")
    if name == "defconfig" or (name.endswith("_defconfig") and "/" not in name):
        path = _defconfig_file(kernel, name)
        return load_base_file(kernel, path, path.name)
    path = Path(name)
    if not path.exists():
        raise NixmenuError(
            f"no base {what!r}: give defconfig, tinyconfig, allnoconfig, NAME_defconfig, running or a"
            " .config file"
        )
    return load_base_file(kernel, path, name)


def load_base_file(kernel: Kernel, path: Path, name: str) -> Base:
    """Make the base from a `.config` file, packed or not, as `make NAME_defconfig` would from its own.

    Raises NixmenuError for a file that cannot be read, and for a line that is none of a `.config`.
    """
    config = kernel.configuration()
    warnings = config.load(read_config(path), str(path))
    return Base(name, config, config.dot_config(), tuple(warnings))


def _tiny(kernel: Kernel) -> Configuration:
    """`make tinyconfig`: all no but for the tiny base, then the tiny fragments over what that wrote."""
    fragments = kernel.srctree / "kernel/configs"
    config = kernel.configuration()
    config.load(read_config(fragments / "tiny-base.config"))
    conf.set_all(config, "no")
    text = config.dot_config()
    for fragment in (
        fragments / "tiny.config",
        kernel.srctree / "arch" / kernel.srcarch / "configs/tiny.config",
    ):
        if fragment.exists():
            text = merge_fragment(text, read_config(fragment))
    config = kernel.configuration()
    config.load(text)
    return config


def merge_fragment(text: str, fragment: str) -> str:
    """Put a fragment's lines behind a `.config`, less the lines there that speak of the same options."""
    names = re.findall(
        r"^(?:(CONFIG_[a-zA-Z0-9_]*)=.*|# (CONFIG_[a-zA-Z0-9_]*) is not set)$", fragment, re.MULTILINE
    )
    replaced = {assigned or unset for assigned, unset in names}
    kept = [
        line
        for line in text.splitlines(keepends=True)
        if replaced.isdisjoint(re.findall(r"(CONFIG_[a-zA-Z0-9_]*)[ =]", line))
    ]
    return f"{''.join(kept)}\n{fragment}"


def _running_config() -> Path:
    for path in (Path("/proc/config.gz"), Path(f"/boot/config-{os.uname().release}")):
        if path.exists():
            return path
    raise NixmenuError(
        f"the running kernel does not tell its configuration: there is neither /proc/config.gz nor"
        f" /boot/config-{os.uname().release}"
    )


def _defconfig_file(kernel: Kernel, name: str) -> Path:
    directory = kernel.srctree / "arch" / kernel.srcarch / "configs"
    target = default_target(kernel.srctree, kernel.srcarch, kernel.arch) if name == "defconfig" else name
    path = directory / target
    if path.is_file():
        return path
    known = sorted(path.name for path in directory.glob("*defconfig"))
    # Imported here because only a mistake needs it.
    import difflib

    near = difflib.get_close_matches(target, known, n=3) or known[:5]
    raise NixmenuError(
        f"{kernel.srcarch} has no {target}; there is {', '.join(near) or 'no defconfig at all'}"
    )


def read_config(path: Path) -> str:
    """Read a `.config` file, packed or not; every line of it has to look like one."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST_CONFIG else None
        if data is not None and data.startswith(b"\x1f\x8b"):
            unpacker = zlib.decompressobj(wbits=31)
            data = unpacker.decompress(data, _LARGEST_CONFIG)
            if not unpacker.eof and not unpacker.unconsumed_tail:
                raise NixmenuError("is damaged: it ends too early", path=path)
            data = data if unpacker.eof else None
    except OSError as error:
        raise NixmenuError(f"cannot be read: {error.strerror}", path=path) from error
    except zlib.error as error:
        raise NixmenuError(f"is damaged: {error}", path=path) from error
    if data is None:
        raise NixmenuError("is too large for a .config", path=path)
    text = data.decode("utf-8", errors="surrogateescape")
    for number, line in enumerate(config_file.lines_of(text), start=1):
        try:
            config_file.assignment(line)
        except ValueError as error:
            raise NixmenuError(
                "is no .config line; there are only CONFIG_NAME=value and # CONFIG_NAME is not set",
                path=path,
                line=number,
            ) from error
    return text
