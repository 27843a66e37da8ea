"""Shells that answer the commands of a Kconfig tree, one command after the other."""

import contextlib
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

SHOWN = 4095
"""The kernel keeps this many bytes of what a command prints (`preprocess.c`, `do_shell`)."""
_KEPT = 1 << 20
_YIELDING = 15
"""How much nicer than this process the shells are: its work is one long thread, theirs fills the other cores."""

_TRIAL = re.compile(
    r'\{ trap "rm -rf (?P<directory>[A-Za-z0-9_.]+)" EXIT; mkdir (?P=directory); '
    r"(?P<compile>[A-Za-z0-9_./+-]*(?:cc|clang)[A-Za-z0-9_./+-]*(?: +[A-Za-z0-9_./+=,:@%-]+)*) *; \} "
    r'>/dev/null 2>&1 && echo "(?P<good>[A-Za-z0-9]*)" \|\| echo "(?P<bad>[A-Za-z0-9]*)"'
)
"""A compiler tried out in a directory that is made for it and taken away again (`Kconfig.include`, `cc-option`)."""


class Shell:
    """One shell at work; `waiting` are the numbers of the commands that it still owes.

    With `spare`, the directory is one that nobody else works in. A compiler's trial then finds its own directory there:
    two of the three processes that it would take only make and remove that.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        directory: Path,
        separator: str,
        show_errors: bool,
        spare: bool,
    ) -> None:
        self.process = subprocess.Popen(
            ["/bin/sh"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if show_errors else subprocess.DEVNULL,
            env=dict(environment),
            cwd=directory,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdin.fileno(), False)
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, os.getpriority(os.PRIO_PROCESS, 0) + _YIELDING)
        self.separator = separator.encode()
        self.waiting: list[int] = []
        self.unsent = b""
        self.received = b""
        self._directory = str(directory)
        self._spare = spare
        self._made: dict[int, str] = {}

    def send(self, number: int, command: str) -> None:
        """Hand a command to the shell; what the pipe does not take now waits in `unsent`."""
        script = self._trial(number, command) if self._spare else None
        if script is None:
            quoted = command.replace("'", "'\\''")
            script = f"(eval '{quoted}') </dev/null"
        script += f"\nprintf '%s' '{self.separator.decode()}'\n"
        self.unsent += script.encode("utf-8", "surrogateescape")
        self.waiting.append(number)
        self.write()

    def write(self) -> None:
        """Send on what the pipe takes."""
        assert self.process.stdin is not None
        while self.unsent:
            try:
                sent = os.write(self.process.stdin.fileno(), self.unsent)
            except BlockingIOError:
                return
            self.unsent = self.unsent[sent:]

    def read(self) -> list[tuple[int, bytes]]:
        """The commands that were answered, each with what it printed.

        Raises BrokenPipeError if the shell has ended.
        """
        assert self.process.stdout is not None
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if not data:
            raise BrokenPipeError
        *answers, self.received = (self.received + data).split(self.separator)
        if (
            len(self.received) > _KEPT
        ):  # nothing behind what is shown matters, but a separator cut in two does
            self.received = self.received[:SHOWN] + self.received[-len(self.separator) :]
        numbers, self.waiting = self.waiting[: len(answers)], self.waiting[len(answers) :]
        for number in numbers:
            self._remove(self._made.pop(number, None))
        return list(zip(numbers, answers, strict=True))

    def stop(self) -> None:
        """End it; what it still owes is lost."""
        self.process.kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def _trial(self, number: int, command: str) -> str | None:
        """A compiler's trial as the compiler's call alone, None for any other command.

        It runs as it would in a shell with that process number. All its words are plain, and no word of the shell
        itself looks like a compiler's name.
        """
        process = f"{self.process.pid}{number:04}"
        trial = _TRIAL.fullmatch(command.replace("$$", process))
        if trial is None or process not in trial["directory"]:
            return None
        directory = f"{self._directory}/{trial['directory']}"
        try:
            os.mkdir(directory)  # noqa: PTH102 - for every other command of a tree
        except OSError:
            return None
        self._made[number] = directory
        return (
            f"({trial['compile']}) </dev/null >/dev/null 2>&1 && printf '{trial['good']}\\n' "
            f"|| printf '{trial['bad']}\\n'"
        )

    @staticmethod
    def _remove(directory: str | None) -> None:
        """Take a trial's directory away; one that cannot be goes with the directory it is in."""
        if directory is None:
            return
        with contextlib.suppress(OSError):
            for name in os.listdir(directory):  # noqa: PTH208 - as above
                os.unlink(f"{directory}/{name}")  # noqa: PTH108 - as above
            os.rmdir(directory)  # noqa: PTH106 - as above
