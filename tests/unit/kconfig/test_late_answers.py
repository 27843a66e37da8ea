"""A tree is finished while its commands still answer: it has to come out as if the answers had stood in the text."""

from pathlib import Path

import pytest

from kconfig_index.errors import KconfigError
from kconfig_index.graph import dependents
from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from kconfig_index.printing import Printer

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
TREES = {
    "default": "config A\n\tbool\n\tdefault {0}\nconfig B\n\ttristate 'b'\n\tdefault A && {1}\n",
    "depends": "config A\n\tbool 'a'\nconfig B\n\tbool 'b'\n\tdepends on {0}\n\tdefault A || !{1}\n",
    "submenu": "config A\n\tbool 'a'\nconfig B\n\tbool 'b'\n\tdepends on A && {0}\n"
    "config C\n\tbool 'c'\n\tdepends on (A && {1}) || {0}\nconfig D\n\tbool 'd'\n\tdepends on A\n",
    "menuconfig": "menuconfig A\n\tbool 'a'\nif A && {0}\nconfig B\n\tbool 'b'\n\tdepends on {1}\nendif\n",
    "comparison": "config A\n\tbool 'a'\n\tdefault y if {0} = y\nconfig B\n\tbool 'b'\n\tdepends on {1} != {0}\n",
    "number": "config A\n\tint 'a'\n\trange {2} {3}\n\tdefault {2}\n\tdefault {3} if B\nconfig B\n\tbool 'b'\n"
    'config C\n\thex\n\tdefault {2}\nconfig E\n\tstring\n\tdefault "{2} and {3}"\n',
    "not a number": "config A\n\tint\n\tdefault {0}\nconfig B\n\thex\n\trange {1} {2}\n",
    "numbers among others": "config A\n\tint\n\tdefault x\nconfig B\n\tint\n\tdefault {0}\n\tdefault {2}\n"
    "\trange {3} {1}\nconfig C\nconfig D\n\thex\n\tdefault {2}\n\tdefault z\n",
    "visible": "menu 'm'\n\tvisible if {0}\nconfig A\n\tbool 'a' if {1}\n\tselect B if {0}\nendmenu\n"
    "config B\n\ttristate\n\timply C if {1}\nconfig C\n\ttristate 'c'\n",
    "choice": "choice\n\tprompt 'c'\n\tdepends on {0}\nconfig A\n\tbool 'a'\n\tdepends on {1}\nconfig B\n\tbool 'b'\n"
    "endchoice\n",
    "selected by a name": "config A\n\ttristate 'a'\n\tdepends on {4}\n\tdefault {4}\n"
    "config X\n\tbool 'x'\n\tdefault y\nconfig B\n\tbool 'b'\n\tdepends on X && {0}\n"
    "config C\n\tbool 'c'\n\tdepends on {4} && {1}\n",
    "loop": "config A\n\tbool 'a'\n\tdefault B\n\tdepends on B || {0}\nconfig B\n\tbool 'b'\n\tdepends on A && {1}\n",
    "same answer": "config A\n\tdef_bool {0}\nconfig B\n\tdef_bool {0} && {1}\n"
    "config C\n\tdef_bool y\n\tdepends on {1}\n",
    "error": "config A\n\tdef_bool {0}\nendmenu\n",
    "late error": "config X\n\tbool\nconfig A\n\tbool 'a'\n\tdefault {0}\nconfig A\n\tint\n"
    "$(error-if,{0},it is {1})\n",
    "warnings": "$(warning-if,{0},first {1})\nconfig A\n\tdef_bool {0}\n\tdefault 7\nconfig B\n\tint\n\tdefault foo\n"
    "$(info,said {1})\n$(warning-if,{1},second)\n",
}
ALIKE = """config A
\tint 'a'
\trange 5 7
\trange $(shell,sleep 0.02; echo 5) $(shell,sleep 0.02; printf 5)
\tdefault $(shell,sleep 0.02; true; echo 5)
config B
\tbool 'b' if $(shell,sleep 0.02; echo NOWHERE)
config B
\tbool 'b' if $(shell,sleep 0.02; printf NOWHERE)
config C
\tbool 'c' if NOWHERE
\tdepends on $(shell,sleep 0.02; echo 5) = $(shell,sleep 0.02; printf 5)
\tdefault {0} || {1}
config D
\tbool
\tdefault y if $(shell,sleep 0.02; echo NOWHERE) || $(shell,sleep 0.02; printf NOWHERE)
"""
"""Commands that answer the same, also what is written elsewhere."""
ANSWERS = [
    ("y", "y", "3", "7", "X"),
    ("y", "n", "7", "3", "X"),
    ("n", "y", "0", "12", "m"),
    ("n", "n", "x", "0x10", "NOWHERE"),
    ("m", "y", "-1", "9", "A"),
    ("y", "m", "03", "08", "m"),
]


def described(kernel: Kernel) -> list[object]:
    """Everything that could come out differently."""
    said: list[object] = [kernel.warnings, kernel.index.said, kernel.title]
    printer = Printer(kernel.configuration().values)
    for node in kernel.nodes():
        parent = node.parent
        index = kernel.index
        said.append(
            (
                node.kind,
                node.symbol and (node.symbol.name, node.symbol.type),
                node.prompt,
                node.line,
                parent and parent.line,
                printer.expression(printer.condition(index.entry_dependency[node.index])),
                printer.expression(printer.condition(index.entry_visibility[node.index])),
            )
        )
    config = kernel.configuration()
    said.append(config.dot_config())
    for symbol in kernel.symbols.values():
        for value in config.assignable(symbol)[:3]:
            config.set(symbol, value)
            said.append((symbol.name, value, config.dot_config()))
    return said


def outcome(directory: Path, text: str) -> list[object]:
    directory.mkdir()
    (directory / "Kconfig").write_text("config MODULES\n\tbool 'modules'\n\tmodules\n\tdefault y\n" + text)
    try:
        return described(load_in(directory, ENVIRONMENT, cache=None))
    except KconfigError as error:
        return [error.message, error.line, error.warnings, error.said]


@pytest.mark.parametrize("answers", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("tree", TREES)
def test_late_answers_are_as_if_they_stood_there(tmp_path: Path, tree: str, answers: tuple[str, ...]) -> None:
    commands = [f"$(shell,sleep 0.02; echo {answer})" for answer in answers]
    assert outcome(tmp_path / "late", TREES[tree].format(*commands)) == outcome(
        tmp_path / "plain", TREES[tree].format(*answers)
    )


@pytest.mark.parametrize("answers", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("tree", [*TREES, "alike"])
def test_a_graph_turned_round_ahead_is_that_of_the_answers(
    tmp_path: Path, tree: str, answers: tuple[str, ...]
) -> None:
    commands = [f"$(shell,sleep 0.02; echo {answer})" for answer in answers]
    (tmp_path / "Kconfig").write_text({**TREES, "alike": ALIKE}[tree].format(*commands))
    try:
        index = load_in(tmp_path, ENVIRONMENT, cache=tmp_path / "cache").index
    except KconfigError:
        return
    assert index.dependents == dependents(index)


def test_command_that_ends_its_shell_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Kconfig").write_text(
        "config A\n\tbool 'a'\nconfig B\n\tbool 'b'\n\tdepends on A && $(shell,kill $$)\n"
    )
    with pytest.raises(KconfigError, match=r"kill \$\$.*ended its shell; try without running commands"):
        load_in(tmp_path, ENVIRONMENT, cache=None)
