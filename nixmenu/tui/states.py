"""The states of a result that can be compared: what each is called, and how its values are found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kconfig_index import config_file
from nixmenu.errors import NixmenuError
from nixmenu.layers.base import read_config
from nixmenu.session import Session
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.steps import told

Values = Mapping[str, str]
"""A `.config`: name to value, strings unquoted, `is not set` as n; empty where the run would die."""


@dataclass(frozen=True, slots=True)
class State:
    """One of them."""

    name: str
    find: Callable[[Session], Values]
    """Finds the values, given a fork of the session; it may take a run."""


BASE = State("the base", lambda session: session.base_values)
ALONE = State("NixOS alone", lambda session: session.trial_of_nixos().values)
SAVED = State("the last save", lambda session: session.trial_of_saved().values)
NOW = State("now", lambda session: {} if session.prediction is None else session.prediction.values)


def before_newest(view: SessionView) -> State:
    """The result before the newest one."""
    values = view.values_before
    return State("before the newest change", lambda _: values)


def history(session: Session) -> list[State]:
    """The opening, and each edit since then, those that were taken back too; later edits do not change them."""
    session = session.fork()
    names = [f"edit {number}: {told(step)}" for number, step in enumerate(session.history, 1)]
    return [_at(session, position, name) for position, name in enumerate(["the opening", *names])]


def _at(session: Session, position: int, name: str) -> State:
    def find(_: Session) -> Values:
        apart = session.fork()
        apart.go_to(position)
        return apart.predict().values

    return State(name, find)


def file_state(name: str) -> State:
    """What a `.config` file says, packed or not. Raises NixmenuError if it cannot be read as one."""
    path = Path(name).expanduser()
    if not path.is_file():
        raise NixmenuError("there is no such file", path=path)
    values = config_file.parse(read_config(path))
    return State(str(path), lambda _: values)
