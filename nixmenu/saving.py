"""The way of a session's edits into the user's Nix file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nixmenu.last_save import LastSaves, Target
from nixmenu.layers.patches import UserLayer, read_user_layer
from nixmenu.opening import Opened
from nixmenu.user_say import UserSay

if TYPE_CHECKING:
    from nixmenu.nix.edit import Plan
    from nixmenu.nix.saves import Saves
    from nixmenu.nix.wanted import Wanted


class Saving:
    """Plans and makes the saves of one entry; remembers what earlier ones replaced, so that it can come back."""

    def __init__(self, opened: Opened, user: UserSay, entry: str) -> None:
        self._opened = opened
        self._user = user
        self._entry = entry
        self._planned = user.edits.snapshot()
        self._saves: Saves | None = None

    def plan(self, *, comments: bool) -> "Plan":
        """The save, as a diff; nothing is written. Raises NixmenuError when the file cannot be edited.

        `comments` puts an option's prompt beside its new line.
        """
        # Imported here because the Nix grammar costs time that a session without a save need not spend.
        from nixmenu.nix.journal import SAVES, Journal
        from nixmenu.nix.read import Context
        from nixmenu.nix.saves import Saves

        self._planned = self._user.edits.snapshot()
        wanted = self._user.planned()
        options = self._opened.kernel.symbols
        symbols = {name: options.get(name) for name in wanted} if comments else {}
        prompts = {name: symbol.prompt for name, symbol in symbols.items() if symbol and symbol.prompt}
        state, patches = self._opened.state, self._opened.patches
        if self._saves is None:
            self._saves = Saves(Journal(state / SAVES) if state is not None else None)
        return self._saves.plan(
            self._user.own_path or patches,
            self._entry,
            wanted,
            comments=prompts,
            context=Context(patches, self._opened.circumstances),
        )

    def plan_other(
        self, entry: str, wanted: "Mapping[str, Wanted | None]", remarks: Mapping[str, str]
    ) -> "Plan":
        """The edit of another entry: where it is written, or else beside the one that edits go to.

        `remarks` are the comments beside new lines. Raises NixmenuError when the file cannot be edited.
        """
        from nixmenu.nix.edit import plan
        from nixmenu.nix.read import Context

        patches, circumstances = self._opened.patches, self._opened.circumstances
        layer = read_user_layer(patches, entry, circumstances)
        beside = self._user.own_path or layer.own_path or patches
        path = layer.own_path if layer.own and layer.own_path is not None else beside
        return plan(path, entry, wanted, comments=remarks, context=Context(patches, circumstances))

    def save(self, plan: "Plan") -> None:
        """Write the newest plan to the user's file; what was planned becomes the saved state.

        Raises NixmenuError, and the file is as it was, when that is not possible.
        """
        from nixmenu.nix.write import save

        save(plan)
        if self._saves is not None:
            self._saves.saved(plan)
        state, kernel = self._opened.state, self._opened.kernel
        if state is not None:
            target = Target(self._opened.patches.absolute(), self._entry)
            LastSaves(state).remember(kernel.srctree, target)
        self._user.saved_as(self.read_again(), self._planned)

    def read_again(self) -> UserLayer:
        """What the user's files say now. Raises NixmenuError if they cannot be read."""
        return read_user_layer(self._opened.patches, self._entry, self._opened.circumstances)
