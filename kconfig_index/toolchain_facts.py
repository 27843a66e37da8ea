"""What a Kconfig tree asked its toolchain, and the answers, as a file that another machine can use.

The file is JSON, one command per line in a fixed order, so that two of them can be compared by `diff`. Paths that
differ between machines stand in it as `$(srctree)` and the like. It comes from elsewhere, so it is read as data: it is
bounded and checked, it sets no variable but those of the toolchain, and no command that is made from it is ever run
(`probes`).
"""

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kconfig_index import toolchain
from kconfig_index.errors import KconfigError

FORMAT = "kconfig-index toolchain facts"
VERSION = 1
_FLAGS = ("CLANG_FLAGS", "USERCFLAGS", "USERLDFLAGS")
_VERSION_TEXTS = ("CC_VERSION_TEXT", "RUSTC_VERSION_TEXT")
_MAXIMUM_BYTES = 4 << 20
_MAXIMUM_ANSWERS = 20_000
_MAXIMUM_COMMAND = 1 << 16
_MAXIMUM_ANSWER = 4095  # as in `probes`: what the kernel keeps of what a command prints
_PLACEHOLDER = re.compile(r"(\$+)\((srctree|rundir|tmp)\)")
_FORBIDDEN = re.compile("[\0\1\2\n]")  # the ends of texts and lines, and the markers of `probes`


class Portable:
    """Texts with the paths of one machine and load, and the same texts with placeholders for them.

    `$(srctree)` is the source tree, `$(rundir)` where commands are run, `$(tmp)` what `mktemp` made.
    """

    def __init__(self, tree: Path, variables: Mapping[str, str], directory: Path | None = None) -> None:
        self._tree = variables.get("srctree") or str(tree)
        self._directory = str(directory) if directory is not None else ""
        end = r"(?![A-Za-z0-9_.-])"
        start = r"(?<![A-Za-z0-9_./-])"
        patterns = [f"{start}(?P<srctree>{re.escape(str(tree))}{end}"]
        if not self._tree.startswith("/"):
            patterns.append(f"{re.escape(self._tree)}(?=/)")
        temporary = re.escape(tempfile.gettempdir())
        made = r"tmp\.[A-Za-z0-9]+"
        runs = [f"{temporary}/kconfig-index-[A-Za-z0-9_]+{end}"]
        if len(self._directory) > 1 and self._directory != str(tree):
            runs.append(re.escape(self._directory) + end)
        self._paths = re.compile(
            f"{'|'.join(patterns)})|{start}(?P<rundir>{'|'.join(runs)})"
            f"|{start}(?P<tmp>{temporary}/{made}{end})"
        )

    def of(self, text: str) -> str:
        """A text with placeholders; what looks like one already gets a `$` more."""
        if "$" in text:
            text = _PLACEHOLDER.sub(r"$\1(\2)", text)
        return self._paths.sub(lambda match: f"$({match.lastgroup})", text)

    def back(self, text: str) -> str:
        """A text with the paths of this machine."""
        if "$(" not in text:
            return text
        paths = {
            "srctree": self._tree,
            "rundir": self._directory or str(Path(tempfile.gettempdir(), "kconfig-index-run")),
            "tmp": str(Path(tempfile.gettempdir(), "tmp.kconfig")),
        }
        return _PLACEHOLDER.sub(
            lambda match: paths[match[2]] if match[1] == "$" else f"{match[1][1:]}({match[2]})", text
        )


@dataclass(frozen=True, slots=True)
class Tool:
    """A program as a variable of make names it, and the first line of what it says of its version."""

    command: str
    version: str | None


