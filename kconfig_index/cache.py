"""The index on disk: one file per tree and architecture, in the user's cache directory.

The head of the file (`storage`) says where in it each flat array and text lies.
"""

import hashlib
import os
from array import array
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from kconfig_index import storage
from kconfig_index.dialect import Dialect
from kconfig_index.index import NOT_KEPT, Baseline, Index, Table, Texts

_WHAT = "cache"


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
    return storage.write(path, _WHAT, {"facts": facts, "fields": _pack(index, sections)}, sections)


def read(path: Path) -> tuple[dict[str, Any], "Sections"] | None:
    """The facts of a cache file and its sections, None if there is none that can be trusted."""
    return _checked(storage.read(path, _WHAT))


def from_bytes(data: bytes) -> tuple[dict[str, Any], "Sections"] | None:
    """The same from all the bytes of a cache file."""
    return _checked(storage.unwrap(data, _WHAT))


def _checked(found: tuple[dict[str, Any], memoryview] | None) -> tuple[dict[str, Any], "Sections"] | None:
    if found is None or not found[0].keys() >= {"facts", "fields"}:
        return None
    return found[0]["facts"], Sections(found[0]["fields"], found[1])


class Sections:
    """The body of a cache file that was found whole; `index` makes the index from it."""

    def __init__(self, described: dict[str, Any], body: memoryview) -> None:
        self._described = described
        self._body = body

    def index(self) -> Index | None:
        """The index, None if this program's format has other fields than the file."""
        try:
            made = Index()
            if set(self._described) != {field.name for field in _kept(Index)}:
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


def _kept(source: Any) -> list[Field[Any]]:
    return [field for field in fields(source) if field.metadata != NOT_KEPT]


def _pack(source: Any, sections: list[bytes]) -> dict[str, Any]:
    """Describe every field of the index, its data appended to the sections."""
    position = sum(len(section) for section in sections)

    def place(data: bytes) -> list[int]:
        nonlocal position
        sections.append(data)
        position += len(data)
        return [position - len(data), len(data)]

    described: dict[str, Any] = {}
    for field in _kept(source):
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
