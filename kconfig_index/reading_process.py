"""A process of its own that reads a tree into the cache, while the one that wants it does something else.

Two threads of one process take turns; two processes do not. What is read comes back through the cache, and how far it
is through a pipe, in lines of text. No error comes back: whoever cannot find the tree in the cache afterwards reads it
in the own process, and comes upon the same.

The commands of the tree run in that process's group, and keep their temporary files in its directory, so that nothing
outlives the reading.
"""

import contextlib
import gc
import os
import signal
import threading
import time
from pathlib import Path
from typing import NoReturn, Self

from kconfig_index.loader import Loading, Outlined, Progress
from kconfig_index.model import Kernel

_PATIENCE = 5.0
"""Seconds for writing what is being written when the process is ended, and for removing its files."""
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOOK = 0.005
"""Seconds between two looks at whether it has ended, and what it left."""


class ReadingProcess:
    """The process and what it tells. `follow` listens to it in one thread, `end` may be called in any."""

    def __init__(self, loading: Loading, number: int, receiver: int, directory: str) -> None:
        self._loading = loading
        self._number = number
        self._receiver = receiver
        self._directory = directory
        self._ended = False
        self._ending = threading.RLock()

    @classmethod
    def start(cls, loading: Loading) -> Self | None:
        """Begin to read; None where that cannot be done in a process of its own.

        A process that has more than one thread cannot be copied, and without a cache nothing would come back.
        """
        if threading.active_count() != 1 or not loading.can_keep() or not hasattr(os, "fork"):
            return None
        # Imported here, because a tree from the cache needs none of it; the process has it then, too.
        import tempfile

        with contextlib.suppress(OSError), contextlib.ExitStack() as undo:
            directory = tempfile.mkdtemp(prefix="kconfig-index-")
            undo.callback(_remove, directory)
            receiver, sender = os.pipe()
            undo.callback(os.close, receiver)
            with open(sender, "wb"):  # noqa: PTH123 - closed here, however it goes on
                number = os.fork()
                if number == 0:
                    _Reader(loading, sender, directory).run(receiver)
            undo.pop_all()
            with contextlib.suppress(OSError):  # whoever of the two comes first
                os.setpgid(number, number)
            return cls(loading, number, receiver, directory)
        return None

    def follow(self, progress: Progress, outlined: Outlined) -> bool:
        """Hand on what it tells until the tree is in the cache; False if that will not happen.

        Raises what `progress` and `outlined` raise.
        """
        with os.fdopen(self._receiver, "r", encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                what, *rest = line.rstrip("\n").split("\t")
                if what == "progress":
                    step, done, total = rest
                    progress(step, int(done), int(total))
                elif what == "outlined":
                    outline = self._outline()
                    if outline is not None:
                        outlined(outline)
                elif what == "written":
                    return True
        return False

    def stop(self) -> None:
        """Have it end, but for what it is writing."""
        with self._ending:
            if not self._ended:
                os.kill(self._number, signal.SIGTERM)

    def end(self) -> None:
        """Have it end, and wait until nothing of it is left: no process, no command of the tree, no file.

        What it writes to the cache just then is written.
        """
        with self._ending:
            if self._ended:
                return
            os.kill(self._number, signal.SIGTERM)
            deadline = time.monotonic() + _PATIENCE
            while not self._has_ended() and time.monotonic() < deadline:
                time.sleep(_LOOK)
            with contextlib.suppress(OSError):
                os.killpg(self._number, signal.SIGKILL)
            os.waitpid(self._number, 0)
            self._ended = True
            _remove(self._directory)

    def _has_ended(self) -> bool:
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT  # its number stays its own until it is waited for
        return os.waitid(os.P_PID, self._number, options) is not None

    def _outline(self) -> Kernel | None:
        from kconfig_index import cache
        from kconfig_index.outline import outlined_kernel

        found = cache.read(_outline_in(self._directory))
        index = found[1].index() if found is not None else None
        return (
            outlined_kernel(self._loading.tree, index, self._loading.variables) if index is not None else None
        )


class _Reader:
    """What the process does. It shares nothing with the one that started it but the pipe and the directory."""

    def __init__(self, loading: Loading, sender: int, directory: str) -> None:
        self._loading = loading
        self._sender = sender
        self._directory = directory

    def run(self, receiver: int) -> NoReturn:
        """Read the tree and end the process."""
        finished = False
        try:
            os.close(receiver)
            self._be_alone()
            self._read()
            finished = True
        except BaseException:  # noqa: S110 - the other process finds out by itself, or is not there any more
            pass
        finally:
            if not finished:
                self._end()
            _remove(self._directory)
            os._exit(0)

    def _be_alone(self) -> None:
        """Leave the terminal and its signals to the other process."""
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        for number in _ENDING:
            signal.signal(number, lambda *_: self._end())
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        gc.disable()  # what is made is needed to the end

    def _end(self) -> None:
        """End the commands that still run, and this process when nothing is left of them."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        alone = os.getpgrp() == os.getpid()
        if alone:
            os.killpg(0, signal.SIGTERM)
        _remove(self._directory)
        if alone:
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    def _read(self) -> None:
        directory = Path(self._directory)
        read = self._loading.read(self._progress, self._outlined, ahead=True, temporary=directory)
        facts = self._loading.rests_on(read)
        # A file is written whole or not at all.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        if self._loading.keep(read, facts):
            self._tell("written")
            read.parsed.keep()

    def _progress(self, step: str, done: int, total: int) -> None:
        self._tell("progress", step, str(done), str(total))

    def _outlined(self, outline: Kernel) -> None:
        from kconfig_index import cache

        if cache.write(_outline_in(self._directory), outline.index, {}):
            self._tell("outlined")

    def _tell(self, *words: str) -> None:
        """Raises BrokenPipeError if nobody listens any more."""
        os.write(self._sender, "\t".join(words).encode() + b"\n")


def _outline_in(directory: str) -> Path:
    return Path(directory) / "outline"


def _remove(directory: str) -> None:
    """Remove a directory, into which processes that are just being killed may still put a file."""
    import shutil

    deadline = time.monotonic() + _PATIENCE
    shutil.rmtree(directory, ignore_errors=True)
    while os.path.lexists(directory) and time.monotonic() < deadline:
        time.sleep(_LOOK)
        shutil.rmtree(directory, ignore_errors=True)
