"""The files that `conf` leaves behind: `.config`, and what the build reads of it.

Names, contents and the order of steps are those of the kernel's `scripts/kconfig/confdata.c`.
"""

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from kconfig_index import auto_conf, config_file
from kconfig_index.auto_conf import AutoConf
from kconfig_index.config_file import PREFIX, quoted
from kconfig_index.errors import KconfigError
from kconfig_index.expressions import HEX, STRING, TRISTATE, UNKNOWN
from kconfig_index.model import Kernel
from kconfig_index.symbol_table import in_table_order
from kconfig_index.unmet_dependencies import UnmetDependencies
from kconfig_index.values import LETTERS, Values


class NotWrittenError(KconfigError):
    """A file that could not be written; `printed` is all that `conf` says about it itself, with its newline."""

    def __init__(self, message: str, file: str = "", printed: str = "") -> None:
        super().__init__(message, file)
        self.printed = printed


def write_config(values: Values, name: str, overwrite: bool, prefix: str = PREFIX) -> str:
    """Write `.config` under a name; the message that `conf` prints about it (`conf_write`).

    An older file becomes NAME.old, and an equal one stays as it is. With `overwrite` the file is written in place.
    Raises NotWrittenError if it cannot be written.
    """
    if not name:
        raise NotWrittenError("config name is empty", printed="config name is empty\n")
    path = Path(name)
    if path.is_dir():
        raise NotWrittenError("is a directory", name, f"{name}: Is a directory\n")
    text = config_file.dot_config(values, prefix).encode("utf-8", "surrogateescape")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if overwrite:
            path.write_bytes(text)
            return f"configuration written to {name}"
        with contextlib.suppress(OSError):
            if path.read_bytes() == text:
                return f"No change to {name}"
        replace_file(path, text, keep_old=True)
    except OSError as error:
        raise NotWrittenError(f"cannot be written: {error.strerror}", name) from None
    return f"configuration written to {name}"


