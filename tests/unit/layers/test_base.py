"""Bases, made as the kernel's make targets make them."""

import gzip
from pathlib import Path

import pytest

import kconfig_index
from kconfig_index import Kernel, config_file
from nixmenu.errors import NixmenuError
from nixmenu.layers.base import Base, load_base, merge_fragment
from nixmenu.layers.default_target import default_target


@pytest.fixture
def kernel(small_kernel: Path) -> Kernel:
    return kconfig_index.load(small_kernel, "x86_64", cache=None, run_shell=False)


def values(base: Base) -> dict[str, str]:
    return config_file.parse(base.dot_config)


def test_defconfig_is_what_the_makefile_says(kernel: Kernel) -> None:
    base = load_base(kernel, "defconfig")
    assert (base.name, values(base)["NR_CPUS"], values(base)["NET"]) == ("x86_64_defconfig", "128", "y")
    assert load_base(kernel, "defconfig", "i386_defconfig").name == "i386_defconfig"


def test_another_defconfig_goes_by_its_name(kernel: Kernel) -> None:
    base = load_base(kernel, "i386_defconfig")
    assert (values(base)["NR_CPUS"], values(base)["NET"]) == ("8", "n")


def test_an_unknown_defconfig_is_refused_with_the_nearest(kernel: Kernel) -> None:
    with pytest.raises(NixmenuError, match="x86 has no x86_65_defconfig; there is x86_64_defconfig"):
        load_base(kernel, "x86_65_defconfig")


def test_allnoconfig_says_no_wherever_it_can(kernel: Kernel) -> None:
    base = values(load_base(kernel, "allnoconfig"))
    assert (base["NET"], base["MODULES"], base["HZ_250"], base["X86"]) == ("n", "n", "y", "y")


def test_tinyconfig_is_all_no_with_the_fragments_on_top(kernel: Kernel) -> None:
    base = values(load_base(kernel, "tinyconfig"))
    assert (base["NET"], base["MODULES"]) == ("y", "n")
    assert (base["HZ_100"], base["HZ_250"], base["NR_CPUS"]) == ("y", "n", "2")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_may_be_packed(kernel: Kernel, tmp_path: Path, pack: type[bytes]) -> None:
    path = tmp_path / "my.config"
    path.write_bytes(pack(b"CONFIG_NR_CPUS=32\n# CONFIG_NET is not set\n"))
    base = load_base(kernel, str(path))
    assert (base.name, values(base)["NR_CPUS"], values(base)["NET"]) == (str(path), "32", "n")


def test_a_value_that_does_not_fit_is_told_with_its_line(kernel: Kernel, tmp_path: Path) -> None:
    path = tmp_path / "my.config"
    path.write_text("CONFIG_NET=y\nCONFIG_NR_CPUS=many\n")
    (warning,) = load_base(kernel, str(path)).warnings
    assert warning.startswith(f"{path}:2:")


def test_a_line_that_is_none_is_refused_with_its_place(kernel: Kernel, tmp_path: Path) -> None:
    path = tmp_path / "my.config"
    path.write_text("# a comment\n\nCONFIG_NET=y\nNET y\n")
    with pytest.raises(NixmenuError, match=r"is no \.config line") as caught:
        load_base(kernel, str(path))
    assert str(caught.value).startswith(f"{path}:4: ")


def test_damaged_and_strange_files_are_refused(kernel: Kernel, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gz"
    damaged.write_bytes(gzip.compress(b"CONFIG_NET=y\n" * 50)[:20] + b"xxxxxxxx")
    for data in (damaged.read_bytes(), gzip.compress(b"CONFIG_NET=y\n" * 50)[:-12]):
        damaged.write_bytes(data)
        with pytest.raises(NixmenuError, match="damaged"):
            load_base(kernel, str(damaged))
    with pytest.raises(NixmenuError, match="no base 'nothing': give defconfig"):
        load_base(kernel, "nothing")
    with pytest.raises(NixmenuError, match="cannot be read"):
        load_base(kernel, str(tmp_path))


def test_a_pack_that_unpacks_without_end_is_refused(kernel: Kernel, tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"#" * (17 << 20)))
    with pytest.raises(NixmenuError, match="too large"):
        load_base(kernel, str(path))


def test_a_fragment_replaces_every_word_on_its_options() -> None:
    text = "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_AB=y\nCONFIG_C=1\n"
    merged = merge_fragment(text, "# CONFIG_A is not set\nCONFIG_B=m\n# CONFIG_C is a remark\n")
    assert merged == (
        "CONFIG_AB=y\nCONFIG_C=1\n\n# CONFIG_A is not set\nCONFIG_B=m\n# CONFIG_C is a remark\n"
    )


MAKEFILE = """\
ifeq ($(ARCH),x86)
  ifeq ($(shell uname -m),i386)
        KBUILD_DEFCONFIG := i386_defconfig
  else
        KBUILD_DEFCONFIG := x86_64_defconfig
  endif
else
        KBUILD_DEFCONFIG := $(ARCH)_defconfig # as named
endif
ifneq ($(ARCH),arm)
KBUILD_CFLAGS += -x
endif
"""


@pytest.mark.parametrize(
    ("makefile", "arch", "target"),
    [
        (MAKEFILE, "x86_64", "x86_64_defconfig"),
        (MAKEFILE, "i386", "i386_defconfig"),
        ("KBUILD_DEFCONFIG := multi_v7_defconfig\n", "arm", "multi_v7_defconfig"),
        ("KBUILD_DEFCONFIG ?= a_defconfig\n", "arm", "a_defconfig"),
        ("obj-y := x\n", "riscv", "defconfig"),
        ("ifneq ($(ARCH),arm)\nKBUILD_DEFCONFIG = a_defconfig\nendif\n", "arm", "defconfig"),
        ("ifdef CONFIG_X\nKBUILD_DEFCONFIG = a_defconfig\nendif\n", "arm", "a_defconfig"),
    ],
)
def test_the_default_target_is_read_from_the_makefile(
    tmp_path: Path, makefile: str, arch: str, target: str
) -> None:
    (tmp_path / "arch/some").mkdir(parents=True)
    (tmp_path / "arch/some/Makefile").write_text(makefile)
    assert default_target(tmp_path, "some", arch) == target


def test_a_computed_target_is_refused(tmp_path: Path) -> None:
    (tmp_path / "arch/powerpc").mkdir(parents=True)
    (tmp_path / "arch/powerpc/Makefile").write_text("KBUILD_DEFCONFIG := $(if $(x),a,b)_defconfig\n")
    with pytest.raises(NixmenuError, match="computes the name of its defconfig"):
        default_target(tmp_path, "powerpc", "powerpc")
