"""Options as text that stands by itself: an entry to paste, a module, an overlay."""

from collections.abc import Mapping

from nixmenu.nix import writing
from nixmenu.nix.entries import options_text
from nixmenu.nix.library import LIBRARY
from nixmenu.nix.read import NEW_NAME
from nixmenu.nix.values import Attributes, Member, Scope, Value, known
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import Notes


def entry_text(name: str, options: Mapping[str, Wanted], notes: Notes, text: str | None = None) -> str:
    """An entry of boot.kernelPatches, for a place where `lib` is known; `text` is its `extraConfig`."""
    head, written = options_text(_scope_of("lib", LIBRARY), options, notes)
    return writing.entry(name, NEW_NAME, head, written, text)


def module_text(name: str, options: Mapping[str, Wanted], notes: Notes, text: str | None = None) -> str:
    """A NixOS module with one entry."""
    return writing.module(entry_text(name, options, notes, text))


def overlay_text(
    kernel: str, name: str, options: Mapping[str, Wanted], notes: Notes, text: str | None = None
) -> str:
    """An overlay with `linuxPackages_NAME`: the package `kernel` of nixpkgs with the options as arguments.

    Source: nixpkgs `pkgs/os-specific/linux/kernel/generic.nix`.
    """
    packages = Attributes({"lib": Member(known(LIBRARY))})
    head, written = options_text(_scope_of("final", packages), options, notes)
    return writing.overlay(kernel, name, writing.configuration(NEW_NAME, head, written, text))


def _scope_of(name: str, value: Value) -> Scope:
    """A place where one name is known."""
    return Scope(None, None, {name: known(value)})
