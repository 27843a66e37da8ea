"""How fast nixmenu is beside the kernel's own tools, as ratios measured in one run.

    python -m benchmarks.compare load cached predict screen [--rounds 5]

Each round runs both sides, one after the other, so that a busy machine slows both; the median of the rounds' ratios
counts. Nothing here decides a test. `predict` makes one real question-and-answer run, which takes a minute or two.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pexpect

import kconfig_index
from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.base import load_base
from nixmenu.layers.facts import bundled, load_facts
from nixmenu.layers.merge import merge
from tests.kernel import real_run
from tests.kernel.conftest import RealKernel, real_kernel

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
Timed = Callable[[], float]


def timed(
    command: list[str], directory: Path, variables: dict[str, str], codes: tuple[int, ...] = (0,)
) -> float:
    """Seconds of one command as a whole process."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=directory, env=variables, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in codes:
        raise SystemExit(f"{command} failed: {done.stderr[-1000:]}")
    return seconds


def until_seen(command: list[str], directory: Path, variables: dict[str, str], text: str) -> float:
    """Seconds until a full-screen program shows a text."""
    start = time.perf_counter()
    child = pexpect.spawn(
        command[0], command[1:], cwd=str(directory), env=variables, dimensions=(40, 120), timeout=120
    )
    child.expect(text)
    seconds = time.perf_counter() - start
    child.close(force=True)
    return seconds


class Bench:
    """The directories and environments that both sides run in."""

    def __init__(self, kernel: RealKernel, work: Path) -> None:
        self.kernel = kernel
        self.work = work
        self.real = {**kernel.variables, "TERM": "xterm-256color"}
        self.ours = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "XDG_CACHE_HOME": str(work / "cache"),
            "XDG_STATE_HOME": str(work / "state"),
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(work / "bytecode"),
            "TERM": "xterm-256color",
        }
        (work / "conf/include/config").mkdir(parents=True)
        (work / "conf/include/config/auto.conf").touch()
        self.conf("--defconfig=arch/x86/configs/x86_64_defconfig")

    def conf(self, mode: str) -> float:
        """The kernel's conf in a mode."""
        return timed([str(self.kernel.conf), mode, "Kconfig"], self.work / "conf", self.real)

    def load(self, cache: str) -> float:
        """A whole process that loads the tree and makes a configuration."""
        script = (
            "import os, kconfig_index, pathlib; "
            f"kernel = kconfig_index.load({str(self.kernel.source)!r}, 'x86_64', cache={cache}); "
            "kernel.configuration(); os._exit(0)"
        )
        return timed([PYTHON, "-c", script], self.work, self.ours)

    def nixmenu(self, *words: str) -> list[str]:
        """A command line of nixmenu for the kernel."""
        return [
            PYTHON,
            "-m",
            "nixmenu",
            *words,
            "--kernel",
            str(self.kernel.source),
            "--patches",
            str(self.work / "p.nix"),
        ]

    def predict(self) -> float:
        """`nixmenu predict` as a whole command."""
        return timed(
            self.nixmenu("predict", "-o", str(self.work / "predicted")), self.work, self.ours, (0, 1)
        )

    def our_screen(self) -> float:
        """Until the tree is on the screen."""
        return until_seen(self.nixmenu(), self.work, self.ours, "eneral setup")

    def menuconfig(self) -> float:
        """Until `make menuconfig` shows its first screen; it was built before."""
        built = self.work / "menuconfig"
        built.mkdir(exist_ok=True)
        command = ["make", "-C", str(self.kernel.source), f"O={built}", "ARCH=x86_64", "menuconfig"]
        return until_seen(
            command, self.work, self.real, "eneral setup"
        )  # the first letter has a colour of its own


def ratios(name: str, ours: Timed, theirs: Timed, rounds: int, limit: float) -> None:
    """Run both in turn and print what came out."""
    ours()
    theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{name:<28} {mine:7.3f} s  against {other:7.3f} s   ratio {ratio:.3f}  (wanted: at most {limit})",
        flush=True,
    )


def predict(bench: Bench, rounds: int) -> None:
    """The command against one real run from the same answers."""
    bench.predict()
    mine = statistics.median(bench.predict() for _ in range(rounds))
    source = bench.kernel.source
    kernel = kconfig_index.load(source, "x86_64", cache=None)
    definitions = load_facts(bundled(), "x86_64-linux", kernel.version).definitions
    answers = format_answers(merge(definitions).answers)
    base = load_base(kernel, "defconfig").dot_config
    directory = bench.work / "real"
    directory.mkdir()
    conf = real_run.marked_conf(source, bench.kernel.conf, directory)
    start = time.perf_counter()
    real_run.real_run(
        conf, real_run.environment_for(source, "x86_64"), base, answers, real_run.Rules(), directory
    )
    seconds = time.perf_counter() - start
    print(
        f"{'predict':<28} {mine:7.3f} s  against {seconds:7.3f} s   {seconds / mine:.0f} times faster (wanted: 60)"
    )


def main() -> None:
    """Measure what is named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="*", default=["load", "cached", "screen"])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(real_kernel("6.12"), Path(work))
        cache = f"pathlib.Path({str(Path(work) / 'cache')!r})"
        for what in given.what:
            if what == "load":
                theirs = partial(bench.conf, "--olddefconfig")
                ratios("load, nothing cached", partial(bench.load, "None"), theirs, given.rounds, 0.8)
            elif what == "cached":
                theirs = partial(bench.conf, "--olddefconfig")
                ratios("load, cached", partial(bench.load, cache), theirs, given.rounds, 0.2)
            elif what == "predict":
                predict(bench, given.rounds)
            elif what == "screen":
                if shutil.which("make") is None:
                    raise SystemExit("needs make, gcc and libncurses-dev for menuconfig")
                ratios("first screen, cached", bench.our_screen, bench.menuconfig, given.rounds, 0.35)
            else:
                raise SystemExit(f"nothing is called '{what}'; there are load, cached, predict and screen")


if __name__ == "__main__":
    main()
