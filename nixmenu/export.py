"""What the user says, as text to take along: for a Nix file, for the kernel's own tools, for other programs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kconfig_index import config_file
from nixmenu.errors import NixmenuError
from nixmenu.layers.answer_lines import format_answers, parse_answers
from nixmenu.layers.definition import Definition
from nixmenu.nix.specialisations import plain_name
from nixmenu.nix.wanted import Wanted
from nixmenu.session import Session

if TYPE_CHECKING:
    from nixmenu.nix.writing import Notes

Format = Literal["entry", "module", "overlay", "fragment", "answers"]
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Export:
    """A text, and what people should know about it, one sentence each."""

    text: str
    notes: tuple[str, ...] = ()


def export(session: Session, form: Format, *, comments: bool = True) -> Export:
    """The user's layer in one of the formats, unsaved edits included.

    `entry`, `module` and `overlay` hold the one entry that edits go to, with the options' prompts beside them
    if `comments`; `fragment` what all entries answer; `answers` what all layers do. Raises NixmenuError if
    there is nothing to export, or no text of that format can say it.
    """
    return _FORMATS[form](session, comments)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry, and what people should know about it."""

    content: "tuple[Mapping[str, Wanted], Notes, str | None]"
    """Its options, their comments, and its `extraConfig`."""
    notes: tuple[str, ...]


def _entry(session: Session, comments: bool) -> _Entry:
    # Imported here, as below, because the Nix grammar costs time that the other formats need not spend.
    from nixmenu.nix.writing import prompts

    options = {name: Wanted.of(_only(name, found)) for name, found in session.entry_definitions.items()}
    text, notes = _text_and_patch(session)
    if not options and not text:
        raise NixmenuError(
            f'the entry "{session.entry}" says nothing, so there is nothing to export; name one with --entry'
        )
    symbols = {name: session.kernel.symbols.get(name) for name in options} if comments else {}
    texts = {name: symbol.prompt for name, symbol in symbols.items() if symbol and symbol.prompt}
    return _Entry((options, prompts(texts), text or None), notes)


def _only(name: str, found: Sequence[Definition]) -> Definition:
    if len({(one.tristate, one.freeform, one.optional, one.priority) for one in found}) > 1:
        raise NixmenuError(
            f"{name} is defined in several parts of the entry, and differently; join them first"
        )
    return found[0]


def _text_and_patch(session: Session) -> tuple[str | None, tuple[str, ...]]:
    """The entry's `extraConfig`, and a note if there is a patch, which stays where it is."""
    if not session.patches_path.exists():
        return None, ()
    from nixmenu.nix.read import Context, read_entries

    entry = read_entries(session.patches_path, Context().of(session.entry)).entry(session.entry)
    if entry is None:
        return None, ()
    notes = []
    if "patch" in entry.attributes.members and entry.attributes.get("patch") is not None:
        notes.append(f'the patch of the entry "{session.entry}" is not exported')
    notes += [
        f"{unread.name or 'a part of the entry'} is not exported: {unread.reason}" for unread in entry.unread
    ]
    return entry.extra_config, tuple(notes)


def _as_entry(session: Session, comments: bool) -> Export:
    from nixmenu.nix.standalone import entry_text

    entry = _entry(session, comments)
    return Export(f"{entry_text(plain_name(session.entry), *entry.content)}\n", entry.notes)


def _as_module(session: Session, comments: bool) -> Export:
    from nixmenu.nix.standalone import module_text

    entry = _entry(session, comments)
    return Export(module_text(plain_name(session.entry), *entry.content), entry.notes)


def _as_overlay(session: Session, comments: bool) -> Export:
    from nixmenu.nix.standalone import overlay_text

    entry = _entry(session, comments)
    name = _NO_NAME.sub("_", plain_name(session.entry)).strip("_") or "nixmenu"
    kernel = "linux_" + "_".join(session.kernel.version.split(".")[:2])
    return Export(overlay_text(kernel, name, *entry.content), entry.notes)


def _as_fragment(session: Session, _comments: bool) -> Export:
    """Lines of a `.config`, as the kernel's `scripts/kconfig/merge_config.sh` and KCONFIG_ALLCONFIG take them."""
    lines, notes = [], []
    for name, reply in parse_answers(format_answers(session.you)).items():
        symbol = session.kernel.symbols.get(name)
        if symbol is None or symbol.type == "unknown":
            notes.append(f"{name} is left out: Linux {session.kernel.version} has no such option")
        elif symbol.type == "string":
            lines.append(f"CONFIG_{name}={config_file.quoted(reply.value)}")
        elif reply.value == "n" and symbol.type in ("bool", "tristate"):
            lines.append(f"# CONFIG_{name} is not set")
        elif reply.value:
            lines.append(f"CONFIG_{name}={reply.value}")
        else:
            notes.append(f"{name} is left out: its answer is empty")
    return Export("".join(f"{line}\n" for line in lines), tuple(notes))


def _as_answers(session: Session, _comments: bool) -> Export:
    return Export(session.answer_lines)


_FORMATS: Mapping[Format, Callable[[Session, bool], Export]] = {
    "entry": _as_entry,
    "module": _as_module,
    "overlay": _as_overlay,
    "fragment": _as_fragment,
    "answers": _as_answers,
}
FORMATS: tuple[Format, ...] = tuple(_FORMATS)
"""Their names."""
