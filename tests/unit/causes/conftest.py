"""A small kernel with one option for every way to be kept on or off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.session import Session, SessionOptions

KCONFIG = """\
mainmenu "Linux/$(ARCH) $(KERNELVERSION) Kernel Configuration"

source "arch/$(SRCARCH)/Kconfig"

config MODULES
	bool "Loadable modules"
	modules
	default y

config TOOL_HAS_FLAG
	def_bool $(shell,echo n)

config TOOL_VERSION
	int
	default $(shell,echo 7)

config HAVE_ENGINE
	bool

menuconfig BUS
	tristate "Bus"

if BUS

config STICK
	tristate "Storage on the bus"
	depends on DISK

config STICK_FAST
	bool "Fast storage"
	depends on STICK=y

endif

menu "Drivers"
	depends on BUS

config CAMERA
	tristate "Camera"
	select SENSOR

endmenu

config DISK
	tristate "Disk"

config SENSOR
	tristate

config PICTURES
	bool "Pictures"
	depends on SENSOR

config FLAGGED
	bool "Needs a flag"
	depends on TOOL_HAS_FLAG

config NEW_TOOL
	bool "Needs a new tool"
	depends on TOOL_VERSION >= 9

config ENGINE
	bool "Engine"
	depends on HAVE_ENGINE

config FOREIGN
	bool "Foreign"
	depends on SPARKLE

config QUIET
	bool "Without the bus"
	depends on !BUS

config EITHER
	bool "Either"
	depends on BUS || DISK

config BOTH
	bool "Both"
	depends on BUS && DISK

config SELECTED
	tristate "Selected"

config SELECTOR
	tristate "Selector"
	select SELECTED

choice
	prompt "Speed"
	default SLOW

config SLOW
	bool "Slow"

config FAST
	bool "Fast"

endchoice

config TURBO
	bool "Turbo"
	depends on FAST

config EXPERT
	bool "Expert"

config ODD
	bool "Odd" if EXPERT
	default y

config SPARE
	bool "Spare" if EXPERT
	default y
	depends on BUS

menu "Hidden away"
	visible if EXPERT

config DEEP
	bool "Deep"

endmenu

config LEVEL
	int
	default 0

config COUNT
	int "Count"
	range 1 9
	default 5
"""

Open = Callable[..., Session]


@pytest.fixture
def open_session(small_kernel: Path, tmp_path: Path) -> Open:
    """Open a session with lines of structuredExtraConfig and facts for NixOS, and predict."""

    def open_session(
        *lines: str, nixos: str = "", base: str = "", text: str = "", series: str = "6.12", more: str = ""
    ) -> Session:
        (small_kernel / "Kconfig").write_text(f"{KCONFIG}\n{more}")
        version, patchlevel = series.split(".")
        makefile = f"VERSION = {version}\nPATCHLEVEL = {patchlevel}\nSUBLEVEL = 9\nEXTRAVERSION =\n"
        (small_kernel / "Makefile").write_text(makefile)
        sparkle = small_kernel / "arch/sparc/Kconfig"
        sparkle.parent.mkdir(exist_ok=True)
        sparkle.write_text('config SPARKLE\n\tbool "Sparkle"\n')
        (small_kernel / "arch/x86/configs/x86_64_defconfig").write_text(base)
        rules = []
        for line in nixos.split():
            name, value = line.split("=")
            optional = ', "optional": true' if value.endswith("?") else ""
            rule = f'{{"value": "{value.removesuffix("?")}"{optional}}}'
            rules.append(f'"{name}": {{"group": "misc", "rules": [{rule}]}}')
        meta = '{"systems": ["x86_64-linux"], "kernel_series": ["6.1", "6.12"]}'
        facts = tmp_path / "facts.json"
        facts.write_text(f'{{"meta": {meta}, "options": {{{", ".join(rules)}}}}}')
        patches = tmp_path / "patches.nix"
        config = "\n".join(lines)
        patches.write_text(
            "{ lib, ... }: { boot.kernelPatches = [ {\n"
            'name = "mine"; patch = null;\n'
            f"extraConfig = ''\n{text}'';\n"
            f"structuredExtraConfig = with lib.kernel; {{\n{config}\n}}; }} ]; }}\n"
        )
        session = Session.open(
            SessionOptions(
                kernel=small_kernel,
                arch="x86_64",
                common_config=str(facts),
                patches=patches,
                cache=None,
            )
        )
        assert session.accept(session.predict())
        return session

    return open_session