@dataclass(frozen=True, slots=True)
class ToolchainFacts:
    """The contents of a file: `answers` by command, both with placeholders.

    `kernel` is the version of the tree that asked, `digest` tells files apart, `path` is for messages.
    """

    kernel: str
    arch: str
    tools: Mapping[str, Tool]
    flags: Mapping[str, str]
    answers: Mapping[str, str]
    digest: str = ""
    path: str = field(default="", compare=False)

    def applied_to(self, variables: Mapping[str, str]) -> dict[str, str]:
        """An environment with the tools of the file in the place of this machine's.

        Raises KconfigError if the file is for another architecture.
        """
        arch = variables.get("ARCH", "")
        if arch and self.arch != arch:
            raise KconfigError(
                f"holds toolchain facts for {self.arch}, not for {arch}; save them from a load for {arch}",
                self.path,
            )
        kept = {
            name: value
            for name, value in variables.items()
            if name not in _FLAGS and name not in _VERSION_TEXTS
        }
        return {**kept, **{name: tool.command for name, tool in self.tools.items()}, **self.flags}

    def is_of(self, variables: Mapping[str, str]) -> bool:
        """Whether an environment names the same tools, so that asking them is asking the same ones."""
        return all(variables.get(name) == tool.command for name, tool in self.tools.items()) and all(
            variables.get(name, "") == self.flags.get(name, "") for name in _FLAGS
        )

    def text(self) -> str:
        """The text of the file."""
        made = {
            "format": FORMAT,
            "version": VERSION,
            "kernel": self.kernel,
            "arch": self.arch,
            "tools": {
                name: {"command": tool.command, "version": tool.version}
                for name, tool in sorted(self.tools.items())
            },
            "flags": dict(sorted(self.flags.items())),
            "answers": dict(sorted(self.answers.items())),
        }
        return json.dumps(made, indent=1) + "\n"


def collect(
    tree: Path,
    variables: Mapping[str, str],
    probes: Mapping[str, str],
    used: Mapping[str, str | None],
    known: ToolchainFacts | None = None,
) -> ToolchainFacts:
    """The facts of one load; `used` are the variables that the tree looked at, `known` the facts it was loaded with.

    Asks every tool for its version, but not one that a file names.
    """
    portable = Portable(tree, variables)
    answers = {portable.of(command): portable.of(answer) for command, answer in probes.items()}
    bare = {name: value for name, value in variables.items() if name not in _VERSION_TEXTS}
    for name, command in toolchain.version_commands(bare).items():
        if name in variables:
            answers.setdefault(portable.of(command), portable.of(variables[name]))
    tools = {}
    for name in sorted(toolchain.TOOLS):
        if used.get(name):
            command = variables[name]
            if known is not None and name in known.tools:
                tools[name] = known.tools[name]
            else:
                tools[name] = Tool(command, _version(command, variables))
    flags = {name: variables[name] for name in _FLAGS if variables.get(name)}
    return ToolchainFacts(
        variables.get("KERNELVERSION", ""), variables.get("ARCH", ""), tools, flags, answers
    )


def _version(command: str, variables: Mapping[str, str]) -> str | None:
    words = command.split()
    program = shutil.which(words[0], path=variables.get("PATH")) if words else None
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *words[1:], "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**variables, "LC_ALL": "C"},
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return lines[0][:200] if lines else None


def save(path: Path, facts: ToolchainFacts) -> None:
    """Write a file; it is there whole or not at all.

    Raises KconfigError if it cannot be written.
    """
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(facts.text())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise KconfigError(f"cannot be written: {error.strerror}", str(path)) from None


