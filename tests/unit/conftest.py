"""A kernel source of a few options, in the shape of the real one, for what needs no more than that."""

import json
from pathlib import Path

import pytest

_FILES = {
    "Makefile": "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 9\nEXTRAVERSION =\n",
    "scripts/kconfig/Makefile": "",
    "Kconfig": """\
mainmenu "Linux/$(ARCH) $(KERNELVERSION) Kernel Configuration"

source "arch/$(SRCARCH)/Kconfig"

config MODULES
	bool "Loadable modules"
	modules
	default y

config LOCALVERSION
	string "Local version"

config KEY
	string "Signing key"
	default "key.pem"

menu "Networking"

config NET
	bool "Networking support"
	help
		Sockets and what goes through them.

config BONDING
	tristate "Bonding driver"
	depends on NET

config DUMMY
	tristate "Dummy driver"
	depends on NET
	select MII

config MII
	tristate "Media interface"

endmenu

choice
	prompt "Timer frequency"
	default HZ_250

config HZ_100
	bool "100 HZ"

config HZ_250
	bool "250 HZ"

config HZ_1000
	bool "1000 HZ"

endchoice

config NR_CPUS
	int "Number of CPUs"
	range 2 512
	default 64

config BASE_ADDRESS
	hex "Base address"
	default 0x1000

config HIDDEN
	bool
	default y
""",
    "arch/x86/Kconfig": "config X86\n\tdef_bool y\n",
    "arch/x86/Makefile": """\
ifeq ($(ARCH),x86)
        KBUILD_DEFCONFIG := i386_defconfig
else
        KBUILD_DEFCONFIG := $(ARCH)_defconfig
endif
""",
    "arch/x86/configs/x86_64_defconfig": "CONFIG_NET=y\nCONFIG_NR_CPUS=128\n",
    "arch/x86/configs/i386_defconfig": "CONFIG_NR_CPUS=8\n",
    "arch/x86/configs/tiny.config": "# CONFIG_MODULES is not set\nCONFIG_NR_CPUS=2\n",
    "kernel/configs/tiny-base.config": "CONFIG_NET=y\nCONFIG_MODULES=y\n",
    "kernel/configs/tiny.config": "CONFIG_HZ_100=y\n",
}

_FACTS = {
    "NET": {"value": "y"},
    "MODULES": {"value": "y"},
    "HZ_1000": {"value": "y"},
    "NR_CPUS": {"value": "384", "freeform": True},
    "KEY": {"value": "", "freeform": True},
    "MII": {"value": "m", "priority": 1000},
    "GONE": {"value": "y", "optional": True},
}


@pytest.fixture
def small_kernel(tmp_path: Path) -> Path:
    """The top of the small source tree."""
    top = tmp_path / "linux"
    for name, text in _FILES.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return top


@pytest.fixture
def small_facts(tmp_path: Path) -> Path:
    """A NixOS layer for it, in the form of the bundled facts."""
    path = tmp_path / "facts.json"
    options = {name: {"group": "misc", "rules": [rule]} for name, rule in _FACTS.items()}
    meta = {"systems": ["x86_64-linux"], "kernel_series": ["6.12"]}
    path.write_text(json.dumps({"meta": meta, "options": options}))
    return path
