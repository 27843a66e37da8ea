"""Where the NixOS layer comes from: a file, the user's nixpkgs, or the facts shipped with nixmenu."""

from dataclasses import dataclass
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.facts import NixosFacts, bundled, load_facts
from nixmenu.layers.platforms import Platform


@dataclass(frozen=True, slots=True)
class NixosLayer:
    """What NixOS answers, and how people are told where that comes from."""

    facts: NixosFacts
    name: str


def nixos_layer(what: str, platform: Platform, version: str) -> NixosLayer:
    """The layer that `what` names: auto, bundled, none, a common-config.nix, or a file of facts (.json).

    `version` is the kernel's. Raises NixmenuError for a file that cannot be used.
    """
    if what == "none":
        return NixosLayer(NixosFacts((), {}, "", ()), "no NixOS layer")
    if what in ("auto", "bundled"):
        facts = load_facts(bundled(), platform.system, version)
        return NixosLayer(facts, f"NixOS facts, bundled ({facts.release})")
    path = Path(what)
    if path.suffix not in (".nix", ".json") and not path.is_dir():
        raise NixmenuError(
            f"no NixOS layer {what!r}: give auto, bundled, none, a common-config.nix, or facts (.json)"
        )
    if path.suffix == ".json":
        return NixosLayer(load_facts(path, platform.system, version), f"NixOS facts in {path}")
    # Imported here because the Nix grammar costs time that other sources need not spend.
    from nixmenu.layers.common_config import read_common_config

    path = path / "default.nix" if path.is_dir() else path
    return NixosLayer(read_common_config(path, platform, version), f"NixOS answers of {path}")
