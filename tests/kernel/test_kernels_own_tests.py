"""The kernel's own tests of its Kconfig (`make testconfig`), pointed at `python -m kconfig_index`."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.kernel.conftest import RealKernel

ROOT = Path(__file__).parents[2]


def test_all_of_them_pass(kernel_612: RealKernel, tmp_path: Path) -> None:
    program = tmp_path / "scripts/kconfig/conf"
    program.parent.mkdir(parents=True)
    # They write newlines into the program's input as fast as they can until it has ended. Somebody has to keep the
    # other end open for a moment longer, or the last write fails where conf is just quicker.
    holder = "exec 9<&0; (exec sleep 3 >/dev/null 2>&1) & exec 9<&-"
    program.write_text(
        f'#!/bin/sh\n{holder}\nPYTHONPATH={ROOT} exec {sys.executable} -m kconfig_index "$@"\n'
    )
    program.chmod(0o755)
    done = subprocess.run(
        [
            *(sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
            str(kernel_612.source / "scripts/kconfig/tests"),
        ],
        cwd=tmp_path,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 14
