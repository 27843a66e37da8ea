"""The text of new things: an option, an entry, a file; written as nixfmt would leave them."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nixmenu.nix.placement import Insertion
from nixmenu.nix.strings import attribute_name, quoted

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


def entry(name: str, attribute: str, head: str, options: Sequence[Insertion]) -> str:
    """An entry of boot.kernelPatches; `head` stands before its options (`with lib.kernel; `)."""
    return "\n".join(
        [
            "{",
            f"  name = {quoted(name)};",
            "  patch = null;",
            f"  {attribute} = {head}{{",
            *indented(options, 2),
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
