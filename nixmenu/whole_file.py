"""Writing a result file: nobody who reads it ever sees half of it."""

import os
import tempfile
from pathlib import Path

from nixmenu.errors import NixmenuError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either the old one or the whole new one at any time; raises NixmenuError."""
    try:
        if path.exists() and not path.is_file():
            # A device or pipe cannot be replaced, and has no half-written state.
            path.write_bytes(data)
            return
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode & 0o7777)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NixmenuError(f"cannot be written: {error.strerror}", path=path) from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
