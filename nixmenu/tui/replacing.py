"""Another base, or another entry or file for the edits: a new session takes the place of the present one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.session import Session
from nixmenu.tui.keyed_app import key
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.session_app import Replacement, SessionApp
from nixmenu.tui.wording import counted


def load_base(app: SessionApp) -> None:
    """Ask for another base and load it; the edits come along with their history."""
    if app.session is None or app.options.demo:
        app.say("The demo has one base only.")
        return

    def load(name: str | None) -> None:
        if name is not None:
            options = replace(app.options, base=name)
            app.replace_session(Replacement(options, lambda old, new: new.go_on_from(old), tell))

    def tell(session: Session) -> None:
        along = f" {counted(len(session.changes), 'unsaved change')} came along." if session.dirty else ""
        undo = f" {key(app, 'session.undo')} still undoes." if session.can_undo else ""
        app.say(f"The base is {session.base_name} now.{along}{undo}", good=True)

    hint = "defconfig, tinyconfig, allnoconfig, NAME_defconfig, running or a .config. Edits come along."
    app.push_screen(NameScreen("Load another base", hint, app.options.base, does="load it"), load)


def move_edits(app: SessionApp, entry: str, path: Path, then: Callable[[], None]) -> None:
    """Make the unsaved edits in another entry or file, and do what comes `then`.

    What an edit took out of the present entry stays there: the other one has nothing to take out.
    """
    if app.session is None:
        return
    left = [name for name, change in app.session.changes.items() if change.new is None]
    old_entry = app.session.entry

    def take_over(old: Session, new: Session) -> None:
        edits = [(name, _value(change.new)) for name, change in old.changes.items() if change.new is not None]
        refusal = new.do(edits) if edits else None
        if refusal is not None:
            raise NixmenuError(refusal)

    def again(_: Session) -> None:
        if left:
            app.say(f'Still answered in the entry "{old_entry}": {", ".join(left)}.')
        then()

    options = replace(app.options, entry=entry, patches=path)
    app.replace_session(Replacement(options, take_over, again))


def _value(new: Definition) -> str:
    """What an edit answers; nothing where nobody is to answer any more."""
    return new.freeform if new.freeform is not None else new.tristate or ""
