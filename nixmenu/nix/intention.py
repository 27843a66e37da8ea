"""What a plan is meant to do to a file: all that may be different afterwards, entry by entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nixmenu.nix.wanted import Wanted

Changes = Mapping[str, Wanted | None]
"""What an entry shall say, by option; None: nothing."""


@dataclass(frozen=True, slots=True)
class Intention:
    """Everything that is not named here stays as it is."""

    options: Mapping[str, Changes] = field(default_factory=dict)
    """By entry, called as it is called afterwards; an entry that is not there yet is added."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Entries' new names, by the old ones."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What the options of an entry go by afterwards, by entry."""
    without_text: frozenset[str] = frozenset()
    """Entries that have no `extraConfig` any more."""
    removed: frozenset[str] = frozenset()
    """Entries that are gone."""
    restored: bytes | None = None
    """The file's whole text as it was before an edit; nothing else is named then."""
    file_removed: bool = False
    """The file goes away, which a save had made; nothing else is named then."""
