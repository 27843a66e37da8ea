"""Which kernel sources the user has worked with, to say once of each that it runs commands of its own."""

import contextlib
from pathlib import Path

import platformdirs

from nixmenu.cli.diagnostics import say


def announce_commands(source: Path) -> None:
    """On first use of a kernel source, say that its Kconfig files run commands, and how to prevent that."""
    record = platformdirs.user_state_path("nixmenu") / "known-trees"
    try:
        known = record.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        known = []
    if str(source) in known:
        return
    say(
        f"note: first time with {source}: its Kconfig files may run commands ($(shell,...)), as the kernel's own"
        " configuration tools let them; --no-shell prevents that"
    )
    # It is told again next time if it cannot be remembered.
    with contextlib.suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True)
        with record.open("a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{source}\n")
