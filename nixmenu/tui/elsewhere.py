"""Writing the predicted `.config`, whole or minimal, to a file that the user names."""

from pathlib import Path
from typing import Any

from nixmenu.errors import NixmenuError
from nixmenu.tui.keyed_app import key
from nixmenu.tui.screens.name import NameScreen
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.whole_file import write_whole


def save_config(screen: SessionScreen[Any], *, minimal: bool) -> None:
    """Ask for a file and write the result to it; an existing file only after it was said twice."""
    view = screen.view
    prediction = view.session.prediction
    if view.stale or prediction is None:
        screen.say("The result is being computed; try again in a moment.")
        return
    if prediction.config is None:
        screen.say(f"There is no result to save: {key(screen, 'session.problems')} tells why.")
        return
    text = prediction.config.minimal_config() if minimal else prediction.dot_config
    what = "minimal config" if minimal else ".config"

    def write(name: str | None) -> None:
        if name is None:
            return
        path = Path(name).expanduser()
        try:
            write_whole(path, text.encode("utf-8", "surrogateescape"))
        except NixmenuError as failure:
            screen.say(f"Not saved: {failure}")
        else:
            screen.say(f"The predicted {what} is in {path}.", "you")

    def already_there(name: str) -> str | None:
        path = Path(name).expanduser()
        if path.is_dir():
            return f"{path} is a directory: give a file."
        return f"{path} exists: {key(screen, 'field.take')} again replaces it." if path.exists() else None

    hint = "A file for it; your Nix file stays as it is."
    value = "defconfig" if minimal else "predicted.config"
    name = NameScreen(f"Save the predicted {what}", hint, value, already_there, does="write it")
    screen.app.push_screen(name, write)
