"""How fast nixmenu is beside the kernel's own tools, as ratios measured in one run.

    python -m benchmarks.compare load cached predict screen [--rounds 5]

Each round runs both sides, one after the other, so that a busy machine slows both; the median of the rounds' ratios
counts. Nothing here decides a test. `predict` makes one real question-and-answer run, which takes a minute or two.
`screen` is the first screen, which has values where the kernel is cached; `first` is the tree that one can walk in
where nothing is cached, and then the values in it. `remembered` is a load with nothing cached but the answers of
commands, `edited` one after a change to the tree, so that every other file's statements are known. `change`, `search`
and `refresh` are latencies within one process, `flat` is the time per symbol on trees of growing size, `memory` what a
load takes. What a key costs in the interface is in `benchmarks.keys`.
"""

import argparse
import os
import random
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
from kconfig_index.loader import load_in
from kconfig_index.search import Search
from nixmenu.generator import replay
from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.base import load_base
from nixmenu.layers.facts import bundled, load_facts
from nixmenu.layers.merge import merge
from nixmenu.opening import open_layers
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions
from tests.kernel import marked_conf, real_run
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

    def load_again(self, keep: tuple[str, ...]) -> float:
        """A load whose index does not hold any more, with what is kept beside it; the version is what changes."""
        for path in (self.work / "cache").iterdir():
            if path.suffix not in keep:
                path.unlink()
        self.ours["KERNELVERSION"] = "1" if self.ours.get("KERNELVERSION") == "2" else "2"
        return self.load(f"pathlib.Path({str(self.work / 'cache')!r})")

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

    def our_screen(self, text: str = "eneral setup") -> float:
        """Until the tree is on the screen, or another text."""
        return until_seen(self.nixmenu(), self.work, self.ours, text)

    def our_first_screen(self) -> float:
        """The same where nothing is cached, as at the first start."""
        shutil.rmtree(self.work / "cache", ignore_errors=True)
        return self.our_screen()

    def our_first_values(self) -> float:
        """Until there are values in it: the heading names the base when they are there."""
        shutil.rmtree(self.work / "cache", ignore_errors=True)
        return self.our_screen("x86_64_defconfig")

    def menuconfig(self) -> float:
        """Until `make menuconfig` shows its first screen; it was built before."""
        built = self.work / "menuconfig"
        built.mkdir(exist_ok=True)
        command = ["make", "-C", str(self.kernel.source), f"O={built}", "ARCH=x86_64", "menuconfig"]
        return until_seen(
            command, self.work, self.real, "eneral setup"
        )  # the first letter has a colour of its own


def ratios(name: str, ours: Timed, theirs: Timed, rounds: int, limit: float | None) -> None:
    """Run both in turn and print what came out."""
    ours()
    theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    wanted = "" if limit is None else f"  (wanted: at most {limit})"
    print(f"{name:<28} {mine:7.3f} s  against {other:7.3f} s   ratio {ratio:.3f}{wanted}", flush=True)


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
    build = bench.work / "marked"
    build.mkdir()
    environment = marked_conf.environment_for(source, "x86_64")
    conf = marked_conf.Conf(source, environment, build, plain=True)
    start = time.perf_counter()
    real_run.real_run(conf, base, answers, real_run.Rules(), directory)
    seconds = time.perf_counter() - start
    times = f"{seconds / mine:.0f} times faster (wanted: at least 120, and at most 0.6 s)"
    print(f"{'predict':<28} {mine:7.3f} s  against {seconds:7.3f} s   {times}")


def memory(bench: Bench) -> None:
    """What a process holds after a load with nothing cached and after one from the cache, and its peak."""
    script = (
        "import gc, kconfig_index, pathlib, resource; "
        "kernel = kconfig_index.load({source!r}, 'x86_64', cache={cache}); config = kernel.configuration(); "
        "gc.collect(); "
        "held = [line for line in open('/proc/self/status') if line.startswith('VmRSS')][0].split()[1]; "
        "print(int(held) // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    for name, cache in (
        ("nothing cached", "None"),
        ("cached", f"pathlib.Path({str(bench.work / 'cache')!r})"),
    ):
        command = [PYTHON, "-c", script.format(source=str(bench.kernel.source), cache=cache)]
        for _ in range(2):
            done = subprocess.run(command, env=bench.ours, capture_output=True, text=True, check=True)
        held, peak = done.stdout.split()
        print(
            f"{'memory, ' + name:<28} {held} MB after the load, {peak} MB at most   (wanted: at most 150 MB)"
        )


def percentiles(name: str, seconds: list[float], wanted: float) -> None:
    """Print the middle and the slow end of many latencies."""
    ordered = sorted(seconds)
    middle, slow = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.95))
    print(f"{name:<28} p50 {middle:7.3f} ms   p95 {slow:7.3f} ms   (wanted: p95 at most {wanted} ms)")


def change(bench: Bench) -> None:
    """A thousand random answers, each with the recomputation of all that it reaches."""
    kernel = kconfig_index.load(bench.kernel.source, "x86_64")
    config = kernel.configuration()
    config.load((bench.kernel.source / "arch/x86/configs/x86_64_defconfig").read_text())
    chance = random.Random(6_12)
    symbols = list(kernel.symbols.values())
    seconds: list[float] = []
    while len(seconds) < 1000:
        symbol = chance.choice(symbols)
        values = config.assignable(symbol)
        if values:
            start = time.perf_counter()
            config.set(symbol, chance.choice(values))
            seconds.append(time.perf_counter() - start)
    percentiles("one change", seconds, 2)


