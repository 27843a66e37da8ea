"""What a symbol needs and what needs it: direct with kind and place, and over any number of steps."""

from kconfig_index.model import Kernel
from kconfig_index.relations import Relation
from tests.unit.kconfig.conftest import MakeKernel

TREE = """\
config A
    bool "a" if B
    depends on C && C
    default D if E = "x"
    select F if G

menu "menu"
    depends on H
    visible if I

config F
    bool "f"

endmenu

config N
    int "n"
    range L 9
    default 5

config B
    bool "b"
config C
    bool "c"
    depends on G
config D
    bool "d"
config E
    string "e"
config G
    bool "g"
config H
    bool "h"
config I
    bool "i"
config L
    int "l"
"""


def said(relations: list[Relation]) -> list[tuple[str, str, str, str, int]]:
    return [(each.symbol.name, each.kind, each.role, each.needed.name, each.place.line) for each in relations]


def load(make_kernel: MakeKernel) -> Kernel:
    return make_kernel(TREE)


def test_needs_of_every_kind(make_kernel: MakeKernel) -> None:
    kernel = load(make_kernel)
    assert said(kernel.needs(kernel.symbols["A"])) == [
        ("A", "depends", "condition", "C", 1),
        ("A", "visibility", "condition", "B", 2),
        ("A", "default", "value", "D", 4),
        ("A", "default", "condition", "E", 4),
        ("A", "select", "value", "F", 5),
        ("A", "select", "condition", "G", 5),
    ]
    assert said(kernel.needs(kernel.symbols["N"])) == [("N", "range", "value", "L", 18)]


def test_blocks_around_a_definition_count_with_their_place(make_kernel: MakeKernel) -> None:
    kernel = load(make_kernel)
    assert said(kernel.needs(kernel.symbols["F"])) == [
        ("F", "depends", "condition", "H", 7),
        ("F", "visibility", "condition", "I", 7),
    ]
    assert said(kernel.needed_by(kernel.symbols["H"])) == [("F", "depends", "condition", "H", 7)]


def test_needed_by_is_needs_turned_round(make_kernel: MakeKernel) -> None:
    kernel = load(make_kernel)
    symbols = kernel.symbols.values()
    forwards = {each for symbol in symbols for each in kernel.needs(symbol)}
    backwards = {each for symbol in symbols for each in kernel.needed_by(symbol)}
    assert forwards == backwards
    assert len(forwards) > 8


def test_closures_are_nearest_first_and_name_each_symbol_once(make_kernel: MakeKernel) -> None:
    kernel = load(make_kernel)
    reached = [each.needed.name for each in kernel.all_needs(kernel.symbols["A"])]
    assert reached == ["C", "B", "D", "E", "F", "G", "H", "I"]
    only = [each.needed.name for each in kernel.all_needs(kernel.symbols["A"], {"depends"})]
    assert only == ["C", "G"]
    assert [each.symbol.name for each in kernel.all_needed_by(kernel.symbols["G"])] == ["A", "C"]
    assert [each.symbol.name for each in kernel.all_needed_by(kernel.symbols["I"])] == ["F", "A"]


def test_symbols_that_need_each_other_end(make_kernel: MakeKernel) -> None:
    kernel = make_kernel('config A\n    bool "a"\n    select B\nconfig B\n    bool "b" if A\n')
    assert [each.needed.name for each in kernel.all_needs(kernel.symbols["A"])] == ["B"]
