"""The flat list of options: what each filter lets through, in which order, and what is written of it."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from kconfig_index import Symbol
from nixmenu.errors import NixmenuError
from nixmenu.layer_table import FILTERS, TITLES, LayerTable, as_csv, as_text, export
from nixmenu.session import Session, SessionOptions

BY_NAME = {each.name: each for each in FILTERS}


@pytest.fixture
def session() -> Session:
    """The demo with one answer that loses others and one that stands."""
    opened = Session.open(SessionOptions(demo=True))
    opened.accept(opened.predict())
    for name in ("SOUND", "DRM_RADEON"):
        assert opened.edit(opened.kernel.symbols[name], "n") is None
    opened.accept(opened.predict())
    return opened


def names(symbols: Sequence[Symbol]) -> list[str]:
    return [symbol.name for symbol in symbols]


def test_without_a_filter_every_option_is_there_in_menu_order(session: Session) -> None:
    found = LayerTable(session).symbols(BY_NAME["all"])
    kernel = session.kernel
    assert set(names(found)) == {name for name in kernel.symbols if kernel.symbols[name].type != "unknown"}
    places = [kernel.index.definitions[symbol.index][0] for symbol in found]
    assert places == sorted(places)


def test_each_filter_lets_through_what_its_layers_say(session: Session) -> None:
    prediction = session.prediction
    assert prediction is not None
    rows = {symbol.name: session.layers(symbol) for symbol in LayerTable(session).symbols(BY_NAME["all"])}
    kinds = {message.name: message.kind for message in prediction.messages}
    expected = {
        "forced": {name for name, row in rows.items() if row.forced},
        "differs": {name for name, row in rows.items() if (row.result or "n") != (row.base or "n")},
        "mine": {"SOUND", "DRM_RADEON"},
        "lost": {name for name in rows if kinds.get(name) in ("not-set", "silent")},
        "unused": {name for name in rows if kinds.get(name) == "unused"},
        "problems": {message.name for message in prediction.messages if message.severity != "note"}
        & rows.keys(),
    }
    for name, wanted in expected.items():
        assert set(names(LayerTable(session).symbols(BY_NAME[name]))) == wanted
    assert expected["unused"] >= {"CIFS_POSIX"}


def test_by_name_the_same_options_are_sorted(session: Session) -> None:
    table = LayerTable(session)
    by_name = names(table.symbols(BY_NAME["all"], order="name"))
    assert by_name == sorted(names(table.symbols(BY_NAME["all"])))


@pytest.mark.parametrize("text", ["radeon", "CONFIG_DRM_RADEON", "cards 2013", "2013  Radeon"])
def test_words_are_looked_for_in_names_and_prompts(session: Session, text: str) -> None:
    assert "DRM_RADEON" in names(LayerTable(session).symbols(BY_NAME["all"], text))
    assert names(LayerTable(session).symbols(BY_NAME["mine"], text)) == ["DRM_RADEON"]


def test_comma_separated_rows_read_back_as_the_layers(session: Session) -> None:
    symbols = LayerTable(session).symbols(BY_NAME["all"])
    header, *rows = csv.reader(as_csv(session, symbols).splitlines())
    assert tuple(header) == TITLES
    for symbol, row in zip(symbols, rows, strict=True):
        layers = session.layers(symbol)
        said = [symbol.name, layers.base, layers.nixos, layers.you, layers.result, symbol.prompt]
        assert row == [each or "" for each in said]


def test_text_has_a_line_for_each_option_and_dots_where_nothing_is_said(session: Session) -> None:
    symbols = LayerTable(session).symbols(BY_NAME["mine"])
    title, *lines = as_text(session, symbols).splitlines()
    assert title.split() == list(TITLES)
    assert [line.split()[0] for line in lines] == names(symbols)
    assert all(line.split()[3] == "n" for line in lines)


def test_an_export_makes_a_new_file_or_none(session: Session, tmp_path: Path) -> None:
    symbols = LayerTable(session).symbols(BY_NAME["mine"])
    export(tmp_path / "a.CSV", session, symbols)
    export(tmp_path / "a.txt", session, symbols)
    assert (tmp_path / "a.CSV").read_text() == as_csv(session, symbols)
    assert (tmp_path / "a.txt").read_text() == as_text(session, symbols)
    with pytest.raises(NixmenuError, match="exists already"):
        export(tmp_path / "a.txt", session, ())
    assert (tmp_path / "a.txt").read_text() == as_text(session, symbols)
    with pytest.raises(NixmenuError, match="cannot be written"):
        export(tmp_path / "none" / "a.txt", session, symbols)
