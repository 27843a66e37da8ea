"""Predictions against real runs of the kernel's own `conf`: the same `.config`, the same messages, the same deaths.

Quick runs are made on the spot. The long ones were recorded, with the answers of the toolchain that they were made
with, and are compared wherever the same kernel source is; with another one they skip. All are made on the spot by

    NIXMENU_TEST_LONG=1 python -m pytest tests/kernel/test_predict.py

and recorded anew by NIXMENU_TEST_RECORD=1 with `-k long_runs`. NIXMENU_TEST_MIXTURES=N tries N further mixtures on
every system.
"""

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import kconfig_index
from kconfig_index import Kernel
from nixmenu.kernel_source import architectures
from nixmenu.layers.base import load_base
from nixmenu.layers.default_target import default_target
from nixmenu.prediction import Prediction, predict
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions
from tests.kernel import marked_conf, real_run
from tests.kernel.conftest import RealKernel, real_kernel
from tests.kernel.predict_cases import (
    ALL,
    ARM,
    CASES,
    OLD_ARM,
    OLD_X86,
    X86,
    Case,
    Run,
    System,
    mixture,
    prepare,
)
from tests.kernel.recordings import Recordings, sources_of

RECORDING = bool(os.environ.get("NIXMENU_TEST_RECORD"))
LONG = RECORDING or bool(os.environ.get("NIXMENU_TEST_LONG"))
MIXTURES = int(os.environ.get("NIXMENU_TEST_MIXTURES", "0"))


class Here:
    """One kernel for one architecture on this machine: ours, and the real conf to run beside it."""

    def __init__(self, system: System, directory: Path) -> None:
        series, arch = system
        self._directory = directory
        self.source = real_kernel(series).source
        self.kernel = kconfig_index.load(self.source, arch, cache=directory)
        self._environment = marked_conf.environment_for(self.source, arch)
        self.conf: marked_conf.Conf | None = None

    def run(self, run: Run) -> real_run.RealResult:
        """The real run."""
        if self.conf is None:
            self.conf = self.build("conf")
        return self.run_with(self.conf, run)

    def build(self, name: str, *, plain: bool = False) -> marked_conf.Conf:
        """The kernel's conf, made to say when it waits."""
        directory = self._directory / name
        directory.mkdir()
        return marked_conf.Conf(self.source, self._environment, directory, plain=plain)

    def run_with(self, conf: marked_conf.Conf, run: Run) -> real_run.RealResult:
        """The real run by one of the two."""
        with TemporaryDirectory(dir=self._directory) as place:
            return real_run.real_run(conf, run.base, run.answers, run.rules, Path(place))

    def recordings(self) -> Recordings:
        """What a recording made here holds for, without any run yet."""
        facts = self._directory / "toolchain.json"
        self.kernel.save_toolchain(facts)
        return Recordings(
            self.kernel.version,
            marked_conf.compiler_version(),
            sources_of(self.kernel),
            json.loads(facts.read_text()),
        )


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[System], Here]]:
    """The kernel of a system as this machine's tools see it."""
    made: list[Here] = []

    @cache
    def make(system: System) -> Here:
        made.append(Here(system, tmp_path_factory.mktemp("-".join(system))))
        return made[-1]

    yield make
    for place in made:
        if place.conf is not None:
            place.conf.stop()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[System], tuple[Recordings, Kernel, bool]]:
    """The recordings of a system, the kernel as their toolchain sees it, and whether its source is the same."""

    def load(system: System) -> tuple[Recordings, Kernel, bool]:
        recordings = Recordings.read(Recordings.path(*system))
        directory = tmp_path_factory.mktemp("-".join(system))
        facts = directory / "toolchain.json"
        facts.write_text(json.dumps(recordings.toolchain))
        series, arch = system
        environment = {"PATH": str(directory / "nothing")}
        kernel = kconfig_index.load(
            real_kernel(series).source,
            arch,
            environment=environment,
            cache=directory,
            run_shell=False,
            toolchain=facts,
        )
        return recordings, kernel, sources_of(kernel) == recordings.sources

    return cache(load)


@pytest.fixture(scope="module")
def record(here: Callable[[System], Here]) -> Iterator[Callable[[System], Recordings]]:
    """Where the runs of a system are put if they are recorded; what was recorded elsewhere makes way."""

    @cache
    def kept(system: System) -> Recordings:
        path, new = Recordings.path(*system), here(system).recordings()
        old = Recordings.read(path) if path.exists() else new
        changed[path] = old if old.holds_for(new) else new
        return changed[path]

    changed: dict[Path, Recordings] = {}
    yield kept
    for path, recordings in changed.items():
        recordings.write(path)


def assert_same(prediction: Prediction, real: real_run.RealResult) -> None:
    assert prediction.fatal == real.fatal
    if real.fatal is not None:
        return
    assert prediction.dot_config == real.dot_config
    said = tuple(message.text for message in prediction.messages if message.kind in ("unused", "not-set"))
    assert said == real.messages
    assert prediction.questions == real.questions


MIXED = """\
LOCALVERSION -mixed
DEFAULT_HOSTNAME
BASE_SMALL y
HZ_300 y
PREEMPT y
DRM n
NR_CPUS 17
LOG_BUF_SHIFT 25
PHYSICAL_START 0x200000
USB? m
EXT4_FS m
NET_9P? y
SND n
CONFIG_NET y
NO_SUCH_OPTION y
X86_64 n
CC_HAS_ASM_GOTO_OUTPUT? n # neither is ever asked for
"""


