"""Files in the cache directory: a head of JSON and a body, there whole or not at all.

Nothing in them is executable, and what does not fit (another format, a wrong length or checksum, a file of somebody
else) is as good as no file. Writing goes to a file of its own that is renamed, so that two programs may write at once,
and a full disk only means no file.
"""

import contextlib
import json
import os
import stat
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from kconfig_index import __version__

_LIMIT = 256 << 20
"""Largest file that is read, in bytes; those of Linux 6.12 have less than 10 MB."""


@cache
def _program() -> str:
    """The version of this program, and which state of it: another one may compute other things from the same source."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    state = "".join(f"{file}\0{(found := file.stat()).st_size}\0{found.st_mtime_ns}\0" for file in files)
    return f"{__version__} {zlib.crc32(state.encode('utf-8', 'surrogateescape')):08x}"


def _magic(what: str) -> bytes:
    """The first line."""
    return f"kconfig-index {what} {_program()}\n".encode()


def write(path: Path, what: str, head: dict[str, Any], sections: Iterable[bytes | memoryview]) -> bool:
    """Keep a head and the sections of a body; False if that is not possible, which is no error.

    `what` names the kind of file, which `read` has to ask for.
    """
    body = b"".join(sections)
    data = json.dumps([zlib.crc32(body), head], separators=(",", ":")).encode("utf-8", "surrogateescape")
    # Imported here because most programs only read.
    import tempfile

    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_magic(what) + b"%d %d\n" % (len(data), zlib.crc32(data)) + data)
            file.write(body)
        Path(temporary).replace(path)
    except OSError:
        _remove(temporary)
        return False
    except BaseException:
        _remove(temporary)
        raise
    return True


def _remove(path: str | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):
            Path(path).unlink()


def read(path: Path, what: str) -> tuple[dict[str, Any], memoryview] | None:
    """The head and the body of a file, None if there is none that can be trusted."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        try:
            status = os.fstat(descriptor)
            if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return None
            if not stat.S_ISREG(status.st_mode) or status.st_size > _LIMIT:
                return None
            data = file.read(_LIMIT)
        except OSError:
            return None
    return unwrap(data, what)


def unwrap(data: bytes, what: str) -> tuple[dict[str, Any], memoryview] | None:
    """Head and body from all the bytes of a file, None if they are damaged or of another kind."""
    magic = _magic(what)
    if not data.startswith(magic):
        return None
    end = data.find(b"\n", len(magic), len(magic) + 40)
    try:
        length, checksum = (int(word) for word in data[len(magic) : end].split())
        start = end + 1
        encoded = data[start : start + length]
        if end < 0 or len(encoded) != length or zlib.crc32(encoded) != checksum:
            return None
        expected, head = json.loads(encoded.decode("utf-8", "surrogateescape"))
        body = memoryview(data)[start + length :]
        if zlib.crc32(body) != expected or not isinstance(head, dict):
            return None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return head, body
