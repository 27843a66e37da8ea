"""Predictions against real runs of the kernel's own `conf`: the same `.config`, the same messages, the same deaths.

Short runs are made on the spot. Runs of one to two minutes were recorded with the versions they hold for, and are
compared where the versions are these; where they are not, such a test skips, and in CI makes the run. With
NIXMENU_TEST_LONG=1 all are made on the spot; they are recorded anew by

    NIXMENU_TEST_RECORD=1 python -m pytest tests/kernel/test_predict.py -k long
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import kconfig_index
from kconfig_index import Kernel
from nixmenu.generator import Rules
from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.base import load_base
from nixmenu.layers.default_target import default_target
from nixmenu.layers.definition import Definition
from nixmenu.layers.facts import bundled, load_facts
from nixmenu.layers.merge import merge
from nixmenu.opening import architectures
from nixmenu.prediction import Inputs, Prediction, predict
from nixmenu.session import Session, SessionOptions
from tests.kernel import real_run
from tests.kernel.conftest import RealKernel

RECORDED = Path(__file__).parent / "recorded"
RECORDING = bool(os.environ.get("NIXMENU_TEST_RECORD"))
LONG = RECORDING or bool(os.environ.get("NIXMENU_TEST_LONG"))


@pytest.fixture(scope="module")
def kernel(kernel_612: RealKernel, tmp_path_factory: pytest.TempPathFactory) -> Kernel:
    return kconfig_index.load(kernel_612.source, "x86_64", cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def marked_conf(kernel_612: RealKernel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kernel's conf, made to say when it waits."""
    return real_run.marked_conf(kernel_612.source, kernel_612.conf, tmp_path_factory.mktemp("conf"))


def predicted(kernel: Kernel, base: str, answers: str, rules: real_run.Rules) -> Prediction:
    ours = Rules(rules.auto_modules, rules.prefer_builtin, rules.ignore_config_errors)
    return predict(Inputs(kernel, base, answers, (), ours, "", 0))


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
def test_short_runs_without_auto_modules(
    kernel: Kernel,
    kernel_612: RealKernel,
    marked_conf: Path,
    tmp_path: Path,
    base: str,
    answers: str,
    death: str | None,
) -> None:
    rules = real_run.Rules(auto_modules=False)
    start = load_base(kernel, base).dot_config
    environment = real_run.environment_for(kernel_612.source, "x86_64")
    real = real_run.real_run(marked_conf, environment, start, answers, rules, tmp_path)
    assert real.fatal == death
    assert_same(predicted(kernel, start, answers, rules), real)


@dataclass(frozen=True)
class LongCase:
    """NixOS's own answers with a user's on top."""

    name: str
    base: str
    user: Sequence[Definition] = ()


def forced(value: str, *names: str) -> list[Definition]:
    return [Definition(name, value, None, priority=50) for name in names]


DRIVERS = """
DRM_RADEON DRM_NOUVEAU DRM_AMDGPU SOUND INFINIBAND ISDN PCMCIA MEDIA_SUPPORT STAGING IIO HAMRADIO
FDDI ATM WLAN BT SCSI_LOWLEVEL FIREWIRE INPUT_TOUCHSCREEN INPUT_TABLET INPUT_JOYSTICK RC_CORE MTD
PARPORT WATCHDOG CAN NFC BTRFS_FS XFS_FS OCFS2_FS GFS2_FS REISERFS_FS JFS_FS F2FS_FS
CEPH_FS CIFS NFSD
"""

LONG_CASES = (
    LongCase("nixos", "defconfig"),
    LongCase(
        "nixos-slim",
        "defconfig",
        [
            *forced("n", *DRIVERS.split()),
            *forced("y", "PREEMPT", "HZ_250", "EXT4_FS"),
            Definition("PREEMPT_VOLUNTARY", None, None, priority=50),
            Definition("NR_CPUS", None, "8", priority=50),
            Definition("LOCALVERSION", None, "-slim"),
            Definition("E1000", "y", None, optional=True),
        ],
    ),
    LongCase("nixos-on-tinyconfig", "tinyconfig"),
)


