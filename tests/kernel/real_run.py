"""A real question-and-answer run: the kernel's own `conf` over a pipe, answered by nixpkgs' rules, twice.

It shares no code with nixmenu on purpose, since it is what nixmenu is compared with. By hand:

    python -m tests.kernel.real_run --kernel DIR --base BASE.config --answers ANSWERS --output RESULT.config

prints the messages on stdout and exits 1 if there is an error among them.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.kernel.marked_conf import Conf, environment_for

_ANSWER_LINE = re.compile(r"^\s*([A-Za-z0-9_]+)(\?)?(?:\s+(.*\S))?\s*$", re.ASCII)
_NAMED_QUESTION = re.compile(r"(.*) \(([A-Za-z0-9_]+)\) \[(.*)\].*$", re.ASCII)
_CHOICE_QUESTION = re.compile(r"choice\[(.*)\]: $", re.ASCII)
_CHOICE_MEMBER = re.compile(r"^\s*>?\s*(\d+)\.\s+.*?\(([A-Za-z0-9_]+)\)(?:\s+\(NEW\))?\s*$", re.ASCII)
_OFFERS_MODULE = re.compile(r"\A(\w/)+m/(\w/)*\?\Z", re.ASCII)


@dataclass(frozen=True)
class Rules:
    """What nixpkgs passes to the run."""

    auto_modules: bool = True
    prefer_builtin: bool = False
    ignore_config_errors: bool = False


@dataclass(frozen=True)
class RealResult:
    """What came of it; `dot_config` is empty and `messages` are none where the run died."""

    dot_config: str
    messages: tuple[str, ...]
    fatal: str | None
    questions: tuple[int, ...]

    @property
    def failed(self) -> bool:
        return self.fatal is not None or any(line.startswith("error: ") for line in self.messages)


class RunDiedError(Exception):
    """The run ends without a result."""


def real_run(conf: Conf, base: str, answers: str, rules: Rules, directory: Path) -> RealResult:
    """Two passes of `conf --oldaskconfig` in `directory`, from the text `base`, then the verdict."""
    dot_config = directory / ".config"
    dot_config.write_text(base)
    try:
        values, marks = _read_answers(answers)
        questions = tuple(conf.ask_all(directory, _Pass(values, rules)) for _ in range(2))
    except RunDiedError as death:
        return RealResult("", (), str(death), ())
    text = _rewrite_empty(dot_config.read_text(), values)
    return RealResult(text, tuple(_verdict(text, values, marks, rules)), None, questions)


def _read_answers(text: str) -> tuple[dict[str, str], dict[str, bool]]:
    values: dict[str, str] = {}
    marks: dict[str, bool] = {}
    for raw in text.split("\n"):
        line = re.sub("#.*", "", raw)
        match = _ANSWER_LINE.match(line)
        if match:
            values[match[1]] = match[3] or ""
            marks[match[1]] = match[2] is not None
        elif not re.match(r"^\s*$", line):
            raise RunDiedError(f"invalid config line: {line}")
    return values, marks


class _Pass:
    """One conversation with `conf`, and the state that the script keeps while it answers."""

    def __init__(self, answers: Mapping[str, str], rules: Rules) -> None:
        self._answers = answers
        self._rules = rules
        self._members: dict[str, str] = {}
        self._previous: tuple[str, str] | None = None

    def __call__(self, lines: Sequence[str], question: str) -> str:
        for line in lines:
            self._see_line(line)
        answer = self._answer(question)
        self._members.clear()
        return answer

    def _see_line(self, line: str) -> None:
        member = _CHOICE_MEMBER.match(line)
        if member:
            self._members[member[2]] = member[1]
        else:
            self._members.clear()

    def _answer(self, question: str) -> str:
        if named := _NAMED_QUESTION.match(question):
            text, name, alternatives = named.groups()
            if self._previous == (text, name):
                raise RunDiedError(f"repeated question: {text}")
            self._previous = (text, name)
            if name in self._answers:
                return self._answers[name]
            keep = self._rules.prefer_builtin and "Y" in alternatives
            offered = _OFFERS_MODULE.match(alternatives)
            return "m" if self._rules.auto_modules and offered and not keep else ""
        if _CHOICE_QUESTION.search(question):
            chosen = [number for name, number in self._members.items() if self._answers.get(name) == "y"]
            if len(chosen) > 1:
                raise RunDiedError("conflicting answers!")
            return chosen[0] if chosen else ""
        return ""


def _rewrite_empty(text: str, values: Mapping[str, str]) -> str:
    empty = {name for name, value in values.items() if not value}
    return re.sub(
        r"^CONFIG_([A-Za-z0-9_]+)=.*$",
        lambda line: f'CONFIG_{line[1]}=""' if line[1] in empty else line[0],
        text,
        flags=re.MULTILINE,
    )


def _verdict(text: str, values: Mapping[str, str], marks: Mapping[str, bool], rules: Rules) -> list[str]:
    config: dict[str, str] = {}
    for line in text.split("\n"):
        if match := re.match(r'^CONFIG_([A-Za-z0-9_]+)="(.*)"$', line):
            config[match[1]] = re.sub(r'\\([\\"])', r"\1", match[2])
        elif match := re.match(r"^CONFIG_([A-Za-z0-9_]+)=(.*)$", line):
            config[match[1]] = match[2]
        elif match := re.match(r"^# CONFIG_([A-Za-z0-9_]+) is not set$", line):
            config[match[1]] = "n"
    messages = []
    for name in sorted(values):
        kind = "warning" if marks[name] or rules.ignore_config_errors else "error"
        got = config.get(name)
        if got is None:
            messages.append(f"{kind}: unused option: {name}")
        elif got not in ("", "0", values[name]):
            messages.append(
                f"{kind}: option not set correctly: {name} (wanted '{values[name]}', got '{got}')"
            )
    return messages


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Answer a real conf --oldaskconfig as nixpkgs does, twice.")
    parser.add_argument("--kernel", type=Path, required=True, help="kernel source")
    parser.add_argument("--arch", default="x86_64", help="what the Makefile calls ARCH")
    parser.add_argument("--base", type=Path, required=True, help="the .config to start from")
    parser.add_argument("--answers", type=Path, required=True, help="lines NAME[?] VALUE")
    parser.add_argument("--output", type=Path, help="where the final .config goes")
    parser.add_argument("--no-auto-modules", action="store_true")
    parser.add_argument("--prefer-builtin", action="store_true")
    parser.add_argument("--ignore-config-errors", action="store_true")
    options = parser.parse_args(arguments)
    rules = Rules(not options.no_auto_modules, options.prefer_builtin, options.ignore_config_errors)
    kernel = options.kernel.resolve()
    environment = environment_for(kernel, options.arch)
    base, answers = options.base.read_text(), options.answers.read_text()
    with tempfile.TemporaryDirectory() as directory:
        build, work = Path(directory, "build"), Path(directory, "work")
        build.mkdir()
        work.mkdir()
        conf = Conf(kernel, environment, build)
        result = real_run(conf, base, answers, rules, work)
        conf.stop()
    if options.output and result.fatal is None:
        options.output.write_text(result.dot_config)
    for line in [result.fatal] if result.fatal else result.messages:
        print(line)
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
