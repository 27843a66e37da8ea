"""Versions. Sources: Nix manual, `builtins.compareVersions`; nixpkgs `lib/versions.nix`, `lib/strings.nix`."""

import re

from nixmenu.nix.library.arguments import Caller, function, made_list, made_set, number, text
from nixmenu.nix.values import Unknown, Value

_LARGEST = 2**31 - 1
"""Nix reads the parts of a version as C's `int`; a longer number, such as a date with its time, is a word to it."""
_LONGEST = len(str(_LARGEST))
_MOST_PARTS = 100

_PART = re.compile(r"[0-9]+|[^0-9.-]+")


def compare(first: str, second: str) -> int:
    """-1, 0 or 1, as the first version is older, the same or newer."""
    parts, others = _parts(first), _parts(second)
    longest = max(len(parts), len(others))
    padded, padded_others = ([*some, *[(0, 0, "")] * (longest - len(some))] for some in (parts, others))
    return (padded > padded_others) - (padded < padded_others)


def _parts(version: str) -> list[tuple[int, int, str]]:
    """A version as what it sorts by: numbers above words, `pre` below all."""
    parts = []
    for part in _PART.findall(version):
        digits = part.lstrip("0") or "0"
        if part[0] in "0123456789" and len(digits) <= _LONGEST and int(digits) <= _LARGEST:
            parts.append((2, int(digits), ""))
        elif part == "pre":
            parts.append((-1, 0, part))
        else:
            parts.append((1, 0, part))
    return parts


@function("compareVersions", text, text)
def _compare_versions(_: Caller, first: str, second: str) -> Value:
    return compare(first, second)


@function("versionAtLeast", text, text)
def _at_least(_: Caller, first: str, second: str) -> Value:
    return compare(first, second) >= 0


@function("versionOlder", text, text)
def _older(_: Caller, first: str, second: str) -> Value:
    return compare(first, second) < 0


@function("splitVersion", text)
def _split(_: Caller, version: str) -> Value:
    return made_list(_PART.findall(version))


@function("major", text)
def _major(_: Caller, version: str) -> Value:
    return _part(version, 0)


@function("minor", text)
def _minor(_: Caller, version: str) -> Value:
    return _part(version, 1)


@function("patch", text)
def _patch(_: Caller, version: str) -> Value:
    return _part(version, 2)


@function("majorMinor", text)
def _major_minor(_: Caller, version: str) -> Value:
    return ".".join(_PART.findall(version)[:2])


@function("pad", number, text)
def _pad(_: Caller, length: int, version: str) -> Value:
    head, dash, tail = version.partition("-")
    if not 0 <= length <= _MOST_PARTS:
        return Unknown("a version of so many parts is none")
    parts = _PART.findall(head)[:length]
    return ".".join([*parts, *["0"] * (length - len(parts))]) + dash + tail


def _part(version: str, place: int) -> Value:
    parts = _PART.findall(version)
    return parts[place] if place < len(parts) else Unknown(f"the version {version!r} is too short")


FUNCTIONS = {builtin.name: builtin for builtin in (_compare_versions, _at_least, _older, _split)}
"""By the names that `lib` has them under."""

VERSIONS = made_set(
    {
        "splitVersion": _split,
        "major": _major,
        "minor": _minor,
        "patch": _patch,
        "majorMinor": _major_minor,
        "pad": _pad,
    }
)
"""`lib.versions`."""
