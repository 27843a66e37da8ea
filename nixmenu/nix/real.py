"""The user's own Nix, where there is one: a second opinion on what nixmenu reads and writes.

It leaves nothing behind: for a file it runs without a daemon and without a store (`--store dummy://`), for a nixpkgs,
which may itself be in the store, it only reads. A flake alone is copied into the store, as for every command of Nix.
"""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition, Origin
from nixmenu.nix.program import nix_instantiate
from nixmenu.nix.strings import quoted

_TIMEOUT = 30
_ENTRIES = Path(__file__).with_name("entries.nix")
_KERNEL = Path(__file__).with_name("kernel.nix")
_DISCHARGE = Path(__file__).with_name("discharge.nix")
_STORE = Path("/nix/store")
_SETTINGS = ("--option", "allow-import-from-derivation", "false")
_NO_STORE = ("--readonly-mode", "--store", "dummy://")
_NIXPKGS_TIMEOUT = 180
"""Seconds; usual are two to ten, more on a cold disk."""

_FETCHED = ("://", "channel:", "flake:")
"""Places in NIX_PATH that Nix would go to the network for, which no save should."""

_FLAKES = ("--option", "experimental-features", "nix-command flakes", "--option", "substituters", "")
"""What a flake takes in a Nix that is not told to use them; what it was locked to is not asked for anywhere."""

_NO_RETRIES = ("--option", "download-attempts", "1")
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
"""A proxy that nobody runs: a file that fetches something fails at once, instead of reaching out at every save."""


class RealNixError(NixmenuError):
    """Nix refuses a file; the message is what it says."""


@dataclass(frozen=True, slots=True)
class RealEntry:
    """An entry of boot.kernelPatches as Nix evaluates it."""

    name: str | None
    extra_config: str | None
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class RealConfiguration:
    """The entries of a file and of the modules that it imports."""

    entries: tuple[RealEntry, ...]
    skipped: int
    """Imported modules that only the system knows, and whose entries are not here."""


def find_library(program: Path) -> Path | None:
    """The `lib` of the nixpkgs that the user's Nix finds by itself on this machine; None if it finds none."""
    if any(remote in os.environ.get("NIX_PATH", "") for remote in _FETCHED):
        return None
    try:
        found = Path(_run(program, [*_NO_STORE, "--find-file", "nixpkgs/lib"], None).strip())
    except RealNixError:
        return None
    return found if found.is_dir() else None


def check_syntax(program: Path, file: Path) -> None:
    """Raise RealNixError if Nix does not take the file's syntax.

    A Nix that does not take anything (broken, not set up) says nothing about the file and is not asked.
    """
    try:
        _run(program, [*_NO_STORE, "--parse", str(file)], file)
    except RealNixError:
        if _works(program):
            raise


def evaluate(
    file: Path, library: Path, *, program: Path | None = None, specialisation: str | None = None
) -> list[RealEntry]:
    """The entries of `file` alone, evaluated by Nix with the nixpkgs `lib` in the directory `library`.

    With `specialisation`, those that it has besides, too. Raises RealNixError if there is no Nix, or if
    evaluation fails: because of the file, or because the file needs what only the system knows (`config`,
    packages, what is fetched: Nix gets no network here).
    """
    return list(_evaluated(file, library, program, specialisation, follow=False).entries)


def evaluate_configuration(
    file: Path, library: Path, *, program: Path | None = None, specialisation: str | None = None
) -> RealConfiguration:
    """The same of a configuration: with the modules that the file, which may be a flake, imports."""
    return _evaluated(file, library, program, specialisation, follow=True)


def _evaluated(
    file: Path, library: Path, program: Path | None, specialisation: str | None, *, follow: bool
) -> RealConfiguration:
    program = program or nix_instantiate()
    if program is None:
        raise RealNixError("Nix is not installed (nix-instantiate is not found)", path=file)
    arguments = [*_NO_STORE, *_NO_RETRIES, "--eval", "--strict", "--json", str(_ENTRIES)]
    for name, path in (("file", file), ("library", library)):
        arguments += ["--arg", name, f"(/. + {quoted(str(path.resolve()))})"]
    arguments += ["--arg", "follow", str(follow).lower()]
    if specialisation is not None:
        arguments += ["--argstr", "specialisation", specialisation]
    if (library.parent / "nixos").is_dir():
        arguments += ["-I", f"nixpkgs={library.parent.resolve()}"]
    output = _run(program, arguments, file, variables=_NO_NETWORK)
    try:
        found = json.loads(output)
        return RealConfiguration(tuple(_entry(entry, file) for entry in found["entries"]), found["skipped"])
    except (ValueError, KeyError, TypeError) as error:
        raise RealNixError(
            "Nix evaluates this to something that is no boot.kernelPatches", path=file
        ) from error


