"""The user's settings, applied to the application: keys, colours, and what is wrong with them."""

from collections.abc import Iterator
from dataclasses import replace

from textual.app import App
from textual.screen import ModalScreen, Screen

from nixmenu.tui import theme
from nixmenu.tui.key_map import Scope, bindings_of, key_map
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.settings import read_settings, settings_path
from nixmenu.tui.widgets.row_list import RowList
from nixmenu.tui.widgets.text_pane import TextPane


def apply_settings(app: KeyedApp) -> None:
    """Set keys, colours and questions as the user's file says; the key map has the complaints about all of it."""
    settings = read_settings(settings_path())
    complaints = list(settings.complaints)
    if settings.theme is not None:
        names = [each.name for each in theme.ALL]
        wanted = next(
            (name for name in names if settings.theme in (name, name.removeprefix("nixmenu-"))), None
        )
        if wanted is None:
            complaints.append(f"There is no theme {settings.theme!r}; there are {', '.join(names)}.")
        else:
            app.theme = wanted
    keys = key_map(settings.keys, list(_scopes(type(app))))
    app.set_keymap(dict(keys.keys))
    if settings.preview_from is not None:
        app.preview_from = settings.preview_from
    app.key_map = replace(keys, complaints=(*complaints, *keys.complaints))


def _scopes(app: type[App[None]]) -> Iterator[Scope]:
    """What is bound at the same time: on each screen, with the focus on each kind of widget in it."""
    for screen in _screens(Screen):
        if issubclass(screen, ModalScreen):
            yield bindings_of(screen, *getattr(screen, "FOCUSED", ()))
        else:
            for widget in (RowList, TextPane):
                yield bindings_of(screen, widget, app)


def _screens(base: type[Screen]) -> Iterator[type[Screen]]:  # type: ignore[type-arg]
    """All screens of this program."""
    for screen in base.__subclasses__():
        if screen.__module__.startswith(__package__):
            yield screen
        yield from _screens(screen)
