"""The source of an option: its lines coloured, links from option to option, and who answers it where."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kconfig_index import Symbol
from nixmenu.layers.definition import Definition
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.kconfig_text import kconfig_pieces, nix_pieces, prose_lines, read_lines, source_line
from nixmenu.tui.known_answer import known_answer
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.source import SourceScreen
from nixmenu.tui.screens.why import WhyScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.source_places import places_of
from nixmenu.tui.widgets.piece_line import PieceLine

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

PATCHES = """{ lib, ... }: {
  boot.kernelPatches = [
    {
      name = "nixmenu";
      patch = null;
      structuredExtraConfig = {
        DRM_RADEON = lib.kernel.no;
      };
    }
  ];
}
"""


def symbol(pilot: Pilot[None], name: str) -> Symbol:
    assert isinstance(pilot.app, NixmenuApp)
    assert pilot.app.session is not None
    found = pilot.app.session.kernel.symbol(name)
    assert found is not None
    return found


async def source(pilot: Pilot[None], settle: Steps, name: str) -> SourceScreen:
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.go_to(symbol(pilot, name))
    await pilot.press("K")
    await settle(pilot)
    assert isinstance(pilot.app.screen, SourceScreen)
    return pilot.app.screen


def path(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#path", PieceLine).text


def line(screen: SourceScreen) -> str:
    assert screen.lines is not None
    return screen.lines.lines[screen.rows.cursor]


def test_the_cursor_is_at_the_line_of_the_option(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await source(pilot, settle, "DRM_RADEON")
        radeon = symbol(pilot, "DRM_RADEON")
        assert line(screen) == "config DRM_RADEON"
        assert path(pilot).startswith(f"{radeon.file}:{radeon.line}  DRM_RADEON defined")
        assert path(pilot).endswith("DRM_RADEON is m")

    drive(steps)


def test_tab_goes_from_option_to_option_and_enter_follows_and_backspace_goes_back(
    drive: Drive, settle: Steps
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await source(pilot, settle, "DRM_RADEON")
        named = []
        for _ in range(4):
            await pilot.press("tab")
            await pilot.pause()
            node = screen.selected()
            assert node is not None
            assert node.symbol is not None
            named.append(node.symbol.name)
        assert "BACKLIGHT_CLASS_DEVICE" in named
        assert len(set(named)) > 1
        while not path(pilot).endswith("BACKLIGHT_CLASS_DEVICE is m"):
            await pilot.press("shift+tab")
            await pilot.pause()
        left = screen.rows.cursor
        await pilot.press("enter")
        await settle(pilot)
        assert line(screen) == "config BACKLIGHT_CLASS_DEVICE"
        await pilot.press("backspace")
        await settle(pilot)
        assert screen.rows.cursor == left
        await pilot.press("backspace")
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_nothing_is_answered_by_mistake(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await source(pilot, settle, "DRM_RADEON")
        await pilot.press("n", "y", "m", "space", "x")
        await settle(pilot)
        assert not screen.view.session.dirty

    drive(steps)


def test_o_goes_on_to_the_line_of_the_users_file_and_around(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await source(pilot, settle, "DRM_RADEON")
        assert "(1 of 2)" in path(pilot)
        await pilot.press("K")
        await settle(pilot)
        assert line(screen).strip() == "DRM_RADEON = lib.kernel.no;"
        assert "kernel-patches.nix:7  DRM_RADEON your answer (2 of 2)" in path(pilot)
        await pilot.press("K")
        await settle(pilot)
        assert line(screen) == "config DRM_RADEON"

    Path("kernel-patches.nix").write_text(PATCHES)
    drive(steps)


def test_nixos_line_is_a_place_where_it_is_known(view: SessionView, tmp_path: Path) -> None:
    session = view.session
    name, definitions = next(iter(session.nixos_definitions.items()))
    assert definitions[0].origin is not None
    found = session.kernel.symbols[name]
    (known,) = [place for place in places_of(session, found) if not place.is_kconfig]
    assert bool(known.known) == (definitions[0].origin.line is None)


def test_w_tells_why_and_i_leads_to_the_menu(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await source(pilot, settle, "DRM_RADEON")
        await pilot.press("w")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WhyScreen)
        await pilot.press("escape", "i")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)

    drive(steps)


def test_a_reason_leads_to_its_statement(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen.go_to(symbol(pilot, "BACKLIGHT_CLASS_DEVICE"))
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("down", "down", "K")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourceScreen)
        assert line(pilot.app.screen).strip() == "select BACKLIGHT_CLASS_DEVICE"

    drive(steps)


def test_rows_drawn_per_key_do_not_grow_with_the_file(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await source(pilot, settle, "DRM_RADEON")
        before = screen.rows.rows_drawn
        await pilot.press("down")
        await settle(pilot)
        assert screen.rows.rows_drawn - before <= 2
        before = screen.rows.rows_drawn
        await pilot.press("pagedown")
        await settle(pilot)
        assert screen.rows.rows_drawn - before <= screen.rows.size.height + 2

    drive(steps)


# Reading and colouring


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("config FOO", {"config": "keyword", "FOO": "symbol"}),
        ('\tbool "If # so" if BAR # why', {"bool": "keyword", '"If # so"': "string", "# why": "comment"}),
        ("depends on FOO=y && !BAR", {"depends": "keyword", "on": "keyword", "BAR": "symbol", "y": "plain"}),
        ("default 42", {"default": "keyword", "42": "plain"}),
    ],
)
def test_words_of_kconfig_have_their_roles(text: str, expected: dict[str, str]) -> None:
    pieces = kconfig_pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    roles = {piece.text: piece.role for piece in pieces}
    assert {word: roles[word] for word in expected} == expected


def test_words_of_nix_have_their_roles() -> None:
    text = 'FOO = with lib; freeform "x # y"; # why'
    pieces = nix_pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    roles = {piece.text: piece.role for piece in pieces}
    assert (roles["FOO"], roles["with"], roles['"x # y"'], roles["# why"]) == (
        "symbol",
        "keyword",
        "string",
        "comment",
    )


def test_help_texts_are_prose() -> None:
    lines = ["config FOO", "    bool", "    help", "      If BAR,", "", "      say y.", "config BAR"]
    assert prose_lines(lines) == {3, 5}


def test_the_demo_colours_every_line_without_losing_a_character(view: SessionView) -> None:
    tree = view.session.kernel.srctree
    for file in sorted(tree.rglob("Kconfig*")):
        for number, text in enumerate(read_lines(file), 1):
            assert "".join(piece.text for piece in kconfig_pieces(text)) == text
            assert source_line(file, number) == text.strip()


def test_a_file_that_is_gone_is_told_in_its_place(tmp_path: Path) -> None:
    (text,) = read_lines(tmp_path / "none")
    assert text.endswith("none cannot be read: No such file or directory.")
    assert source_line(tmp_path / "none", 7) == ""


def test_what_is_known_of_nixos_line_is_shown_where_there_is_no_file(drive: Drive, settle: Steps) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        screen = await source(pilot, settle, "NR_CPUS")
        await pilot.press("K")
        await settle(pilot)
        assert path(pilot).startswith(
            "pkgs/os-specific/linux/kernel/common-config.nix  NR_CPUS NixOS's answer (2 of 2)"
        )
        assert line(screen) == 'NR_CPUS = freeform "384";'
        assert screen.lines is not None
        assert "# Group: misc" in screen.lines.lines
        await pilot.press("K")
        await settle(pilot)
        assert "config NR_CPUS" in line(screen)

    drive(steps)


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (Definition("A", "y", None), "A = yes;"),
        (Definition("A", "m", None, optional=True), "A = option module;"),
        (Definition("A", "n", None, priority=50), "A = lib.mkForce no;"),
        (Definition("A", None, "32", optional=True), 'A = option (freeform "32");'),
        (Definition("A", None, "a${b}", priority=1500), 'A = lib.mkOverride 1500 (freeform "a\\${b}");'),
        (Definition("A", None, None), "A = unset;"),
    ],
)
def test_an_answer_is_spelled_as_nix_would(view: SessionView, definition: Definition, expected: str) -> None:
    lines = known_answer(view.session, definition)
    assert lines[-1] == expected
    assert all(each.startswith("# ") or not each for each in lines[:-1])