def search(bench: Bench) -> None:
    """Every key while words out of prompts are typed."""
    kernel = kconfig_index.load(bench.kernel.source, "x86_64")
    index = Search(kernel)
    chance = random.Random(6_12)
    prompts = [symbol.prompt for symbol in kernel.symbols.values() if symbol.prompt]
    seconds: list[float] = []
    for _ in range(150):
        word = chance.choice(chance.choice(prompts).split())
        for end in range(1, len(word) + 1):
            start = time.perf_counter()
            index.find(word[:end])
            seconds.append(time.perf_counter() - start)
    percentiles("one key of a search", seconds, 20)


def refresh(bench: Bench) -> None:
    """A hundred random edits of an open session, each with the result that follows, beside whole runs."""
    options = SessionOptions(kernel=bench.kernel.source, arch="x86_64", patches=bench.work / "no.nix")
    opened = open_layers(options, None)
    session = Session(opened, options.entry)
    session.accept(session.predict())
    chance = random.Random(6_12)
    symbols = [symbol for symbol in session.kernel.symbols.values() if symbol.prompt]
    seconds: list[float] = []
    while len(seconds) < 100:
        symbol = chance.choice(symbols)
        values = session.assignable(symbol)
        start = time.perf_counter()
        if values and session.edit(symbol, chance.choice(values)) is None and session.prediction is not None:
            if session.prediction.revision == session.revision:
                continue
            prediction = session.predict()
            seconds.append(time.perf_counter() - start)
            if prediction.fatal is None:
                session.accept(prediction)
            else:
                session.undo()
    percentiles("result after one more edit", seconds, 300)
    whole = []
    for _ in range(5):
        replies = session.predict().replies
        start = time.perf_counter()
        replay(opened.kernel, opened.base.dot_config, replies, opened.rules)
        whole.append(time.perf_counter() - start)
    middle = statistics.median(seconds) / statistics.median(whole)
    print(f"{'':<28} {middle:.2f} of the whole run, which takes {statistics.median(whole) * 1000:.0f} ms")


def flat(bench: Bench, rounds: int) -> None:
    """Time per symbol of a load without commands: Linux 6.1, Linux 6.12, and trees of one, two and four copies."""
    trees = [real_kernel("6.1").source, bench.kernel.source]
    for copies in (1, 2, 4):
        tree = bench.work / f"copies-{copies}"
        tree.mkdir()
        (tree / "Kconfig").write_text("".join(f'source "part{copy}"\n' for copy in range(copies)))
        for copy in range(copies):
            # Each option depends on one before it, and selects what all of them select.
            options = (
                f'config C{copy}_{number}\n\ttristate "Option {number}"\n'
                f"\tdepends on C{copy}_{number // 2} || !C{copy}_0\n"
                f"\tselect C{copy}_BASE if C{copy}_{number // 3}\n"
                f"\thelp\n\t  Some text about option {number}.\n"
                for number in range(1, 8000)
            )
            base = f"config C{copy}_0\n\tbool\nconfig C{copy}_BASE\n\ttristate\n"
            (tree / f"part{copy}").write_text(base + "".join(options))
        trees.append(tree)
    for tree in trees:
        seconds = []
        for _ in range(rounds):
            start = time.process_time()
            kernel = load_in(
                tree, {"ARCH": "x86_64", "SRCARCH": "x86", "PATH": ""}, cache=None, run_shell=False
            )
            seconds.append(time.process_time() - start)
        symbols = len(kernel.symbols)
        print(
            f"{tree.name:<28} {symbols:6} symbols   {statistics.median(seconds) / symbols * 1e6:6.1f} µs of CPU each"
        )


def main() -> None:
    """Measure what is named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="*", default=["load", "cached", "screen"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--series", choices=["6.12", "6.1"], default="6.12")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(real_kernel(given.series), Path(work))
        cache = f"pathlib.Path({str(Path(work) / 'cache')!r})"
        for what in given.what:
            if what == "load":
                theirs = partial(bench.conf, "--olddefconfig")
                ratios("load, nothing cached", partial(bench.load, "None"), theirs, given.rounds, 0.6)
            elif what in ("remembered", "edited"):
                theirs = partial(bench.conf, "--olddefconfig")
                bench.load(cache)
                kept = (".index", ".statements") if what == "edited" else (".index",)
                ratios(f"load, {what}", partial(bench.load_again, kept), theirs, given.rounds, 0.6)
                bench.ours.pop("KERNELVERSION", None)
            elif what == "memory":
                memory(bench)
            elif what == "cached":
                theirs = partial(bench.conf, "--olddefconfig")
                ratios("load, cached", partial(bench.load, cache), theirs, given.rounds, 0.15)
            elif what == "predict":
                predict(bench, given.rounds)
            elif what == "screen":
                if shutil.which("make") is None:
                    raise SystemExit("needs make, gcc and libncurses-dev for menuconfig")
                bench.predict()  # writes the cache, which a program that is killed at its first screen does not
                ratios("first screen, cached", bench.our_screen, bench.menuconfig, given.rounds, 0.25)
            elif what == "first":
                for name, ours, limit in (
                    ("first tree, nothing cached", bench.our_first_screen, 0.6),
                    ("its values", bench.our_first_values, None),
                ):
                    ratios(name, ours, bench.menuconfig, given.rounds, limit)
            elif what == "change":
                change(bench)
            elif what == "search":
                search(bench)
            elif what == "refresh":
                refresh(bench)
            elif what == "flat":
                flat(bench, given.rounds)
            else:
                known = (
                    "load, remembered, edited, cached, memory, predict, "
                    "screen, first, change, search, refresh and flat"
                )
                raise SystemExit(f"nothing is called '{what}'; there are {known}")


if __name__ == "__main__":
    main()
