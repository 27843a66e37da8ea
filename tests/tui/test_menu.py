"""Menus have the shape that the kernel's own menus have."""

from kconfig_index import MenuNode
from nixmenu.tui.menu import entries, is_empty, menu_of, path_to
from nixmenu.tui.option_row import main_node
from nixmenu.tui.session_view import SessionView


def node_of(view: SessionView, name: str) -> MenuNode:
    symbol = view.session.kernel.symbol(name)
    assert symbol is not None
    return main_node(symbol)


def menu_called(view: SessionView, prompt: str) -> MenuNode:
    return next(node for node in view.session.kernel.nodes() if node.prompt == prompt)


def test_the_top_menu_lists_what_is_at_the_top(view: SessionView) -> None:
    assert [entry.node.prompt for entry in entries(view.is_visible, view.session.kernel.root)] == [
        "General setup",
        "Loadable modules",
        "64-bit kernel",
        "Processor",
        "Run virtual machines",
        "Network",
        "Device Drivers",
        "File systems",
        "Security",
        "Cryptography",
    ]


def test_an_option_stands_indented_below_the_one_it_depends_on(view: SessionView) -> None:
    depths = {entry.node.prompt: entry.depth for entry in entries(view.is_visible, node_of(view, "NET"))}
    assert (
        depths["Internet protocol"],
        depths["Report open sockets"],
        depths["Report open TCP sockets"],
    ) == (0, 1, 2)


def test_members_of_a_choice_are_its_menu(view: SessionView) -> None:
    choice = menu_called(view, "How the kernel image is compressed")
    assert [entry.node.prompt for entry in entries(view.is_visible, choice)] == [
        "gzip",
        "xz",
        "LZ4",
        "Zstandard",
    ]


def test_hidden_options_are_listed_only_when_asked_for(view: SessionView) -> None:
    inputs = menu_called(view, "Input devices")
    assert "Devices that need care" not in [entry.node.prompt for entry in entries(view.is_visible, inputs)]
    shown = {entry.node.prompt: entry.hidden for entry in entries(view.is_visible, inputs, hidden=True)}
    assert shown["Devices that need care"]
    assert not shown["Touchpads of laptops"]


def test_a_menu_whose_options_are_all_hidden_is_empty(view: SessionView) -> None:
    care = menu_called(view, "Devices that need care")
    assert is_empty(view.is_visible, care)
    assert not is_empty(view.is_visible, care, hidden=True)


def test_the_way_to_an_option_leads_through_menus_only(view: SessionView) -> None:
    menu = menu_of(node_of(view, "8139TOO_PIO"))
    assert [node.prompt for node in path_to(menu)[1:]] == [
        "Device Drivers",
        "Network devices",
        "Cards made by Realtek",
    ]


def test_a_member_of_a_choice_stands_in_the_choice(view: SessionView) -> None:
    assert menu_of(node_of(view, "PREEMPT")).prompt == "When a task may be interrupted by another"
