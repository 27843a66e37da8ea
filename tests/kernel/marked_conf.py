"""The kernel's own `conf`, built to print a mark before it waits for an answer, and the conversation with it.

What it finds in its environment is what the kernel's Makefiles hand to it, with the tools of this machine.
"""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

_COMPILER = "gcc"
_MARK = b"###"
_ORDERS = "REAL_RUN_ORDERS"
_END = "=== run ended: "
_ENDED = re.compile(rb"=== run ended: (\d+)\n\Z")
_SOURCES = ("conf", "confdata", "expr", "lexer.lex", "menu", "parser.tab", "preprocess", "symbol", "util")
_WAIT = "\tif (!fgets(str, size, in))\n"
_MARKED_WAIT = f'\tprintf("{_MARK.decode()}");\n\tfflush(stdout);\n{_WAIT}'
_FORGET_ALL = "\tstruct expr *e;\n\n\thash_for_each(expr_hashtable, e, node)\n\t\te->val_is_valid = false;"
_CALCULATE = "static tristate __expr_calc_value(struct expr *e)\n{"
_ROUNDS = (
    ("expr.h", "\tbool val_is_valid;", "\tunsigned int val_is_valid;"),
    ("expr.c", _FORGET_ALL, "\tval_round++;"),
    ("expr.c", "e->val_is_valid = false;", "e->val_is_valid = 0;"),
    ("expr.c", "if (!e->val_is_valid) {", "if (e->val_is_valid != val_round) {"),
    ("expr.c", "e->val_is_valid = true;", "e->val_is_valid = val_round;"),
    ("expr.c", _CALCULATE, f"static unsigned int val_round = 1;\n\n{_CALCULATE}"),
)
"""What makes forgetting the values of all expressions one addition instead of a walk over a hundred thousand.

Linux 6.12 walks after every changed answer, which is nine tenths of a run's time.
"""
_PARSE = "\tconf_parse(av[optind]);\n"
_SERVE = f"""\
{_PARSE}
	FILE *orders = fdopen(atoi(getenv("{_ORDERS}")), "r");

	for (;;) {{
		char place[PATH_MAX];
		int status = 0;
		pid_t run;

		if (!fgets(place, sizeof(place), orders))
			return 0;
		place[strcspn(place, "\\n")] = 0;
		run = fork();
		if (!run) {{
			if (chdir(place))
				exit(1);
			break;
		}}
		waitpid(run, &status, 0);
		printf("{_END}%d\\n", WIFEXITED(status) ? WEXITSTATUS(status) : 255);
		fflush(stdout);
	}}
"""
_SERVING = (
    ("conf.c", "#include <errno.h>\n", "#include <errno.h>\n#include <sys/wait.h>\n"),
    ("conf.c", _PARSE, _SERVE),
)
"""What makes one process, once it has read the tree, good for many runs: each is a fork of it in another directory.

Half of the time that is left would be the reading, which starts hundreds of compilers.
"""


class Conf:
    """The kernel's `conf`, built in `directory` to print a mark before it waits for an answer, as nixpkgs has it.

    By default with two short cuts that change nothing about what it asks and writes, `_ROUNDS` and `_SERVING`; a
    `plain` one has none of them and is started anew for every pass.
    """

    def __init__(
        self, kernel: Path, environment: Mapping[str, str], directory: Path, *, plain: bool = False
    ) -> None:
        self._environment = environment
        self._directory = directory
        self._plain = plain
        self._process: subprocess.Popen[bytes] | None = None
        self._orders = -1
        self._build(kernel)

    def _build(self, kernel: Path) -> None:
        stock = kernel / "scripts/kconfig"
        texts = {path.name: path.read_text() for path in stock.glob("*.[ch]")}
        changes = [("conf.c", _WAIT, _MARKED_WAIT)]
        if not self._plain:
            changes += [*_SERVING, *(_ROUNDS if "val_is_valid" in texts["expr.c"] else ())]
        for name, old, new in changes:
            assert texts[name].count(old) == 1, f"{name} is another one than known: {old!r}"
            texts[name] = texts[name].replace(old, new)
        for name, text in texts.items():
            (self._directory / name).write_text(text)
        run = partial(subprocess.run, cwd=self._directory, check=True)
        run(["flex", "-L", "-olexer.lex.c", stock / "lexer.l"])
        run(["bison", "-t", "-l", "-oparser.tab.c", "--defines=parser.tab.h", stock / "parser.y"])
        sources = [f"{name}.c" for name in _SOURCES]
        run([_COMPILER, "-O2", "-w", "-std=gnu11", "-I.", f"-I{kernel}/scripts/include", "-oconf", *sources])

    def ask_all(self, directory: Path, answer: Callable[[list[str], str], str]) -> int:
        """One pass in a directory; `answer` gets the lines before each question and the question.

        Returns the number of questions.
        """
        process = self._start(directory)
        assert process.stdin
        assert process.stdout
        try:
            count, status = self._converse(process.stdin.fileno(), process.stdout.fileno(), answer)
            if self._plain:
                status = process.wait()
        except Exception:
            self._abandon()
            raise
        if self._plain:
            self.stop()
        if status != 0:
            raise RuntimeError(f"conf ended with {status}")
        return count

    def _start(self, directory: Path) -> subprocess.Popen[bytes]:
        if self._process is None:
            orders, self._orders = os.pipe()
            self._process = subprocess.Popen(
                [self._directory / "conf", "--oldaskconfig", "Kconfig"],
                cwd=directory if self._plain else self._directory,
                env={**self._environment, _ORDERS: str(orders)},
                pass_fds=[orders],
                start_new_session=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            os.close(orders)
        if not self._plain:
            os.write(self._orders, f"{directory}\n".encode())
        return self._process

    def _converse(
        self, to_conf: int, from_conf: int, answer: Callable[[list[str], str], str]
    ) -> tuple[int, int]:
        count = 0
        pending = b""
        while chunk := os.read(from_conf, 1 << 16):
            pending += chunk
            # conf flushes right before it waits, so a mark at the end is a question and not a part of one.
            if pending.endswith(_MARK):
                *lines, question = pending[: -len(_MARK)].decode(errors="surrogateescape").split("\n")
                pending = b""
                os.write(to_conf, f"{answer(lines, question)}\n".encode(errors="surrogateescape"))
                count += 1
            elif ended := _ENDED.search(pending):
                return count, int(ended[1])
        return count, -1

    def _abandon(self) -> None:
        """End a run before its end; what has read the tree stays for the next one."""
        process = self._process
        if self._plain or process is None:
            self.stop()
            return
        assert process.stdout
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        rest = b""
        while not _ENDED.search(rest) and (chunk := os.read(process.stdout.fileno(), 1 << 16)):
            rest += chunk

    def stop(self) -> None:
        """End the process, and the run that it may be in."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        os.close(self._orders)
        self._process = None


def conf_sources(kernel: Path) -> list[Path]:
    """The sources that `conf` is built from."""
    stock = (kernel / "scripts/kconfig").iterdir()
    return sorted(path for path in stock if path.suffix in (".c", ".h", ".l", ".y"))


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
