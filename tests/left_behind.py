"""What a program leaves: processes that descend from it, and files."""

import os
import secrets
import time
from pathlib import Path

PATIENCE = 30
"""Seconds after which a process is taken to stay."""

_NAME = "NIXMENU_TEST_MARK"


def mark() -> dict[str, str]:
    """A variable of the environment that only one program and those that it starts have."""
    return {_NAME: secrets.token_hex(16)}


def marked(environment: dict[str, str]) -> list[int]:
    """The processes with that variable."""
    wanted = f"{_NAME}={environment[_NAME]}".encode()
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            variables = (directory / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in variables:
            found.append(int(directory.name))
    return found


def all_gone(environment: dict[str, str]) -> bool:
    """Whether no process with that variable is left, after a while at the latest."""
    end = time.monotonic() + PATIENCE
    while marked(environment):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def wait_for(path: Path) -> None:
    """Wait until there is such a file; raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError(path)
        time.sleep(0.01)


def files_below(directory: Path) -> list[str]:
    """All that is in a directory, by relative path."""
    # Unlike Path.rglob, this goes on where a directory is removed meanwhile.
    found = [Path(above, name) for above, folders, files in os.walk(directory) for name in (*folders, *files)]
    return sorted(os.path.relpath(path, directory) for path in found)
