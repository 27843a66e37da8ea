"""Which NixOS configuration a user names: a file, a directory, or one of a flake's."""

import os
from dataclasses import dataclass
from pathlib import Path

from nixmenu.errors import NixmenuError


@dataclass(frozen=True, slots=True)
class NixosConfiguration:
    """A configuration whose own kernel can be asked."""

    path: Path
    """The file of it, or the directory of the flake that has it."""
    host: str | None = None
    """Its name among the flake's nixosConfigurations: "" leaves it to who asks; None if it is in no flake."""

    @property
    def own_host(self) -> str:
        """The name to take if none was given and the flake has several: this machine's, as nixos-rebuild does."""
        return os.uname().nodename

    def __str__(self) -> str:
        return f"{self.path}#{self.host}" if self.host else str(self.path)


def nixos_configuration(named: Path) -> NixosConfiguration:
    """The configuration that a user names: FILE.nix, DIRECTORY, FLAKE, or FLAKE#HOST.

    A directory with a flake.nix is a flake. Raises NixmenuError if there is no such file.
    """
    text = str(named)
    if not named.exists() and "#" in text:
        place, _, host = text.rpartition("#")
        flake = _flake(Path(place))
        if flake is None:
            raise NixmenuError(
                f"there is no flake.nix there, so there is no {host!r} of it", path=Path(place)
            )
        return NixosConfiguration(flake, host)
    flake = _flake(named)
    if flake is not None:
        return NixosConfiguration(flake, "")
    file = named / "configuration.nix" if named.is_dir() else named
    if not file.is_file():
        raise NixmenuError("there is no such NixOS configuration", path=file)
    return NixosConfiguration(file)


def _flake(path: Path) -> Path | None:
    """The directory of the flake that a path names, if it does."""
    if path.name == "flake.nix" and os.path.isfile(path):  # noqa: PTH113  (Path.is_file() may raise)
        return path.parent.absolute()
    return path.absolute() if os.path.isfile(path / "flake.nix") else None  # noqa: PTH113  (likewise)