def real_result(
    case: LongCase, kernel: Kernel, kernel_612: RealKernel, marked_conf: Path, directory: Path
) -> real_run.Recording:
    """The recording, if it holds here; else a real run, where those are wanted."""
    path = RECORDED / f"{case.name}-6.12-x86_64.json.xz"
    compiler = real_run.compiler_version()
    if not LONG:
        recording = real_run.Recording.read(path)
        if (recording.kernel, recording.compiler) == (kernel.version, compiler):
            return recording
        if os.environ.get("CI") != "true":
            pytest.skip(
                f"recorded with Linux {recording.kernel} and {recording.compiler}, here are Linux {kernel.version}"
                f" and {compiler}; NIXMENU_TEST_LONG=1 makes the real run"
            )
    facts = load_facts(bundled(), "x86_64-linux", kernel.version)
    answers = format_answers(merge((*facts.definitions, *case.user)).answers)
    base = load_base(kernel, case.base).dot_config
    rules = real_run.Rules()
    environment = real_run.environment_for(kernel_612.source, "x86_64")
    result = real_run.real_run(marked_conf, environment, base, answers, rules, directory)
    recording = real_run.Recording(kernel.version, compiler, "x86_64", base, answers, rules, result)
    if RECORDING:
        RECORDED.mkdir(exist_ok=True)
        recording.write(path)
    return recording


@pytest.mark.parametrize("case", LONG_CASES, ids=lambda case: case.name)
def test_long_runs(
    case: LongCase, kernel: Kernel, kernel_612: RealKernel, marked_conf: Path, tmp_path: Path
) -> None:
    real = real_result(case, kernel, kernel_612, marked_conf, tmp_path)
    assert_same(predicted(kernel, real.base, real.answers, real.rules), real.result)


def test_a_session_predicts_what_nixos_alone_builds(
    kernel: Kernel, kernel_612: RealKernel, marked_conf: Path, tmp_path: Path
) -> None:
    if LONG:
        pytest.skip("compares with the recording")
    real = real_result(LONG_CASES[0], kernel, kernel_612, marked_conf, tmp_path)
    options = SessionOptions(kernel=kernel_612.source, arch="x86_64", patches=tmp_path / "none.nix")
    session = Session.open(options)
    assert_same(session.predict(), real.result)


def test_tinyconfig_is_what_make_makes(kernel: Kernel, kernel_612: RealKernel, tmp_path: Path) -> None:
    source, config = kernel_612.source, tmp_path / ".config"
    seed = str(source / "kernel/configs/tiny-base.config")
    kernel_612.run(tmp_path, "--allnoconfig", "Kconfig", KCONFIG_ALLCONFIG=seed)
    fragments = [source / "kernel/configs/tiny.config", source / "arch/x86/configs/tiny.config"]
    variables = {**kernel_612.variables, "KCONFIG_CONFIG": str(config)}
    merge_script = ["sh", str(source / "scripts/kconfig/merge_config.sh"), "-m", ".config"]
    real_run.run_quietly([*merge_script, *map(str, fragments)], tmp_path, variables)
    kernel_612.run(tmp_path, "--olddefconfig", "Kconfig")
    assert load_base(kernel, "tinyconfig").dot_config == config.read_text()


def test_defconfig_is_found_for_every_architecture(kernel_612: RealKernel) -> None:
    source = kernel_612.source
    made_of_fragments = {"mips", "powerpc", "um"}
    for srcarch in set(architectures(source)) - made_of_fragments:
        arch = "x86_64" if srcarch == "x86" else srcarch
        target = default_target(source, srcarch, arch)
        assert (source / "arch" / srcarch / "configs" / target).is_file(), srcarch
