"""A real question-and-answer run: the kernel's own `conf` over a pipe, answered by nixpkgs' rules, twice.

It shares no code with nixmenu on purpose, since it is what nixmenu is compared with. By hand:

    python tests/kernel/real_run.py --kernel DIR --conf DIR/scripts/kconfig/conf --arch x86_64 \\
        --base BASE.config --answers ANSWERS --output RESULT.config

prints the messages on stdout and exits 1 if there is an error among them; `--record FILE` keeps the whole
result with the versions it holds for.
"""

import argparse
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_COMPILER = "gcc"
_MARK = b"###"
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


@dataclass(frozen=True)
class Recording:
    """A real result with what it depends on."""

    kernel: str
    compiler: str
    arch: str
    base: str
    answers: str
    rules: Rules
    result: RealResult

    def write(self, path: Path) -> None:
        text = json.dumps(asdict(self), indent=1)
        path.write_bytes(lzma.compress(text.encode()))

    @classmethod
    def read(cls, path: Path) -> "Recording":
        data = json.loads(lzma.decompress(path.read_bytes()))
        result = data.pop("result")
        messages, questions = tuple(result.pop("messages")), tuple(result.pop("questions"))
        rules = Rules(**data.pop("rules"))
        return cls(**data, rules=rules, result=RealResult(messages=messages, questions=questions, **result))


class RunDiedError(Exception):
    """The run ends without a result."""


def marked_conf(kernel: Path, conf: Path, directory: Path) -> Path:
    """A private `conf` that prints a mark before it waits for an answer, as nixpkgs patches it to do.

    The one changed file is compiled and linked with the objects that lie beside the stock `conf`.
    """
    source = (kernel / "scripts/kconfig/conf.c").read_text()
    wait = "\tif (!fgets(str, size, in))\n"
    assert source.count(wait) == 1, "conf.c waits for answers in another way than known"
    changed = directory / "conf.c"
    changed.write_text(source.replace(wait, f'\tprintf("{_MARK.decode()}");\n\tfflush(stdout);\n{wait}'))
    objects = sorted(path for path in conf.parent.glob("*.o") if path.name not in ("conf.o", "mconf.o"))
    includes = [kernel / "scripts/kconfig", kernel / "scripts/include", conf.parent]
    result = directory / "conf"
    compile_line = [_COMPILER, "-O2", "-std=gnu11", *(f"-I{path}" for path in includes)]
    subprocess.run([*compile_line, "-o", result, changed, *objects], check=True)
    return result


def environment_for(kernel: Path, arch: str) -> dict[str, str]:
    """The variables that the kernel's Makefiles hand to `conf`, with the tools of this machine."""
    makefile = (kernel / "Makefile").read_text()
    number = {key: re.search(rf"^{key} *= *(\S*)", makefile, re.MULTILINE) for key in _VERSION_PARTS}
    version, patchlevel, sublevel, extra = (found[1] if found else "" for found in number.values())
    tools = {"LD": "ld", "AR": "ar", "NM": "nm", "OBJCOPY": "objcopy", "OBJDUMP": "objdump"}
    tools |= {"READELF": "readelf", "STRIP": "strip", "PAHOLE": "pahole"}
    rust = {"RUSTC": "rustc", "RUSTDOC": "rustdoc", "RUSTFMT": "rustfmt", "BINDGEN": "bindgen"}
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("KCONFIG_", "CONFIG_"))},
        **tools,
        **rust,
        "CC": _COMPILER,
        "HOSTCC": "gcc",
        "HOSTCXX": "g++",
        "CLANG_FLAGS": "",
        "RESOLVE_BTFIDS": "",
        "srctree": str(kernel),
        "ARCH": arch,
        "SRCARCH": {"x86_64": "x86", "i386": "x86"}.get(arch, arch),
        "KERNELVERSION": f"{version}.{patchlevel}.{sublevel}{extra}",
        "CC_VERSION_TEXT": compiler_version(),
        "RUSTC_VERSION_TEXT": _first_line(["rustc", "--version"]),
    }


_VERSION_PARTS = ("VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION")


