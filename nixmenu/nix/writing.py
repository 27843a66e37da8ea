"""The text of new things: an option, an entry, a file; written as nixfmt would leave them."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nixmenu.nix.placement import Insertion
from nixmenu.nix.strings import attribute_name, indented_literal, quoted

_REMARK_LENGTH = 100


def remark(prompt: str) -> str:
    """A prompt as the text of a comment: one line, with nothing in it that acts on a terminal."""
    plain = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in prompt)
    text = " ".join(plain.split())
    return text if len(text) <= _REMARK_LENGTH else text[: _REMARK_LENGTH - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Note:
    """Comments that come with a new option, without their `#`: one behind it, and lines above it."""

    behind: str = ""
    above: tuple[str, ...] = ()


Notes = Mapping[str, Note]
"""By option."""


def prompts(texts: Mapping[str, str]) -> dict[str, Note]:
    """The options' prompts as comments behind their lines."""
    return {name: Note(remark(text)) for name, text in texts.items()}


def comment_line(text: str) -> str:
    """A line of its own that says `text`."""
    return f"# {text}" if text else "#"


def option(name: str, value: str, notes: Notes, *, quote: bool = False) -> Insertion:
    """`NAME = value;`, with the comments that `notes` has for it."""
    note = notes.get(name, Note())
    above = [comment_line(text) for text in note.above]
    return Insertion("\n".join([*above, f"{attribute_name(name, quote=quote)} = {value};"]), note.behind)


def indented(insertions: Sequence[Insertion], levels: int) -> list[str]:
    """The lines of bindings or items, `levels` of indentation from the left margin."""
    lines = []
    for new in insertions:
        text = new.text + (f" # {new.remark}" if new.remark else "")
        lines += ["  " * levels + line if line else "" for line in text.split("\n")]
    return lines


def entry(name: str, attribute: str, head: str, options: Sequence[Insertion], text: str | None = None) -> str:
    """An entry of boot.kernelPatches; `head` stands before its options (`with lib.kernel; `).

    `text` is its `extraConfig`, if it has one.
    """
    body = [f"name = {quoted(name)};", "patch = null;", *configuration(attribute, head, options, text)]
    return "\n".join(["{", *(f"  {line}" if line else "" for line in body), "}"])


def configuration(attribute: str, head: str, options: Sequence[Insertion], text: str | None) -> list[str]:
    """The lines of an entry's (or a kernel's) options and text."""
    lines = []
    if options or text is None:
        lines += [f"{attribute} = {head}{{", *indented(options, 1), "};"]
    if text is not None:
        lines += f"extraConfig = {indented_literal(text)};".split("\n")
    return lines


def overlay(kernel: str, name: str, body: Sequence[str]) -> str:
    """An overlay with the packages of a kernel that is `kernel` of nixpkgs with the arguments `body`."""
    return "\n".join(
        [
            f"# boot.kernelPackages = pkgs.linuxPackages_{name};",
            "final: prev: {",
            f"  linux_{name} = prev.{kernel}.override {{",
            *(f"    {line}" if line else "" for line in body),
            "  };",
            f"  linuxPackages_{name} = final.linuxPackagesFor final.linux_{name};",
            "}",
            "",
        ]
    )


def patches(new_entry: str) -> str:
    """A list with one entry."""
    return "\n".join(["[", *(f"  {line}" for line in new_entry.split("\n")), "]"])


def module(new_entry: str) -> str:
    """A NixOS module with one entry."""
    first, *rest = patches(new_entry).split("\n")
    lines = ["{ lib, ... }:", "{", f"  boot.kernelPatches = {first}", *(f"  {line}" for line in rest)]
    lines[-1] += ";"
    return "\n".join([*lines, "}", ""])