def kernel_question() -> bytes:
    """The whole text of what is asked of a nixpkgs, to tell answers to an older one apart."""
    return _KERNEL.read_bytes() + _DISCHARGE.read_bytes()


def evaluate_kernel(
    program: Path, nixpkgs: Path, system: str, version: str, nixos: Path | None = None
) -> dict[str, Any]:
    """What the nixpkgs in a directory answers for kernel `version` ("6.12.30") on `system`; see kernel.nix.

    With `nixos`, the file of a NixOS configuration, the kernel that this configuration has is asked. Raises
    RealNixError if evaluation fails, with what Nix says, or takes longer than three minutes.
    """
    given = {"nixpkgs": str(nixpkgs.resolve()), "system": system, "version": version}
    if nixos is not None:
        given["nixos"] = str(nixos.resolve())
    store = () if _STORE.is_dir() else _NO_STORE
    return _kernel(program, ["--readonly-mode", *store], given, nixpkgs)


def evaluate_flake_kernel(
    program: Path, flake: Path, host: str, own_host: str, system: str, version: str
) -> dict[str, Any]:
    """What the kernel of one of a flake's nixosConfigurations answers, with the nixpkgs of the flake; see kernel.nix.

    `host` names the configuration; if it is empty it is the only one, or `own_host`. What the flake needs has to be
    on this machine: Nix gets no network. Raises RealNixError as `evaluate_kernel` does.
    """
    given = {
        "flake": str(flake.resolve()),
        "host": host,
        "ownHost": own_host,
        "system": system,
        "version": version,
    }
    return _kernel(program, [*_FLAKES, *_NO_RETRIES], given, flake, _NO_NETWORK)


def _kernel(
    program: Path,
    settings: Sequence[str],
    given: Mapping[str, str],
    place: Path,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    arguments = [*settings, "--eval", "--strict", "--json", str(_KERNEL)]
    for name, value in given.items():
        arguments += ["--argstr", name, value]
    output = _run(program, arguments, place, timeout=_NIXPKGS_TIMEOUT, variables=variables)
    try:
        found = json.loads(output)
    except ValueError as error:
        raise RealNixError("Nix evaluates this to something that is no kernel", path=place) from error
    if not isinstance(found, dict):
        raise RealNixError("Nix evaluates this to something that is no kernel", path=place)
    return found


def _entry(entry: dict[str, object], file: Path) -> RealEntry:
    name, text, options = entry["name"], entry["extraConfig"], entry["options"]
    if not isinstance(options, list):
        raise TypeError
    origin = Origin("you", str(name), file, None)
    return RealEntry(
        None if name is None else str(name),
        None if text is None else str(text),
        tuple(Definition(**option, origin=origin) for option in options),
    )


def _works(program: Path) -> bool:
    try:
        _run(program, [*_NO_STORE, "--parse", "--expr", "{ }"], None)
    except RealNixError:
        return False
    return True


def _run(
    program: Path,
    arguments: list[str],
    file: Path | None,
    timeout: int = _TIMEOUT,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> str:
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", **variables}
    try:
        done = subprocess.run(
            [program, *_SETTINGS, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RealNixError(f"Nix does not finish within {timeout} seconds", path=file) from error
    except OSError as error:
        raise RealNixError(f"Nix cannot be started: {error.strerror or error}", path=file) from error
    if done.returncode != 0:
        raise RealNixError(_complaint(done.stderr.decode("utf-8", "replace")), path=file)
    return done.stdout.decode("utf-8", "replace")


def _complaint(output: str) -> str:
    """The error itself: Nix ends its trace with it, or begins with it, by version."""
    errors = [line.strip() for line in output.splitlines() if line.strip().startswith("error:")]
    said = [error.removeprefix("error:").strip() for error in errors]
    return next((f"Nix says: {text}" for text in reversed(said) if text), "Nix refuses it without a reason")