def read(path: Path) -> ToolchainFacts:
    """The facts of a file.

    Raises KconfigError, with the file and what to do, if it cannot be read or is no such file.
    """
    data = _bytes(path)
    file = str(path)
    try:
        made = json.loads(data.decode("utf-8"), object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise KconfigError(
            f"no toolchain facts: {error.msg}; save them again", file, error.lineno, error.colno
        ) from None
    except _RepeatedError as error:
        raise _wrong(file, f'"{error}" stands there twice') from None
    except (ValueError, RecursionError):
        raise _wrong(file, "it is not JSON in UTF-8") from None
    return _checked(made, file, hashlib.sha256(data).hexdigest())


class _RepeatedError(Exception):
    """An object with the same name twice."""


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise _RepeatedError(name[:80])
        made[name] = value
    return made


def _wrong(file: str, what: str) -> KconfigError:
    return KconfigError(f"no toolchain facts: {what}; save them again", file)


def _bytes(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise KconfigError("is no file; give one that was saved as toolchain facts", str(path))
            data = file.read(_MAXIMUM_BYTES + 1)
    except OSError as error:
        raise KconfigError(
            f"cannot be read: {error.strerror}; give a file that was saved as toolchain facts", str(path)
        ) from None
    if len(data) > _MAXIMUM_BYTES:
        raise _wrong(str(path), f"it is larger than {_MAXIMUM_BYTES} bytes")
    return data


def _checked(made: Any, file: str, digest: str) -> ToolchainFacts:
    """The facts if everything is of its kind and size."""
    if not isinstance(made, dict) or made.get("format") != FORMAT:
        raise _wrong(file, f'there is no "format": "{FORMAT}" in it')
    if made.get("version") != VERSION:
        raise KconfigError(
            f"is of a version that this program does not read (it reads {VERSION}); save it again", file
        )
    texts = {name: made.get(name) for name in ("kernel", "arch")}
    if not all(isinstance(text, str) and _is_plain(text, 200) for text in texts.values()):
        raise _wrong(file, '"kernel" and "arch" have to be texts')
    tools: dict[str, Tool] = {}
    for name, tool in _mapping(made, "tools", file).items():
        if name not in toolchain.TOOLS:
            raise _wrong(file, f'"{name[:80]}" is no tool')
        if (
            not isinstance(tool, dict)
            or not _is_plain(tool.get("command"), 1000)
            or not (tool.get("version") is None or _is_plain(tool["version"], 1000))
        ):
            raise _wrong(file, f'the tool "{name}" needs a command and a version')
        tools[name] = Tool(tool["command"], tool.get("version"))
    flags = _mapping(made, "flags", file)
    for name, value in flags.items():
        if name not in _FLAGS or not _is_plain(value, _MAXIMUM_COMMAND):
            raise _wrong(file, f'"{name[:80]}" is no flag of the toolchain')
    answers = _mapping(made, "answers", file)
    if len(answers) > _MAXIMUM_ANSWERS:
        raise _wrong(file, f"it has more than {_MAXIMUM_ANSWERS} answers")
    for command, answer in answers.items():
        if len(command) > _MAXIMUM_COMMAND or re.search("[\0\1\2]", command):
            raise _wrong(file, f"there is no command like {command[:80]!r}")
        if not _is_plain(answer, _MAXIMUM_ANSWER):
            raise _wrong(file, f"the answer of {command[:80]!r} is none that a command can give")
    return ToolchainFacts(made["kernel"], made["arch"], tools, flags, answers, digest, file)


def _mapping(made: dict[str, Any], name: str, file: str) -> dict[str, Any]:
    value = made.get(name)
    if not isinstance(value, dict):
        raise _wrong(file, f'"{name}" is missing')
    return value


def _is_plain(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and _FORBIDDEN.search(value) is None


@dataclass(slots=True)
class FactsInUse:
    """Facts during one load: what they answer here, what was `missing` in them, and whether that may be run.

    `may_run` is only set where this machine's tools are those of the file.
    """

    facts: ToolchainFacts
    portable: Portable
    may_run: bool
    missing: list[str] = field(default_factory=list)

    def answer(self, command: str) -> str | None:
        """What the file says to a command; None, and noted, if it says nothing."""
        answer = self.facts.answers.get(self.portable.of(command))
        if answer is None:
            self.missing.append(command)
            return None
        return self.portable.back(answer)

    def assumptions(self, not_run: int) -> list[str]:
        """Sentences about what the file did not answer."""
        if not self.missing:
            return []
        asked_here = len(self.missing) - not_run
        shown = "; ".join(f"`{self.portable.of(command)[:100]}`" for command in self.missing[:3])
        more = f" and {len(self.missing) - 3} more" if len(self.missing) > 3 else ""
        parts = []
        if asked_here:
            parts.append(f"{asked_here} were asked on this machine")
        if not_run:
            parts.append(f"{not_run} are assumed to fail")
        return [
            f"{len(self.missing)} questions to the toolchain are not answered in {self.facts.path} "
            f"(saved from Linux {self.facts.kernel}), {' and '.join(parts)}: {shown}{more}"
        ]
