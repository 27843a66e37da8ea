"""Finding and reading the files of a tree, as the kernel's tools find them."""

import os
from pathlib import Path

from kconfig_index.errors import KconfigError

MAXIMUM_BYTES = 8 << 20
"""Largest Kconfig file that is read; the largest one of Linux has a hundredth of that."""


class SourceFiles:
    """The files of one source tree; a relative name is looked for in `directory` first, then below `srctree`.

    The rule is `zconf_fopen` of the kernel's `scripts/kconfig/lexer.l`. A directory of None leaves the first step out,
    so that what is read does not depend on where the program was started.
    """

    def __init__(self, srctree: Path, directory: Path | None = None) -> None:
        self.srctree = srctree
        self.directory = directory
        self._roots = [str(root) for root in (directory, srctree) if root is not None]

    def candidates(self, name: str) -> list[str]:
        """The paths a name can stand for, in the order in which they are tried."""
        if name.startswith("/"):
            return [name]
        return [f"{root}/{name}" for root in self._roots]

    def read(self, name: str) -> tuple[str, str, os.stat_result] | None:
        """Text, path and status of a file, None if there is none.

        Raises KconfigError if it is there and cannot be read, or is larger than MAXIMUM_BYTES.
        """
        for path in self.candidates(name):
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            except NotADirectoryError:
                continue
            except OSError as error:
                raise KconfigError(f"cannot be read: {error.strerror}", path) from None
            try:
                status = os.fstat(descriptor)
                if status.st_size > MAXIMUM_BYTES:
                    raise KconfigError(
                        f"is larger than {MAXIMUM_BYTES} bytes, which no Kconfig file is", path
                    )
                data = os.read(descriptor, status.st_size + 1)
            except IsADirectoryError:
                raise KconfigError("is a directory where a Kconfig file was expected", path) from None
            except OSError as error:
                raise KconfigError(f"cannot be read: {error.strerror}", path) from None
            finally:
                os.close(descriptor)
            if b"\0" in data:
                raise KconfigError("contains a NUL byte, so it is no Kconfig file", path)
            return data.decode("utf-8", "surrogateescape"), path, status
        return None
