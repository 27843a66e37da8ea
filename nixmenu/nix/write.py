"""Saving a plan: all of it or nothing, and never over something that the plan was not made from."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import Plan
from nixmenu.nix.parse import parse
from nixmenu.nix.read import read_tree
from nixmenu.nix.real import RealNixError, check_syntax, evaluate, nix_instantiate
from nixmenu.nix.source import make_source
from nixmenu.nix.verify import verify


def save(plan: Plan, *, library: Path | None = None) -> None:
    """Write what was planned, keeping the file's mode and owner and following a symbolic link to its target.

    Where Nix is installed it must take the new text, and with `library`, a nixpkgs `lib`, evaluate it, if it
    evaluated what was there before. Raises NixmenuError, with the file as it was, if the check, Nix or the
    file system refuses, or if the file is not what the plan was made from.
    """
    if plan.after == (plan.before or b""):
        return
    before = None if plan.before is None else read_tree(parse(make_source(plan.path, plan.before)))
    verify(before, plan.after, plan.entry, plan.intended, path=plan.path)
    target = Path(os.path.realpath(plan.path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    try:
        try:
            status = _check_unchanged(plan, target)
            _write(temporary, plan.after, status)
            _ask_nix(plan, temporary, library)
            _check_unchanged(plan, target)
            _put_in_place(temporary, target, is_new=status is None)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise NixmenuError(
            f"cannot be saved, and is as it was: {error.strerror or error}", path=plan.path
        ) from error


def _check_unchanged(plan: Plan, target: Path) -> os.stat_result | None:
    """The target's status, None if it is to be made; NixmenuError if it is not as the plan found it."""
    try:
        with target.open("rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(len(plan.before or b"") + 1)
    except FileNotFoundError:
        if plan.before is None:
            return None
        raise NixmenuError("was removed since it was read; nothing is written", path=plan.path) from None
    if not stat.S_ISREG(status.st_mode):
        raise NixmenuError("is no ordinary file; nothing is written", path=plan.path)
    if data != plan.before:
        raise NixmenuError(
            "was changed by someone else since it was read; nothing is written. Read it again, then repeat the edit",
            path=plan.path,
        )
    return status


def _write(temporary: Path, data: bytes, like: os.stat_result | None) -> None:
    """The data in a file of its own, safely on the disk, with the owner and mode of the file it will replace."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666 if like is None else 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if like is not None:
            own = os.fstat(descriptor)
            if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
                os.fchown(descriptor, like.st_uid, like.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
        os.fsync(descriptor)


def _ask_nix(plan: Plan, temporary: Path, library: Path | None) -> None:
    program = nix_instantiate()
    if program is None:
        return
    try:
        check_syntax(program, temporary)
        if library is not None:
            evaluate(temporary, library, program=program)
    except RealNixError as error:
        if library is not None and _fails_already(plan, library, program):
            return
        raise NixmenuError(
            f"the new text is not taken by Nix, and nothing is written. {error.message}", path=plan.path
        ) from error


def _fails_already(plan: Plan, library: Path, program: Path) -> bool:
    """Does Nix refuse the file as it is now, for what only the system knows?"""
    if plan.before is None:
        return False
    try:
        check_syntax(program, plan.path)
        evaluate(plan.path, library, program=program)
    except RealNixError:
        return True
    return False


def _put_in_place(temporary: Path, target: Path, *, is_new: bool) -> None:
    """The rename, and what makes it last; a new file never replaces one that appeared meanwhile."""
    if is_new:
        _link(temporary, target)
    else:
        temporary.replace(target)
    with suppress(OSError):  # it is in place; some file systems cannot sync a directory
        _sync_directory(target.parent)


def _sync_directory(path: Path) -> None:
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _link(temporary: Path, target: Path) -> None:
    """The new name, by a hard link, which unlike a rename never replaces; some file systems have only that."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise
        temporary.rename(target)
