"""The menus of a tree while its commands still answer."""

from pathlib import Path

import kconfig_index
from kconfig_index import Kernel, MenuNode
from kconfig_index.outline import is_of

KCONFIG = """mainmenu "A tree"

menu "First"

config A
\tbool "a"

config B
\tbool "b"
\tdepends on A
\tdefault $(shell,while test ! -e {0}/go; do sleep 0.01; done; echo {1})

endmenu

choice
\tprompt "One of"

config C
\tbool "c"

endchoice

config D
\tint
"""


def load(tree: Path, answer: str) -> tuple[list[Kernel], Kernel]:
    """The kernel and the outlines before it; the command answers when there is one, or everything is read."""
    (tree / "Kconfig").write_text(KCONFIG.format(tree, answer))
    found: list[Kernel] = []

    def outlined(kernel: Kernel) -> None:
        found.append(kernel)
        (tree / "go").touch()

    kernel = kconfig_index.load(tree, "x86_64", cache=None, outlined=outlined)
    return found, kernel


def menus(node: MenuNode) -> object:
    """All that an outline tells of an entry and what is below it."""
    symbol = None if node.symbol is None else (node.symbol.index, node.symbol.name, node.symbol.type)
    parent = None if node.parent is None else node.parent.index
    below = [menus(child) for child in node.children]
    return node.index, node.kind, node.prompt, node.file, node.line, symbol, parent, below


def test_menus_are_known_before_the_commands_have_answered(tmp_path: Path) -> None:
    (outlined,), kernel = load(tmp_path, "y")
    assert outlined.title == kernel.title == "A tree"
    assert menus(outlined.root) == menus(kernel.root)
    assert is_of(outlined, kernel)
    assert outlined.symbols["B"].prompt == "b"
    assert list(outlined.symbols) == list(kernel.symbols)


def test_an_answer_that_names_a_symbol_is_told(tmp_path: Path) -> None:
    (outlined,), kernel = load(tmp_path, "C")
    assert not is_of(outlined, kernel)
    assert [node.prompt for node in outlined.nodes()] == [node.prompt for node in kernel.nodes()]


def test_menus_of_another_tree_are_told_apart(tmp_path: Path) -> None:
    (outlined,), _ = load(tmp_path, "y")
    (tmp_path / "Kconfig").write_text('config A\n\tbool "a"\n')
    assert not is_of(outlined, kconfig_index.load(tmp_path, "x86_64", cache=None))


MODULES = 'config MODULES\n\tbool "modules"\n\tmodules\n'

CONDITIONS = {
    '"x86_64" = "x86"': False,
    '"x86_64" = "x86_64"': True,
    '"x86_64" != "x86_64"': False,
    'A && "x86" = "arm"': False,
    'A && "x86" = "x86"': True,
    'A || "x86" = "arm"': True,
    '"x86" = "arm" || n': False,
    '!("x86" = "x86")': False,
    "n": False,
    "m": True,
    "y": True,
    '"12" < "7"': False,
    '"7" < "12"': True,
    '12 < "7"': True,
    'A = "x"': True,
    "NOWHERE": True,
}


def test_what_nobody_is_ever_asked_about_has_no_prompt(tmp_path: Path) -> None:
    """All others have one, also what no configuration happens to show."""
    options = "".join(
        f'config P{number}\n\tbool "p{number}" if {condition}\n'
        for number, condition in enumerate(CONDITIONS)
    )
    waits = f"\tdefault $(shell,while test ! -e {tmp_path}/go; do sleep 0.01; done; echo y)\n"
    (tmp_path / "Kconfig").write_text(f'config A\n\tbool "a"\n{MODULES}config W\n\tbool\n{waits}{options}')
    found: list[Kernel] = []

    def outlined(kernel: Kernel) -> None:
        found.append(kernel)
        (tmp_path / "go").touch()

    kernel = kconfig_index.load(tmp_path, "x86_64", cache=None, outlined=outlined)
    assert is_of(found[0], kernel)
    shown = {
        condition: found[0].symbols[f"P{number}"].prompt is not None
        for number, condition in enumerate(CONDITIONS)
    }
    assert shown == CONDITIONS
    config = kernel.configuration()
    for number, condition in enumerate(CONDITIONS):
        assert shown[condition] or not config.visibility(kernel.symbols[f"P{number}"])
