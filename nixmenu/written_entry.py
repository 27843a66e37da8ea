"""An entry that was written to the user's file on its own, so that it can be taken back and written again."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from nixmenu.edits import Said
from nixmenu.errors import NixmenuError

if TYPE_CHECKING:
    from nixmenu.nix.planning import Plan


class WrittenEntry:
    """Leads the file back, byte by byte where nothing else was written since, else option by option."""

    def __init__(self, plan: "Plan") -> None:
        self._newest = plan

    def write(self, said: Mapping[str, Said]) -> None:
        """Make the entry say this. Raises NixmenuError, with the file as it was, if that cannot be."""
        # Imported here because the Nix grammar costs time that most sessions need not spend.
        from nixmenu.nix.edit import plan
        from nixmenu.nix.wanted import Wanted
        from nixmenu.nix.write import save

        newest = self._newest
        with suppress(NixmenuError):
            back = newest.inverse()
            save(back)
            self._newest = back
            return
        wanted = {name: Wanted.of(one[0]) if one else None for name, one in said.items()}
        forth = plan(newest.path, newest.entry, wanted, context=newest.context)
        save(forth)
        self._newest = forth
