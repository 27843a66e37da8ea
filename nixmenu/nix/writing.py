"""The text of new things: an option, an entry, a file; written as nixfmt would leave them."""

import unicodedata
from collections.abc import Mapping, Sequence

from nixmenu.nix.placement import Insertion
from nixmenu.nix.strings import attribute_name, quoted

_REMARK_LENGTH = 100


def remark(prompt: str) -> str:
    """A prompt as the text of a comment: one line, with nothing in it that acts on a terminal."""
    plain = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in prompt)
    text = " ".join(plain.split())
    return text if len(text) <= _REMARK_LENGTH else text[: _REMARK_LENGTH - 1].rstrip() + "…"


def option(name: str, value: str, comments: Mapping[str, str], *, quote: bool = False) -> Insertion:
    """`NAME = value;`, with the option's prompt behind it if `comments` has one."""
    return Insertion(f"{attribute_name(name, quote=quote)} = {value};", remark(comments.get(name, "")))


def entry(name: str, attribute: str, head: str, options: Sequence[Insertion]) -> str:
    """An entry of boot.kernelPatches; `head` stands before its options (`with lib.kernel; `)."""
    lines = [f"    {new.text}" + (f" # {new.remark}" if new.remark else "") for new in options]
    return "\n".join(
        [
            "{",
            f"  name = {quoted(name)};",
            "  patch = null;",
            f"  {attribute} = {head}{{",
            *lines,
            "  };",
            "}",
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
