"""One file replaced by another text: whole or not at all, with all that belongs to the file but its content.

Every step that changes something on the disk is one call of `os`, so that a test can end the process before
and after each of them.
"""

import errno
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from glob import escape
from pathlib import Path

_ACCESS_LIST = "system.posix_acl_access"
_SYSTEMS_OWN = "security."
"""Labels that the system gives a file by its own rules; not everybody may set them."""


class HardLinkedError(Exception):
    """The file has other names, which a replacement would leave with the old text; the message is a clause."""


class ChangedMeanwhileError(Exception):
    """The file is not the one that was read; the message is a clause that says how it differs."""


def replace_file(
    path: Path, before: bytes | None, after: bytes, *, approve: Callable[[Path], None] = lambda _: None
) -> None:
    """Make `path`, which has to hold `before` (None: not be there), hold `after`.

    A symbolic link is followed to its target. A file with further names (hard links) is refused: a new file in
    its place would part it from them, and to write it in place could leave half of it. Mode, owner, access list
    and extended attributes stay. `approve` sees the new text in a file beside the old one, and stops everything
    by raising. Raises ChangedMeanwhileError, HardLinkedError or OSError; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    status = _check_unchanged(target, before)
    try:
        _write(temporary, after, target, status)
        approve(temporary)
        _check_unchanged(target, before)
        _put_in_place(temporary, target, is_new=status is None)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)  # noqa: PTH108  (calls of `os` only, see above)


def remove_file(path: Path, before: bytes) -> None:
    """Take the file at `path` away, which has to hold `before`; a symbolic link to it stays.

    Raises ChangedMeanwhileError, HardLinkedError or OSError; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    _check_unchanged(target, before)
    os.unlink(target)  # noqa: PTH108  (calls of `os` only, see above)
    with suppress(OSError):
        _sync_directory(target.parent)


def _check_unchanged(target: Path, before: bytes | None) -> os.stat_result | None:
    """The target's status, None if it is to be made."""
    try:
        with target.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ChangedMeanwhileError("is no ordinary file")
            data = file.read(len(before or b"") + 1)
    except FileNotFoundError:
        if before is None:
            return None
        raise ChangedMeanwhileError("was removed since it was read") from None
    names = status.st_nlink - _forget_leftovers(target, status) if status.st_nlink > 1 else 1
    if names > 1:
        raise HardLinkedError(
            f"is a file with {names} names (hard links), and a save would part it from the others"
        )
    if data != before:
        raise ChangedMeanwhileError("was changed by someone else since it was read")
    return status


def _forget_leftovers(target: Path, status: os.stat_result) -> int:
    """Take away what a save that was killed left of a new file's other name; returns how many there were."""
    leftovers = [
        file
        for file in target.parent.glob(f".{escape(target.name)}.*.tmp")
        if os.path.samestat(file.lstat(), status)
    ]
    for file in leftovers:
        os.unlink(file)  # noqa: PTH108  (calls of `os` only, see above)
    return len(leftovers)


def _write(temporary: Path, data: bytes, target: Path, like: os.stat_result | None) -> None:
    """The data in a file of its own, safely on the disk, with what belongs to the file it will replace."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666 if like is None else 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if like is not None:
            _copy_belongings(descriptor, target, like)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_belongings(descriptor: int, target: Path, like: os.stat_result) -> None:
    """Owner, mode, access list and attributes; the list last, because it rests on the mode."""
    wanted, present = _extended(target), _extended(descriptor)
    for name in wanted:
        if name != _ACCESS_LIST and wanted[name] != present.get(name):
            _set_extended(descriptor, name, wanted[name])
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        os.fchown(descriptor, like.st_uid, like.st_gid)
    for name in present.keys() - wanted.keys():
        if not name.startswith(_SYSTEMS_OWN):
            os.removexattr(descriptor, name)
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
    if _ACCESS_LIST in wanted:
        os.setxattr(descriptor, _ACCESS_LIST, wanted[_ACCESS_LIST])


def _extended(file: Path | int) -> dict[str, bytes]:
    """A file's extended attributes, which access lists are too; none where there is no such thing."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return {}
        raise


def _set_extended(descriptor: int, name: str, value: bytes) -> None:
    try:
        os.setxattr(descriptor, name, value)
    except OSError:
        if not name.startswith(_SYSTEMS_OWN):
            raise


def _put_in_place(temporary: Path, target: Path, *, is_new: bool) -> None:
    """The rename, and what makes it last; a new file never replaces one that appeared meanwhile."""
    if is_new:
        _link(temporary, target)
    else:
        os.rename(temporary, target)  # noqa: PTH104
    with suppress(OSError):  # it is in place; some file systems cannot sync a directory
        _sync_directory(target.parent)


def _link(temporary: Path, target: Path) -> None:
    """The new name, by a hard link, which unlike a rename never replaces; some file systems have only that."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise
        os.rename(temporary, target)  # noqa: PTH104


def _sync_directory(path: Path) -> None:
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
