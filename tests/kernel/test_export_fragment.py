"""An exported fragment, merged by the kernel's own tools: every option that it names has its value."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kconfig_index import config_file
from nixmenu.export import export
from nixmenu.session import Session
from nixmenu.session_options import SessionOptions
from tests.kernel.conftest import RealKernel

NEEDED = ["BLOCK", "EXPERT", "MODULES", "NET", "NETWORK_FILESYSTEMS", "PCI", "SMP"]
"""What the others depend on, so that the fragment stands by itself."""
WANTED = {
    **dict.fromkeys(NEEDED, "y"),
    "9P_FS": "m",
    "BLK_DEV_NVME": "y",
    "DRM_RADEON": "n",
    "HZ_1000": "y",
    "LOCALVERSION": '-"a" \\b',
    "MAXSMP": "n",
    "NET_9P": "m",
    "NR_CPUS": "16",
    "PHYSICAL_START": "0x2000000",
    "SOUND": "n",
}


@pytest.fixture(scope="module")
def fragment(kernel_612: RealKernel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fragment of what a user wants of 6.12, exported."""
    folder = tmp_path_factory.mktemp("fragment")
    options = SessionOptions(
        kernel=kernel_612.source,
        arch="x86_64",
        patches=folder / "kernel-patches.nix",
        common_config="none",
        run_shell=False,
    )
    session = Session.open(options)
    for name, value in WANTED.items():
        assert session.edit(session.kernel.symbols[name], value) is None
    exported = export(session, "fragment")
    assert exported.notes == ()
    path = folder / "mine.config"
    path.write_text(exported.text)
    return path


@pytest.mark.parametrize("mode", ["--alldefconfig", "--allnoconfig", "--allyesconfig"])
def test_conf_takes_it(kernel_612: RealKernel, fragment: Path, tmp_path: Path, mode: str) -> None:
    kernel_612.run(tmp_path, mode, "Kconfig", KCONFIG_ALLCONFIG=str(fragment))
    check((tmp_path / ".config").read_text())


def test_merge_config_takes_it(kernel_612: RealKernel, fragment: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.config"
    kernel_612.run(tmp_path, "--defconfig=arch/x86/configs/x86_64_defconfig", "Kconfig")
    shutil.move(tmp_path / ".config", base)
    script = kernel_612.source / "scripts/kconfig/merge_config.sh"
    done = subprocess.run(
        ["sh", script, "-m", "-O", tmp_path, base, fragment],
        env=dict(kernel_612.variables),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert "not found" not in done.stderr
    kernel_612.run(tmp_path, "--olddefconfig", "Kconfig")
    check((tmp_path / ".config").read_text())


def check(dot_config: str) -> None:
    found = config_file.parse(dot_config)
    assert {name: found.get(name, "n") for name in WANTED} == WANTED
