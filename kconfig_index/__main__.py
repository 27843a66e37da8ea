"""`python -m kconfig_index MODE Kconfig`: a stand-in for the kernel's `scripts/kconfig/conf`.

The same options, environment variables, files, texts and exit codes; see `conf.c` in the kernel's `scripts/kconfig`.
"""

import os
import stat
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from kconfig_index import conf
from kconfig_index.command_line import ExitWithError, read_arguments
from kconfig_index.config_file import Loader, symbol_line
from kconfig_index.configuration import Configuration
from kconfig_index.errors import KconfigError, RecursiveDependencyError, RecursiveInclusionError
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from kconfig_index.numbers import read as read_number
from kconfig_index.output_files import BuildFiles, NotWrittenError, write_config
from kconfig_index.printing import Printer
from kconfig_index.randomness import randomize
from kconfig_index.source import SourceFiles
from kconfig_index.unmet_dependencies import UnmetDependencies

_FILLS: dict[str, conf.Fill] = {
    "allnoconfig": "no",
    "allyesconfig": "yes",
    "allmodconfig": "mod",
    "alldefconfig": "default",
}
_SEEDS = {
    "allnoconfig": "allno.config",
    "allyesconfig": "allyes.config",
    "allmodconfig": "allmod.config",
    "alldefconfig": "alldef.config",
    "randconfig": "allrandom.config",
}


def _to_stdout(text: str) -> None:
    sys.stdout.write(text)


class _Terminal:
    """Answers from standard input, shown again if that is no terminal (`xfgets`)."""

    def __init__(self) -> None:
        self._echo = not (sys.stdin.isatty() and sys.stdout.isatty())
        self.ended = False

    def answer(self, question: conf.Question) -> str:
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            self.ended = True
            sys.stderr.write("\nError in reading or end of file.\n")
            line = "" if question.kind == "choice" else "\n"
        if self._echo:
            sys.stdout.write(line)
        return line.removesuffix("\n")


