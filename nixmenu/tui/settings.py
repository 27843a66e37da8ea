"""What the user set for the interface: keys and colours, in a TOML file in the user's configuration directory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

PREVIEW_FROM = 10
"""Where nothing else is set: so many other options are a wide effect."""

LARGEST = 64 << 10
"""Bytes; a larger file is not read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says, and what is wrong with it, one sentence each."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """The keys of a binding, separated by commas, by its id."""
    theme: str | None = None
    preview_from: int | None = None
    """From how many other options on a change is shown before it is made; 0 for never."""
    complaints: tuple[str, ...] = ()


def settings_path() -> Path:
    """Where the file is looked for."""
    return platformdirs.user_config_path("nixmenu") / "config.toml"


def read_settings(path: Path) -> Settings:
    """What the file at `path` says; what cannot be used is left out and told. No file says nothing."""
    try:
        if not path.exists():
            return Settings()
        if not path.is_file() or path.stat().st_size > LARGEST:
            return _nothing(path, "is no file of settings")
        # Imported here because most people have no such file.
        import tomllib

        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return _nothing(path, f"cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        return _nothing(path, f"is not TOML: {error}")
    complaints: list[str] = []
    unknown = sorted(content.keys() - {"keys", "theme", "preview_from"})
    if unknown:
        complaints.append(
            f'{path}: "{unknown[0]}" is not known; there are "theme", "preview_from" and [keys]'
        )
    theme = content.get("theme")
    if theme is not None and not isinstance(theme, str):
        complaints.append(f"{path}: theme takes the name of one, in quotes")
        theme = None
    first = content.get("preview_from")
    if first is not None and (not isinstance(first, int) or isinstance(first, bool) or first < 0):
        complaints.append(f"{path}: preview_from takes a number of options; 0 shows no change beforehand")
        first = None
    return Settings(_keys(path, content.get("keys", {}), complaints), theme, first, tuple(complaints))


def _nothing(path: Path, reason: str) -> Settings:
    return Settings(complaints=(f"{path}: {reason}",))


def _keys(path: Path, table: Any, complaints: list[str]) -> Mapping[str, str]:
    """The keys by id; several of one binding may be a list."""
    if not isinstance(table, dict):
        complaints.append(f'{path}: [keys] takes lines like session.search = "f3"')
        return {}
    keys: dict[str, str] = {}
    for identifier, value in _flattened(table):
        names = value if isinstance(value, list) else [value]
        if names and all(isinstance(name, str) and name for name in names):
            keys[identifier] = ",".join(names)
        else:
            complaints.append(f"{path}: the keys of {identifier} are no text and no list of texts")
    return keys


def _flattened(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """TOML reads the dots of an id that is not quoted as tables in tables."""
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += _flattened(value, f"{prefix}{name}.")
        else:
            found.append((prefix + name, value))
    return found
