"""The index on disk: one file per tree and architecture, in the user's cache directory.

A head of JSON says where in the file each flat array and text lies; nothing in it is executable, and what does not
fit (another format, a wrong length or checksum, a file of somebody else) is as good as no cache. Writing goes to a
file of its own that is renamed, so that two programs may write at once, and a full disk only means no cache.
"""

import contextlib
import hashlib
import json
import os
import stat
import tempfile
import zlib
from array import array
from dataclasses import fields
from pathlib import Path
from typing import Any

from kconfig_index import __version__
from kconfig_index.dialect import Dialect
from kconfig_index.index import Baseline, Index, Table, Texts

_MAGIC = f"kconfig-index cache {__version__}\n".encode()
"""Another version may compute other things from the same source, so that it makes its own cache."""
_LIMIT = 256 << 20
"""Largest cache that is read, in bytes; that of Linux 6.12 has about 10 MB."""


def default_directory() -> Path:
    """`$XDG_CACHE_HOME/kconfig-index`, by default below `~/.cache`."""
    configured = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(configured) if configured.startswith("/") else Path.home() / ".cache"
    return base / "kconfig-index"


def file_for(
    directory: Path, srctree: Path, kconfig: str, variables: dict[str, str], toolchain: str = ""
) -> Path:
    """Where the index of a tree is kept; the name depends on what usually tells two loads of it apart.

    `toolchain` is the digest of the toolchain facts that are used, if any are.
    """
    key = "\0".join(
        [
            str(srctree),
            kconfig,
            *(variables.get(name, "") for name in ("ARCH", "SRCARCH", "CC", "LD", "CROSS_COMPILE", "LLVM")),
            *([toolchain] if toolchain else []),
        ]
    )
    return directory / f"{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.index"


def write(path: Path, index: Index, facts: dict[str, Any]) -> bool:
    """Keep an index and the facts it rests on; False if that is not possible, which is no error."""
    sections: list[bytes] = []
    head: dict[str, Any] = {"facts": facts, "fields": _pack(index, sections)}
    body = b"".join(sections)
    head["crc"] = zlib.crc32(body)
    data = json.dumps(head, separators=(",", ":")).encode("utf-8", "surrogateescape")
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_MAGIC + b"%d %d\n" % (len(data), zlib.crc32(data)) + data + body)
        Path(temporary).replace(path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        return False
    except BaseException:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise
    return True


def read(path: Path) -> tuple[dict[str, Any], "Sections"] | None:
    """The facts of a cache file and its sections, None if there is none that can be trusted."""
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
    return _unwrap(data)


def _unwrap(data: bytes) -> tuple[dict[str, Any], "Sections"] | None:
    if not data.startswith(_MAGIC):
        return None
    end = data.find(b"\n", len(_MAGIC), len(_MAGIC) + 40)
    try:
        length, checksum = (int(word) for word in data[len(_MAGIC) : end].split())
        start = end + 1
        encoded = data[start : start + length]
        if end < 0 or len(encoded) != length or zlib.crc32(encoded) != checksum:
            return None
        head = json.loads(encoded.decode("utf-8", "surrogateescape"))
        body = memoryview(data)[start + length :]
        if zlib.crc32(body) != head["crc"]:
            return None
        return head["facts"], Sections(head["fields"], body)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


class Sections:
    """The body of a cache file that was found whole; `index` makes the index from it."""

    def __init__(self, described: dict[str, Any], body: memoryview) -> None:
        self._described = described
        self._body = body

    def index(self) -> Index | None:
        """The index, None if this program's format has other fields than the file."""
        try:
            made = Index()
            if set(self._described) != {field.name for field in fields(Index)}:
                return None
            for name, description in self._described.items():
                setattr(made, name, self._unpack(description))
        except (ValueError, KeyError, TypeError, IndexError):
            return None
        return made

    def _bytes(self, place: list[int]) -> bytes:
        offset, length = place
        part = self._body[offset : offset + length]
        if len(part) != length:
            raise ValueError("cut off")
        return bytes(part)

    def _ints(self, place: list[int]) -> "array[int]":
        made = array("i")
        made.frombytes(self._bytes(place))
        return made

    def _unpack(self, description: list[Any]) -> Any:
        kind, value = description
        if kind == "plain":
            return value
        if kind == "bytes":
            return self._bytes(value)
        if kind == "ints":
            return self._ints(value)
        if kind == "table":
            return Table(self._ints(value[0]), self._ints(value[1]))
        if kind == "texts":
            return Texts(self._bytes(value))
        if kind == "list":
            return list(Texts(self._bytes(value)))
        if kind == "lists":
            return {int(key): self._ints(place) for key, place in value.items()}
        if kind == "numbers":
            return {int(key): int(number) for key, number in value.items()}
        if kind == "dialect":
            return Dialect(**value)
        if kind == "baseline":
            return Baseline(**{name: self._unpack(each) for name, each in value.items()})
        raise ValueError(kind)


def _pack(source: Any, sections: list[bytes]) -> dict[str, Any]:
    """Describe every field of the index, its data appended to the sections."""
    position = sum(len(section) for section in sections)

    def place(data: bytes) -> list[int]:
        nonlocal position
        sections.append(data)
        position += len(data)
        return [position - len(data), len(data)]

    described: dict[str, Any] = {}
    for field in fields(source):
        value = getattr(source, field.name)
        if isinstance(value, Dialect):
            made: list[Any] = ["dialect", {each.name: getattr(value, each.name) for each in fields(value)}]
        elif isinstance(value, Baseline):
            inner = _pack(value, sections)
            position = sum(len(section) for section in sections)
            made = ["baseline", inner]
        elif isinstance(value, bytes):
            made = ["bytes", place(value)]
        elif isinstance(value, array):
            made = ["ints", place(value.tobytes())]
        elif isinstance(value, Table):
            made = ["table", [place(value.starts.tobytes()), place(value.items.tobytes())]]
        elif isinstance(value, Texts):
            made = ["texts", place(value.packed)]
        elif isinstance(value, list):
            made = ["list", place(Texts.of(value).packed)]
        elif isinstance(value, dict) and field.name in ("members", "priority"):
            made = ["lists", {str(key): place(each.tobytes()) for key, each in value.items()}]
        elif isinstance(value, dict) and field.name == "chosen":
            made = ["numbers", {str(key): number for key, number in value.items()}]
        else:
            made = ["plain", value]
        described[field.name] = made
    return described
