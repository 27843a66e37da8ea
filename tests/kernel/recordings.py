"""Results of real runs, kept as test data with what they hold for.

One file holds the runs on one kernel series and architecture: the kernel's version, the toolchain that answered its
questions, the base configurations, and each case's answers and result, as packed JSON (`xzcat` shows it). With the
toolchain's answers in it the comparison can be made on any machine that has the same kernel source.
"""

import json
import lzma
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kconfig_index import Kernel
from tests.kernel.marked_conf import conf_sources
from tests.kernel.predict_cases import Run
from tests.kernel.real_run import RealResult, Rules

DIRECTORY = Path(__file__).parent / "recorded"
MADE_BY = "NIXMENU_TEST_RECORD=1 python -m pytest tests/kernel/test_predict.py -k long_runs"


def sources_of(kernel: Kernel) -> str:
    """The SHA-256 of the Kconfig files of a kernel and of the sources of its `conf`."""
    kconfig = [kernel.srctree / name for name in sorted(kernel.index.files)]
    return sha256(b"".join(path.read_bytes() for path in kconfig + conf_sources(kernel.srctree))).hexdigest()


@dataclass
class Recordings:
    """The recorded runs of one kernel series on one architecture.

    `sources` is the SHA-256 of what the results rest on beside the toolchain: `sources_of` says what that is.
    """

    kernel: str
    compiler: str
    sources: str
    toolchain: Mapping[str, Any]
    bases: dict[str, str] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)

    @staticmethod
    def path(series: str, arch: str) -> Path:
        """Where those of a series and an architecture are."""
        return DIRECTORY / f"linux-{series}-{arch}.json.xz"

    @classmethod
    def read(cls, path: Path) -> "Recordings":
        """What a file holds."""
        data = json.loads(lzma.decompress(path.read_bytes()))
        del data["made_by"]
        return cls(**data)

    def write(self, path: Path) -> None:
        """Save all; the cases are in the order of their names, so that the same runs make the same file."""
        self.cases = dict(sorted(self.cases.items()))
        used = {case["base"] for case in self.cases.values()}
        self.bases = {name: text for name, text in sorted(self.bases.items()) if name in used}
        text = json.dumps({"made_by": MADE_BY, **asdict(self)}, indent=1)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))

    def holds_for(self, other: "Recordings") -> bool:
        """Whether runs of another machine or day may stand beside these."""
        mine, theirs = ((one.kernel, one.compiler, one.sources, one.toolchain) for one in (self, other))
        return mine == theirs

    def add(self, name: str, base: str, run: Run, result: RealResult) -> None:
        """Keep a run; `base` names where it starts from."""
        self.bases[base] = run.base
        self.cases[name] = {
            "base": base,
            "answers": run.answers,
            "rules": asdict(run.rules),
            "result": asdict(result),
        }

    def run(self, name: str) -> tuple[Run, RealResult]:
        """What went into a recorded run and what came out of it."""
        case = self.cases[name]
        result = dict(case["result"])
        messages, questions = tuple(result.pop("messages")), tuple(result.pop("questions"))
        run = Run(self.bases[case["base"]], case["answers"], Rules(**case["rules"]))
        return run, RealResult(messages=messages, questions=questions, **result)
