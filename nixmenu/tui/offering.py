"""The offer of edits that were never saved, at the start and where edits are moved to."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nixmenu.tui.keyed_app import key
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.unsaved import Unsaved
from nixmenu.tui.wording import counted

if TYPE_CHECKING:
    from nixmenu.tui.session_app import SessionApp


def offer(app: "SessionApp", keeper: Unsaved, then: Callable[[], object]) -> None:
    """Offer what an earlier session left behind, if there is anything, and do what comes `then`."""
    if keeper.found is None:
        then()
        return

    def answer(wanted: bool | None) -> None:
        if wanted:
            count = keeper.take_up()
            undo = key(app, "session.undo")
            app.say(f"Taken up: {counted(count, 'change')} not saved. {undo} takes them back.", good=True)
            app.post_message(Edited())
        elif wanted is not None:
            keeper.throw_away()
        app.call_later(then)

    app.push_screen(RecoveredScreen(keeper.found), answer)
