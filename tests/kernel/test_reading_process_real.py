"""Real trees read by a process of their own: the same kernel as read here."""

from pathlib import Path

import kconfig_index
from kconfig_index.model import Kernel
from kconfig_index.printing import Printer
from tests.kernel.conftest import RealKernel
from tests.unit.kconfig.test_reading_process import Program, fields_of


def both(program: Program, *, run_shell: bool) -> tuple[Kernel, Kernel]:
    """The kernel as read here, and as the program left it in its cache."""
    here, there = (
        kconfig_index.load(program.tree, "x86_64", cache=cache, run_shell=run_shell)
        for cache in (None, program.cache)
    )
    assert there.index.in_order != here.index.in_order  # it is from the cache
    return here, there


def test_without_commands_every_number_is_the_same(kernel_612: RealKernel, tmp_path: Path) -> None:
    (tmp_path / "tree").symlink_to(kernel_612.source)
    program = Program(tmp_path, None, run_shell=False)
    assert program.told()["written"]
    here, there = both(program, run_shell=False)
    assert fields_of(here) == fields_of(there)


def test_with_commands_all_that_can_be_seen_is_the_same(kernel_612: RealKernel, tmp_path: Path) -> None:
    """Symbols may have other numbers there, where an answer came earlier."""
    (tmp_path / "tree").symlink_to(kernel_612.source)
    program = Program(tmp_path, None)
    told = program.told()
    assert told["written"]
    assert told["same"] == [True]
    assert program.leaves_nothing()
    found: list[list[object]] = []
    for kernel in both(program, run_shell=True):
        printer, index = Printer(kernel.configuration().values), kernel.index
        found.append(
            [
                (
                    node.index,
                    node.kind,
                    node.symbol and (node.symbol.name, node.symbol.type),
                    node.prompt,
                    node.help,
                    node.parent and node.parent.index,
                    printer.expression(printer.condition(index.entry_dependency[node.index])),
                    printer.expression(printer.condition(index.entry_visibility[node.index])),
                )
                for node in kernel.nodes()
            ]
        )
        defconfig = (kernel_612.source / "arch/x86/configs/x86_64_defconfig").read_text()
        config = kernel.configuration()
        found[-1].append(config.dot_config())
        config.load(defconfig)
        found[-1] += [config.dot_config(), kernel.warnings, sorted(kernel.probes.items())]
    here, there = found
    assert here == there
