"""The user's layer: what the boot.kernelPatches entries of one Nix file ask for."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nixmenu.errors import NixmenuError
from nixmenu.layers.answer_lines import InvalidAnswerLineError, Reply, parse_answers
from nixmenu.layers.definition import Definition, Origin
from nixmenu.nix.circumstances import Circumstances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nixmenu.nix.configuration import Unread
    from nixmenu.nix.read import Entry, PatchFile


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
    kernels: tuple[str, ...] = ()
    """Where the file makes a kernel with answers of its own, which are not read: sentences."""
    own_path: Path | None = None
    """The file that edits go to, which may be imported by the one that was opened; None: there is no file."""


_ROOTS = ("configuration.nix", "flake.nix", "kernel-patches.nix", "default.nix")


def user_file(path: Path) -> Path:
    """The file that people mean: `path`, or where a configuration begins if that is a directory.

    Raises NixmenuError for a directory without any such file.
    """
    if not os.path.isdir(path):  # noqa: PTH112  (Path.is_dir() raises where a directory may not be searched)
        return path
    for name in _ROOTS:
        if (path / name).is_file():
            return path / name
    raise NixmenuError(f"has none of {', '.join(_ROOTS)}; name a Nix file with --patches", path=path)


def read_user_layer(path: Path, entry: str, circumstances: Circumstances | None = None) -> UserLayer:
    """Read the entries of `path`, a file that need not exist, and of what it imports; edits go to `entry`.

    Raises NixmenuError for a file that cannot be read or does not parse.
    """
    if not os.path.exists(path):  # noqa: PTH110  (as above)
        return UserLayer()
    # Imported here because the Nix grammar costs time that sessions without a file need not spend.
    from nixmenu.nix.kernel_arguments import answers_not_read
    from nixmenu.nix.read import Context, read_entries

    own: dict[str, tuple[Definition, ...]] = {}
    others: list[Definition] = []
    texts: list[str] = []
    text_answers: dict[str, TextAnswer] = {}
    file = read_entries(path, Context(circumstances=circumstances or Circumstances()).of(entry))
    edited = file.entry(entry)
    notes = [_not_read(path, None, unread) for unread in file.unread]
    notes += _not_followed(path, file.unfollowed)
    specialisation = file.context.specialisation
    if specialisation is not None:
        notes.insert(0, f"{path}: the kernel is that of the specialisation {specialisation!r}")
    for item in file.entries:
        place = f"{item.path}:{item.line}"
        if item.guard.holds is False:
            condition = " and ".join(item.guard.conditions)
            notes.append(f"{place}: entry {item.name!r} counts only if {condition}, which is false")
            continue
        if item.guard.holds is None:
            condition = " and ".join(item.guard.conditions)
            notes.append(f"{place}: entry {item.name!r} is taken to count, which depends on {condition}")
        notes.extend(_not_read(path, item.name, unread) for unread in item.unread)
        if item is edited:
            for definition in (*item.definitions, *(one.definition for one in item.conditional)):
                own[definition.name] = (*own.get(definition.name, ()), definition)
            if not item.editable and item.home in (None, path):
                notes.append(f"{place}: entry {entry!r} cannot be edited: {item.reason}")
        else:
            others.extend(item.definitions)
        if item.extra_config:
            texts.append(item.extra_config)
            origin = Origin(
                "you", item.name or "without a name", item.extra_config_path, item.extra_config_line
            )
            answers, wrong = _text_answers(item.extra_config, origin)
            text_answers.update(answers)
            notes += wrong
    own_path = _own_path(file, edited)
    return UserLayer(
        own, tuple(others), tuple(texts), text_answers, tuple(notes), answers_not_read(file), own_path
    )


def _own_path(file: "PatchFile", edited: "Entry | None") -> Path:
    """The file that edits go to: where the entry's options are written, or else the first list of entries."""
    if edited is not None:
        return edited.home or file.path
    files = file.list_files or (file.module_files if file.context.specialisation is not None else [])
    return file.path if file.path in files or not files else files[0]


def _not_read(path: Path, entry: str | None, unread: "Unread") -> str:
    file = unread.path or path
    place = f"{file}:{unread.line}" if unread.line is not None else f"{file}"
    what = unread.name or (f"a part of entry {entry!r}" if entry else "a part of boot.kernelPatches")
    return f"{place}: {what} is not known here: {unread.reason}"


def _not_followed(path: Path, unfollowed: "Sequence[Unread]") -> list[str]:
    if not unfollowed:
        return []
    first = unfollowed[0]
    file = first.path or path
    place = f"{file}:{first.line}" if first.line is not None else f"{file}"
    count = len(unfollowed)
    what = "an imported module is" if count == 1 else f"{count} imported modules are"
    which = first.reason if count == 1 else f"the first because {first.reason}"
    return [f"{place}: {what} not read, so entries in there are not known here: {which}"]


def _text_answers(text: str, origin: Origin) -> tuple[dict[str, TextAnswer], list[str]]:
    """What an `extraConfig` answers; of one with a wrong line nothing, and that line."""
    try:
        return {name: TextAnswer(reply, origin) for name, reply in parse_answers(text).items()}, []
    except InvalidAnswerLineError as error:
        place = f"{origin.path}:{origin.line}" if origin.line is not None else f"{origin.path}"
        said = f"line {error.number} of this extraConfig, {error.text.strip()!r}, is no answer"
        return {}, [f"{place}: {said}, and the run dies of it; write NAME VALUE there"]