def replace_file(path: Path, data: bytes, *, keep_old: bool = False) -> None:
    """Put a file in the place of another, whole or not at all; with `keep_old` the other one becomes NAME.old."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        if keep_old:
            with contextlib.suppress(FileNotFoundError):
                path.replace(path.with_name(f"{path.name}.old"))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


class BuildFiles:
    """`auto.conf`, `autoconf.h`, `rustc_cfg` and the dependency files, named by the environment.

    `read` gives the text of a file, None where there is none; `say` gets what `conf` prints to standard error,
    warnings of unmet dependencies apart.
    """

    def __init__(
        self,
        kernel: Kernel,
        values: Values,
        variables: Mapping[str, str],
        read: Callable[[str], str | None],
        say: Callable[[str], object],
        unmet: UnmetDependencies,
        prefix: str = PREFIX,
    ) -> None:
        self._kernel = kernel
        self._values = values
        self._index = values.index
        self._read = read
        self._say = say
        self._unmet = unmet
        self._prefix = prefix
        self._auto = variables.get("KCONFIG_AUTOCONFIG", "include/config/auto.conf")
        self._header = variables.get("KCONFIG_AUTOHEADER", "include/generated/autoconf.h")
        self._rust = variables.get("KCONFIG_RUSTCCFG", "include/generated/rustc_cfg")

    def write(self, overwrite: bool) -> None:
        """Write all of them; without `overwrite` only if there is no `auto.conf` (`conf_write_autoconf`).

        Raises NotWrittenError if a file cannot be written.
        """
        if not overwrite and Path(self._auto).exists():
            return
        self._replace(f"{self._auto}.cmd", self._dependencies())
        self._touch()
        title = self._index.title
        written = self._values.written
        members = self._index.members
        order = in_table_order(
            self._index,
            (
                symbol
                for symbol, name in enumerate(self._index.names)
                if written[symbol] and name and symbol not in members
            ),
        )
        header = f"/*\n * Automatically generated file; DO NOT EDIT.\n * {title}\n */\n"
        self._replace(self._header, header + "".join(map(self._for_c, order)))
        self._replace(self._rust, "".join(map(self._for_rust, order)))
        # auto.conf comes last: kbuild takes it as the sign that the others are complete.
        self._replace(self._auto, config_file.heading(title) + "".join(map(self._for_make, order)))

    def _replace(self, name: str, text: str) -> None:
        path = Path(name)
        printed = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            printed = "fopen: {}\n"
            replace_file(path, text.encode("utf-8", "surrogateescape"))
        except OSError as error:
            if error.filename2 is not None:
                printed = "rename: {}\n"
            raise NotWrittenError(
                f"cannot be written: {error.strerror}", name, printed.format(error.strerror)
            ) from None

    def _dependencies(self) -> str:
        if not self._index.dialect.named_target:
            return self._old_dependencies()
        files = "".join(f"\t{name} \\\n" for name in self._index.files)
        used = "".join(
            f'\nifneq "$({name})" "{value}"\n$(autoconfig): FORCE\nendif\n'
            for name, value in self._index.environment.items()
            if value is not None
        )
        return (
            f"autoconfig := {self._auto}\n\ndeps_config := \\\n{files}"
            f"\n$(autoconfig): $(deps_config)\n$(deps_config): ;\n{used}"
        )

    def _old_dependencies(self) -> str:
        """The same where the file's name is written out every time, and the newest file comes first."""
        files = "".join(f"\t{name} \\\n" for name in reversed(self._index.files))
        used = "".join(
            f'ifneq "$({name})" "{value}"\n{self._auto}: FORCE\nendif\n'
            for name, value in self._index.environment.items()
            if value is not None
        )
        return f"deps_config := \\\n{files}\n{self._auto}: $(deps_config)\n\n{used}\n$(deps_config): ;\n"

    def _touch(self) -> None:
        """A new, empty file for every symbol whose value differs from that in `auto.conf` (`conf_touch_deps`)."""
        folder = os.path.dirname(self._auto)  # noqa: PTH120 - the prefix of the name as it is written
        old = self._before()
        index = self._index
        changed = old.unknown
        for symbol, kind in enumerate(index.types):
            if symbol < 3 or kind == UNKNOWN or symbol in index.members:
                continue
            before = old.values.get(symbol)
            if self._values.written[symbol]:
                now = self._values.text(symbol)
                if now == before or (before is None and kind <= TRISTATE and now == "n"):
                    continue
            elif before is None:
                continue
            changed.append(index.names[symbol])
        for name in changed:
            if name and "/" not in name:
                try:
                    Path(folder, name).write_bytes(b"")
                except OSError as error:
                    raise NotWrittenError(
                        f"cannot be written: {error.strerror}", f"{folder}/{name}"
                    ) from None

    def _before(self) -> AutoConf:
        """What is in the `auto.conf` that is there; some kernels compute everything again then, and warn again."""
        text = self._read(self._auto)
        if text is None:
            return AutoConf()
        found = auto_conf.read(self._kernel, text, self._auto, self._prefix)
        for line in found.warnings:
            self._say(f"{line}\n")
        if self._index.dialect.rereads_all:
            self._values.flush()
            self._unmet.everything()
        return found

    def _for_make(self, symbol: int) -> str:
        kind = self._index.types[symbol]
        value = self._values.text(symbol)
        if kind == UNKNOWN or (kind <= TRISTATE and value == "n"):
            return ""
        return f"{self._prefix}{self._index.names[symbol]}={value}\n"

    def _for_c(self, symbol: int) -> str:
        kind = self._index.types[symbol]
        name = f"{self._prefix}{self._index.names[symbol]}"
        value = self._values.text(symbol)
        if kind == UNKNOWN:
            return ""
        if kind <= TRISTATE:
            if value == LETTERS[0]:
                return ""
            return f"#define {name}{'_MODULE' if value == LETTERS[1] else ''} 1\n"
        return f"#define {name} {_with_prefix(kind, value) if kind != STRING else quoted(value)}\n"

    def _for_rust(self, symbol: int) -> str:
        kind = self._index.types[symbol]
        name = f"{self._prefix}{self._index.names[symbol]}"
        value = self._values.text(symbol)
        if kind == UNKNOWN or (kind <= TRISTATE and value == "n"):
            return ""
        plain = f"--cfg={name}\n" if kind <= TRISTATE else ""
        return f"{plain}--cfg={name}={quoted(_with_prefix(kind, value))}\n"


def _with_prefix(kind: int, value: str) -> str:
    return f"0x{value}" if kind == HEX and value[:2] not in ("0x", "0X") else value
