"""Saving the edits: the diff first, then the file."""

from functools import partial
from typing import TYPE_CHECKING

from nixmenu.errors import NixmenuError
from nixmenu.tui.replacing import move_edits
from nixmenu.tui.screens.paste import PasteScreen
from nixmenu.tui.screens.save import SaveScreen, Target
from nixmenu.tui.session_app import SessionApp
from nixmenu.tui.wording import counted

if TYPE_CHECKING:
    from nixmenu.nix.planning import Plan


def save(app: SessionApp, *, leave: bool) -> None:
    """Ask with the diff, write after a yes, and leave then if that was wanted."""
    session = app.session
    if session is None:
        return
    if not session.dirty:
        app.say("Nothing to save: there are no changes.", good=True)
        return
    try:
        plan = session.plan()
    except NixmenuError as failure:
        app.say(str(failure))
        return

    # Imported here, as the session does, because the Nix grammar costs time that most starts need not spend.
    from nixmenu.nix.write import NotWritableError

    def write(plan: "Plan | Target | None") -> None:
        if plan is None:
            return
        if isinstance(plan, Target):
            move_edits(app, plan.entry, plan.path, partial(save, app, leave=leave))
            return
        try:
            session.save(plan)
        except NotWritableError as failure:
            app.push_screen(PasteScreen(str(failure), failure.paste))
            return
        except NixmenuError as failure:
            app.say(f"Not saved: {failure}")
            return
        app.keep_unsaved()
        if leave:
            app.exit()
            return
        app.show_changes()
        app.say(f"Saved {counted(len(plan.changed), 'option')} to {plan.path}.", good=True)

    app.push_screen(SaveScreen(session, plan), write)
