"""Edits of whole entries on every shape: a new name, the other attribute, removal, and all of it back again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.entry_edits import remove_entry, rename_attribute, rename_entry
from nixmenu.nix.read import NEW_NAME, OLD_NAME, read_entries

Write = Callable[[str | bytes], Path]


def test_a_name_there_and_back_gives_every_byte(shape: Path) -> None:
    before = shape.read_bytes()
    planned = rename_entry(shape, "slim", 'of "mine" ${x}')
    assert len(planned.after) - len(before) == len('of \\"mine\\" \\${x}') - len("slim")
    shape.write_bytes(planned.after)
    names = [entry.name for entry in read_entries(shape).entries]
    assert 'of "mine" ${x}' in names
    assert "slim" not in names
    assert rename_entry(shape, 'of "mine" ${x}', "slim").after == before


def test_the_other_attribute_there_and_back_gives_every_byte(shape: Path) -> None:
    before = shape.read_bytes()
    entry = read_entries(shape).entry("slim")
    assert entry is not None
    usual = entry.attribute
    other = {NEW_NAME: OLD_NAME, OLD_NAME: NEW_NAME}[str(usual)]
    planned = rename_attribute(shape, "slim", other)
    assert planned.after.count(other.encode()) >= 1
    shape.write_bytes(planned.after)
    found = read_entries(shape).entry("slim")
    assert found is not None
    assert (found.attribute, len(found.definitions)) == (other, len(entry.definitions))
    assert rename_attribute(shape, "slim", str(usual)).after == before
    assert rename_attribute(shape, "slim", other).diff == ""


def test_an_entry_added_and_removed_gives_every_byte(shape: Path) -> None:
    if shape.stem in {"singleton", "condition"}:
        return
    before = shape.read_bytes()
    shape.write_bytes(plan(shape, "more", {"KVM": Wanted("y")}).after)
    assert remove_entry(shape, "more").after == before


def test_the_only_entry_leaves_an_empty_list(nix_file: Write) -> None:
    path = nix_file('{ lib, ... }:\n{\n  boot.kernelPatches = [\n    {\n      name = "a";\n    }\n  ];\n}\n')
    assert remove_entry(path, "a").after == b"{ lib, ... }:\n{\n  boot.kernelPatches = [ ];\n}\n"


def test_comments_beside_a_removed_entry_stay(nix_file: Write) -> None:
    text = '[\n  # one\n  { name = "a"; } # behind\n\n  # two\n  { name = "b"; }\n]\n'
    assert remove_entry(nix_file(text), "a").after.decode() == '[\n  # one\n\n  # two\n  { name = "b"; }\n]\n'
    text = '[ { name = "a"; } { name = "b"; } { name = "c"; } ]'
    assert remove_entry(nix_file(text), "b").after == b'[ { name = "a"; } { name = "c"; } ]'
    assert remove_entry(nix_file(text), "a").after == b'[ { name = "b"; } { name = "c"; } ]'
    assert remove_entry(nix_file(text), "c").after == b'[ { name = "a"; } { name = "b"; } ]'
    assert remove_entry(nix_file('[ ({ name = "a"; }) ]'), "a").after == b"[ ]"


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("[ { name = ''a''; } ]", "b", "[ { name = ''b''; } ]"),
        ("[ { name = ''a''; } ]", "b${c}", '[ { name = "b\\${c}"; } ]'),
        ('[ { "name" = /* x */ "a" ; } ]', "b", '[ { "name" = /* x */ "b" ; } ]'),
        ('[ (rec { name = "a"; patch = null; }) ]', "b", '[ (rec { name = "b"; patch = null; }) ]'),
    ],
)
def test_a_name_keeps_its_quotes(nix_file: Write, text: str, new: str, expected: str) -> None:
    assert rename_entry(nix_file(text), "a", new).after.decode() == expected


def test_options_below_a_path_and_in_quotes_are_renamed(nix_file: Write) -> None:
    path = nix_file('{ lib }: [ { name = "a"; "structuredExtraConfig".A = lib.kernel.yes; patch = null; '
                    "structuredExtraConfig.B = lib.kernel.no; } ]")  # fmt: skip
    assert rename_attribute(path, "a", OLD_NAME).after.decode().split("; ", 1)[1] == (
        '"extraStructuredConfig".A = lib.kernel.yes; patch = null; '
        "extraStructuredConfig.B = lib.kernel.no; } ]"
    )


@pytest.mark.parametrize(
    ("text", "edit", "reason"),
    [
        ('[ { name = "a"; } ]', lambda path: rename_entry(path, "b", "c"), 'no entry called "b"; there is "a"'),
        ("[ ]", lambda path: rename_entry(path, "b", "c"), 'no entry called "b"$'),
        ('[ { name = "a"; } ]', lambda path: rename_entry(path, "a", "a"), "the new name is the old one"),
        ('[ { name = "a"; } ]', lambda path: rename_entry(path, "a", ""), "an entry needs a name"),
        (
            '[ { name = "a"; }\n{ name = "b"; } ]',
            lambda path: rename_entry(path, "a", "b"),
            ':2: an entry is called "b" already',
        ),
        (
            '[ { name = "a"; } { name = "a"; } ]',
            lambda path: rename_entry(path, "a", "b"),
            '2 entries are called "a"',
        ),
        (
            'let n = "a"; in [ { name = n; } ]',
            lambda path: rename_entry(path, "a", "b"),
            "name of the entry .a. is computed",
        ),
        (
            'let c = "a"; in [ { name = "${c}"; } ]',
            lambda path: rename_entry(path, "a", "b"),
            "name of the entry .a. is computed",
        ),
        (
            '[ rec { name = "a"; patch = ./. + "/${name}.patch"; } ]',
            lambda path: rename_entry(path, "a", "b"),
            "used for more than its name",
        ),
        (
            'let e = { name = "a"; }; in [ e { inherit (e) name; } ]',
            lambda path: rename_entry(path, "a", "b"),
            '2 entries are called "a"',
        ),
        ('[ { name = "a"; } ]', lambda path: rename_attribute(path, "a"), "has no structured options"),
        (
            '[ { name = "a"; structuredExtraConfig = { }; extraStructuredConfig = { }; } ]',
            lambda path: rename_attribute(path, "a"),
            "has both",
        ),
        (
            'let structuredExtraConfig = { }; in [ { name = "a"; inherit structuredExtraConfig; } ]',
            lambda path: rename_attribute(path, "a", OLD_NAME),
            "is computed",
        ),
        (
            '[ { name = "a"; patch = ./a.patch; } ]',
            lambda path: remove_entry(path, "a"),
            "brings a patch",
        ),
        (
            '{ pkgs, ... }: [ { name = "a"; patch = pkgs.fetchpatch { }; } ]',
            lambda path: remove_entry(path, "a"),
            "brings a patch",
        ),
        ('let e = { name = "a"; }; in [ e ]', lambda path: remove_entry(path, "a"), "not written in a list"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_safely_is_refused(
    nix_file: Write, text: str, edit: Callable[[Path], object], reason: str
) -> None:
    path = nix_file(text)
    with pytest.raises(NixmenuError, match=reason):
        edit(path)
    assert path.read_text() == text