def compiler_version() -> str:
    """The first line of what the compiler says about itself, which ends up in the `.config`."""
    return _first_line([_COMPILER, "--version"])


def run_quietly(command: Sequence[str], directory: Path, environment: Mapping[str, str]) -> None:
    """Run a command of the kernel's in a directory; raises CalledProcessError if it fails."""
    subprocess.run(command, cwd=directory, env=dict(environment), check=True, capture_output=True)


def _first_line(command: Sequence[str]) -> str:
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return said.stdout.partition("\n")[0]


def real_run(
    conf: Path, environment: Mapping[str, str], base: str, answers: str, rules: Rules, directory: Path
) -> RealResult:
    """Two passes of `conf --oldaskconfig` in `directory`, from the text `base`, then the verdict."""
    dot_config = directory / ".config"
    dot_config.write_text(base)
    questions: list[int] = []
    try:
        values, marks = _read_answers(answers)
        for _ in range(2):
            run = _Pass(values, rules)
            questions.append(run.answer_all(conf, environment, directory))
    except RunDiedError as death:
        return RealResult("", (), str(death), tuple(questions))
    text = _rewrite_empty(dot_config.read_text(), values)
    return RealResult(text, tuple(_verdict(text, values, marks, rules)), None, tuple(questions))


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
    """One process of `conf` and the state that the script keeps while it answers it."""

    def __init__(self, answers: Mapping[str, str], rules: Rules) -> None:
        self._answers = answers
        self._rules = rules
        self._members: dict[str, str] = {}
        self._previous: tuple[str, str] | None = None

    def answer_all(self, conf: Path, environment: Mapping[str, str], directory: Path) -> int:
        """Answer until `conf` ends; returns the number of questions."""
        with subprocess.Popen(
            [conf, "--oldaskconfig", "Kconfig"],
            cwd=directory,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdin
            assert process.stdout
            try:
                count = self._converse(process.stdin.fileno(), process.stdout.fileno())
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise RuntimeError(f"conf ended with {process.returncode}")
        return count

    def _converse(self, to_conf: int, from_conf: int) -> int:
        count = 0
        pending = b""
        while chunk := os.read(from_conf, 1 << 16):
            pending += chunk
            # conf flushes right before it waits, so a mark at the end is a question and not a part of one.
            if not pending.endswith(_MARK):
                continue
            *lines, question = pending[: -len(_MARK)].decode(errors="surrogateescape").split("\n")
            pending = b""
            for line in lines:
                self._see_line(line)
            os.write(to_conf, f"{self._answer(question)}\n".encode(errors="surrogateescape"))
            self._members.clear()
            count += 1
        return count

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
    parser.add_argument("--conf", type=Path, required=True, help="its built scripts/kconfig/conf")
    parser.add_argument("--arch", default="x86_64", help="what the Makefile calls ARCH")
    parser.add_argument("--base", type=Path, required=True, help="the .config to start from")
    parser.add_argument("--answers", type=Path, required=True, help="lines NAME[?] VALUE")
    parser.add_argument("--output", type=Path, help="where the final .config goes")
    parser.add_argument("--record", type=Path, help="where the whole result goes, with versions")
    parser.add_argument("--no-auto-modules", action="store_true")
    parser.add_argument("--prefer-builtin", action="store_true")
    parser.add_argument("--ignore-config-errors", action="store_true")
    options = parser.parse_args(arguments)
    rules = Rules(not options.no_auto_modules, options.prefer_builtin, options.ignore_config_errors)
    environment = environment_for(options.kernel, options.arch)
    base, answers = options.base.read_text(), options.answers.read_text()
    with tempfile.TemporaryDirectory() as directory:
        conf = marked_conf(options.kernel, options.conf, Path(directory))
        result = real_run(conf, environment, base, answers, rules, Path(directory))
    if options.output and result.fatal is None:
        options.output.write_text(result.dot_config)
    if options.record:
        version = environment["KERNELVERSION"]
        compiler = compiler_version()
        Recording(version, compiler, options.arch, base, answers, rules, result).write(options.record)
    for line in [result.fatal] if result.fatal else result.messages:
        print(line)
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
