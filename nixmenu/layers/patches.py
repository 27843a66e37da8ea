"""The user's layer: what the boot.kernelPatches entries of one Nix file ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nixmenu.layers.answer_lines import InvalidAnswerLineError, Reply, parse_answers
from nixmenu.layers.definition import Definition, Origin

if TYPE_CHECKING:
    from nixmenu.nix.configuration import Unread


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A line of an `extraConfig` string: it beats every structured layer."""

    reply: Reply
    origin: Origin


@dataclass(frozen=True, slots=True)
class UserLayer:
    """What the file says, apart for the entry that edits go to and the rest, which they leave alone."""

    own: Mapping[str, tuple[Definition, ...]] = field(default_factory=dict)
    others: tuple[Definition, ...] = ()
    texts: tuple[str, ...] = ()
    """The `extraConfig` strings, in the order of the entries."""
    text_answers: Mapping[str, TextAnswer] = field(default_factory=dict)
    """What those strings answer in the end, by option."""
    notes: tuple[str, ...] = ()
    """What people should know about the file, one sentence each."""


def read_user_layer(path: Path, entry: str) -> UserLayer:
    """Read the entries of `path`, a file that need not exist; `entry` names the one that edits go to.

    Raises NixmenuError for a file that cannot be read or does not parse.
    """
    if not path.exists():
        return UserLayer()
    # Imported here because the Nix grammar costs time that sessions without a file need not spend.
    from nixmenu.nix.read import read_entries

    own: dict[str, tuple[Definition, ...]] = {}
    others: list[Definition] = []
    texts: list[str] = []
    text_answers: dict[str, TextAnswer] = {}
    file = read_entries(path)
    edited = file.entry(entry)
    notes = [_not_read(path, None, unread) for unread in file.unread]
    for item in file.entries:
        if item.guard.holds is False:
            condition = " and ".join(item.guard.conditions)
            notes.append(
                f"{path}:{item.line}: entry {item.name!r} counts only if {condition}, which is false"
            )
            continue
        notes.extend(_not_read(path, item.name, unread) for unread in item.unread)
        if item is edited:
            for definition in item.definitions:
                own[definition.name] = (*own.get(definition.name, ()), definition)
            if not item.editable:
                notes.append(f"{path}:{item.line}: entry {entry!r} cannot be edited: {item.reason}")
        else:
            others.extend(item.definitions)
        if item.extra_config:
            texts.append(item.extra_config)
            origin = Origin("you", item.name or "without a name", path, item.extra_config_line)
            text_answers.update(_text_answers(item.extra_config, origin))
    return UserLayer(own, tuple(others), tuple(texts), text_answers, tuple(notes))


def _not_read(path: Path, entry: str | None, unread: "Unread") -> str:
    place = f"{path}:{unread.line}" if unread.line is not None else f"{path}"
    what = unread.name or (f"a part of entry {entry!r}" if entry else "a part of boot.kernelPatches")
    return f"{place}: {what} is not known here: {unread.reason}"


def _text_answers(text: str, origin: Origin) -> dict[str, TextAnswer]:
    try:
        return {name: TextAnswer(reply, origin) for name, reply in parse_answers(text).items()}
    except InvalidAnswerLineError:
        # The run dies of that line, and the prediction says so.
        return {}
