"""Whether the user has Nix, and where: all that is asked for where nothing is evaluated."""

from pathlib import Path


def nix_instantiate() -> Path | None:
    """Where Nix's evaluator is, if it is installed."""
    # Imported here because most commands never look for it.
    import shutil

    found = shutil.which("nix-instantiate")
    return None if found is None else Path(found)