@pytest.mark.parametrize(
    ("base", "answers", "death"),
    [
        pytest.param("defconfig", MIXED, None, id="mixed"),
        pytest.param("tinyconfig", "NET y\nMODULES y\nSLUB_TINY n\nINET? y\nPACKET m\n", None, id="tiny"),
        pytest.param("allnoconfig", "PCI y\nCOMPACTION? y\nKERNEL_XZ y\n64BIT n\n", None, id="allno"),
        pytest.param("defconfig", "SYSVIPC m\n", "repeated question: System V IPC", id="no-module"),
        pytest.param("defconfig", "NR_CPUS 0\n", "repeated question: Maximum number of CPUs", id="range"),
        pytest.param("defconfig", "PREEMPT y\nPREEMPT_NONE y\n", "conflicting answers!", id="choice"),
        pytest.param("defconfig", "A y\nB=y # b\n", "invalid config line: B=y ", id="line"),
    ],
)
def test_quick_runs_without_auto_modules(
    here: Callable[[System], Here], base: str, answers: str, death: str | None
) -> None:
    kernel = here(X86).kernel
    run = Run(load_base(kernel, base).dot_config, answers, real_run.Rules(auto_modules=False))
    real = here(X86).run(run)
    assert real.fatal == death
    assert_same(predict(run.inputs(kernel)), real)


@pytest.mark.parametrize("system", [ARM, OLD_X86, OLD_ARM], ids="-".join)
def test_quick_runs_elsewhere(here: Callable[[System], Here], system: System) -> None:
    rules = {"auto_modules": False}
    case = Case("quick", mixture, base="tinyconfig", nixos=False, survives=True, rules=rules)
    run = prepare(case, here(system).kernel)
    assert_same(predict(run.inputs(here(system).kernel)), here(system).run(run))


def test_short_cuts_of_conf_change_nothing(here: Callable[[System], Here]) -> None:
    case = Case("short-cuts", mixture, base="allnoconfig", nixos=False, survives=True)
    run = prepare(case, here(X86).kernel)
    assert here(X86).run_with(here(X86).build("plain", plain=True), run) == here(X86).run(run)


LONG_RUNS = [
    pytest.param(case, system, id=f"{'-'.join(system)}-{case.name}")
    for case in CASES
    for system in case.systems
]


@pytest.mark.parametrize(("case", "system"), LONG_RUNS)
def test_long_runs(
    here: Callable[[System], Here],
    recorded: Callable[[System], tuple[Recordings, Kernel, bool]],
    record: Callable[[System], Recordings],
    case: Case,
    system: System,
) -> None:
    if LONG:
        kernel = here(system).kernel
        run = prepare(case, kernel)
        real = here(system).run(run)
        if RECORDING:
            record(system).add(case.name, case.base, run, real)
    else:
        recordings, kernel, holds = recorded(system)
        if not holds:
            pytest.skip(
                f"recorded with another source of Linux {recordings.kernel} than this {kernel.version};"
                " NIXMENU_TEST_LONG=1 makes the real run"
            )
        assert kernel.assumptions == []
        run, real = recordings.run(case.name)
        assert load_base(kernel, case.base).dot_config == run.base
    assert_same(predict(run.inputs(kernel)), real)


def test_every_recording_is_of_a_case() -> None:
    for system in ALL:
        names = {case.name for case in CASES if system in case.systems}
        assert Recordings.read(Recordings.path(*system)).cases.keys() == names


@pytest.mark.skipif(not MIXTURES, reason="set NIXMENU_TEST_MIXTURES to how many shall be tried")
@pytest.mark.parametrize("system", ALL, ids="-".join)
@pytest.mark.parametrize("number", range(MIXTURES or 1))
def test_further_mixtures(here: Callable[[System], Here], system: System, number: int) -> None:
    run = prepare(Case(f"further-{number}", mixture, survives=True), here(system).kernel)
    assert_same(predict(run.inputs(here(system).kernel)), here(system).run(run))


def test_a_session_predicts_what_nixos_alone_builds(here: Callable[[System], Here], tmp_path: Path) -> None:
    real = here(X86).run(prepare(CASES[0], here(X86).kernel))
    options = SessionOptions(kernel=here(X86).source, arch="x86_64", patches=tmp_path / "none.nix")
    assert_same(Session.open(options).predict(), real)


def test_tinyconfig_is_what_make_makes(
    here: Callable[[System], Here], kernel_612: RealKernel, tmp_path: Path
) -> None:
    source, config = kernel_612.source, tmp_path / ".config"
    seed = str(source / "kernel/configs/tiny-base.config")
    kernel_612.run(tmp_path, "--allnoconfig", "Kconfig", KCONFIG_ALLCONFIG=seed)
    fragments = [source / "kernel/configs/tiny.config", source / "arch/x86/configs/tiny.config"]
    variables = {**kernel_612.variables, "KCONFIG_CONFIG": str(config)}
    merge_script = ["sh", str(source / "scripts/kconfig/merge_config.sh"), "-m", ".config"]
    marked_conf.run_quietly([*merge_script, *map(str, fragments)], tmp_path, variables)
    kernel_612.run(tmp_path, "--olddefconfig", "Kconfig")
    assert load_base(here(X86).kernel, "tinyconfig").dot_config == config.read_text()


def test_defconfig_is_found_for_every_architecture(kernel_612: RealKernel) -> None:
    source = kernel_612.source
    made_of_fragments = {"mips", "powerpc", "um"}
    for srcarch in set(architectures(source)) - made_of_fragments:
        arch = "x86_64" if srcarch == "x86" else srcarch
        target = default_target(source, srcarch, arch)
        assert (source / "arch" / srcarch / "configs" / target).is_file(), srcarch
