"""Keeps what is not saved while the interface runs: when, and for which sessions."""

from collections.abc import Mapping

import platformdirs

from nixmenu.edits import Said
from nixmenu.recovery import Kept, Recovery
from nixmenu.session import Session, SessionOptions

KEEP_DELAY = 0.5
"""Seconds without an edit before the edits are kept: a burst of keys costs one small file."""


class Unsaved:
    """The edits of one session on disk, until they are saved or thrown away."""

    def __init__(self, session: Session, options: SessionOptions) -> None:
        self._session = session
        self._recovery: Recovery | None = None
        self.found: Kept | None = None
        """What an earlier session left behind: kept on until it is taken up or thrown away."""
        if not session.is_text_only and not (options.demo and options.patches is None):
            directory = platformdirs.user_state_path("nixmenu") / "unsaved"
            source, patches = session.kernel.srctree.resolve(), session.patches_path.resolve()
            recovery = Recovery(directory, source, patches, session.entry)
            if recovery.claim():
                self._recovery = recovery
                self.found = recovery.find()

    def hand_over(self, session: Session, options: SessionOptions) -> "Unsaved":
        """Keep the edits of the session that takes this one's place, to which they were moved.

        Where that is in another file or entry, those of this one are forgotten, but not before they are kept there.
        """
        mine = self._recovery
        self.end()
        other = Unsaved(session, options)
        theirs = other._recovery
        if mine is None:
            return other
        if theirs is not None and theirs.path == mine.path:
            other.found = self.found
        elif other.keep():
            mine.forget()
        return other

    def keep(self) -> bool:
        """Keep what is not saved now, and what was found and not decided on; tells whether it is on disk."""
        if self._recovery is None:
            return False
        return self._recovery.keep({**self._edits_found, **self._session.unsaved})

    @property
    def _edits_found(self) -> Mapping[str, Said]:
        return {} if self.found is None else self.found.edits

    def take_up(self) -> int:
        """Make the edits that were found, as a step; returns how many options they change.

        What this session says to the same options is newer: it stays, as a step on top of them.
        """
        found, mine, session = self._edits_found, dict(self._session.unsaved), self._session
        self.found = None
        count = session.take_up(found)
        newer = {name: mine[name] for name in found if name in mine and mine[name] != found[name]}
        if newer:
            session.take_up(newer)
        return count

    def throw_away(self) -> None:
        """Forget what was found; what this session says is kept on."""
        self.found = None
        self.keep()

    def forget(self) -> None:
        """Throw away all that was kept."""
        self.found = None
        if self._recovery is not None:
            self._recovery.forget()

    def end(self) -> None:
        """Nothing is kept from here on; another session may."""
        if self._recovery is not None:
            self._recovery.release()
            self._recovery = None
