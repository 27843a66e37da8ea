"""The toolchain questions of a Kconfig tree: what its `$(shell,…)` print.

A kernel asks more than a hundred of them. They are answered by a few shells that read one command after the other, so
that no process is started from here for each, and while they work the tree is read on: a request returns a marker,
and `known` waits only where the text itself is needed. A command that is made from the answer of another one is sent
when that has arrived.
"""

import os
import re
import selectors
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from kconfig_index.assumed_answers import assumed_answer
from kconfig_index.errors import KconfigError
from kconfig_index.shells import SHOWN, Shell

_MARKER = re.compile("\x01([0-9]+)\x02")
_HANDED_OUT = 3
"""Commands that one shell is sent at a time: enough for it to work on while nobody looks after it. While somebody waits
it is sent one, so that none has work left when the others have ended."""
_SLOW = re.compile(r"\.sh\b|python")
"""Commands that take longer than others, and are begun first, so that the last one to end is a short one."""
_GLANCE = 0.004
"""Seconds between two looks at what has arrived, so that looking costs nothing."""
_TOLD_EVERY = 0.1
"""Seconds at most between two words to who waits."""
_PATIENCE = 120.0
"""Seconds without any answer after which a command is taken to hang."""


def has_marker(text: str) -> bool:
    """Whether a text holds the place of an answer that may still be on its way."""
    return "\x01" in text


class Facts(Protocol):
    """Answers from a file, which are not to be trusted (`toolchain_facts`)."""

    may_run: bool

    def answer(self, command: str) -> str | None:
        """What the file says to a command, None if nothing."""