class Run:
    """One run of a mode on a tree."""

    def __init__(
        self, mode: str, file: str, silent: bool, variables: Mapping[str, str], toolchain: str | None = None
    ) -> None:
        self._mode = mode
        self._file = file
        self._silent = silent or mode == "syncconfig"
        self._variables = variables
        self._toolchain = toolchain
        self._prefix = variables.get("CONFIG_", "CONFIG_")
        self._config_name = variables.get("KCONFIG_CONFIG", ".config")
        directory = Path.cwd()
        srctree = variables.get("srctree")
        self._tree = Path(srctree) if srctree else directory
        self._files = SourceFiles(self._tree, directory)
        self._warnings = 0
        self._loaded = False
        self._changed = True

    def run(self, kconfig: str) -> int:
        """Do it; the exit code. Raises KconfigError and ExitWithError for what ends the run."""
        seed = self._seed() if self._mode == "randconfig" else 0
        try:
            kernel = load_in(
                self._tree,
                self._variables,
                cache=None,
                kconfig=kconfig,
                directory=Path.cwd(),
                show_errors=True,
                toolchain=self._toolchain,
            )
        except KconfigError as error:
            self._show(error.said, [] if error.account else error.warnings)
            if error.account:
                raise ExitWithError(error.account) from None
            if isinstance(error, RecursiveDependencyError | RecursiveInclusionError):
                raise ExitWithError(error.report) from None
            raise
        self._show(kernel.index.said, kernel.warnings)
        if self._toolchain is not None:
            sys.stderr.write("".join(f"note: {each}\n" for each in kernel.assumptions))
        config = kernel.configuration()
        self._read(kernel, config)
        unmet = UnmetDependencies(config.values, sys.stderr.write, self._prefix)
        if self._loaded and self._mode not in _SEEDS:
            unmet.everything()
        if self._warnings and self._variables.get("KCONFIG_WERROR") is not None:
            raise ExitWithError
        if self._mode == "syncconfig" and self._variables.get("KCONFIG_NOSILENTUPDATE") and self._changed:
            raise ExitWithError("\n*** The configuration requires explicit update.\n\n")
        before = config.values.forgotten
        self._walk(config, seed, unmet)
        if unmet.count and self._variables.get("KCONFIG_WERROR") is not None:
            raise ExitWithError
        # Before conf writes what it did not change it computes everything again.
        unchanged = self._loaded and not self._changed and config.values.forgotten == before
        return self._write(kernel, config, unmet, unchanged)

    def _show(self, said: list[str], warnings: list[str]) -> None:
        sys.stdout.write("".join(f"{line}\n" for line in said))
        sys.stderr.write("".join(f"{line}\n" for line in warnings))

    def _seed(self) -> int:
        """KCONFIG_SEED as `strtol` reads it, else one from the clock; it is printed, so that it can be used again."""
        text = self._variables.get("KCONFIG_SEED", "")
        seed, length = read_number(text, 0)
        if not text or length != len(text):
            now = time.time_ns() // 1000
            seed = (now // 1_000_000 + 1) * (now % 1_000_000 + 1)
        seed &= 0xFFFFFFFF
        sys.stdout.write(f"KCONFIG_SEED=0x{seed:X}\n")
        return seed

    def _text_of(self, name: str) -> str | None:
        """The text of a file, None if there is none; conf opens directories, too, and finds nothing in them."""
        if name:
            paths = [Path(each) for each in self._files.candidates(name)]
        else:
            paths = [self._tree] if "srctree" in self._variables else []
        path = next((each for each in paths if each.exists()), None)
        if path is None:
            return None
        if path.is_dir():
            return ""
        found = self._files.read(name)
        return found[0] if found is not None else None

    def _load(
        self, kernel: Kernel, config: Configuration, text: str, name: str, *, as_seed: bool = False
    ) -> None:
        loader = Loader(
            config.values, kernel.mentioned, self._prefix, "KCONFIG_WARN_UNKNOWN_SYMBOLS" in self._variables
        )
        loader.load(text, name, as_seed=as_seed)
        for line in loader.warnings:
            sys.stderr.write(f"{line}\n")
        self._warnings = len(loader.warnings)
        self._loaded = True
        self._changed = loader.changed

    def _read(self, kernel: Kernel, config: Configuration) -> None:
        """The file that a mode starts from."""
        if self._mode == "defconfig":
            text = self._text_of(self._file)
            if text is None:
                raise ExitWithError(f'***\n*** Can\'t find default configuration "{self._file}"!\n***\n')
            self._load(kernel, config, text, self._file)
        elif self._mode in _SEEDS:
            self._read_seed(kernel, config)
        else:
            text = self._text_of(self._config_name)
            if text is not None:
                self._load(kernel, config, text, self._config_name)
                return
            for name in self._variables.get("KCONFIG_DEFCONFIG_LIST", "").split():
                text = self._text_of(name)
                if text is not None:
                    self._say(f"using defaults found in {name}")
                    self._load(kernel, config, text, name)
                    return

    def _read_seed(self, kernel: Kernel, config: Configuration) -> None:
        """KCONFIG_ALLCONFIG: a file whose answers come before those of the mode."""
        name = self._variables.get("KCONFIG_ALLCONFIG")
        if name is None:
            return
        if name not in ("", "1"):
            text = self._text_of(name)
            if text is None:
                raise ExitWithError(f'*** Can\'t read seed configuration "{name}"!\n')
            self._load(kernel, config, text, name, as_seed=True)
            return
        for candidate in (_SEEDS[self._mode], "all.config"):
            text = self._text_of(candidate)
            if text is not None:
                self._load(kernel, config, text, candidate, as_seed=True)
                return
        raise ExitWithError(
            f'*** KCONFIG_ALLCONFIG set, but no "{_SEEDS[self._mode]}" or "all.config" file found\n'
        )

    def _walk(self, config: Configuration, seed: int, unmet: UnmetDependencies) -> None:
        """What a mode does to the answers."""
        printer = Printer(config.values, self._prefix)
        mode = self._mode
        if mode in _FILLS:
            conf.set_all(config, _FILLS[mode])
        elif mode == "defconfig":
            conf.set_all(config, "default")
        elif mode == "randconfig":
            if not config.kernel.index.dialect.plain_choices:
                unmet.follow()
            randomize(config, seed, self._variables.get("KCONFIG_PROBABILITY", ""), unmet.order)
        elif mode == "yes2modconfig":
            conf.rewrite(config, "yes", "mod")
        elif mode == "mod2yesconfig":
            conf.rewrite(config, "mod", "yes")
        elif mode == "mod2noconfig":
            conf.rewrite(config, "mod", "no")
        elif mode in ("oldaskconfig", "oldconfig", "syncconfig"):
            terminal = _Terminal()
            walk = conf.Walk(
                config, terminal.answer, _to_stdout, printer.help_text, lambda: terminal.ended, unmet.shown
            )
            try:
                if mode == "oldaskconfig":
                    walk.oldask()
                else:
                    walk.old()
            except conf.InputEndedError as error:
                raise ExitWithError(f"\nerror: {error.message}\n") from None
        elif mode in ("listnewconfig", "helpnewconfig"):
            if mode == "helpnewconfig" and not self._loaded:
                # Help is printed while conf has computed no more than it took to come there.
                unmet.follow()
                printer = Printer(config.values, self._prefix, lambda symbol: unmet.order.known[symbol])
            for entry in conf.new_entries(config, unmet.shown):
                if mode == "helpnewconfig":
                    sys.stdout.write(f"-----\n\n{printer.help_text(entry)}\n-----\n")
                else:
                    symbol = config.kernel.index.entry_symbol[entry]
                    if symbol in config.kernel.index.members:
                        continue
                    line = symbol_line(config.values, symbol, self._prefix)
                    sys.stdout.write(line if line[0] != "#" else f"{line.split()[1]}=n\n")

    def _write(self, kernel: Kernel, config: Configuration, unmet: UnmetDependencies, unchanged: bool) -> int:
        if self._mode == "savedefconfig":
            from kconfig_index.config_file import minimal_config

            text = minimal_config(config.values, self._prefix)
            unmet.written(anew=True)
            try:
                Path(self._file).write_bytes(text.encode("utf-8", "surrogateescape"))
            except OSError:
                raise ExitWithError(f"n*** Error while saving defconfig to: {self._file}\n\n") from None
            return 0
        if self._mode in ("listnewconfig", "helpnewconfig"):
            return 0
        synchronize = self._mode == "syncconfig"
        try:
            if not (synchronize and self._variables.get("KCONFIG_NOSILENTUPDATE")):
                overwrite = bool(self._variables.get("KCONFIG_OVERWRITECONFIG"))
                message = write_config(config.values, self._config_name, overwrite, self._prefix)
                unmet.written(anew=unchanged)
                self._say(message)
        except NotWrittenError as error:
            said = f"{error.printed}\n*** Error during writing of the configuration.\n\n"
            raise ExitWithError(said) from None
        try:
            BuildFiles(
                kernel, config.values, self._variables, self._text_of, sys.stderr.write, unmet, self._prefix
            ).write(synchronize)
        except NotWrittenError as error:
            sys.stderr.write(error.printed)
            if synchronize:
                raise ExitWithError("\n*** Error during sync of the configuration.\n\n") from None
        return 0

    def _say(self, message: str) -> None:
        if not self._silent:
            sys.stdout.write(f"#\n# {message}\n#\n")


def main(words: list[str], program: str = "conf") -> int:
    """Run with the given words of the command line; the exit code."""
    try:
        given = read_arguments(words, program)
        return Run(given.mode, given.file, given.silent, os.environ, given.toolchain or None).run(
            given.kconfig
        )
    except ExitWithError as error:
        sys.stdout.flush()
        sys.stderr.write(error.text)
    except KconfigError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still buffered goes nowhere, silently
        return 1
    return 1


def _drain_input() -> None:
    """Take what is waiting on standard input, so that a writer who feeds it until we end is not cut off in the middle.

    The kernel's own tests do so; `conf` itself ends before the pipe is full.
    """
    try:
        if stat.S_ISFIFO(os.fstat(0).st_mode):
            os.set_blocking(0, False)
            for _ in range(64):
                if not os.read(0, 1 << 16):
                    break
    except OSError:
        pass


def run() -> NoReturn:
    """The console script."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="surrogateescape")
    code = main(sys.argv[1:], Path(sys.argv[0]).name)
    _drain_input()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = code or 1
    os._exit(code)  # taking a million objects apart one by one would cost more than the run


if __name__ == "__main__":
    run()
