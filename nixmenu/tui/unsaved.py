"""Keeps what is not saved while the interface runs: when, and for which sessions."""

import platformdirs

from nixmenu.recovery import Kept, Recovery
from nixmenu.session import Session, SessionOptions

KEEP_DELAY = 0.5
"""Seconds without an edit before the edits are kept: a burst of keys costs one small file."""


class Unsaved:
    """The edits of one session on disk, until they are saved or thrown away."""

    def __init__(self, session: Session, options: SessionOptions) -> None:
        self._session = session
        self._recovery: Recovery | None = None
        if not session.is_text_only and not (options.demo and options.patches is None):
            directory = platformdirs.user_state_path("nixmenu") / "unsaved"
            source, patches = session.kernel.srctree.resolve(), session.patches_path.resolve()
            recovery = Recovery(directory, source, patches, session.entry)
            self._recovery = recovery if recovery.claim() else None

    def find(self) -> Kept | None:
        """What an earlier session left behind."""
        return self._recovery.find() if self._recovery is not None else None

    def keep(self) -> None:
        """Keep what is not saved now."""
        if self._recovery is not None:
            self._recovery.keep(self._session.unsaved)

    def forget(self) -> None:
        """Throw away what was kept."""
        if self._recovery is not None:
            self._recovery.forget()

    def end(self) -> None:
        """Nothing is kept from here on; another session may."""
        if self._recovery is not None:
            self._recovery.release()
            self._recovery = None
