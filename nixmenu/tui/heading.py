"""The header line: which kernel, on what ground, where edits go, and how it ends."""

from typing import Literal

from kconfig_index import Kernel
from nixmenu.session import Session
from nixmenu.session_options import PATCHES_NAME
from nixmenu.tui.rows import Piece
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.wording import counted

WORDY = 100
"""The width from which the verdict is said in words: below, they would push out what the session is about."""


def left(session: Session, width: int) -> tuple[Piece, ...]:
    """What the session is about, in as many words as fit into `width` cells."""
    kernel = f"  {name(session.kernel)}   "
    changes = len(session.changes)
    unsaved = f" ({changes} unsaved)" if changes else ""
    file = session.patches_path.name
    entry = f"entry {session.entry}{unsaved}"
    placed = entry if file == PATCHES_NAME else f"entry {session.entry} in {file}{unsaved}"
    grounds = (
        f"base {session.base_name} · {session.nixos_name} · {placed}",
        f"base {session.base_name} · {placed}",
        f"base {session.base_name} · {entry}",
        f"{session.base_name} · {entry}",
        entry,
        f"{changes} unsaved" if changes else entry,
    )
    room = width - len("nixmenu" + kernel)
    if changes and len(entry) > room:
        kernel, room = "  ", width - len("nixmenu  ")  # what would be lost counts more
    ground = next((ground for ground in grounds if len(ground) <= room), grounds[-1])
    about, found, tail = ground.rpartition(placed if ground.endswith(placed) else entry)
    return (
        Piece("nixmenu", "menu"),
        Piece(kernel),
        Piece(about, "quiet"),
        Piece(found + tail, _entry_role(changes)),
    )


def name(kernel: Kernel) -> str:
    """The kernel that all is about."""
    return f"Linux {kernel.version} · {kernel.arch}"


def right(view: SessionView, width: int) -> tuple[Piece, ...]:
    """The verdict: in words where there is room, as signs with numbers where there is not."""
    prediction = view.session.prediction
    if prediction is None:
        return (Piece("predicting …", "quiet"),)
    if prediction.fatal is not None:
        return (Piece("✗ no result", "error"),)
    pieces: list[Piece] = []
    if prediction.errors:
        pieces.append(Piece(_counted("✗", prediction.errors, "error", width), "error"))
    if prediction.warnings:
        space = "  " if pieces else ""
        pieces.append(Piece(space + _counted("!", prediction.warnings, "warning", width), "warning"))
    return tuple(pieces) or (Piece("✓ no errors" if width >= WORDY else "✓", "you"),)


def _counted(sign: str, count: int, word: str, width: int) -> str:
    if width < WORDY:
        return f"{sign} {count}"
    return f"{sign} {counted(count, word)}"


def _entry_role(changes: int) -> Literal["edited", "quiet"]:
    return "edited" if changes else "quiet"