class Probes:
    """Answers of `$(shell,…)`, each command run once.

    `remembered` are answers from an earlier load with the same toolchain. Without `run`, nothing is run: a command
    that is not remembered is answered by an empty text, and listed in `unanswered`. `show_errors` leaves standard
    error to the commands. With `assume`, for a toolchain that is not all there, a command that prints nothing is
    answered as if it must not run.

    `spare` tells that the directory is one for these commands alone.

    `facts` come before all else. A text that they went into is known by its markers, and a command with such a text in
    it is not run: whoever wrote the file would else choose what is run here.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        directory: Path,
        *,
        run: bool = True,
        remembered: Mapping[str, str] | None = None,
        show_errors: bool = False,
        assume: bool = False,
        facts: Facts | None = None,
        workers: int = 3,
        spare: bool = False,
    ) -> None:
        self._environment = environment
        self._directory = directory
        self._run = run
        self._count = workers
        self._spare = spare
        self._show_errors = show_errors
        self._assume = assume
        self._separator = f"\x1e{os.urandom(12).hex()}\x1e"
        self._workers: list[Shell] = []
        self._selector: selectors.BaseSelector | None = None
        self._numbers: dict[str, int] = {}
        self._commands: list[str] = []
        self._answers: dict[int, str] = {}
        self._blocked: list[tuple[int, str]] = []
        self._aliases: dict[int, int] = {}
        self._remembered = remembered or {}
        self._facts = facts
        self._from_facts: set[int] = set()
        self._queue: dict[int, str] = {}
        self._pumped = 0.0
        self._urgent: dict[int, None] = {}
        self._failure: KconfigError | None = None
        self.unanswered: list[str] = []
        self.on_wait: Callable[[int, int], None] = lambda _answered, _asked: None
        """Told, again and again while an answer is waited for, how many have come of how many; may raise."""

    def request(self, command: str) -> str:
        """Ask for what a command prints: its answer if that is known, else a marker that stands for it."""
        number = self._numbers.get(command)
        if number is None:
            number = len(self._commands)
            self._numbers[command] = number
            self._commands.append(command)
            if has_marker(command):
                self._blocked.append((number, command))
                self._unblock()
            else:
                self._begin(number, command)
        answer = self._answers.get(number)
        return f"\x01{number}\x02" if answer is None or number in self._from_facts else answer

    def pump(self) -> None:
        """Take what has arrived and send what waited for it, without waiting for anything."""
        now = time.monotonic()
        if self._workers and now - self._pumped > _GLANCE:
            self._pumped = now
            self._collect(0)
            self._unblock()

    def hurry(self, text: str) -> None:
        """Answer the commands of a text, and those that they are made of, before others: they will decide something."""
        self._urgent.update(self._made_of(text))

    def known(self, text: str) -> str:
        """A text with every marker replaced by its answer, waiting for those that are on their way."""
        if "\x01" not in text:
            return text
        return _MARKER.sub(lambda match: self._wait(int(match[1])), text)

    @property
    def answers(self) -> dict[str, str]:
        """Every command asked and its answer, after all have arrived."""
        for number in range(len(self._commands)):
            self._wait(number)
        return {command: self._answers[number] for number, command in enumerate(self._commands)}

    def close(self) -> None:
        """Stop the shells; what they still owe is lost."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()
        if self._selector is not None:
            self._selector.close()
            self._selector = None

    def _begin(self, number: int, command: str, made_from_facts: bool = False) -> None:
        """Answer from memory, or have a shell answer, a command whose text is known."""
        run = self._run
        if self._facts is not None:
            answer = self._facts.answer(command)
            if answer is not None or made_from_facts:
                self._from_facts.add(number)
            if answer is not None:
                self._answers[number] = answer
                return
            run = run and self._facts.may_run and not made_from_facts
        remembered = self._remembered.get(command)
        if remembered is not None:
            self._answers[number] = remembered
        elif not run:
            self.unanswered.append(command)
            self._answers[number] = assumed_answer(command)
        else:
            self._start(number, command)

    def _unblock(self) -> None:
        """Begin the commands for which nothing is missing any more."""
        for number, earlier in list(self._aliases.items()):
            if earlier in self._answers:
                self._answers[number] = self._answers[earlier]
                del self._aliases[number]
        again = True
        while again and self._blocked:
            again = False
            for blocked in list(self._blocked):
                number, command = blocked
                needed = {int(each) for each in _MARKER.findall(command)}
                if needed <= self._answers.keys():
                    self._blocked.remove(blocked)
                    again = True
                    text = _MARKER.sub(lambda match: self._answers[int(match[1])], command)
                    self._settle(number, text, not needed.isdisjoint(self._from_facts))

    def _settle(self, number: int, command: str, made_from_facts: bool) -> None:
        """The text of a command became known: it may be one that was asked before."""
        self._commands[number] = command
        earlier = self._numbers.setdefault(command, number)
        if made_from_facts or earlier in self._from_facts:
            self._from_facts.add(number)
        if earlier == number:
            self._begin(number, command, made_from_facts)
        elif earlier in self._answers:
            self._answers[number] = self._answers[earlier]
        else:
            self._aliases[number] = earlier

    def _start(self, number: int, command: str) -> None:
        if len(self._workers) < self._count and all(worker.waiting for worker in self._workers):
            worker = Shell(
                self._environment, self._directory, self._separator, self._show_errors, self._spare
            )
            self._workers.append(worker)
            if self._selector is None:
                self._selector = selectors.DefaultSelector()
            assert worker.process.stdout is not None
            self._selector.register(worker.process.stdout, selectors.EVENT_READ, worker)
        if _SLOW.search(command):
            self._urgent[number] = None
        self._queue[number] = command
        self._collect(0)

    def _send(self, most: int) -> None:
        """Hand out commands, at most so many to each shell: one that is waited for can still go before the others."""
        while self._queue:
            worker = min(self._workers, key=lambda worker: len(worker.waiting))
            if len(worker.waiting) >= most:
                return
            number = next((each for each in self._urgent if each in self._queue), None)
            if number is None:
                number = next(iter(self._queue))
            self._urgent.pop(number, None)
            worker.send(number, self._queue.pop(number))

    def _made_of(self, text: str) -> dict[int, None]:
        """The commands whose answers a text has places for, and those that these are made of."""
        found: dict[int, None] = {}
        pending = [text]
        while pending:
            for match in _MARKER.finditer(pending.pop()):
                number = int(match[1])
                if number not in found and number not in self._answers:
                    found[number] = None
                    pending.append(self._commands[number])
        return found

    def _wait(self, number: int) -> str:
        while number not in self._answers:
            if self._failure is not None:
                raise self._failure
            earlier = self._aliases.get(number)
            if earlier is not None:
                self._answers[number] = self._wait(earlier)
                break
            self._unblock()
            if number not in self._answers and number not in self._aliases:
                self._urgent = {number: None, **self._made_of(self._commands[number]), **self._urgent}
                self._collect(_PATIENCE)
        return self._answers[number]

    def _collect(self, timeout: float) -> None:
        """Take what has arrived; with a timeout wait for something, at most that long."""
        if self._selector is None:
            return
        deadline = time.monotonic() + timeout
        waiting = timeout > 0
        while True:
            self._send(1 if waiting else _HANDED_OUT)
            unsent = [worker for worker in self._workers if worker.unsent]
            for worker in unsent:
                worker.write()
            if waiting:
                self.on_wait(len(self._answers), len(self._commands))
            events = self._selector.select(0.02 if unsent and timeout else min(timeout, _TOLD_EVERY))
            for key, _ in events:
                worker = key.data
                try:
                    arrived = worker.read()
                except BrokenPipeError:
                    raise self._failed(worker, "ended its shell") from None
                for number, data in arrived:
                    answer = _shown(data)
                    if not answer and self._assume:
                        answer = assumed_answer(self._commands[number])
                    self._answers[number] = answer
                if arrived:
                    timeout = 0
            if events and timeout:
                deadline = time.monotonic() + timeout
            if not timeout:
                self._send(1 if waiting else _HANDED_OUT)
                return
            if time.monotonic() >= deadline:
                owing = next(worker for worker in self._workers if worker.waiting)
                raise self._failed(owing, f"gave no answer for {_PATIENCE:.0f} seconds")

    def _failed(self, worker: Shell, what: str) -> KconfigError:
        command = self._commands[worker.waiting[0]] if worker.waiting else "?"
        self.close()
        self._failure = KconfigError(
            f"the command `{command[:200]}` of this Kconfig tree {what}; try without running commands"
        )
        return self._failure


def _shown(data: bytes) -> str:
    """What the kernel makes of a command's output: cut, newlines at the end dropped, the others made spaces."""
    text = data[:SHOWN].split(b"\0", 1)[0] if b"\0" in data[:SHOWN] else data[:SHOWN]
    return text.rstrip(b"\n").replace(b"\n", b" ").decode("utf-8", "surrogateescape")
