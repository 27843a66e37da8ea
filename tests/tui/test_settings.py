"""Keys and colours as the user wants them; the command palette."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widgets import Input, Static

from nixmenu.session import SessionOptions
from nixmenu.tui import theme
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.bindings import bind
from nixmenu.tui.commands import commands
from nixmenu.tui.key_map import KeyMap, bindings_of, key_map
from nixmenu.tui.screens.find import FindScreen
from nixmenu.tui.screens.layer_table import LayerTableScreen
from nixmenu.tui.screens.main import MainScreen
from nixmenu.tui.screens.search import SearchScreen
from nixmenu.tui.settings import read_settings, settings_path
from nixmenu.tui.widgets.filter_bar import FilterBar
from nixmenu.tui.widgets.key_line import KeyLine
from nixmenu.tui.widgets.piece_line import PieceLine
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane

Steps = Callable[[Pilot[None]], Awaitable[None]]
Drive = Callable[..., NixmenuApp]

SCOPE = [
    bind("a,b", "one", "x.one", "One"),
    bind("c", "two", "x.two", "Two"),
    bind("question_mark", "three", "x.three", "Three"),
]


def with_settings(text: str, options: SessionOptions) -> NixmenuApp:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return NixmenuApp(options)


def test_no_file_says_nothing(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "none.toml")
    assert (settings.keys, settings.theme, settings.complaints) == ({}, None, ())


def test_keys_are_read_with_dots_lists_and_quotes(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = "light"\n[keys]\noption.yes = ["y", "f5"]\n"option.no" = "n"\n')
    settings = read_settings(file)
    assert settings.keys == {"option.yes": "y,f5", "option.no": "n"}
    assert settings.theme == "light"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("keys = [", "is not TOML"),
        ('colour = "red"', '"colour" is not known'),
        ("theme = 3", "theme takes the name"),
        ("keys = 3", "[keys] takes lines"),
        ("[keys]\noption.yes = 3", "the keys of option.yes are no text"),
        ("[keys]\noption.yes = []", "the keys of option.yes are no text"),
        ("#" * 70_000, "is no file of settings"),
    ],
)
def test_what_is_wrong_with_the_file_is_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    (told,) = read_settings(file).complaints
    assert complaint in told
    assert str(file) in told


def test_a_key_can_be_changed_and_swapped() -> None:
    wanted = {"x.one": "c", "x.two": "a"}
    assert key_map(wanted, [SCOPE]).keys == wanted
    assert key_map(wanted, [SCOPE]).complaints == ()


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        ({"x.four": "d"}, "No key binding is called x.four; ? lists them all."),
        ({"x.one": "c"}, "x.one: c is the key of x.two already."),
        ({"x.one": "?"}, "x.one: ? is the key of x.three already."),
        ({"x.one": "d,,e"}, "x.one: 'd,,e' is no key."),
        ({"x.one": "not a key"}, "x.one: 'not a key' is no key."),
    ],
)
def test_unknown_ids_and_clashes_are_told(wanted: dict[str, str], complaint: str) -> None:
    mapped = key_map(wanted, [SCOPE])
    assert mapped.complaints == (complaint,)
    assert mapped.keys == {}


def test_the_same_key_on_different_screens_is_no_clash() -> None:
    assert key_map({"x.one": "z"}, [SCOPE, [bind("z", "other", "y.other", "Other")]]).complaints == ()


def test_bindings_have_an_id_and_a_tooltip_each() -> None:
    for node in (MainScreen, SearchScreen, RowList, TextPane, NixmenuApp):
        declared = [each for each in vars(node).get("BINDINGS", ()) if isinstance(each, Binding)]
        assert declared
        assert all(binding.id and binding.tooltip for binding in declared)
    identifiers = [binding.id for binding in bindings_of(MainScreen, RowList, NixmenuApp)]
    assert len(identifiers) == len(set(identifiers))


def test_no_key_of_the_tree_means_two_things() -> None:
    meanings: dict[str, list[str]] = {}
    for binding in bindings_of(MainScreen, RowList, NixmenuApp):
        for key in binding.key.split(","):
            meanings.setdefault(key, []).append(binding.id or "")
    assert {key: named for key, named in meanings.items() if len(named) > 1} == {}


def test_changed_keys_work_and_help_shows_them(options: SessionOptions, settle: Steps) -> None:
    import asyncio

    app = with_settings('[keys]\nsession.search = "f3"\n', options)

    async def session() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("slash")
            assert isinstance(app.screen, MainScreen)
            await pilot.press("f3")
            assert isinstance(app.screen, SearchScreen)
            await pilot.press("escape", "question_mark")
            assert "F3" in app.screen.query_one("#keys", TextPane).text

    asyncio.run(session())


def test_a_complaint_is_told_at_the_start(options: SessionOptions, settle: Steps) -> None:
    import asyncio

    app = with_settings('[keys]\noption.yes = "n"\n', options)

    async def session() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            told = app.screen.query_one("#status", PieceLine).text
            assert told == "option.yes: n is the key of option.no already."

    asyncio.run(session())


def test_the_theme_is_the_one_that_was_set(options: SessionOptions) -> None:
    assert with_settings('theme = "contrast"', options).theme == theme.CONTRAST.name


def test_a_key_goes_through_the_themes(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        seen = [pilot.app.theme]
        for _ in theme.ALL:
            await pilot.press("ctrl+t")
            seen.append(pilot.app.theme)
        assert set(seen) == {each.name for each in theme.ALL}
        assert seen[0] == seen[-1]

    drive(steps)


def test_the_palette_has_every_action_of_the_screen(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        titles = {command.title for command in commands(pilot.app, pilot.app.screen, KeyMap({}))}
        explained = {binding.tooltip for binding in bindings_of(MainScreen, RowList, NixmenuApp)}
        assert explained <= titles

    drive(steps)


def test_the_palette_does_what_it_says(drive: Drive) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p")
        await pilot.pause(0.1)
        await pilot.press(*"search names")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, SearchScreen)

    drive(steps)


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


TEXTS = ("foreground", "primary", "secondary", "success", "warning", "error", "quiet", "difference")


def colour(colours: Theme, name: str) -> str:
    return colours.variables.get(name) or str(getattr(colours, name))


def ratio(colours: Theme, text: str, ground: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    dark, bright = sorted((luminance(colour(colours, text)), luminance(colour(colours, ground))))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT, theme.CONTRAST], ids=lambda each: each.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "cursor", "cursor-blurred"])
def test_all_text_can_be_read_on_its_ground(colours: Theme, ground: str) -> None:
    # What is quiet elsewhere is not on the cursor's row.
    texts = [text for text in TEXTS if text != "quiet" or ground != "cursor"]
    pale = {text: found for text in texts if (found := ratio(colours, text, ground)) < 4.5}
    assert pale == {}


@pytest.mark.parametrize("text", TEXTS)
def test_high_contrast_is_high(text: str) -> None:
    assert ratio(theme.CONTRAST, text, "background") >= 7


def test_the_example_of_help_makes_l_open_a_menu(options: SessionOptions) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('[keys]\ntree.into = ["right", "l"]\nsession.layers = "L"\n')
    app = NixmenuApp(options)
    assert app.key_map.complaints == ()
    assert app.key_map.names["session.layers"] == "L"
    assert "l" in app.key_map.keys["tree.into"].split(",")


def test_notices_name_the_keys_as_they_are_set(options: SessionOptions, settle: Steps) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('[keys]\nsession.quit = "f10"\noption.next-value = "f5"\n')
    app = NixmenuApp(options)

    async def session() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            status = app.screen.query_one("#status", PieceLine)
            assert status.text.startswith("F5 y n m set")
            await pilot.press("escape")
            assert status.text == "This is the top menu; F10 leaves nixmenu."

    asyncio.run(session())


def test_fields_and_filters_name_the_keys_as_they_are_set(
    options: SessionOptions, settle: Steps, tmp_path: Path
) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(
        '[keys]\nfield.take = "ctrl+y"\nfind.next = "f7"\nfind.leave = "f9"\nname.cancel = "f9"\n'
        'layers.filter-mine = "f4"\nchanges.base = "f6"\nsearch.result-1 = "b"\nsearch.result-2 = "f2"\n'
        'list.open = "f5"\ntree.hidden = "Z"\nsession.keys = "f1"\n'
        'no.such-key = "k"\n'
    )
    (tmp_path / "there").write_text("mine")
    app = NixmenuApp(options)
    assert app.key_map.complaints == ("No key binding is called no.such-key; F1 lists them all.",)

    async def session() -> None:
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            await pilot.press("f")
            field = app.screen.query_one("#find", Input)
            assert field.placeholder == "name or prompt; F7 next, Ctrl-y stay, F9 back"
            await pilot.press(*"dev", "enter")
            assert isinstance(app.screen, FindScreen)
            await pilot.press("ctrl+y")
            assert isinstance(app.screen, MainScreen)
            node = app.screen.selected()
            assert node is not None
            assert node.prompt == "Device Drivers"
            await pilot.press("S")
            assert str(app.screen.query_one(KeyLine).content) == "Ctrl-y write it   F9 leave it"
            app.screen.query_one("#name", Input).value = "there"
            await pilot.press("ctrl+y")
            assert (
                str(app.screen.query_one("#name-hint", Static).content)
                == "there exists: Ctrl-y again replaces it."
            )
            await pilot.press("f9", "slash", *"sound")
            search = app.screen
            assert isinstance(search, SearchScreen)
            signs = [search.results.source.row(row).sign.text.strip() for row in range(3)]
            assert [sign[-1:] for sign in signs] == ["b", "", "3"]
            await pilot.press("escape", "l")
            await settle(pilot)
            assert " F4 mine" in app.screen.query_one(FilterBar).render_line(0).text
            await pilot.press("f4")
            assert isinstance(app.screen, LayerTableScreen)
            assert app.screen.filter.name == "mine"
            await pilot.press("escape", "C")
            await settle(pilot)
            assert " F6 base" in app.screen.query_one(FilterBar).render_line(0).text
            await pilot.press("escape", "f1")
            await settle(pilot)
            text = app.screen.query_one("#keys", TextPane).text
            assert "F5 opens a menu" in text
            assert "Z shows or hides them" in text
            assert "field.take" in text

    asyncio.run(session())
